// A store of four papers, imported by the real program, with answers that can be worked out by
// hand.
//
//   W1 2020  Ada, Ben                topic T10 (0.9); from Delft
//   W2 2024  Ada, Ben, Cy            topics T10 (0.5), T11 (0.25); cites W1 and W99, which is not
//   here W3 2019  Ben, Cy W4 2024  Ada, and one without an identity; cites W1 W5  –    Ada, Dee
//   undated, retracted
#pragma once

#include <string>

#include "tests/support/temp_dir.h"

namespace coterie::testing {

// The works as OpenAlex JSON lines, in this order or backwards.
enum class LineOrder { kForward, kBackward };
std::string TinyWorks(LineOrder order);

// A directory with "works.jsonl" and the store "tiny.db" made of it.
class TinyStore {
 public:
  TinyStore();
  std::string Path(const std::string& name) const { return directory_.Path(name); }
  std::string db() const { return Path("tiny.db"); }
  // The arguments with "--db" and the store's directory after them.
  std::vector<std::string> With(std::vector<std::string> arguments) const;

 private:
  TempDir directory_;
};

// Writes a file whole.
void WriteFile(const std::string& path, const std::string& text);
std::string ReadFile(const std::string& path);

}  // namespace coterie::testing

// How far an import is: a bar on a terminal, a line now and then elsewhere.
//
// Layer: tools. Not thread-safe.
#pragma once

#include <chrono>
#include <string>

#include "engine/ingest/importer.h"
#include "tools/cli/out_stream.h"
#include "tools/cli/terminal.h"

namespace coterie::cli {

class ProgressPrinter {
 public:
  // REQUIRES: `messages` outlives the printer.
  ProgressPrinter(OutStream& messages, const Terminal& terminal);

  void Show(const ImportProgress& progress);
  // Takes the bar away, so that what follows stands on a line of its own.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;
  void Print(const std::string& text);

  OutStream& messages_;
  const Terminal terminal_;
  const Clock::time_point start_;
  Clock::time_point next_line_;
  bool bar_shown_ = false;
};

// "12.3 MB": decimal units, three digits.
std::string ByteText(uint64_t bytes);
// "12,345,678".
std::string CountText(uint64_t count);

}  // namespace coterie::cli

// A verb of the command line, and what it runs in.
//
// Layer: tools.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "tools/cli/out_stream.h"
#include "tools/cli/terminal.h"

namespace CLI {
class App;
}

namespace coterie::cli {

// What scripts see. Exit code.
enum class Outcome : uint8_t { kFound = 0, kNothing = 1, kError = 2 };

// The process's streams. References outlive the verb.
struct Context {
  const Terminal& terminal;
  std::istream& in;
  OutStream& out;
  OutStream& messages;
};

class Verb {
 public:
  virtual ~Verb() = default;
  // Adds the verb's flags to its part of the command line; their values land in the verb.
  virtual void Declare(CLI::App& app) = 0;
  // Runs it once the flags are read. An error is printed by the caller, as one sentence.
  virtual absl::StatusOr<Outcome> Run(const Context& context) = 0;
};

struct VerbEntry {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Verb> (*make)();
};

// Every verb there is, in the order of --help.
std::span<const VerbEntry> AllVerbs();

// Prints "coterie: " and the message as one line.
void PrintMessage(const Context& context, std::string_view message);

std::unique_ptr<Verb> MakeImportVerb();
std::unique_ptr<Verb> MakeFindVerb();
std::unique_ptr<Verb> MakeShowVerb();
std::unique_ptr<Verb> MakeCollaboratorsVerb();
std::unique_ptr<Verb> MakeEgoVerb();
std::unique_ptr<Verb> MakeSliceVerb();
std::unique_ptr<Verb> MakePathVerb();
std::unique_ptr<Verb> MakeDepartmentVerb();
std::unique_ptr<Verb> MakeTraverseVerb();
std::unique_ptr<Verb> MakeRecommendVerb();
std::unique_ptr<Verb> MakeSimilarVerb();
std::unique_ptr<Verb> MakeStatsVerb();
std::unique_ptr<Verb> MakeDumpVerb();
std::unique_ptr<Verb> MakeServeVerb();

}  // namespace coterie::cli

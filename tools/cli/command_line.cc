// From the program's arguments to a verb and its exit code.
//
// Layer: tools.
#include "tools/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

#include "schema/base.h"
#include "schema/quoted.h"
#include "tools/cli/display_width.h"

namespace coterie::cli {
namespace {

constexpr std::array kVerbs = {
    VerbEntry{"import", "Read files of papers, people and topics into the store", MakeImportVerb},
    VerbEntry{"find", "Look nodes up by name or identifier", MakeFindVerb},
    VerbEntry{"show", "Print everything known of a node", MakeShowVerb},
    VerbEntry{"collaborators", "Rank the people that a person works with", MakeCollaboratorsVerb},
    VerbEntry{"ego", "Print a person's collaborators and the ties among them", MakeEgoVerb},
    VerbEntry{"slice", "Print the nodes nearest to some nodes, and why each is near",
              MakeSliceVerb},
    VerbEntry{"path", "Print the shortest paths between two people, or two papers", MakePathVerb},
    VerbEntry{"department", "Measure collaboration inside a set of people", MakeDepartmentVerb},
    VerbEntry{"traverse", "Walk from nodes along named steps", MakeTraverseVerb},
    VerbEntry{"recommend", "Rank people near a person who are not yet co-authors",
              MakeRecommendVerb},
    VerbEntry{"similar", "Rank papers by shared references or shared citing papers",
              MakeSimilarVerb},
    VerbEntry{"stats", "Print what the store holds, in numbers", MakeStatsVerb},
    VerbEntry{"dump", "Print the whole store, in one canonical form", MakeDumpVerb},
    VerbEntry{"serve", "Answer remote calls until told to stop", MakeServeVerb},
};

// Room for a sentence with two paths of the 4,096 bytes that Linux allows.
constexpr size_t kMessageColumnsMax = 9'000;

// The flags that verbs share, which may also stand before the verb: those with a value, and those
// without.
constexpr std::array<std::string_view, 3> kSharedOptions = {"--db", "--unix", "--fields"};
constexpr std::array<std::string_view, 7> kSharedSwitches = {"--json",  "--jsonl", "--csv", "--tsv",
                                                             "--table", "--quiet", "-q"};

template <size_t kSize>
bool IsOneOf(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The arguments with shared flags from before the verb moved behind it; the program's name first.
std::vector<const char*> VerbFirst(int argc, const char* const* argv) {
  int verb = 1;
  while (verb < argc) {
    const std::string_view word = argv[verb];
    const size_t equals = word.find('=');
    if (IsOneOf(kSharedOptions, word)) {
      verb += 2;  // its value stands in the next word
    } else if (IsOneOf(kSharedSwitches, word) ||
               (equals != word.npos && IsOneOf(kSharedOptions, word.substr(0, equals)))) {
      ++verb;
    } else {
      break;
    }
  }
  if (verb >= argc) return {argv, argv + argc};  // there is none
  std::vector<const char*> moved = {argv[0], argv[verb]};
  moved.insert(moved.end(), argv + 1, argv + verb);
  moved.insert(moved.end(), argv + verb + 1, argv + argc);
  return moved;
}

// The number of single-character edits between two words (Levenshtein).
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

// The sentence for a first word that is no verb.
std::string UnknownVerb(std::string_view word) {
  if (word.substr(0, 1) == "-") {
    return absl::StrCat("a verb is missing, or has to come before ", Shortened(word),
                        "; coterie --help lists the verbs");
  }
  std::string message = absl::StrCat("there is no verb ", Quoted(word));
  for (const VerbEntry& verb : kVerbs) {
    const bool abbreviates = word.size() >= 2 && verb.name.substr(0, word.size()) == word;
    if (abbreviates || EditDistance(word, verb.name) <= 2) {
      return absl::StrCat(message, "; did you mean \"", Sv(verb.name), "\"?");
    }
  }
  return absl::StrCat(message, "; coterie --help lists them");
}

// What CLI11 found wrong with the arguments, as a sentence that says where help is.
std::string ArgumentProblem(const std::string& verb, const CLI::Error& error) {
  std::string what = error.what();
  std::replace(what.begin(), what.end(), '\n', ' ');
  while (!what.empty() && (what.back() == ' ' || what.back() == '.')) what.pop_back();
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    const size_t colon = what.rfind(": ");
    const std::string extra = colon == std::string::npos ? what : what.substr(colon + 2);
    what = extra.substr(0, 1) == "-" ? absl::StrCat(verb, " has no flag ", extra)
                                     : absl::StrCat(verb, " does not take \"", extra, "\"");
  } else if (error.get_name() == "RequiredError" || error.get_name() == "ArgumentMismatch" ||
             error.get_name() == "ExcludesError") {
    what = absl::StrCat(verb, ": ", what);
  }
  return absl::StrCat(what, "; coterie ", verb, " --help says how");
}

int ExitCode(Outcome outcome) { return static_cast<int>(outcome); }

int Fail(const Context& context, std::string_view message) {
  PrintMessage(context, message);
  return ExitCode(Outcome::kError);
}

int PrintText(const Context& context, const std::string& text) {
  absl::Status status = context.out.Write(text);
  status.Update(context.out.Flush());
  if (status.ok()) return ExitCode(Outcome::kFound);
  return Fail(context, std::string(status.message()));
}

// Runs a verb whose flags are read.
int RunVerb(Verb& verb, const Context& context) {
  const absl::StatusOr<Outcome> outcome = verb.Run(context);
  if (!outcome.ok()) {
    // What was found before the error is the user's all the same.
    const absl::Status flushed = context.out.Flush();
    const absl::Status& shown = flushed.ok() ? outcome.status() : flushed;
    return Fail(context, std::string(shown.message()));
  }
  const absl::Status flushed = context.out.Flush();
  if (!flushed.ok()) return Fail(context, std::string(flushed.message()));
  return ExitCode(*outcome);
}

}  // namespace

std::span<const VerbEntry> AllVerbs() { return kVerbs; }

void PrintMessage(const Context& context, std::string_view message) {
  // A sentence may repeat what a file or its name says; whatever that is, it is one line, steers no
  // terminal, and has an end.
  const std::string line = Truncated(ForTerminal(message), kMessageColumnsMax);
  // Where standard error fails too there is nobody left to tell.
  (void)context.out.Flush();
  (void)context.messages.Write(absl::StrCat("coterie: ", line, "\n"));
  (void)context.messages.Flush();
}

int RunCommandLine(int argc, const char* const* argv, const Context& context) {
  CLI::App app("A graph-native scholarly knowledge engine.", "coterie");
  app.set_version_flag("--version", "coterie " COTERIE_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer(
      "coterie VERB --help explains a verb; --db, --unix and the flags of output may also stand "
      "before it. Exit codes: 0 found, 1 nothing found, 2 error.");
  std::vector<std::unique_ptr<Verb>> verbs;
  std::vector<CLI::App*> parts;
  for (const VerbEntry& entry : kVerbs) {
    verbs.push_back(entry.make());
    parts.push_back(app.add_subcommand(std::string(entry.name), std::string(entry.summary)));
    verbs.back()->Declare(*parts.back());
  }

  if (argc <= 1) {
    (void)context.messages.Write(app.help());
    (void)context.messages.Flush();
    return ExitCode(Outcome::kError);
  }
  const std::vector<const char*> arguments = VerbFirst(argc, argv);
  const std::string_view first = arguments[1];
  const bool known = std::any_of(kVerbs.begin(), kVerbs.end(),
                                 [&](const VerbEntry& verb) { return verb.name == first; });
  const bool asks = first == "--help" || first == "-h" || first == "--version";
  if (!known && !asks) return Fail(context, UnknownVerb(first));

  try {
    app.parse(argc, arguments.data());
  } catch (const CLI::Success& wanted) {  // --help and --version
    std::ostringstream text;
    app.exit(wanted, text, text);
    return PrintText(context, text.str());
  } catch (const CLI::Error& error) {
    return Fail(context, ArgumentProblem(std::string(first), error));
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i]->parsed()) return RunVerb(*verbs[i], context);
  }
  return Fail(context, "no verb was given");
}

}  // namespace coterie::cli

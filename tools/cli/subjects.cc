// The ids that a verb is asked about.
//
// Layer: tools.
#include "tools/cli/subjects.h"

#include <algorithm>

#include "schema/base.h"

namespace coterie::cli {
namespace {

// The id on a line of standard input; "" if there is none.
std::string IdOfLine(std::string line) {
  line.resize(std::min(line.find('\t'), line.size()));
  const size_t begin = line.find_first_not_of(" \r\"");
  if (begin == std::string::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \r\"") - begin + 1);
}

// What became of several questions together.
struct Tally {
  bool failed = false;
  bool found = false;

  Outcome Total() const {
    return failed ? Outcome::kError : found ? Outcome::kFound : Outcome::kNothing;
  }
};

void TellNoIds(const Context& context) { PrintMessage(context, "no ids came on standard input"); }

}  // namespace

ResultWriter::Subjects SubjectsOf(const std::vector<std::string>& arguments) {
  const bool from_input = std::find(arguments.begin(), arguments.end(), "-") != arguments.end();
  return arguments.size() > 1 || from_input ? ResultWriter::Subjects::kSeveral
                                            : ResultWriter::Subjects::kOne;
}

absl::Status ForEachId(std::istream& in, std::string_view name,
                       const std::function<absl::Status(const std::string& id, size_t line)>& use) {
  bool first = true;
  size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string id = IdOfLine(std::move(line));
    const bool header = std::exchange(first, false) && (id == "id" || id == "of");
    if (header || id.empty()) continue;
    const absl::Status status = use(id, number);
    if (absl::IsCancelled(status)) return absl::OkStatus();
    RETURN_IF_ERROR(status);
  }
  if (in.bad()) return absl::UnavailableError(absl::StrCat("cannot read ", Sv(name)));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> AllSubjects(const Context& context,
                                                     const std::vector<std::string>& arguments) {
  std::vector<std::string> ids;
  for (const std::string& argument : arguments) {
    if (argument != "-") {
      ids.push_back(argument);
      continue;
    }
    RETURN_IF_ERROR(ForEachId(context.in, "standard input", [&ids](const std::string& id, size_t) {
      ids.push_back(id);
      return absl::OkStatus();
    }));
  }
  if (ids.empty()) TellNoIds(context);
  return ids;
}

absl::StatusOr<Outcome> ForEachSubject(
    const Context& context, const std::vector<std::string>& arguments,
    const std::function<absl::StatusOr<Outcome>(const std::string&)>& ask) {
  const bool several = SubjectsOf(arguments) == ResultWriter::Subjects::kSeveral;
  Tally tally;
  bool asked = false;
  const auto ask_one = [&](const std::string& id) -> absl::Status {
    asked = true;
    const absl::StatusOr<Outcome> outcome = ask(id);
    if (outcome.ok()) {
      tally.found = tally.found || *outcome == Outcome::kFound;
      tally.failed = tally.failed || *outcome == Outcome::kError;
      return absl::OkStatus();
    }
    const bool unknown = absl::IsNotFound(outcome.status());
    // Where the output or the store is at fault, the next id would fare no better.
    const bool about_this_id = unknown || absl::IsInvalidArgument(outcome.status()) ||
                               absl::IsFailedPrecondition(outcome.status());
    if (!about_this_id || (!several && !unknown)) return outcome.status();
    PrintMessage(context, {outcome.status().message().data(), outcome.status().message().size()});
    tally.failed = tally.failed || !unknown;
    return absl::OkStatus();
  };

  for (const std::string& argument : arguments) {
    if (argument != "-") {
      RETURN_IF_ERROR(ask_one(argument));
      continue;
    }
    RETURN_IF_ERROR(
        ForEachId(context.in, "standard input", [&](const std::string& id, size_t) -> absl::Status {
          if (context.out.closed()) return absl::CancelledError("nobody reads on");
          return ask_one(id);
        }));
  }
  if (!asked && !context.out.closed()) TellNoIds(context);
  return tally.Total();
}

}  // namespace coterie::cli

// The run of a verb that answers about one node after another, with flags that such verbs share.
//
// Layer: tools.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/backend.h"
#include "tools/cli/options.h"
#include "tools/cli/result_writer.h"
#include "tools/cli/verb.h"

namespace coterie::cli {

// The nodes asked about, which papers count, where the store is and how to print.
struct AnalysisFlags {
  std::vector<std::string> ids;
  StrengthFlags strength;
  StoreFlags store;
  OutputFlags output;
};
void DeclareAnalysisFlags(CLI::App& app, AnalysisFlags& flags);
// The positional ids of a verb about people.
void DeclarePeople(CLI::App& app, AnalysisFlags& flags);

struct SubjectAnswer {
  ResultSet results;
  // Set where nothing was found: what to say, upon which the exit code is 1.
  std::optional<std::string> nothing = std::nullopt;
};
// The sentence for a person without collaborators; empty if there are some.
std::optional<std::string> NoCollaborators(const NodeRef& person, size_t collaborators);

// Opens the store or its server, asks it about each id and prints the answers, which all have
// `columns`.
// Errors: of the first id if it is the only one (see ForEachSubject); those of opening and writing.
absl::StatusOr<Outcome> AnswerSubjects(
    const Context& context, const AnalysisFlags& flags, const std::vector<Column>& columns,
    const std::function<absl::StatusOr<SubjectAnswer>(Backend&, const std::string& id)>& ask);

}  // namespace coterie::cli

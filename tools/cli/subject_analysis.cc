// The run of a verb that answers about one node after another.
//
// Layer: tools.
#include "tools/cli/subject_analysis.h"

#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "tools/cli/subjects.h"

namespace coterie::cli {

void DeclareAnalysisFlags(CLI::App& app, AnalysisFlags& flags) {
  DeclareStrengthFlags(app, flags.strength);
  DeclareStoreFlags(app, flags.store);
  DeclareOutputFlags(app, flags.output);
}

void DeclarePeople(CLI::App& app, AnalysisFlags& flags) {
  app.add_option("id", flags.ids,
                 "A person: any identifier, person:N, or - for ids on standard input")
      ->required()
      ->type_name("ID");
}

std::optional<std::string> NoCollaborators(const NodeRef& person, size_t collaborators) {
  if (collaborators > 0) return std::nullopt;
  return absl::StrCat(person.name, " (", ToString(person.id),
                      ") has no collaborators among the papers that count");
}

absl::StatusOr<Outcome> AnswerSubjects(
    const Context& context, const AnalysisFlags& flags, const std::vector<Column>& columns,
    const std::function<absl::StatusOr<SubjectAnswer>(Backend&, const std::string& id)>& ask) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(flags.store)));
  ResultWriter writer(context.out, context.messages, context.terminal,
                      OutputOptionsOf(flags.output, context.terminal), SubjectsOf(flags.ids));
  RETURN_IF_ERROR(writer.CheckFields(columns));
  ASSIGN_OR_RETURN(
      const Outcome outcome,
      ForEachSubject(context, flags.ids, [&](const std::string& id) -> absl::StatusOr<Outcome> {
        ASSIGN_OR_RETURN(const SubjectAnswer answer, ask(*backend, id));
        RETURN_IF_ERROR(writer.Add(answer.results));
        if (!answer.nothing) return Outcome::kFound;
        PrintMessage(context, *answer.nothing);
        return Outcome::kNothing;
      }));
  RETURN_IF_ERROR(writer.Finish());
  return outcome;
}

}  // namespace coterie::cli

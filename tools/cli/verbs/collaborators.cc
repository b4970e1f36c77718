// coterie collaborators: with whom a person works, ranked by collaboration strength.
//
// Layer: tools.
#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "tools/cli/display_width.h"
#include "tools/cli/explain.h"
#include "tools/cli/node_values.h"
#include "tools/cli/options.h"
#include "tools/cli/subject_analysis.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

constexpr std::array kNormalizations = {std::pair{"none", Normalization::kNone},
                                        std::pair{"salton", Normalization::kSalton},
                                        std::pair{"jaccard", Normalization::kJaccard},
                                        std::pair{"association", Normalization::kAssociation}};

absl::StatusOr<Normalization> ParseNormalization(const std::string& text) {
  for (const auto& [name, normalization] : kNormalizations) {
    if (text == name) return normalization;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--norm takes none, salton, jaccard or association, not \"", text, "\""));
}

// The papers behind each number, for people.
std::vector<std::string> Explanation(const NamedCollaborators& answer, const Object& parameters,
                                     const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const NamedCollaborator& row : answer.rows) {
    lines.emplace_back();
    lines.push_back(
        Bold(terminal, absl::StrCat(ForTerminal(row.person.name), "  ", TextOf(row.strength))));
    for (std::string& line : PaperLines(row.papers, terminal, "  ")) {
      lines.push_back(std::move(line));
    }
  }
  lines.emplace_back();
  for (std::string& line : ParameterLines(parameters, terminal)) lines.push_back(std::move(line));
  lines.emplace_back();
  return lines;
}

class CollaboratorsVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    DeclarePeople(app, flags_);
    app.add_option("--limit", limit_, "How many at most, or inf [50]")->type_name("N");
    app.add_option("--norm", norm_, "none, salton, jaccard or association [none]")
        ->type_name("HOW");
    app.add_flag("--explain", explain_, "Show the papers and weights behind each number");
    DeclareAnalysisFlags(app, flags_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    CollaboratorQuery query;
    ASSIGN_OR_RETURN(query.options.weights, StrengthOptionsOf(flags_.strength));
    ASSIGN_OR_RETURN(query.options.normalization, ParseNormalization(norm_));
    ASSIGN_OR_RETURN(limit_count_, ParseCount(limit_, "--limit"));
    query.options.limit = OneMore(limit_count_);
    query.options.explain = explain_;
    query.filters = flags_.strength.filters;
    const Format format = OutputOptionsOf(flags_.output, context.terminal).format;
    return AnswerSubjects(
        context, flags_, Columns(),
        [&](Backend& backend, const std::string& id) -> absl::StatusOr<SubjectAnswer> {
          ASSIGN_OR_RETURN(NamedCollaborators answer, backend.Collaborators(id, query));
          ResultSet results = ResultsOf(answer, query, context.terminal, format);
          return SubjectAnswer{std::move(results),
                               NoCollaborators(answer.person, answer.rows.size())};
        });
  }

 private:
  // Takes the row beyond the limit off `answer`.
  ResultSet ResultsOf(NamedCollaborators& answer, const CollaboratorQuery& query,
                      const Terminal& terminal, Format format) const {
    Value next;
    if (answer.rows.size() > limit_count_) {
      next = ToString(answer.rows[limit_count_].person.id);
      answer.rows.resize(limit_count_);
    }
    Object parameters = {{"id", ToString(answer.person.id)},
                         {"limit", limit_count_ == kNoLimit ? Value("inf") : Value(limit_count_)}};
    AppendParameters(flags_.strength, query.options.weights, answer.as_of_year, parameters);
    parameters.insert(parameters.end(),
                      {{"norm", norm_}, {"explain", explain_}, {"formula", answer.formula}});

    ResultSet results;
    if (explain_) results.explanation = Explanation(answer, parameters, terminal);
    results.subject = ToString(answer.person.id);
    results.title = answer.person.name;
    results.head = {{"parameters", std::move(parameters)},
                    {"person", RefValue(answer.person.id, answer.person.name)},
                    {"definition", answer.definition}};
    results.tail = {{"next", std::move(next)},
                    {"total", answer.total},
                    {"close_collaborators", answer.close},
                    {"left_out", LeftOutValue(answer.left_out)},
                    {"undated_counted", answer.undated_counted}};
    results.columns = Columns();
    for (const NamedCollaborator& row : answer.rows) {
      results.rows.push_back({ToString(row.person.id), PidValues(row.pids), row.person.name,
                              row.strength, row.shared_papers, YearValue(row.first_year),
                              YearValue(row.last_year), RefValues(row.topics),
                              RefValues(row.institutions), row.is_close,
                              PaperValues(row.papers, format)});
    }
    results.notes = NotesOf(answer, query);
    return results;
  }

  std::vector<Column> Columns() const {
    using Shown = Column::Shown;
    const Shown papers = explain_ ? Shown::kNotInTables : Shown::kOnRequest;
    return {{.name = "id"},
            {.name = "pids", .drop_rank = 3},
            {.name = "name", .width_min = 18},
            {.name = "strength"},
            {.name = "shared_papers"},
            {.name = "first_year"},
            {.name = "last_year"},
            {.name = "topics", .width_min = 16, .drop_rank = 2},
            {.name = "institutions", .width_min = 16, .drop_rank = 1},
            {.name = "close", .shown = Shown::kOnRequest},
            {.name = "papers", .shown = papers, .width_min = 16}};
  }

  std::vector<std::string> NotesOf(const NamedCollaborators& answer,
                                   const CollaboratorQuery& query) const {
    std::vector<std::string> notes = {answer.definition};
    if (answer.total > 0) {
      const std::string shown = answer.rows.size() < answer.total
                                    ? absl::StrCat(answer.rows.size(), " of ", answer.total)
                                    : absl::StrCat(answer.total);
      notes.push_back(absl::StrCat(shown, answer.total == 1 ? " collaborator" : " collaborators",
                                   answer.rows.size() < answer.total ? " (--limit)" : "", "; ",
                                   answer.close, answer.close == 1 ? " is close." : " are close."));
    }
    for (std::string& note : LeftOutNotes(answer.left_out, answer.undated_counted,
                                          query.options.weights, answer.as_of_year)) {
      notes.push_back(std::move(note));
    }
    return notes;
  }

  AnalysisFlags flags_;
  std::string limit_ = "50";
  std::string norm_ = "none";
  bool explain_ = false;
  uint32_t limit_count_ = 0;
};

}  // namespace

std::unique_ptr<Verb> MakeCollaboratorsVerb() { return std::make_unique<CollaboratorsVerb>(); }

}  // namespace coterie::cli

// coterie department: collaboration inside a set of people, and who outside connects them.
//
// Layer: tools.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "schema/base.h"
#include "tools/cli/department_report.h"
#include "tools/cli/options.h"
#include "tools/cli/subject_analysis.h"
#include "tools/cli/subjects.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

absl::StatusOr<DepartmentList> ParseList(const std::string& text) {
  if (text == "members") return DepartmentList::kMembers;
  if (text == "ties") return DepartmentList::kTies;
  if (text == "connectors") return DepartmentList::kConnectors;
  return absl::InvalidArgumentError(
      absl::StrCat("--list takes members, ties or connectors, not \"", text, "\""));
}

class DepartmentVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("id", flags_.ids,
                   "People, or institutions for their people: any identifiers, person:N, or - for "
                   "ids on standard input")
        ->required()
        ->type_name("ID");
    const auto add = [&app](const char* name, std::string& value, const char* what,
                            const char* type) {
      app.add_option(name, value, what)->type_name(type);
    };
    add("--limit", limit_, "How many rows at most, or inf [50]", "N");
    add("--list", list_, "What the rows are: members, ties or connectors [members]", "WHAT");
    add("--connectors", connectors_,
        "Also the N strongest people outside who write with two members or more, or inf [0; with "
        "--list connectors, --limit]",
        "N");
    add("--levels-below", levels_below_,
        "Of an institution, also the people of its parts so many levels down [0]", "N");
    add("--member-years", member_years_,
        "Of an institution, only who wrote from there in these years [--years]", "A..B");
    app.add_flag("--explain", explain_, "Show the papers and weights behind each tie");
    DeclareAnalysisFlags(app, flags_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ASSIGN_OR_RETURN(listed_, ParseList(list_));
    ASSIGN_OR_RETURN(DepartmentQuery query, QueryOf());
    const OutputOptions output = OutputOptionsOf(flags_.output, context.terminal);
    ResultWriter writer(context.out, context.messages, context.terminal, output,
                        ResultWriter::Subjects::kOne);
    RETURN_IF_ERROR(writer.CheckFields(ColumnsOf({.list = listed_, .explain = explain_})));
    ASSIGN_OR_RETURN(query.subjects, AllSubjects(context, flags_.ids));
    if (query.subjects.empty()) return Outcome::kNothing;
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(flags_.store)));
    const absl::StatusOr<NamedDepartment> answer = backend->Department(query);
    if (absl::IsNotFound(answer.status())) {
      PrintMessage(context, std::string(answer.status().message()));
      return Outcome::kNothing;
    }
    if (!answer.ok()) return answer.status();
    const ResultSet results = ResultsOf(*answer, query, context.terminal, output.format);
    RETURN_IF_ERROR(writer.Add(results));
    RETURN_IF_ERROR(writer.Finish());
    if (!results.rows.empty()) return Outcome::kFound;
    PrintMessage(context, NothingFound(*answer, query.members));
    return Outcome::kNothing;
  }

 private:
  absl::StatusOr<DepartmentQuery> QueryOf() const {
    DepartmentQuery query;
    DepartmentOptions& options = query.options;
    ASSIGN_OR_RETURN(options.weights, StrengthOptionsOf(flags_.strength));
    ASSIGN_OR_RETURN(const uint32_t limit, ParseCount(limit_, "--limit"));
    const bool is_given = !connectors_.empty();
    if (is_given) {
      ASSIGN_OR_RETURN(options.connector_limit, ParseCountOrZero(connectors_, "--connectors"));
    }
    ASSIGN_OR_RETURN(query.members.levels_below, ParseCountOrZero(levels_below_, "--levels-below"));
    ASSIGN_OR_RETURN(const YearWindow years, ParseYears(member_years_, "--member-years"));
    const bool is_asked = years.first || years.last;
    query.members.first_year = is_asked ? years.first : options.weights.first_year;
    query.members.last_year = is_asked ? years.last : options.weights.last_year;
    query.filters = flags_.strength.filters;
    query.explain = explain_;
    options.member_limit = limit;
    if (listed_ == DepartmentList::kMembers) return query;
    options.member_limit = 0;
    query.ties = ListedTies::kStrongest;
    options.tie_limit = listed_ == DepartmentList::kTies ? limit : 0;
    if (listed_ != DepartmentList::kConnectors) return query;
    if (is_given && options.connector_limit == 0) {
      return absl::InvalidArgumentError(
          "--connectors 0 leaves nothing for --list connectors; give at least 1, or leave it out");
    }
    options.connector_limit = is_given ? std::min(limit, options.connector_limit) : limit;
    return query;
  }

  uint32_t LimitOf(const DepartmentOptions& options) const {
    return listed_ == DepartmentList::kMembers ? options.member_limit
           : listed_ == DepartmentList::kTies  ? options.tie_limit
                                               : options.connector_limit;
  }

  Value NextOf(const NamedDepartment& answer) const {
    if (listed_ == DepartmentList::kMembers && answer.next_member) {
      return ToString(*answer.next_member);
    }
    if (listed_ == DepartmentList::kTies && answer.next_tie) {
      return Object{{"source", ToString(answer.next_tie->first)},
                    {"target", ToString(answer.next_tie->second)}};
    }
    return {};
  }

  ResultSet ResultsOf(const NamedDepartment& answer, const DepartmentQuery& query,
                      const Terminal& terminal, Format format) const {
    List ids;
    List subjects;
    for (const NodeRef& subject : answer.subjects) {
      ids.emplace_back(ToString(subject.id));
      subjects.emplace_back(RefValue(subject.id, subject.name));
    }
    Object parameters = {
        {"ids", std::move(ids)},
        {"list", list_},
        {"limit", LimitValue(LimitOf(query.options))},
        {"connectors", LimitValue(query.options.connector_limit)},
        {"levels_below", LimitValue(query.members.levels_below)},
        {"member_years", YearsValue(query.members.first_year, query.members.last_year)}};
    AppendParameters(flags_.strength, query.options.weights, answer.as_of_year, parameters);
    parameters.emplace_back("explain", explain_);
    parameters.emplace_back("formula", answer.formula);

    const DepartmentReport report = {.list = listed_, .explain = explain_, .format = format};
    ResultSet results = cli::ResultsOf(answer, report, terminal);
    results.head.insert(results.head.begin(), {{"parameters", std::move(parameters)},
                                               {"subjects", std::move(subjects)},
                                               {"definition", answer.definition}});
    results.tail.insert(results.tail.end(), {{"next", NextOf(answer)},
                                             {"left_out", LeftOutValue(answer.left_out)},
                                             {"undated_counted", answer.undated_counted}});
    results.notes = NotesOf(answer, query, results.rows.size());
    return results;
  }

  std::vector<std::string> NotesOf(const NamedDepartment& answer, const DepartmentQuery& query,
                                   size_t rows) const {
    std::vector<std::string> notes;
    const uint32_t total = listed_ == DepartmentList::kMembers ? answer.total_members
                           : listed_ == DepartmentList::kTies  ? answer.total_ties
                                                               : answer.total_connectors;
    if (rows < total) {
      const bool by_connectors = listed_ == DepartmentList::kConnectors && !connectors_.empty();
      notes.push_back(absl::StrCat(rows, " of ", total, " ", list_,
                                   by_connectors ? " (--connectors, --limit)." : " (--limit)."));
    }
    if (answer.total_members > 0) notes.push_back(MeasuresLine(answer));
    if (query.options.connector_limit > 0) notes.push_back(ConnectorsLine(answer));
    notes.push_back(answer.definition);
    for (std::string& note : LeftOutNotes(answer.left_out, answer.undated_counted,
                                          query.options.weights, answer.as_of_year)) {
      notes.push_back(std::move(note));
    }
    return notes;
  }

  std::string NothingFound(const NamedDepartment& answer, const MemberOptions& members) const {
    if (answer.total_members == 0) {
      return members.first_year || members.last_year
                 ? "nobody is a member in these years (--years, --member-years)"
                 : "nobody is a member: no people of the institution are known";
    }
    if (listed_ == DepartmentList::kTies) {
      return absl::StrCat("no two of the ", answer.total_members,
                          " members share a paper that counts");
    }
    return "nobody outside writes with two members or more";
  }

  AnalysisFlags flags_;
  std::string limit_ = "50";
  std::string list_ = "members";
  std::string connectors_;  // as given
  std::string levels_below_ = "0";
  std::string member_years_;
  bool explain_ = false;
  DepartmentList listed_ = DepartmentList::kMembers;
};

}  // namespace

std::unique_ptr<Verb> MakeDepartmentVerb() { return std::make_unique<DepartmentVerb>(); }

}  // namespace coterie::cli

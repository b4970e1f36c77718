// coterie ego: a person, the collaborators, and the ties among them, with measures.
//
// Layer: tools.
#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "tools/cli/options.h"
#include "tools/cli/subject_analysis.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

Object MeasuresOf(const NamedEgo& ego) {
  return {{"members", ego.members.size()}, {"total_collaborators", ego.total_collaborators},
          {"ties", ego.ties.size()},       {"density", ego.density},
          {"components", ego.components},  {"largest_component", ego.largest_component},
          {"degeneracy", ego.degeneracy}};
}

// The ties as JSON beside the members.
List TieValues(const NamedEgo& ego) {
  List ties;
  for (const NamedEgoTie& tie : ego.ties) {
    ties.emplace_back(Object{{"source", ToString(ego.members[tie.a].person.id)},
                             {"target", ToString(ego.members[tie.b].person.id)},
                             {"strength", tie.strength},
                             {"shared_papers", tie.shared_papers}});
  }
  return ties;
}

std::vector<Column> MemberColumns() {
  return {{.name = "id"},
          {.name = "pids", .shown = Column::Shown::kNotInTables, .width_min = 16},
          {.name = "name", .width_min = 18},
          {.name = "strength"},
          {.name = "shared_papers"},
          {.name = "ties"},
          {.name = "core"},
          {.name = "component"},
          {.name = "distance", .drop_rank = 2},
          {.name = "clustering", .drop_rank = 1}};
}

void AddMembers(const NamedEgo& ego, ResultSet& results) {
  for (const NamedEgoMember& member : ego.members) {
    results.rows.push_back({ToString(member.person.id), PidValues(member.pids), member.person.name,
                            member.strength, member.shared_papers, member.ties, member.core,
                            member.component, member.distance, member.clustering});
  }
}

std::vector<Column> TieColumns() {
  return {{.name = "source"},   {.name = "source_name", .width_min = 16},
          {.name = "target"},   {.name = "target_name", .width_min = 16},
          {.name = "strength"}, {.name = "shared_papers"}};
}

void AddTies(const NamedEgo& ego, ResultSet& results) {
  for (const NamedEgoTie& tie : ego.ties) {
    const NodeRef& a = ego.members[tie.a].person;
    const NodeRef& b = ego.members[tie.b].person;
    results.rows.push_back(
        {ToString(a.id), a.name, ToString(b.id), b.name, tie.strength, tie.shared_papers});
  }
}

// The measures of the whole, as a line below the table.
std::string MeasuresLine(const NamedEgo& ego) {
  return absl::StrCat(ego.members.size(), ego.members.size() == 1 ? " member, " : " members, ",
                      ego.ties.size(), ego.ties.size() == 1 ? " tie" : " ties",
                      " among them; density ", TextOf(ego.density), ", degeneracy ", ego.degeneracy,
                      ", ", ego.components, ego.components == 1 ? " component" : " components",
                      " without the ego, the largest of ", ego.largest_component, ".");
}

class EgoVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    DeclarePeople(app, flags_);
    app.add_option("--limit", limit_, "Only the N strongest collaborators, or inf [inf]")
        ->type_name("N");
    app.add_flag("--ties", ties_, "List the ties among the members instead of the members");
    DeclareAnalysisFlags(app, flags_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    EgoQuery query;
    ASSIGN_OR_RETURN(query.options.weights, StrengthOptionsOf(flags_.strength));
    ASSIGN_OR_RETURN(query.options.limit, ParseCount(limit_, "--limit"));
    query.filters = flags_.strength.filters;
    const Format format = OutputOptionsOf(flags_.output, context.terminal).format;
    return AnswerSubjects(
        context, flags_, Columns(),
        [&](Backend& backend, const std::string& id) -> absl::StatusOr<SubjectAnswer> {
          ASSIGN_OR_RETURN(const NamedEgo ego, backend.Ego(id, query));
          return SubjectAnswer{ResultsOf(ego, query, format),
                               NoCollaborators(ego.ego, ego.members.size())};
        });
  }

 private:
  std::vector<Column> Columns() const { return ties_ ? TieColumns() : MemberColumns(); }

  ResultSet ResultsOf(const NamedEgo& ego, const EgoQuery& query, Format format) const {
    Object parameters = {
        {"id", ToString(ego.ego.id)},
        {"limit", query.options.limit == kNoLimit ? Value("inf") : Value(query.options.limit)}};
    AppendParameters(flags_.strength, query.options.weights, ego.as_of_year, parameters);
    parameters.emplace_back("formula", ego.formula);
    ResultSet results;
    results.subject = ToString(ego.ego.id);
    results.title = ego.ego.name;
    results.head = {{"parameters", std::move(parameters)},
                    {"ego", RefValue(ego.ego.id, ego.ego.name)},
                    {"definition", ego.definition},
                    {"measures", MeasuresOf(ego)}};
    results.columns = Columns();
    if (ties_) {
      AddTies(ego, results);
    } else {
      AddMembers(ego, results);
      // Only one object has them, and of millions they would take gigabytes.
      if (format == Format::kJson) results.tail = {{"ties", TieValues(ego)}};
    }
    results.tail.insert(results.tail.end(), {{"next", Value()},
                                             {"left_out", LeftOutValue(ego.left_out)},
                                             {"undated_counted", ego.undated_counted}});
    results.notes = {MeasuresLine(ego), ego.definition};
    for (std::string& note :
         LeftOutNotes(ego.left_out, ego.undated_counted, query.options.weights, ego.as_of_year)) {
      results.notes.push_back(std::move(note));
    }
    return results;
  }

  AnalysisFlags flags_;
  std::string limit_ = "inf";
  bool ties_ = false;
};

}  // namespace

std::unique_ptr<Verb> MakeEgoVerb() { return std::make_unique<EgoVerb>(); }

}  // namespace coterie::cli

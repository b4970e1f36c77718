// coterie ego: a person, the collaborators, and the ties among them, with measures.
//
// Layer: tools.
#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "tools/cli/options.h"
#include "tools/cli/subjects.h"
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
    app.add_option("id", ids_, "A person: any identifier, person:N, or - for ids on standard input")
        ->required()
        ->type_name("ID");
    app.add_option("--limit", limit_, "Only the N strongest collaborators, or inf [inf]")
        ->type_name("N");
    app.add_flag("--ties", ties_, "List the ties among the members instead of the members");
    DeclareStrengthFlags(app, strength_);
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    EgoQuery query;
    ASSIGN_OR_RETURN(query.options.weights, StrengthOptionsOf(strength_));
    ASSIGN_OR_RETURN(query.options.limit, ParseCount(limit_, "--limit"));
    query.filters = strength_.filters;
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), SubjectsOf(ids_));
    RETURN_IF_ERROR(writer.CheckFields(Columns()));
    ASSIGN_OR_RETURN(
        const Outcome outcome,
        ForEachSubject(context, ids_, [&](const std::string& id) -> absl::StatusOr<Outcome> {
          ASSIGN_OR_RETURN(const NamedEgo ego, backend->Ego(id, query));
          RETURN_IF_ERROR(writer.Add(ResultsOf(ego, query)));
          if (!ego.members.empty()) return Outcome::kFound;
          PrintMessage(context, absl::StrCat(ego.ego.name, " (", ToString(ego.ego.id),
                                             ") has no collaborators among the papers that count"));
          return Outcome::kNothing;
        }));
    RETURN_IF_ERROR(writer.Finish());
    return outcome;
  }

 private:
  std::vector<Column> Columns() const { return ties_ ? TieColumns() : MemberColumns(); }

  ResultSet ResultsOf(const NamedEgo& ego, const EgoQuery& query) const {
    Object parameters = {
        {"id", ToString(ego.ego.id)},
        {"limit", query.options.limit == kNoLimit ? Value("inf") : Value(query.options.limit)}};
    AppendParameters(strength_, query.options.weights, ego.as_of_year, parameters);
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
      results.tail = {{"ties", TieValues(ego)}};
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

  std::vector<std::string> ids_;
  std::string limit_ = "inf";
  bool ties_ = false;
  StrengthFlags strength_;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeEgoVerb() { return std::make_unique<EgoVerb>(); }

}  // namespace coterie::cli

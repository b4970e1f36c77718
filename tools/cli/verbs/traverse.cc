// coterie traverse: from nodes along named steps, each with a depth and a filter.
//
// Layer: tools.
#include <CLI/CLI.hpp>

#include "schema/base.h"
#include "tools/cli/display_width.h"
#include "tools/cli/node_values.h"
#include "tools/cli/options.h"
#include "tools/cli/subjects.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

// A --step with the flags that came after it, as written.
struct StepFlags {
  std::string step;
  std::vector<std::string> depths;
  std::vector<std::string> wheres;
};

// What the flags of the steps say; the first error wins, told when the verb runs.
class StepReader {
 public:
  void AddStep(const std::string& text) {
    const size_t colon = text.find(':');
    steps_.push_back({text.substr(0, colon), {}, {}});
    if (colon != std::string::npos) steps_.back().depths.push_back(text.substr(colon + 1));
  }
  void AddDepth(const std::string& text) {
    if (StepFlags* step = LastStep("--depth")) step->depths.push_back(text);
  }
  void AddWhere(const std::string& text) {
    if (StepFlags* step = LastStep("--where")) step->wheres.push_back(text);
  }

  // Errors: InvalidArgument, naming the flag and what is wrong.
  absl::StatusOr<std::vector<StepSpec>> Steps() const {
    RETURN_IF_ERROR(problem_);
    std::vector<StepSpec> specs;
    for (const StepFlags& step : steps_) {
      StepSpec spec;
      spec.step = step.step;
      if (step.depths.size() > 1) {
        return absl::InvalidArgumentError(
            absl::StrCat("--step ", step.step, " is given its depth twice"));
      }
      if (!step.depths.empty()) {
        ASSIGN_OR_RETURN(spec.depth, ParseCount(step.depths[0], "--depth"));
      }
      for (const std::string& where : step.wheres) {
        absl::StatusOr<NodeFilter> filter = ParseNodeFilter(where);
        if (!filter.ok()) {
          return absl::InvalidArgumentError(
              absl::StrCat("--where \"", where, "\": ", filter.status().message()));
        }
        for (NodeCondition& condition : filter->conditions) {
          spec.where.conditions.push_back(std::move(condition));
        }
      }
      specs.push_back(std::move(spec));
    }
    return specs;
  }

 private:
  StepFlags* LastStep(std::string_view flag) {
    if (!steps_.empty()) return &steps_.back();
    problem_.Update(absl::InvalidArgumentError(
        absl::StrCat(Sv(flag), " belongs to the --step before it; give a --step first")));
    return nullptr;
  }

  std::vector<StepFlags> steps_;
  absl::Status problem_;
};

List StepValues(const std::vector<StepSpec>& steps) {
  List list;
  for (const StepSpec& step : steps) {
    const std::string where = ToString(step.where);
    list.emplace_back(Object{{"step", step.step},
                             {"depth", LimitValue(step.depth)},
                             {"where", where.empty() ? Value() : Value(where)}});
  }
  return list;
}

// The table of steps, for which no store is needed.
ResultSet StepTable() {
  ResultSet results;
  results.columns = {{.name = "step"}, {.name = "from"}, {.name = "to"}, {.name = "meaning"}};
  results.head = {{"parameters", Object{}}};
  results.tail = {{"next", Value()}};
  for (const TraversalStep& step : TraversalSteps()) {
    results.rows.push_back({std::string(step.name), std::string(NodeKindName(step.from)),
                            std::string(NodeKindName(step.to)), std::string(step.meaning)});
  }
  return results;
}

// How each node was reached, for people.
std::vector<std::string> Explanation(const NamedTraversal& answer, const Terminal& terminal) {
  std::vector<std::string> lines = {""};
  const size_t width = std::max<size_t>(terminal.columns, 40);
  for (const NamedTraversedNode& row : answer.nodes) {
    lines.push_back(Bold(terminal, Truncated(ForTerminal(row.node.name), width)));
    for (const NodeRef& node : row.via) {
      const std::string from = absl::StrCat("  from ", ToString(node.id), "  ");
      const size_t room = width > from.size() + 12 ? width - from.size() : 12;
      lines.push_back(from + Truncated(ForTerminal(node.name), room));
    }
  }
  lines.emplace_back();
  return lines;
}

class TraverseVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("id", ids_, "Nodes to start from: any identifiers, or - for standard input")
        ->type_name("ID");
    // Read as they come, since order matters.
    const auto add_of_step = [this, &app](const char* name,
                                          void (StepReader::*add)(const std::string&),
                                          const char* what, const char* type) {
      app.add_option_function<std::string>(
             name, [this, add](const std::string& text) { (steps_.*add)(text); }, what)
          ->trigger_on_parse()
          ->allow_extra_args(false)
          ->type_name(type);
    };
    add_of_step("--step", &StepReader::AddStep,
                "Where to go next, and how often; repeat for a chain of steps", "NAME[:DEPTH]");
    add_of_step("--depth", &StepReader::AddDepth, "How often the --step before it is repeated [1]",
                "N");
    add_of_step("--where", &StepReader::AddWhere,
                "What the --step before it reaches: conditions on year, count, kind and name, as "
                "in \"year>=2020 and name~graph\"",
                "FILTER");
    app.add_flag("--steps", list_steps_, "Print the table of steps and exit");
    app.add_option("--rows", rows_, "List what the last step reached, or every step [last]")
        ->type_name("last|every");
    app.add_flag("--edges", edges_, "List the edges that were walked instead of the nodes");
    app.add_option("--order", order_, "Nodes by depth, or by number of paths [depth]")
        ->type_name("depth|paths");
    app.add_option("--limit", limit_, "How many rows at most, or inf [10000]")->type_name("N");
    app.add_option("--work", work_, absl::StrCat("Edges walked at most, or inf [", work_, "]"))
        ->type_name("N");
    app.add_flag("--explain", explain_, "Show how each node was reached");
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), ResultWriter::Subjects::kOne);
    if (list_steps_) {
      RETURN_IF_ERROR(writer.Add(StepTable()));
      RETURN_IF_ERROR(writer.Finish());
      return Outcome::kFound;
    }
    if (ids_.empty()) {
      return absl::InvalidArgumentError(
          "traverse: id is required; coterie traverse --help says how");
    }
    RETURN_IF_ERROR(writer.CheckFields(Columns()));
    ASSIGN_OR_RETURN(TraversalQuery query, QueryOf());
    ASSIGN_OR_RETURN(query.starts, AllSubjects(context, ids_));
    if (query.starts.empty()) return Outcome::kNothing;
    ASSIGN_OR_RETURN(const std::unique_ptr<Backend> backend, OpenBackend(LocationOf(store_)));
    const absl::StatusOr<NamedTraversal> answer = backend->Traverse(query);
    if (absl::IsNotFound(answer.status())) {
      PrintMessage(context, std::string(answer.status().message()));
      return Outcome::kNothing;
    }
    if (!answer.ok()) return answer.status();
    const ResultSet results = ResultsOf(*answer, query, context.terminal);
    RETURN_IF_ERROR(writer.Add(results));
    RETURN_IF_ERROR(writer.Finish());
    if (!results.rows.empty()) return Outcome::kFound;
    PrintMessage(context,
                 answer->work_truncated
                     ? "the walk ended before the last step reached anything; a greater --work "
                       "lets it go on"
                     : "nothing is reached along these steps");
    return Outcome::kNothing;
  }

 private:
  std::vector<Column> Columns() const {
    using Shown = Column::Shown;
    if (edges_) {
      return {{.name = "source"}, {.name = "source_name", .width_min = 16},
              {.name = "target"}, {.name = "target_name", .width_min = 16},
              {.name = "step"},   {.name = "depth"},
              {.name = "arcs"}};
    }
    return {{.name = "id"},
            {.name = "pids", .shown = Shown::kNotInTables},
            {.name = "name", .width_min = 24},
            {.name = "type", .drop_rank = 4},
            {.name = "year", .drop_rank = 2},
            {.name = "step", .drop_rank = 6},
            {.name = "depth", .drop_rank = 5},
            {.name = "arcs", .drop_rank = 3},
            {.name = "paths"},
            {.name = "parent", .width_min = 18, .drop_rank = 1},
            {.name = "via", .shown = explain_ ? Shown::kNotInTables : Shown::kOnRequest}};
  }

  absl::StatusOr<TraversalQuery> QueryOf() const {
    TraversalQuery query;
    TraverseOptions& options = query.options;
    ASSIGN_OR_RETURN(options.steps, steps_.Steps());
    ASSIGN_OR_RETURN(const uint32_t limit, ParseCount(limit_, "--limit"));
    ASSIGN_OR_RETURN(options.work_limit, ParseWork(work_, "--work"));
    if (rows_ != "last" && rows_ != "every") {
      return absl::InvalidArgumentError(
          absl::StrCat("--rows takes last or every, not \"", rows_, "\""));
    }
    if (order_ != "depth" && order_ != "paths") {
      return absl::InvalidArgumentError(
          absl::StrCat("--order takes depth or paths, not \"", order_, "\""));
    }
    options.rows = rows_ == "every" ? TraverseRows::kEveryStep : TraverseRows::kLastStep;
    options.order = order_ == "paths" ? TraverseOrder::kPaths : TraverseOrder::kDepth;
    options.edges = edges_ ? TraverseEdges::kList : TraverseEdges::kNone;
    options.node_limit = edges_ ? 0 : limit;
    options.edge_limit = edges_ ? limit : 0;
    query.explain = explain_ && !edges_;
    return query;
  }

  ResultSet ResultsOf(const NamedTraversal& answer, const TraversalQuery& query,
                      const Terminal& terminal) const {
    const TraverseOptions& options = query.options;
    List ids;
    for (const NodeRef& start : answer.starts) ids.emplace_back(ToString(start.id));
    ResultSet results;
    results.head = {{"parameters",
                     Object{{"ids", std::move(ids)},
                            {"steps", StepValues(options.steps)},
                            {"rows", rows_},
                            {"edges", edges_},
                            {"order", order_},
                            {"limit", LimitValue(edges_ ? options.edge_limit : options.node_limit)},
                            {"work", WorkValue(options.work_limit)},
                            {"explain", explain_},
                            {"formula", answer.formula}}},
                    {"starts", RefValues(answer.starts)},
                    {"definition", answer.definition}};
    if (edges_) {
      AddEdges(answer, results);
    } else {
      AddNodes(answer, results);
    }
    results.tail = {{"next", NextOf(answer)},
                    {"total", edges_ ? answer.total_edges : answer.total_nodes},
                    {"arcs_walked", answer.arcs_walked},
                    {"truncated", answer.work_truncated}};
    if (query.explain) results.explanation = Explanation(answer, terminal);
    results.notes = NotesOf(answer, results.rows.size());
    return results;
  }

  Value NextOf(const NamedTraversal& answer) const {
    if (!edges_) return answer.next_node ? Value(ToString(*answer.next_node)) : Value();
    if (!answer.next_edge) return {};
    return Object{{"source", ToString(answer.next_edge->first)},
                  {"target", ToString(answer.next_edge->second)}};
  }

  void AddNodes(const NamedTraversal& answer, ResultSet& results) const {
    results.columns = Columns();
    for (const NamedTraversedNode& row : answer.nodes) {
      results.rows.push_back({ToString(row.node.id), PidValues(row.pids), row.node.name,
                              std::string(NodeKindName(row.node.id.kind())), YearValue(row.year),
                              row.step + 1, row.depth, row.arcs, row.paths,
                              RefValue(row.parent.id, row.parent.name), RefValues(row.via)});
    }
  }

  void AddEdges(const NamedTraversal& answer, ResultSet& results) const {
    results.columns = Columns();
    for (const NamedTraversedEdge& edge : answer.edges) {
      results.rows.push_back({ToString(edge.source.id), edge.source.name, ToString(edge.target.id),
                              edge.target.name, edge.step + 1, edge.depth, edge.arcs});
    }
  }

  std::vector<std::string> NotesOf(const NamedTraversal& answer, size_t rows) const {
    std::vector<std::string> notes;
    const uint64_t total = edges_ ? answer.total_edges : answer.total_nodes;
    const char* what = edges_ ? (total == 1 ? " edge" : " edges") : total == 1 ? " node" : " nodes";
    notes.push_back(rows < total ? absl::StrCat(rows, " of ", total, what, " (--limit).")
                                 : absl::StrCat(total, what, "."));
    if (answer.work_truncated) {
      notes.push_back(absl::StrCat("The walk ended after ", answer.arcs_walked,
                                   " edges (--work): nodes are missing, and counts are lower "
                                   "bounds."));
    }
    notes.push_back(answer.definition);
    return notes;
  }

  std::vector<std::string> ids_;
  StepReader steps_;
  bool list_steps_ = false;
  std::string rows_ = "last";
  bool edges_ = false;
  std::string order_ = "depth";
  std::string limit_ = "10000";
  std::string work_ = std::to_string(kTraverseWork);
  bool explain_ = false;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeTraverseVerb() { return std::make_unique<TraverseVerb>(); }

}  // namespace coterie::cli

// A slice as rows, JSON members and sentences.
//
// Layer: tools.
#include "tools/cli/slice_report.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "schema/base.h"
#include "tools/cli/display_width.h"

namespace coterie::cli {
namespace {

using Detail = SliceReportOptions::Detail;

// For each name of a path but the last, in a table.
constexpr size_t kStepColumns = 20;

bool IsJson(Format format) { return format == Format::kJson || format == Format::kJsonl; }

List IdsOf(const std::vector<NamedStep>& path) {
  List ids;
  for (const NamedStep& step : path) ids.emplace_back(ToString(step.node.id));
  return ids;
}

List PaperIdsOf(const std::vector<NamedStep>& path) {
  List ids;
  for (const NamedStep& step : path) {
    if (step.node.id.kind() == NodeKind::kPaper) ids.emplace_back(ToString(step.node.id));
  }
  return ids;
}

// "Minjia Zhang ← DeepSpeed → Yuxiong He": arrows point from papers to their people, from citing to
// cited papers.
std::string WhyText(const std::vector<NamedStep>& path, size_t step_columns) {
  std::string text;
  for (size_t i = 0; i < path.size(); ++i) {
    if (i > 0) text += path[i].is_forward ? " → " : " ← ";
    const std::string& name = path[i].node.name;
    const bool is_cut = step_columns > 0 && i + 1 < path.size();
    text += is_cut ? Truncated(ForTerminal(name), step_columns) : name;
  }
  return text;
}

Object HiddenValue(const HiddenCounts& hidden) {
  return {{"person", hidden.person}, {"paper", hidden.paper},
          {"topic", hidden.topic},   {"institution", hidden.institution},
          {"venue", hidden.venue},   {"at_least", hidden.at_least}};
}

// "+37"; nothing for 0.
std::string HiddenText(const HiddenCounts& hidden) {
  if (hidden.total() == 0) return "";
  return absl::StrCat(hidden.at_least ? "≥" : "+", hidden.total());
}

// "30 papers, 5 people"
std::string HiddenByType(const HiddenCounts& hidden) {
  std::string text;
  const auto add = [&text](uint64_t count, std::string_view one, std::string_view many) {
    if (count > 0) absl::StrAppend(&text, text.empty() ? "" : ", ", Counted(count, one, many));
  };
  add(hidden.paper, "paper", "papers");
  add(hidden.person, "person", "people");
  add(hidden.topic, "topic", "topics");
  add(hidden.institution, "institution", "institutions");
  add(hidden.venue, "venue", "venues");
  return hidden.at_least ? "at least " + text : text;
}

void AddJsonRows(const NamedSlice& slice, ResultSet& results) {
  for (const char* name :
       {"id", "type", "name", "year", "rank", "score", "why", "hidden", "apart"}) {
    results.columns.push_back({.name = name});
  }
  uint32_t rank = 0;
  for (const NamedSliceNode& row : slice.nodes) {
    Object why = {{"path", IdsOf(row.path)}, {"papers", PaperIdsOf(row.path)}};
    results.rows.push_back({ToString(row.node.id), NodeKindName(row.node.id.kind()), row.node.name,
                            YearValue(row.year), ++rank, row.score, std::move(why),
                            HiddenValue(row.hidden), row.apart});
  }
}

void AddTextRows(const NamedSlice& slice, const SliceReportOptions& options, ResultSet& results) {
  using Shown = Column::Shown;
  const bool is_table = options.format == Format::kTable;
  const Shown ids = options.detail == Detail::kExplained ? Shown::kNotInTables : Shown::kOnRequest;
  const bool has_years = std::any_of(slice.nodes.begin(), slice.nodes.end(),
                                     [](const NamedSliceNode& row) { return row.year != kNoYear; });
  const Shown years = has_years ? Shown::kAlways : Shown::kNotInTables;
  // What is cut of `why` is its end, which is the row's name.
  results.columns = {{.name = "id", .drop_rank = 2},
                     {.name = "rank"},
                     {.name = "type"},
                     {.name = "name", .width_min = 14},
                     {.name = "year", .shown = years, .drop_rank = 1},
                     {.name = "score", .drop_rank = 3},
                     {.name = "why", .width_min = 36},
                     {.name = "hidden"},
                     {.name = "apart", .shown = Shown::kOnRequest},
                     {.name = "path", .shown = ids, .width_min = 16},
                     {.name = "papers", .shown = ids, .width_min = 16}};
  uint32_t rank = 0;
  for (const NamedSliceNode& row : slice.nodes) {
    results.rows.push_back({ToString(row.node.id), ++rank, NodeKindName(row.node.id.kind()),
                            row.node.name, YearValue(row.year), row.score,
                            WhyText(row.path, is_table ? kStepColumns : 0), HiddenText(row.hidden),
                            row.apart, IdsOf(row.path), PaperIdsOf(row.path)});
  }
}

List EdgeValues(const NamedSlice& slice) {
  List edges;
  edges.reserve(slice.edges.size());
  for (const NamedSliceEdge& edge : slice.edges) {
    edges.emplace_back(Object{{"source", ToString(edge.source)},
                              {"target", ToString(edge.target)},
                              {"type", SliceEdgeTypeName(edge.type)},
                              {"weight", edge.weight}});
  }
  return edges;
}

// Names of the seeds, and of nodes that a path goes through, where no row says them.
Object OtherNames(const NamedSlice& slice) {
  std::unordered_set<uint64_t> told;
  for (const NamedSliceNode& row : slice.nodes) told.insert(row.node.id.value());
  Object names;
  const auto add = [&](const NodeRef& ref) {
    if (told.insert(ref.id.value()).second) names.emplace_back(ToString(ref.id), ref.name);
  };
  for (const NodeRef& seed : slice.head.seeds) add(seed);
  for (const NamedSliceNode& row : slice.nodes) {
    for (const NamedStep& step : row.path) add(step.node);
  }
  return names;
}

// Below a table: the parameters, then each node's path in full.
std::vector<std::string> Explanation(const NamedSlice& slice, const SliceReportOptions& options) {
  const size_t width = options.terminal.columns;
  std::string parameters = "Parameters:";
  for (const auto& [name, value] : options.parameters) {
    if (const std::string text = TextOf(value); !text.empty() && name != "explain") {
      absl::StrAppend(&parameters, parameters.back() == ':' ? " " : ", ", name, " ", text);
    }
  }
  std::vector<std::string> lines = {""};
  for (std::string& line : Wrapped(ForTerminal(parameters), width)) lines.push_back(line);
  uint32_t rank = 0;
  for (const NamedSliceNode& row : slice.nodes) {
    lines.emplace_back();
    const std::string title =
        absl::StrCat(++rank, ". ", ForTerminal(row.node.name), " (", ToString(row.node.id), ")");
    for (const std::string& line : Wrapped(title, width))
      lines.push_back(Bold(options.terminal, line));
    const auto add = [&lines, width](const std::string& text) {
      for (const std::string& line : Wrapped(ForTerminal(text), width > 24 ? width - 4 : 20)) {
        lines.push_back("    " + line);
      }
    };
    if (row.path.size() == 1) add("a seed");
    if (row.path.empty()) add("not reached from a seed (a pin)");
    for (size_t i = 0; i < row.path.size() && row.path.size() > 1; ++i) {
      const char* arrow = i == 0 ? "" : row.path[i].is_forward ? "→ " : "← ";
      add(absl::StrCat(arrow, row.path[i].node.name, " (", ToString(row.path[i].node.id), ")"));
    }
    if (row.hidden.total() > 0) add("hidden: " + HiddenByType(row.hidden));
    if (row.apart) add("apart: not joined to the first seed");
  }
  lines.emplace_back();
  return lines;
}

std::vector<std::string> NotesOf(const NamedSlice& slice) {
  const SliceHead& head = slice.head;
  std::vector<std::string> notes = {head.definition};
  std::string size = absl::StrCat(Counted(slice.nodes.size(), "node", "nodes"), ", ",
                                  Counted(slice.edges.size(), "edge", "edges"));
  if (head.edges_left_out > 0) {
    absl::StrAppend(&size, " (", Counted(head.edges_left_out, "more is", "more are"),
                    " left out, --edges)");
  }
  notes.push_back(absl::StrCat(size, "; no p is more than ", TextOf(head.error_bound),
                               " below its exact value (error_bound)."));
  if (head.complete) {
    notes.push_back("Complete: nothing more can be reached from the seeds.");
  } else if (head.exhausted) {
    notes.push_back(
        "Exhausted: no seed or expanded node has a hidden neighbour of these types left.");
  } else {
    notes.push_back(
        "There is more: \"hidden\" counts the neighbours of each node that are not "
        "here; --expand ID brings them.");
  }
  uint64_t apart = 0;
  for (const NamedSliceNode& row : slice.nodes) apart += row.apart ? 1 : 0;
  if (apart > 0) {
    notes.push_back(
        absl::StrCat(Counted(apart, "node is", "nodes are"), " not joined to the first seed."));
  }
  if (head.unresolved_references > 0) {
    notes.push_back(absl::StrCat(Counted(head.unresolved_references, "reference", "references"),
                                 " of these papers lead to papers that are not in the store."));
  }
  return notes;
}

}  // namespace

ResultSet ReportSlice(const NamedSlice& slice, const SliceReportOptions& options) {
  const SliceHead& head = slice.head;
  List seeds;
  for (const NodeRef& seed : head.seeds) seeds.emplace_back(ToString(seed.id));
  ResultSet results;
  results.rows_key = "nodes";
  results.head = {{"parameters", options.parameters},
                  {"definition", head.definition},
                  {"seeds", std::move(seeds)}};
  if (IsJson(options.format)) {
    AddJsonRows(slice, results);
  } else {
    AddTextRows(slice, options, results);
  }
  if (options.format == Format::kJson) {
    results.tail = {{"edges", EdgeValues(slice)},
                    {"edges_left_out", head.edges_left_out},
                    {"complete", head.complete},
                    {"exhausted", head.exhausted},
                    {"unresolved_references", head.unresolved_references},
                    {"error_bound", head.error_bound},
                    {"unknown_shown", head.unknown_shown},
                    {"names", OtherNames(slice)}};
  }
  if (options.detail == Detail::kExplained) results.explanation = Explanation(slice, options);
  results.notes = NotesOf(slice);
  return results;
}

}  // namespace coterie::cli

// A slice as rows, JSON members and sentences.
//
// Layer: tools.
#include "tools/cli/slice_report.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "schema/base.h"
#include "tools/cli/display_width.h"
#include "tools/cli/explain.h"

namespace coterie::cli {
namespace {

using Detail = SliceReportOptions::Detail;

// For each name of a path but the last, in a table.
constexpr size_t kStepColumns = 14;

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

// The chance of the whole path, from a seed to the node.
double ChanceOf(const std::vector<NamedStep>& path) {
  double chance = 1;
  for (size_t i = 1; i < path.size(); ++i) chance *= path[i].chance;
  return chance;
}

// null where no path leads to the node, or nobody asked.
Value ChanceValue(const NamedSliceNode& row, Detail detail) {
  return detail == Detail::kExplained && !row.path.empty() ? Value(ChanceOf(row.path)) : Value();
}

Object WhyValue(const NamedSliceNode& row, Detail detail) {
  Object why = {{"path", IdsOf(row.path)}, {"papers", PaperIdsOf(row.path)}};
  if (detail == Detail::kExplained) {
    List chances;
    for (size_t i = 1; i < row.path.size(); ++i) chances.emplace_back(row.path[i].chance);
    why.emplace_back("chances", std::move(chances));
    why.emplace_back("chance", ChanceValue(row, detail));
  }
  return why;
}

void AddJsonRows(const NamedSlice& slice, Detail detail, ResultSet& results) {
  for (const char* name :
       {"id", "type", "name", "year", "rank", "score", "why", "hidden", "apart"}) {
    results.columns.push_back({.name = name});
  }
  // What --fields may name in TSV, it may name here.
  for (const char* name : {"path", "papers", "chance"}) {
    results.columns.push_back({.name = name, .shown = Column::Shown::kOnRequest});
  }
  uint32_t rank = 0;
  for (const NamedSliceNode& row : slice.nodes) {
    results.rows.push_back({ToString(row.node.id), NodeKindName(row.node.id.kind()), row.node.name,
                            YearValue(row.year), ++rank, row.score, WhyValue(row, detail),
                            HiddenValue(row.hidden), row.apart, IdsOf(row.path),
                            PaperIdsOf(row.path), ChanceValue(row, detail)});
  }
}

void AddTextRows(const NamedSlice& slice, const SliceReportOptions& options, ResultSet& results) {
  using Shown = Column::Shown;
  const bool is_table = options.format == Format::kTable;
  const Shown ids = options.detail == Detail::kExplained ? Shown::kNotInTables : Shown::kOnRequest;
  const bool has_years = std::any_of(slice.nodes.begin(), slice.nodes.end(),
                                     [](const NamedSliceNode& row) { return row.year != kNoYear; });
  const Shown years = has_years ? Shown::kAlways : Shown::kNotInTables;
  // The id stays, for it is what --expand and the other verbs take, and it tells the type. What is
  // cut of `why` is its end, which is the row's name.
  results.columns = {{.name = "id"},
                     {.name = "rank"},
                     {.name = "type", .drop_rank = 3},
                     {.name = "name", .width_min = 14},
                     {.name = "year", .shown = years, .drop_rank = 1},
                     {.name = "score", .drop_rank = 2},
                     {.name = "why", .width_min = 27},
                     {.name = "hidden"},
                     {.name = "apart", .shown = Shown::kOnRequest},
                     {.name = "path", .shown = ids, .width_min = 16},
                     {.name = "papers", .shown = ids, .width_min = 16},
                     {.name = "chance", .shown = ids}};
  uint32_t rank = 0;
  for (const NamedSliceNode& row : slice.nodes) {
    results.rows.push_back({ToString(row.node.id), ++rank, NodeKindName(row.node.id.kind()),
                            row.node.name, YearValue(row.year), row.score,
                            WhyText(row.path, is_table ? kStepColumns : 0), HiddenText(row.hidden),
                            row.apart, IdsOf(row.path), PaperIdsOf(row.path),
                            ChanceValue(row, options.detail)});
  }
}

List EdgeValues(const NamedSlice& slice, Detail detail) {
  List edges;
  edges.reserve(slice.edges.size());
  for (const NamedSliceEdge& edge : slice.edges) {
    Object value = {{"source", ToString(edge.source)},
                    {"target", ToString(edge.target)},
                    {"type", SliceEdgeTypeName(edge.type)},
                    {"weight", edge.weight}};
    if (detail == Detail::kExplained && edge.type == SliceEdgeType::kCoauthor) {
      value.emplace_back("papers", PaperValues(edge.papers, Format::kJson));
      value.emplace_back("papers_left_out", edge.papers_left_out);
    }
    edges.emplace_back(std::move(value));
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

std::unordered_map<uint64_t, std::string> NamesById(const NamedSlice& slice) {
  std::unordered_map<uint64_t, std::string> names;
  const auto add = [&names](const NodeRef& ref) { names.emplace(ref.id.value(), ref.name); };
  for (const NodeRef& seed : slice.head.seeds) add(seed);
  for (const NamedSliceNode& row : slice.nodes) {
    add(row.node);
    for (const NamedStep& step : row.path) add(step.node);
  }
  return names;
}

// Who wrote with whom, and the papers whose weights add up to each edge's.
void AppendEdges(const NamedSlice& slice, const Terminal& terminal,
                 std::vector<std::string>& lines) {
  const std::unordered_map<uint64_t, std::string> names = NamesById(slice);
  const auto name_of = [&names](NodeId id) {
    const auto at = names.find(id.value());
    return at == names.end() ? ToString(id) : absl::StrCat(at->second, " (", ToString(id), ")");
  };
  bool is_first = true;
  for (const NamedSliceEdge& edge : slice.edges) {
    if (edge.type != SliceEdgeType::kCoauthor) continue;
    lines.emplace_back();
    if (is_first) lines.insert(lines.end(), {"Edges of co-authors, and their papers", ""});
    is_first = false;
    const std::string title = absl::StrCat(name_of(edge.source), " – ", name_of(edge.target),
                                           ", strength ", TextOf(edge.weight));
    for (const std::string& line : Wrapped(ForTerminal(title), terminal.columns)) {
      lines.push_back(Bold(terminal, line));
    }
    for (std::string& line : PaperLines(edge.papers, terminal, "  ")) {
      lines.push_back(std::move(line));
    }
    if (edge.papers_left_out > 0) {
      lines.push_back(absl::StrCat("    ",
                                   Counted(edge.papers_left_out, "more paper", "more papers"),
                                   " that the strength leaves out"));
    }
  }
}

// Below a table: the parameters, each node's path in full, and what the edges are made of.
std::vector<std::string> Explanation(const NamedSlice& slice, const SliceReportOptions& options) {
  const size_t width = options.terminal.columns;
  std::vector<std::string> lines = {""};
  for (std::string& line : ParameterLines(options.parameters, options.terminal)) {
    lines.push_back(std::move(line));
  }
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
      const std::string chance = i == 0 ? "" : ", chance " + TextOf(row.path[i].chance);
      add(absl::StrCat(arrow, row.path[i].node.name, " (", ToString(row.path[i].node.id), ")",
                       chance));
    }
    if (row.path.size() > 2) add("chance of this way: " + TextOf(ChanceOf(row.path)));
    if (row.hidden.total() > 0) add("hidden: " + HiddenByType(row.hidden));
    if (row.apart) add("apart: not joined to the first seed");
  }
  AppendEdges(slice, options.terminal, lines);
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
    AddJsonRows(slice, options.detail, results);
  } else {
    AddTextRows(slice, options, results);
  }
  if (options.format == Format::kJson) {
    results.tail = {{"edges", EdgeValues(slice, options.detail)},
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

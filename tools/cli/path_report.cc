// Paths as text blocks, rows and JSON.
//
// Layer: tools.
#include "tools/cli/path_report.h"

#include <algorithm>
#include <utility>

#include "schema/base.h"
#include "tools/cli/display_width.h"
#include "tools/cli/explain.h"

namespace coterie::cli {
namespace {

using Detail = PathReportOptions::Detail;

Value DirectionValue(std::optional<CitationDirection> direction) {
  if (!direction) return {};
  switch (*direction) {
    case CitationDirection::kReferences:
      return "references";
    case CitationDirection::kCitedBy:
      return "cited-by";
    case CitationDirection::kEither:
      break;
  }
  return "both";
}

// What the hop to the node adds to the path's length.
Value HopLength(const NamedPathNode& node) {
  return node.strength > 0 ? Value(1 / node.strength) : Value(1);
}

// One node of a path; what tells nothing there is left out, but for via_paper, which scripts
// expect.
Object NodeValue(const NamedPaths& paths, const NamedPathNode& node, Detail detail) {
  Object value = RefValue(node.node.id, node.node.name);
  value.emplace_back("via_paper", node.via_paper ? Value(ToString(node.via_paper->id)) : Value());
  if (node.via_paper) {
    value.emplace_back("via_name", node.via_paper->name);
    value.emplace_back("shared_papers", node.shared_papers);
    if (node.strength > 0) value.emplace_back("strength", node.strength);
    if (detail == Detail::kExplained) {
      value.emplace_back("hop_length", HopLength(node));
      value.emplace_back("papers", PaperValues(node.papers, Format::kJson));
    }
  }
  if (paths.over == PathOver::kCitation) {
    value.emplace_back("direction", DirectionValue(node.direction));
  }
  return value;
}

List NodeValues(const NamedPaths& paths, const NamedPath& path, Detail detail) {
  List nodes;
  for (const NamedPathNode& node : path.nodes) nodes.emplace_back(NodeValue(paths, node, detail));
  return nodes;
}

Value SizeValue(const std::optional<ComponentSize>& size) {
  if (!size) return {};
  return Object{{"nodes", size->nodes}, {"at_least", size->at_least}};
}

Value LengthValue(const NamedPaths& paths, double length) {
  return paths.as_of_year == kNoYear ? NumberOrInf(length) : Value(length);
}

// The line between two nodes of a block: "The state of OA (paper:3), one of 5 that they share".
std::string HopText(const NamedPathNode& node, Detail detail) {
  if (node.direction) {
    switch (*node.direction) {
      case CitationDirection::kReferences:
        return "cites";
      case CitationDirection::kCitedBy:
        return "is cited by";
      case CitationDirection::kEither:
        return "cites, and is cited by";
    }
  }
  if (!node.via_paper) return "";
  if (detail == Detail::kExplained) {
    std::string text = Counted(node.shared_papers, "shared paper", "shared papers");
    if (node.strength > 0) {
      absl::StrAppend(&text, ", strength ", TextOf(node.strength), ", length ",
                      TextOf(HopLength(node)));
    }
    return text + ":";
  }
  std::string text = absl::StrCat(node.via_paper->name, " (", ToString(node.via_paper->id), ")");
  if (node.shared_papers > 1) {
    absl::StrAppend(&text, ", one of ", node.shared_papers, " that they share");
  }
  if (node.strength > 0) absl::StrAppend(&text, ", strength ", TextOf(node.strength));
  return text;
}

// A block for each path: people at the margin, what joins them indented.
std::vector<std::string> Blocks(const NamedPaths& paths, const PathReportOptions& options) {
  const Terminal& terminal = options.terminal;
  std::vector<std::string> lines;
  size_t number = 0;
  const bool lengths_differ =
      !paths.paths.empty() && paths.paths.front().length != paths.paths.back().length;
  for (const NamedPath& path : paths.paths) {
    if (number > 0) lines.emplace_back();
    const std::string mark = absl::StrCat(++number, ". ");
    const std::string margin(mark.size(), ' ');
    for (size_t i = 0; i < path.nodes.size(); ++i) {
      const NamedPathNode& node = path.nodes[i];
      if (i > 0) {
        const size_t width = terminal.columns > 40 ? terminal.columns - mark.size() - 4 : 40;
        for (const std::string& line : Wrapped(ForTerminal(HopText(node, options.detail)), width)) {
          lines.push_back(absl::StrCat(margin, "  | ", line));
        }
        for (std::string& line : PaperLines(node.papers, terminal, margin + "  | ")) {
          lines.push_back(std::move(line));
        }
      }
      std::string line = absl::StrCat(Bold(terminal, ForTerminal(node.node.name)), " (",
                                      ToString(node.node.id), ")");
      if (i == 0 && (lengths_differ || options.detail == Detail::kExplained)) {
        absl::StrAppend(&line, ", length ", TextOf(LengthValue(paths, path.length)));
      }
      lines.push_back((i == 0 ? mark : margin) + line);
    }
  }
  if (options.detail == Detail::kExplained) {
    if (!lines.empty()) lines.emplace_back();
    for (std::string& line : ParameterLines(options.parameters, terminal)) {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

// "2 other people", "at least 100 other papers", "no other person".
std::string Others(const ComponentSize& size, PathOver over) {
  const bool people = over == PathOver::kCoauthor;
  const uint64_t others = size.nodes - 1;  // the end itself is counted
  if (others == 0 && !size.at_least) return people ? "no other person" : "no other paper";
  return absl::StrCat(size.at_least ? "at least " : "",
                      Counted(others, people ? "other person" : "other paper",
                              people ? "other people" : "other papers"));
}

// "12 people were met in the search"
std::string ExploredText(const NamedPaths& paths) {
  const bool people = paths.over == PathOver::kCoauthor;
  return absl::StrCat(Counted(paths.explored, people ? "person was" : "paper was",
                              people ? "people were" : "papers were"),
                      " met in the search");
}

// How far a search looked that found nothing.
std::string NoPathText(const NamedPaths& paths, bool is_directed) {
  std::string text = ExploredText(paths);
  if (paths.from_component && paths.to_component) {
    absl::StrAppend(&text, "; ", paths.from.name, is_directed ? " reaches " : " is joined to ",
                    Others(*paths.from_component, paths.over), ", ", paths.to.name,
                    is_directed ? " is reached from " : " is joined to ",
                    Others(*paths.to_component, paths.over));
  }
  return text + ".";
}

std::vector<std::string> NotesOf(const NamedPaths& paths, bool is_directed) {
  std::vector<std::string> notes = {paths.definition};
  if (!paths.distance) {
    notes.push_back(NoPathText(paths, is_directed));
    return notes;
  }
  std::string text = absl::StrCat("Distance ", TextOf(LengthValue(paths, *paths.distance)), "; ");
  if (paths.count_is_saturated)
    absl::StrAppend(&text, "more than ");
  else if (!paths.count_is_exact)
    absl::StrAppend(&text, "at least ");
  absl::StrAppend(&text, Counted(paths.count, "path", "paths"));
  if (paths.paths.size() < paths.count) {
    absl::StrAppend(&text, ", of which ", paths.paths.size(), " are here (--max-paths)");
  }
  notes.push_back(absl::StrCat(text, "; ", ExploredText(paths), "."));
  return notes;
}

void AddNodeRows(const NamedPaths& paths, const PathReportOptions& options, ResultSet& results) {
  using Shown = Column::Shown;
  const Shown citation = paths.over == PathOver::kCitation ? Shown::kAlways : Shown::kOnRequest;
  const Shown coauthor = paths.over == PathOver::kCoauthor ? Shown::kAlways : Shown::kOnRequest;
  const bool is_explained =
      options.detail == Detail::kExplained && paths.over == PathOver::kCoauthor;
  const Shown explained = is_explained ? Shown::kNotInTables : Shown::kOnRequest;
  const Shown weighted = paths.as_of_year == kNoYear ? Shown::kOnRequest : explained;
  results.columns = {{.name = "id"},
                     {.name = "path"},
                     {.name = "step"},
                     {.name = "name"},
                     {.name = "via_paper", .shown = coauthor},
                     {.name = "via_name", .shown = coauthor},
                     {.name = "shared_papers", .shown = coauthor},
                     {.name = "strength", .shown = weighted},
                     {.name = "direction", .shown = citation},
                     {.name = "length", .shown = Shown::kOnRequest},
                     {.name = "hop_length", .shown = explained},
                     {.name = "papers", .shown = explained, .width_min = 16}};
  size_t number = 0;
  for (const NamedPath& path : paths.paths) {
    ++number;
    for (size_t i = 0; i < path.nodes.size(); ++i) {
      const NamedPathNode& node = path.nodes[i];
      const bool via = node.via_paper.has_value();
      results.rows.push_back(
          {ToString(node.node.id), number, i, node.node.name,
           via ? Value(ToString(node.via_paper->id)) : Value(),
           via ? Value(node.via_paper->name) : Value(), via ? Value(node.shared_papers) : Value(),
           node.strength > 0 ? Value(node.strength) : Value(), DirectionValue(node.direction),
           LengthValue(paths, path.length), i > 0 ? HopLength(node) : Value(),
           PaperValues(node.papers, options.output.format)});
    }
  }
}

}  // namespace

std::string_view PathOverName(PathOver over) {
  return over == PathOver::kCoauthor ? "coauthor" : "citation";
}

Record PathsAsRecord(const NamedPaths& paths, const PathReportOptions& options) {
  List listed;
  List lengths;
  for (const NamedPath& path : paths.paths) {
    listed.emplace_back(NodeValues(paths, path, options.detail));
    lengths.push_back(LengthValue(paths, path.length));
  }
  Value sizes;
  if (!paths.distance) {
    sizes =
        Object{{"from", SizeValue(paths.from_component)}, {"to", SizeValue(paths.to_component)}};
  }
  Record record;
  record.subject = ToString(paths.from.id);
  record.object = {{"parameters", options.parameters},
                   {"definition", paths.definition},
                   {"from", RefValue(paths.from.id, paths.from.name)},
                   {"to", RefValue(paths.to.id, paths.to.name)},
                   {"distance", paths.distance ? LengthValue(paths, *paths.distance) : Value()},
                   {"count", paths.count},
                   {"count_is_exact", paths.count_is_exact},
                   {"count_is_saturated", paths.count_is_saturated},
                   {"paths", std::move(listed)},
                   {"lengths", std::move(lengths)},
                   {"explored", paths.explored},
                   {"component_sizes", std::move(sizes)}};
  return record;
}

ResultSet PathsAsRows(const NamedPaths& paths, const PathReportOptions& options) {
  const OutputOptions& output = options.output;
  ResultSet results;
  results.subject = ToString(paths.from.id) + ".." + ToString(paths.to.id);
  results.title = paths.from.name + " to " + paths.to.name;
  results.notes = NotesOf(paths, options.is_directed && paths.over == PathOver::kCitation);
  results.head = {{"definition", paths.definition}};
  if (output.format == Format::kJsonl) {
    results.columns = {{.name = "length"}, {.name = "nodes"}};
    for (const NamedPath& path : paths.paths) {
      results.rows.push_back(
          {LengthValue(paths, path.length), NodeValues(paths, path, options.detail)});
    }
    return results;
  }
  AddNodeRows(paths, options, results);
  if (output.format == Format::kTable && output.fields.empty()) {
    results.rows.clear();
    results.explanation = Blocks(paths, options);
  }
  return results;
}

}  // namespace coterie::cli

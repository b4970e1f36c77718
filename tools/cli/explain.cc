// What --explain prints of every analysis.
//
// Layer: tools.
#include "tools/cli/explain.h"

#include "schema/base.h"
#include "tools/cli/display_width.h"

namespace coterie::cli {

List PaperValues(const std::vector<NamedSharedPaper>& papers, Format format) {
  const bool is_json = format == Format::kJson || format == Format::kJsonl;
  List list;
  list.reserve(papers.size());
  for (const NamedSharedPaper& paper : papers) {
    if (is_json) {
      list.emplace_back(Object{{"id", ToString(paper.paper.id)},
                               {"name", paper.paper.name},
                               {"year", YearValue(paper.year)},
                               {"authors", paper.byline_size},
                               {"weight", paper.weight}});
    } else {
      list.emplace_back(ToString(paper.paper.id) + "=" + TextOf(paper.weight));
    }
  }
  return list;
}

std::vector<std::string> PaperLines(const std::vector<NamedSharedPaper>& papers,
                                    const Terminal& terminal, const std::string& indent) {
  std::vector<std::string> lines;
  lines.reserve(papers.size());
  for (const NamedSharedPaper& paper : papers) {
    std::string weight = TextOf(paper.weight);
    weight.insert(0, weight.size() < 9 ? 9 - weight.size() : 0, ' ');
    const std::string year = paper.year == kNoYear ? "n.d." : std::to_string(paper.year);
    const std::string about = absl::StrCat(indent, weight, "  ", year, "  ", paper.byline_size,
                                           " authors  ", ToString(paper.paper.id), "  ");
    const size_t room = terminal.columns > about.size() + 12 ? terminal.columns - about.size() : 12;
    lines.push_back(about + Truncated(ForTerminal(paper.paper.name), room));
  }
  return lines;
}

std::vector<std::string> ParameterLines(const Object& parameters, const Terminal& terminal) {
  std::string text = "Parameters:";
  for (const auto& [name, value] : parameters) {
    if (const std::string shown = TextOf(value); !shown.empty() && name != "explain") {
      absl::StrAppend(&text, text.back() == ':' ? " " : ", ", name, " ", shown);
    }
  }
  return Wrapped(ForTerminal(text), terminal.columns);
}

}  // namespace coterie::cli

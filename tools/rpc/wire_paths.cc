#include "tools/rpc/wire_paths.h"

#include <utility>

#include "tools/rpc/wire_lists.h"
#include "tools/rpc/wire_papers.h"
#include "tools/rpc/wire_requests.h"
#include "tools/rpc/wire_tables.h"
#include "tools/rpc/wire_views.h"

namespace coterie {
namespace {

// The wire's values are those of the engine, with 0 for none.
static_assert(static_cast<int>(rpc::PathOver::COAUTHOR) == static_cast<int>(PathOver::kCoauthor));
static_assert(static_cast<int>(rpc::PathOver::CITATION) == static_cast<int>(PathOver::kCitation));
static_assert(static_cast<int>(rpc::CitationDirection::REFERENCES) ==
              static_cast<int>(CitationDirection::kReferences));
static_assert(static_cast<int>(rpc::CitationDirection::CITED_BY) ==
              static_cast<int>(CitationDirection::kCitedBy));
static_assert(static_cast<int>(rpc::CitationDirection::EITHER) ==
              static_cast<int>(CitationDirection::kEither));

rpc::CitationDirection WireDirection(std::optional<CitationDirection> direction) {
  return direction ? static_cast<rpc::CitationDirection>(*direction) : rpc::CitationDirection::NONE;
}

// The hops of all paths, in the order of the columns.
std::vector<const NamedPathNode*> NodesOf(const NamedPaths& paths) {
  std::vector<const NamedPathNode*> nodes;
  for (const NamedPath& path : paths.paths) {
    for (const NamedPathNode& node : path.nodes) nodes.push_back(&node);
  }
  return nodes;
}

std::optional<ComponentSize> ReadSize(uint64_t nodes, bool at_least) {
  if (nodes == 0) return std::nullopt;
  return ComponentSize{.nodes = nodes, .at_least = at_least};
}

absl::Status ReadHops(rpc::PathList::Reader in, std::vector<NamedPath>& paths) {
  ASSIGN_OR_RETURN(const std::vector<NodeRef> named, ReadTable(in.getNamed()));
  const auto begins = in.getNodeBegin();
  const auto nodes = in.getNodes();
  const auto vias = in.getViaPapers();
  const auto shared = in.getSharedPapers();
  const auto strengths = in.getStrengths();
  const auto directions = in.getDirections();
  const auto lengths = in.getLengths();
  const uint32_t count = lengths.size();
  if (!AreBegins(begins, count, nodes.size()) || !AreIndexes(nodes, named.size()) ||
      !AreIndexes(vias, named.size() + 1) ||
      !AllEqual(nodes.size(), {vias.size(), shared.size(), strengths.size(), directions.size()})) {
    return MalformedAnswer("paths");
  }
  ASSIGN_OR_RETURN(std::vector<std::vector<NamedSharedPaper>> papers,
                   ReadPapers(in, nodes.size(), named));
  for (uint32_t i = 0; i < count; ++i) {
    NamedPath& path = paths.emplace_back();
    path.length = lengths[i];
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      NamedPathNode& node = path.nodes.emplace_back();
      node.node = named[nodes[j]];
      if (vias[j] > 0) node.via_paper = named[vias[j] - 1];
      node.shared_papers = shared[j];
      node.strength = strengths[j];
      node.papers = std::move(papers[j]);
      if (directions[j] > rpc::CitationDirection::EITHER) return MalformedAnswer("a direction");
      if (directions[j] != rpc::CitationDirection::NONE) {
        node.direction = static_cast<CitationDirection>(directions[j]);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

void WriteQuery(const PathQuery& query, rpc::PathSpec::Builder out) {
  const PathOptions& options = query.options;
  if (query.over) out.setOver(static_cast<rpc::PathOver>(*query.over));
  out.setDirection(WireDirection(options.direction));
  out.setWeighted(options.length == PathLength::kStrength);
  out.setAny(options.set == PathSet::kAny);
  out.setMaxPaths(options.max_paths);
  out.setExplain(options.explain);
  out.setExtraLength(options.extra_length);
  WriteStrength(options.papers, query.filters, out.initPapers());
  FillTexts(out.initExcluded(static_cast<uint32_t>(query.excluded.size())), query.excluded);
  FillTexts(out.initPaperTypes(static_cast<uint32_t>(query.paper_types.size())), query.paper_types);
}

absl::StatusOr<PathQuery> ReadQuery(rpc::PathSpec::Reader in, const CallLimits& limits) {
  PathQuery query;
  PathOptions& options = query.options;
  if (in.getOver() > rpc::PathOver::CITATION) {
    return absl::InvalidArgumentError("this server does not know what the paths are to go over");
  }
  if (in.getOver() != rpc::PathOver::BY_ENDS) query.over = static_cast<PathOver>(in.getOver());
  if (in.getDirection() == rpc::CitationDirection::NONE ||
      in.getDirection() > rpc::CitationDirection::EITHER) {
    return absl::InvalidArgumentError("this server does not know the direction asked for");
  }
  options.direction = static_cast<CitationDirection>(in.getDirection());
  if (in.getWeighted()) options.length = PathLength::kStrength;
  if (in.getAny()) options.set = PathSet::kAny;
  options.max_paths = in.getMaxPaths();
  if (options.max_paths > limits.rows_max) {
    return absl::OutOfRangeError(absl::StrCat(options.max_paths, " paths, above the ",
                                              limits.rows_max,
                                              " that one answer may hold; ask for fewer"));
  }
  options.extra_length = in.getExtraLength();
  options.explain = in.getExplain();
  ASSIGN_OR_RETURN(options.papers, ReadStrength(in.getPapers()));
  ASSIGN_OR_RETURN(query.filters, ReadFilters(in.getPapers()));
  ASSIGN_OR_RETURN(query.excluded, ReadTexts(in.getExcluded(), limits.ids_max, "excluded nodes"));
  ASSIGN_OR_RETURN(query.paper_types, ReadTexts(in.getPaperTypes(), kFiltersMax, "paper types"));
  return query;
}

void WritePaths(const NamedPaths& paths, rpc::PathList::Builder out) {
  out.setDefinition(TextOf(paths.definition));
  out.setFormula(TextOf(paths.formula));
  out.setOver(static_cast<rpc::PathOver>(paths.over));
  WriteRef(paths.from, out.initFrom());
  WriteRef(paths.to, out.initTo());
  out.setFound(paths.distance.has_value());
  out.setDistance(paths.distance.value_or(0));
  out.setCount(paths.count);
  out.setCountIsExact(paths.count_is_exact);
  out.setCountIsSaturated(paths.count_is_saturated);
  out.setExplored(paths.explored);
  out.setAsOfYear(paths.as_of_year);
  if (paths.from_component) {
    out.setFromComponent(paths.from_component->nodes);
    out.setFromComponentAtLeast(paths.from_component->at_least);
  }
  if (paths.to_component) {
    out.setToComponent(paths.to_component->nodes);
    out.setToComponentAtLeast(paths.to_component->at_least);
  }

  const auto count = static_cast<uint32_t>(paths.paths.size());
  FillColumn(out.initLengths(count), paths.paths,
             [](const NamedPath& path) { return path.length; });
  FillBegins(out.initNodeBegin(count + 1), paths.paths,
             [](const NamedPath& path) { return path.nodes.size(); });
  const std::vector<const NamedPathNode*> nodes = NodesOf(paths);
  const auto hops = static_cast<uint32_t>(nodes.size());
  using Node = const NamedPathNode*;
  TableBuilder table;
  FillColumn(out.initNodes(hops), nodes, [&](Node node) { return table.IndexOf(node->node); });
  FillColumn(out.initViaPapers(hops), nodes,
             [&](Node node) { return node->via_paper ? table.IndexOf(*node->via_paper) + 1 : 0; });
  FillColumn(out.initSharedPapers(hops), nodes, [](Node node) { return node->shared_papers; });
  FillColumn(out.initStrengths(hops), nodes, [](Node node) { return node->strength; });
  FillColumn(out.initDirections(hops), nodes,
             [](Node node) { return WireDirection(node->direction); });
  SharedPaperLists papers;
  papers.reserve(nodes.size());
  for (Node node : nodes) papers.push_back(&node->papers);
  WritePapers(papers, table, out);
  table.Write(out.initNamed());
}

absl::StatusOr<NamedPaths> ReadPaths(rpc::PathList::Reader in) {
  if (in.getOver() == rpc::PathOver::BY_ENDS || in.getOver() > rpc::PathOver::CITATION) {
    return MalformedAnswer("what paths go over");
  }
  NamedPaths paths;
  paths.definition = StringOf(in.getDefinition());
  paths.formula = StringOf(in.getFormula());
  paths.over = static_cast<PathOver>(in.getOver());
  paths.from = ReadRef(in.getFrom());
  paths.to = ReadRef(in.getTo());
  if (in.getFound()) paths.distance = in.getDistance();
  paths.count = in.getCount();
  paths.count_is_exact = in.getCountIsExact();
  paths.count_is_saturated = in.getCountIsSaturated();
  paths.explored = in.getExplored();
  paths.as_of_year = in.getAsOfYear();
  paths.from_component = ReadSize(in.getFromComponent(), in.getFromComponentAtLeast());
  paths.to_component = ReadSize(in.getToComponent(), in.getToComponentAtLeast());
  RETURN_IF_ERROR(ReadHops(in, paths.paths));
  return paths;
}

}  // namespace coterie

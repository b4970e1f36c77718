#include "tools/rpc/wire_slices.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tools/rpc/wire_lists.h"
#include "tools/rpc/wire_papers.h"
#include "tools/rpc/wire_requests.h"
#include "tools/rpc/wire_rows.h"
#include "tools/rpc/wire_tables.h"
#include "tools/rpc/wire_views.h"

namespace coterie {
namespace {

// The wire's values are those of the engine, with 0 for what is not known.
rpc::SliceEdgeType WireType(SliceEdgeType type) { return static_cast<rpc::SliceEdgeType>(type); }
static_assert(static_cast<int>(rpc::SliceEdgeType::AUTHORSHIP) ==
              static_cast<int>(SliceEdgeType::kAuthorship));
static_assert(static_cast<int>(rpc::SliceEdgeType::AFFILIATION) ==
              static_cast<int>(SliceEdgeType::kAffiliation));
static_assert(static_cast<int>(rpc::SliceEdgeType::PAPER_INSTITUTION) ==
              static_cast<int>(SliceEdgeType::kPaperInstitution));
static_assert(static_cast<int>(rpc::SliceEdgeType::TOPIC) ==
              static_cast<int>(SliceEdgeType::kTopic));
static_assert(static_cast<int>(rpc::SliceEdgeType::VENUE) ==
              static_cast<int>(SliceEdgeType::kVenue));
static_assert(static_cast<int>(rpc::SliceEdgeType::CITATION) ==
              static_cast<int>(SliceEdgeType::kCitation));
static_assert(static_cast<int>(rpc::SliceEdgeType::COAUTHOR) ==
              static_cast<int>(SliceEdgeType::kCoauthor));

using KindList = capnp::List<rpc::NodeKind>;

void FillKinds(KindList::Builder list, const std::vector<NodeKind>& kinds) {
  for (uint32_t i = 0; i < kinds.size(); ++i) list.set(i, WireKind(kinds[i]));
}

absl::StatusOr<std::vector<NodeKind>> ReadKinds(KindList::Reader in) {
  std::vector<NodeKind> kinds;
  for (const rpc::NodeKind wire : in) {
    ASSIGN_OR_RETURN(const std::optional<NodeKind> kind, ReadKind(wire));
    if (!kind)
      return absl::InvalidArgumentError("any is not a type to choose; leave the list empty");
    if (kinds.size() == kNodeKinds.size()) {
      return absl::InvalidArgumentError("a type of node is named twice");
    }
    kinds.push_back(*kind);
  }
  return kinds;
}

bool IsExplained(std::span<const NamedSliceNode> rows) {
  return std::any_of(rows.begin(), rows.end(), [](const NamedSliceNode& row) {
    return std::any_of(row.path.begin(), row.path.end(),
                       [](const NamedStep& step) { return step.chance > 0; });
  });
}

absl::StatusOr<std::vector<NodeId>> ReadShown(capnp::List<uint64_t>::Reader in, uint32_t limit) {
  if (in.size() > limit) {
    return absl::OutOfRangeError(
        absl::StrCat(in.size(), " shown ids, above the limit of ", limit, "; show fewer"));
  }
  std::vector<NodeId> ids;
  ids.reserve(in.size());
  for (const uint64_t id : in) ids.push_back(NodeId::FromValue(id));
  return ids;
}

}  // namespace

// ------------------------------------------------------------------------------------------------
// Requests

void WriteQuery(const SliceQuery& query, rpc::SliceSpec::Builder out) {
  const SliceOptions& options = query.options;
  out.setBudget(options.node_budget);
  out.setEdgeBudget(options.edge_budget.value_or(kNoLimit));
  FillKinds(out.initTypes(static_cast<uint32_t>(options.types.size())), options.types);
  FillKinds(out.initInvisible(static_cast<uint32_t>(options.invisible.size())), options.invisible);
  WriteStrength(options.weights, query.filters, out.initWeights());
  out.setExplain(query.explain);
  FillTexts(out.initPins(static_cast<uint32_t>(query.pins.size())), query.pins);
  FillTexts(out.initExpand(static_cast<uint32_t>(query.expand.size())), query.expand);
  FillColumn(out.initShown(static_cast<uint32_t>(query.shown.size())), query.shown,
             [](NodeId id) { return id.value(); });
  FillTexts(out.initShownTexts(static_cast<uint32_t>(query.shown_texts.size())), query.shown_texts);
}

absl::StatusOr<SliceQuery> ReadQuery(rpc::SliceSpec::Reader in, const CallLimits& limits) {
  SliceQuery query;
  SliceOptions& options = query.options;
  options.node_budget = in.getBudget();
  if (options.node_budget > limits.rows_max) {
    return absl::OutOfRangeError(absl::StrCat("a budget of ", options.node_budget,
                                              " nodes, above the ", limits.rows_max,
                                              " that one answer may hold; ask for fewer"));
  }
  if (in.getEdgeBudget() != kNoLimit) options.edge_budget = in.getEdgeBudget();
  ASSIGN_OR_RETURN(options.types, ReadKinds(in.getTypes()));
  ASSIGN_OR_RETURN(options.invisible, ReadKinds(in.getInvisible()));
  ASSIGN_OR_RETURN(options.weights, ReadStrength(in.getWeights()));
  ASSIGN_OR_RETURN(query.filters, ReadFilters(in.getWeights()));
  query.explain = in.getExplain();
  ASSIGN_OR_RETURN(query.pins, ReadTexts(in.getPins(), limits.ids_max, "pins"));
  ASSIGN_OR_RETURN(query.expand, ReadTexts(in.getExpand(), limits.ids_max, "nodes to expand"));
  ASSIGN_OR_RETURN(query.shown, ReadShown(in.getShown(), limits.shown_max));
  const uint32_t room = limits.shown_max - static_cast<uint32_t>(query.shown.size());
  ASSIGN_OR_RETURN(query.shown_texts, ReadTexts(in.getShownTexts(), room, "further shown ids"));
  return query;
}

// ------------------------------------------------------------------------------------------------
// Answers

void WriteHead(const NamedSlice& slice, rpc::SliceHead::Builder out) {
  const SliceHead& head = slice.head;
  out.setDefinition(TextOf(head.definition));
  out.setFormula(TextOf(head.formula));
  auto seeds = out.initSeeds(static_cast<uint32_t>(head.seeds.size()));
  for (uint32_t i = 0; i < head.seeds.size(); ++i) WriteRef(head.seeds[i], seeds[i]);
  out.setNodes(static_cast<uint32_t>(slice.nodes.size()));
  out.setEdges(static_cast<uint32_t>(slice.edges.size()));
  out.setEdgesLeftOut(head.edges_left_out);
  out.setComplete(head.complete);
  out.setExhausted(head.exhausted);
  out.setUnresolvedReferences(head.unresolved_references);
  out.setErrorBound(head.error_bound);
  out.setArcsTouched(head.arcs_touched);
  out.setUnknownShown(head.unknown_shown);
  FillTexts(out.initUnknownShownExamples(static_cast<uint32_t>(head.unknown_shown_examples.size())),
            head.unknown_shown_examples);
  const SliceParameters& parameters = head.parameters;
  out.setBudget(parameters.node_budget);
  out.setEdgeBudget(parameters.edge_budget);
  out.setAlpha(parameters.alpha);
  out.setArcsMax(parameters.arcs_max);
  out.setEpsilon(parameters.epsilon);
  out.setAsOfYear(parameters.as_of_year);
  out.setHalfLifeYears(parameters.half_life_years);
  out.setMaxAuthors(parameters.max_authors);
}

absl::StatusOr<SliceHead> ReadHead(rpc::SliceHead::Reader in) {
  SliceHead head{.definition = StringOf(in.getDefinition()),
                 .formula = StringOf(in.getFormula()),
                 .seeds = {},
                 .edges_left_out = in.getEdgesLeftOut(),
                 .complete = in.getComplete(),
                 .exhausted = in.getExhausted(),
                 .unresolved_references = in.getUnresolvedReferences(),
                 .error_bound = in.getErrorBound(),
                 .arcs_touched = in.getArcsTouched(),
                 .unknown_shown = in.getUnknownShown(),
                 .unknown_shown_examples = StringsOf(in.getUnknownShownExamples()),
                 .parameters = {.node_budget = in.getBudget(),
                                .edge_budget = in.getEdgeBudget(),
                                .alpha = in.getAlpha(),
                                .arcs_max = in.getArcsMax(),
                                .epsilon = in.getEpsilon(),
                                .as_of_year = in.getAsOfYear(),
                                .half_life_years = in.getHalfLifeYears(),
                                .max_authors = in.getMaxAuthors()}};
  for (const rpc::NodeRef::Reader seed : in.getSeeds()) head.seeds.push_back(ReadRef(seed));
  return head;
}

void WriteNodes(std::span<const NamedSliceNode> rows, uint32_t first_rank,
                rpc::SliceNodes::Builder out) {
  using Row = NamedSliceNode;
  const auto count = static_cast<uint32_t>(rows.size());
  out.setFirstRank(first_rank);
  FillColumn(out.initIds(count), rows, [](const Row& row) { return row.node.id.value(); });
  FillColumn(out.initNames(count), rows, [](const Row& row) { return TextOf(row.node.name); });
  FillColumn(out.initYears(count), rows, [](const Row& row) { return row.year; });
  FillColumn(out.initScores(count), rows, [](const Row& row) { return row.score; });
  FillColumn(out.initApart(count), rows, [](const Row& row) { return row.apart; });

  const uint32_t steps = FillBegins(out.initPathBegin(count + 1), rows,
                                    [](const Row& row) { return row.path.size(); });
  TableBuilder table;
  auto paths = out.initPaths(steps);
  auto forward = out.initForward(steps);
  uint32_t at = 0;
  for (const Row& row : rows) {
    for (const NamedStep& step : row.path) {
      paths.set(at, table.IndexOf(step.node));
      forward.set(at++, step.is_forward);
    }
  }
  table.Write(out.initNamed());
  if (IsExplained(rows)) {
    auto chances = out.initChances(steps);
    at = 0;
    for (const Row& row : rows) {
      for (const NamedStep& step : row.path) chances.set(at++, step.chance);
    }
  }

  FillColumn(out.initHiddenPapers(count), rows, [](const Row& row) { return row.hidden.paper; });
  FillColumn(out.initHiddenPeople(count), rows, [](const Row& row) { return row.hidden.person; });
  FillColumn(out.initHiddenTopics(count), rows, [](const Row& row) { return row.hidden.topic; });
  FillColumn(out.initHiddenInstitutions(count), rows,
             [](const Row& row) { return row.hidden.institution; });
  FillColumn(out.initHiddenVenues(count), rows, [](const Row& row) { return row.hidden.venue; });
  FillColumn(out.initHiddenAtLeast(count), rows,
             [](const Row& row) { return row.hidden.at_least; });
}

absl::Status ReadNodes(rpc::SliceNodes::Reader in, std::vector<NamedSliceNode>& rows) {
  using Row = NamedSliceNode;
  const auto ids = in.getIds();
  const auto begins = in.getPathBegin();
  const auto paths = in.getPaths();
  const auto forward = in.getForward();
  const auto chances = in.getChances();
  const bool is_explained = chances.size() > 0;
  ASSIGN_OR_RETURN(const std::vector<NodeRef> named, ReadTable(in.getNamed()));
  if (in.getFirstRank() != rows.size() + 1) return MalformedAnswer("ranks of a slice");
  std::vector<Row> batch(ids.size());
  const bool fits = ReadNodeColumns(ids, in.getNames(), batch, &Row::node) &&
                    ReadColumn(in.getYears(), batch, &Row::year) &&
                    ReadColumn(in.getScores(), batch, &Row::score) &&
                    ReadColumn(in.getApart(), batch, &Row::apart) &&
                    ReadColumn(in.getHiddenPapers(), batch,
                               [](Row& row, uint32_t count) { row.hidden.paper = count; }) &&
                    ReadColumn(in.getHiddenPeople(), batch,
                               [](Row& row, uint32_t count) { row.hidden.person = count; }) &&
                    ReadColumn(in.getHiddenTopics(), batch,
                               [](Row& row, uint32_t count) { row.hidden.topic = count; }) &&
                    ReadColumn(in.getHiddenInstitutions(), batch,
                               [](Row& row, uint32_t count) { row.hidden.institution = count; }) &&
                    ReadColumn(in.getHiddenVenues(), batch,
                               [](Row& row, uint32_t count) { row.hidden.venue = count; }) &&
                    ReadColumn(in.getHiddenAtLeast(), batch,
                               [](Row& row, bool at_least) { row.hidden.at_least = at_least; }) &&
                    AreBegins(begins, ids.size(), paths.size()) && forward.size() == paths.size() &&
                    AreIndexes(paths, named.size()) &&
                    (!is_explained || chances.size() == paths.size());
  if (!fits) return MalformedAnswer("nodes of a slice");
  for (uint32_t i = 0; i < batch.size(); ++i) {
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      batch[i].path.push_back({named[paths[j]], forward[j], is_explained ? chances[j] : 0});
    }
  }
  rows.insert(rows.end(), std::make_move_iterator(batch.begin()),
              std::make_move_iterator(batch.end()));
  return absl::OkStatus();
}

void WriteEdges(std::span<const NamedSliceEdge> rows, rpc::SliceEdges::Builder out) {
  using Row = NamedSliceEdge;
  const auto count = static_cast<uint32_t>(rows.size());
  FillColumn(out.initSources(count), rows, [](const Row& row) { return row.source.value(); });
  FillColumn(out.initTargets(count), rows, [](const Row& row) { return row.target.value(); });
  FillColumn(out.initTypes(count), rows, [](const Row& row) { return WireType(row.type); });
  FillColumn(out.initWeights(count), rows, [](const Row& row) { return row.weight; });
  SharedPaperLists papers;
  papers.reserve(rows.size());
  bool has_left_out = false;
  for (const Row& row : rows) {
    papers.push_back(&row.papers);
    has_left_out = has_left_out || row.papers_left_out > 0;
  }
  TableBuilder table;
  WritePapers(papers, table, out);
  table.Write(out.initNamed());
  if (!has_left_out) return;
  FillColumn(out.initPapersLeftOut(count), rows,
             [](const Row& row) { return row.papers_left_out; });
}

absl::Status ReadEdges(rpc::SliceEdges::Reader in, std::vector<NamedSliceEdge>& rows) {
  const auto sources = in.getSources();
  const auto targets = in.getTargets();
  const auto types = in.getTypes();
  const auto weights = in.getWeights();
  if (!AllEqual(sources.size(), {targets.size(), types.size(), weights.size()})) {
    return MalformedAnswer("edges of a slice");
  }
  const auto left_out = in.getPapersLeftOut();
  if (left_out.size() > 0 && left_out.size() != sources.size()) {
    return MalformedAnswer("papers of edges");
  }
  ASSIGN_OR_RETURN(const std::vector<NodeRef> named, ReadTable(in.getNamed()));
  ASSIGN_OR_RETURN(std::vector<std::vector<NamedSharedPaper>> papers,
                   ReadPapers(in, sources.size(), named));
  for (uint32_t i = 0; i < sources.size(); ++i) {
    const rpc::SliceEdgeType type = types[i];
    if (type == rpc::SliceEdgeType::UNKNOWN || type > rpc::SliceEdgeType::COAUTHOR) {
      return MalformedAnswer("a type of edge");
    }
    rows.push_back({NodeId::FromValue(sources[i]), NodeId::FromValue(targets[i]),
                    static_cast<SliceEdgeType>(type), weights[i], std::move(papers[i]),
                    left_out.size() > 0 ? left_out[i] : 0});
  }
  return absl::OkStatus();
}

}  // namespace coterie

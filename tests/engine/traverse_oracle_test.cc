// Traversals of random worlds against the definition over sets, without any graph.
#include <map>
#include <random>

#include "engine/analysis/traverse.h"
#include "tests/support/catch.h"
#include "tests/support/random_links.h"

namespace coterie {
namespace {

using testing::RandomLinks;
using testing::RandomPaper;
using testing::RandomWorld;
using testing::ValueOf;

using Node = std::pair<NodeKind, int>;
using Arcs = std::map<Node, uint64_t>;  // target -> parallel arcs

// The steps once more, over the world's sets.
class NaiveSteps {
 public:
  NaiveSteps(const RandomWorld& world, const RandomLinks& links) : world_(world), links_(links) {}

  // `passes` says of a paper number whether coauthors may walk through it.
  template <typename Passes>
  Arcs From(const std::string& step, const Node& node, const Passes& passes) const {
    Arcs arcs;
    const auto [kind, number] = node;
    const auto add = [&arcs](NodeKind to, const auto& numbers) {
      for (const int n : numbers) ++arcs[{to, n}];
    };
    if (kind == NodeKind::kPaper) {
      const RandomPaper& paper = world_.papers[static_cast<size_t>(number)];
      const auto at = static_cast<size_t>(number);
      if (step == "authored") add(NodeKind::kPerson, paper.People());
      if (step == "about") add(NodeKind::kTopic, paper.topics);
      if (step == "published-in" && paper.venue) ++arcs[{NodeKind::kVenue, *paper.venue}];
      if (step == "cites") add(NodeKind::kPaper, links_.references[at]);
      if (step == "cited-by") add(NodeKind::kPaper, ListedBy(links_.references, number));
      if (step == "affiliated") add(NodeKind::kInstitution, paper.Institutions());
      return arcs;
    }
    if (step == "broader") add(kind, links_.topic_parents[static_cast<size_t>(number)]);
    if (step == "narrower") add(kind, ListedBy(links_.topic_parents, number));
    if (step == "parents") add(kind, links_.institution_parents[static_cast<size_t>(number)]);
    if (step == "children") add(kind, ListedBy(links_.institution_parents, number));
    if (step == "affiliated") add(NodeKind::kInstitution, InstitutionsOf(number));
    if (step == "members") {
      for (int person = 0; person < world_.people; ++person) {
        if (InstitutionsOf(person).count(number) > 0) ++arcs[{NodeKind::kPerson, person}];
      }
    }
    for (int p = 0; p < static_cast<int>(world_.papers.size()); ++p) {
      if (!IsOn(node, world_.papers[static_cast<size_t>(p)])) continue;
      if (step == "authored" || step == "wrote" || step == "papers" || step == "about") {
        ++arcs[{NodeKind::kPaper, p}];
      }
      if (step != "coauthors" || !passes(p)) continue;
      std::set<int> others = world_.papers[static_cast<size_t>(p)].People();
      others.erase(number);
      add(NodeKind::kPerson, others);
    }
    return arcs;
  }

 private:
  static std::set<int> ListedBy(const RandomLinks::Rows& rows, int number) {
    std::set<int> listing;
    for (size_t row = 0; row < rows.size(); ++row) {
      if (rows[row].count(number) > 0) listing.insert(static_cast<int>(row));
    }
    return listing;
  }
  static bool IsOn(const Node& node, const RandomPaper& paper) {
    switch (node.first) {
      case NodeKind::kPerson:
        return paper.People().count(node.second) > 0;
      case NodeKind::kTopic:
        return paper.topics.count(node.second) > 0;
      case NodeKind::kInstitution:
        return paper.Institutions().count(node.second) > 0;
      case NodeKind::kVenue:
        return paper.venue == node.second;
      case NodeKind::kPaper:
        break;
    }
    return false;
  }
  std::set<int> InstitutionsOf(int person) const {
    std::set<int> all = links_.affiliations[static_cast<size_t>(person)];
    for (const RandomPaper& paper : world_.papers) {
      for (size_t place = 0; place < paper.byline.size(); ++place) {
        if (paper.byline[place] != person) continue;
        all.insert(paper.place_institutions[place].begin(), paper.place_institutions[place].end());
      }
    }
    return all;
  }

  const RandomWorld& world_;
  const RandomLinks& links_;
};

// The filter of one step, as a value of the test and as a NodeFilter.
struct Where {
  std::optional<int> year_min;
  std::optional<int64_t> count_min;
  std::string name;  // contained

  NodeFilter Filter() const {
    std::string text;
    const auto add = [&text](const std::string& condition) {
      text += (text.empty() ? "" : " and ") + condition;
    };
    if (year_min) add("year>=" + std::to_string(*year_min));
    if (count_min) add("count>=" + std::to_string(*count_min));
    if (!name.empty()) add("name~" + name);
    return ValueOf(ParseNodeFilter(text));
  }
  bool PassesYear(const RandomWorld& world, int paper) const {
    const std::optional<int> year = world.papers[static_cast<size_t>(paper)].year;
    return !year_min || (year && *year >= *year_min);
  }
  bool Passes(const RandomWorld& world, const Node& node, uint64_t arcs) const {
    if (node.first == NodeKind::kPaper && !PassesYear(world, node.second)) return false;
    if (count_min && static_cast<int64_t>(arcs) < *count_min) return false;
    // Every node of a random world is named after its kind.
    return std::string(NodeKindName(node.first)).find(name) != std::string::npos;
  }
};

struct NaiveRow {
  uint32_t step;
  uint32_t depth;
  uint64_t arcs;
  uint64_t paths;
  Node parent;
};
using EdgeKey = std::tuple<uint32_t, uint32_t, Node, Node>;  // step, depth, source, target

// What the definition gives.
struct NaiveTraversal {
  std::map<std::pair<uint32_t, Node>, NaiveRow> rows;  // of every step
  std::map<EdgeKey, uint64_t> edges;
};

NaiveTraversal WalkNaively(const RandomWorld& world, const RandomLinks& links,
                           const std::set<Node>& starts, const std::vector<StepSpec>& steps,
                           const std::vector<Where>& wheres) {
  const NaiveSteps naive(world, links);
  NaiveTraversal result;
  std::map<Node, uint64_t> from;  // -> paths
  for (const Node& start : starts) from[start] = 1;
  for (uint32_t step = 0; step < steps.size(); ++step) {
    const Where& where = wheres[step];
    const std::map<Node, uint64_t> begun = from;
    std::map<Node, uint64_t> reached;
    std::map<Node, uint64_t> level = from;
    for (uint32_t depth = 1; depth <= steps[step].depth && !level.empty(); ++depth) {
      std::map<Node, NaiveRow> arrivals;
      std::map<EdgeKey, uint64_t> edges;
      for (const auto& [source, paths] : level) {
        const Arcs arcs = naive.From(steps[step].step, source,
                                     [&](int paper) { return where.PassesYear(world, paper); });
        for (const auto& [target, count] : arcs) {
          const auto it = arrivals.try_emplace(target, NaiveRow{step, depth, 0, 0, source}).first;
          it->second.arcs += count;
          it->second.paths += count * paths;
          edges[{step, depth, source, target}] = count;
        }
      }
      level.clear();
      for (const auto& [target, row] : arrivals) {
        if (depth > 1 && (begun.count(target) > 0 || reached.count(target) > 0)) continue;
        if (!where.Passes(world, target, row.arcs)) continue;
        level[target] = row.paths;
        result.rows.emplace(std::pair(step, target), row);
      }
      reached.insert(level.begin(), level.end());
      for (const auto& [key, count] : edges) {
        const Node& target = std::get<3>(key);
        if (reached.count(target) > 0 || begun.count(target) > 0) result.edges[key] = count;
      }
      std::erase_if(level, [&begun](const auto& entry) { return begun.count(entry.first) > 0; });
    }
    from = reached;
  }
  return result;
}

Node NodeAt(const GraphSnapshot& graph, Vertex v) {
  return {graph.KindOf(v), testing::NumberOf(graph, v)};
}

void Compare(const GraphSnapshot& graph, const Traversal& actual, const NaiveTraversal& expected) {
  CHECK_FALSE(actual.truncated.any());
  REQUIRE(actual.nodes.size() == expected.rows.size());
  CHECK(actual.total_nodes == expected.rows.size());
  for (const TraversedNode& row : actual.nodes) {
    const auto it = expected.rows.find({row.step, NodeAt(graph, row.node)});
    REQUIRE(it != expected.rows.end());
    CHECK(row.depth == it->second.depth);
    CHECK(row.arcs == it->second.arcs);
    CHECK(row.paths == it->second.paths);
    CHECK(NodeAt(graph, row.parent) == it->second.parent);
  }
  CHECK(std::is_sorted(
      actual.nodes.begin(), actual.nodes.end(), [](const TraversedNode& x, const TraversedNode& y) {
        return std::tie(x.step, x.depth, x.node) < std::tie(y.step, y.depth, y.node);
      }));
  REQUIRE(actual.edges.size() == expected.edges.size());
  auto edge = actual.edges.begin();
  for (const auto& [key, count] : expected.edges) {
    CHECK(EdgeKey(edge->step, edge->depth, NodeAt(graph, edge->source),
                  NodeAt(graph, edge->target)) == key);
    CHECK(edge->arcs == count);
    ++edge;
  }
}

// A chain of steps that fit, from a kind at random.
struct RandomQuery {
  std::set<Node> starts;
  std::vector<StepSpec> steps;
  std::vector<Where> wheres;

  RandomQuery(std::mt19937& random, const RandomWorld& world) {
    NodeKind kind = kNodeKinds[random() % 5];
    const int count = kind == NodeKind::kPaper    ? static_cast<int>(world.papers.size())
                      : kind == NodeKind::kPerson ? world.people
                                                  : RandomWorld::kOthers;
    for (uint32_t i = 1 + random() % 3; i > 0 && count > 0; --i) {
      starts.insert({kind, static_cast<int>(random() % static_cast<uint32_t>(count))});
    }
    for (uint32_t i = 1 + random() % 3; i > 0; --i) {
      std::vector<TraversalStep> fitting;
      for (const TraversalStep& step : TraversalSteps()) {
        if (step.from == kind) fitting.push_back(step);
      }
      const TraversalStep& step = fitting[random() % fitting.size()];
      Where where;
      const bool meets_papers = step.to == NodeKind::kPaper || step.then.has_value();
      if (meets_papers && random() % 4 == 0)
        where.year_min = 2000 + static_cast<int>(random() % 28);
      if (random() % 4 == 0) where.count_min = static_cast<int64_t>(random() % 4);
      if (random() % 4 == 0) where.name = random() % 2 == 0 ? "p" : "o";
      const uint32_t depth = step.from == step.to ? 1 + random() % 4 : 1;
      steps.push_back({std::string(step.name), depth, where.Filter()});
      wheres.push_back(where);
      kind = step.to;
    }
  }
};

TEST_CASE("traverse: equals the definition over sets on random worlds and chains of steps") {
  size_t rows = 0;
  for (uint32_t seed = 1; seed <= 1500; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const RandomLinks links(random, world);
    const auto graph = ValueOf(links.Input(world).Build());
    const RandomQuery query(random, world);
    if (query.starts.empty()) continue;
    TraverseOptions options;
    options.steps = query.steps;
    options.rows = TraverseRows::kEveryStep;
    options.edges = TraverseEdges::kList;
    std::vector<Vertex> starts;
    for (const auto& [kind, number] : query.starts) {
      starts.push_back(testing::VertexOf(*graph, kind, number));
    }
    std::shuffle(starts.begin(), starts.end(), random);
    const NaiveTraversal expected =
        WalkNaively(world, links, query.starts, query.steps, query.wheres);
    const Traversal actual = ValueOf(Traverse(*graph, starts, options));
    Compare(*graph, actual, expected);
    rows += actual.nodes.size();

    options.rows = TraverseRows::kLastStep;
    options.edges = TraverseEdges::kNone;
    const Traversal last = ValueOf(Traverse(*graph, starts, options));
    const auto of_last =
        std::count_if(actual.nodes.begin(), actual.nodes.end(),
                      [&](const TraversedNode& row) { return row.step + 1 == query.steps.size(); });
    CHECK(last.nodes.size() == static_cast<size_t>(of_last));
    CHECK(last.edges.empty());
  }
  CHECK(rows > 3000);
}

}  // namespace
}  // namespace coterie

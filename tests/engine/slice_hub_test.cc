// Hubs: a topic of 50,000 papers and a paper of 3,000 authors cost no more than others.
#include <algorithm>
#include <numeric>
#include <set>

#include "engine/analysis/slice.h"
#include "engine/analysis/slice_walk.h"
#include "engine/graph/recency.h"
#include "tests/support/catch.h"
#include "tests/support/slice_checks.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::GraphInput;
using testing::ValueOf;

constexpr uint32_t kPapers = 50'000;
constexpr uint32_t kPeople = 5'000;
constexpr uint32_t kAuthors = 3'000;  // of the first paper

NodeId Id(NodeKind kind, uint32_t number) { return {kind, uint64_t{number} + 1}; }

int16_t YearOf(uint32_t paper) {
  return static_cast<int16_t>(paper % 60 == 0 ? kNoYear : 1960 + paper * 7 % 60);
}

// All papers have the topic and the venue; paper i is by person i mod 5,000, the first one by
// 3,000. Every hundredth paper has a second topic.
std::shared_ptr<const GraphSnapshot> MakeHubs() {
  GraphInput input;
  for (uint32_t i = 0; i < kPapers; ++i) {
    const NodeId paper = Id(NodeKind::kPaper, i);
    input.AddNode(paper, "paper", YearOf(i));
    AdjacencyList& byline = input.List(paper, EdgeKind::kAuthorship);
    for (uint32_t author = 0; author < (i == 0 ? kAuthors : 1); ++author) {
      byline.targets.push_back(Id(NodeKind::kPerson, (i + author) % kPeople));
    }
    AdjacencyList& topics = input.List(paper, EdgeKind::kTopicAssignment);
    topics.targets.push_back(Id(NodeKind::kTopic, 0));
    topics.scores.push_back(1);
    if (i % 100 == 0) {
      topics.targets.push_back(Id(NodeKind::kTopic, 1));
      topics.scores.push_back(0.5);
    }
    input.List(paper, EdgeKind::kPublication).targets = {Id(NodeKind::kVenue, 0)};
  }
  for (uint32_t i = 0; i < kPeople; ++i) input.AddNode(Id(NodeKind::kPerson, i), "person");
  for (uint32_t i = 0; i < 2; ++i) input.AddNode(Id(NodeKind::kTopic, i), "topic");
  input.AddNode(Id(NodeKind::kVenue, 0), "venue");
  return ValueOf(input.Build());
}

const GraphSnapshot& Hubs() {
  static const std::shared_ptr<const GraphSnapshot> graph = MakeHubs();
  return *graph;
}

Vertex At(NodeKind kind, uint32_t number) { return *Hubs().FindVertex(Id(kind, number)); }

// Papers newest first, by the definition; those that pass only.
template <typename Pass>
std::vector<uint32_t> NewestPapers(const Pass& pass) {
  std::vector<uint32_t> papers;
  for (uint32_t i = 0; i < kPapers; ++i) {
    if (pass(i)) papers.push_back(i);
  }
  std::stable_sort(papers.begin(), papers.end(),
                   [](uint32_t x, uint32_t y) { return YearOf(x) > YearOf(y); });
  return papers;  // vertices too: papers are the first kind
}

TEST_CASE("recency: long rows are newest first, undated last, ties by NodeId") {
  const RecencyIndex& recency = Hubs().Recency();
  const uint32_t topic = At(NodeKind::kTopic, 0).index;
  const std::span<const uint32_t> row = recency.NewestFirst(Relation::kTopicPapers, topic);
  CHECK(std::vector<uint32_t>(row.begin(), row.end()) ==
        NewestPapers([](uint32_t) { return true; }));
  CHECK(recency.NewestFirst(Relation::kPersonPapers, At(NodeKind::kPerson, 0).index).empty());
  CHECK(recency.NewestFirst(Relation::kVenuePapers, topic).empty());
  for (const auto& [first, last] : {std::pair(1960, 2019),
                                    {1999, 1999},
                                    {2019, 3000},
                                    {-9, 1960},
                                    {2020, 2030},
                                    {-32768, 32767}}) {
    const auto in_window = OfYears(row, Hubs().Years(), 0, first, last);
    const std::vector<uint32_t> expected = NewestPapers([first = first, last = last](uint32_t i) {
      return YearOf(i) != kNoYear && YearOf(i) >= first && YearOf(i) <= last;
    });
    INFO(first << " to " << last);
    CHECK(std::vector<uint32_t>(in_window.begin(), in_window.end()) == expected);
  }
}

TEST_CASE("recency: the arcs of a vertex are those of its seven groups") {
  const RecencyIndex& recency = Hubs().Recency();
  CHECK(recency.ArcsOf(At(NodeKind::kTopic, 0).index) == kPapers);
  CHECK(recency.ArcsOf(At(NodeKind::kPaper, 0).index) == kAuthors + 2 + 1);
  CHECK(recency.ArcsOf(At(NodeKind::kPaper, 1).index) == 1 + 1 + 1);
  CHECK(recency.ArcsOf(At(NodeKind::kPerson, 4'999).index) == 10);
}

// The targets of the first push of `start`, and the mass that it loses.
void CheckFirstPush(const SliceOptions& options, Vertex start,
                    const std::vector<uint32_t>& expected, double lost) {
  SliceGraph graph = ValueOf(SliceGraph::Create(Hubs(), options, {start.index}));
  const std::vector<uint32_t> starts = {start.index};
  const Walk walk = WalkFrom(graph, starts, 0, StopFlag());
  CHECK(std::vector<uint32_t>(walk.vertices.begin() + 1, walk.vertices.end()) == expected);
  CHECK(walk.arcs_touched == expected.size());
  CHECK(walk.lost == Approx(lost).epsilon(1e-12));
  CHECK(walk.p[0] == Approx(0.15));
  CHECK(walk.ErrorBound() == Approx(0.85));
}

TEST_CASE("slice walk: a hub is pushed along its 256 newest, and the rest is lost mass") {
  const auto newest = [](auto pass) {
    std::vector<uint32_t> papers = NewestPapers(pass);
    const size_t all = papers.size();
    papers.resize(std::min<size_t>(all, kHubArcs));
    return std::pair(papers, static_cast<double>(all));
  };
  const Vertex topic = At(NodeKind::kTopic, 0);
  {
    const auto [papers, all] = newest([](uint32_t) { return true; });
    CheckFirstPush({}, topic, papers, 0.85 * (1 - kHubArcs / all));
  }
  {
    SliceOptions years;
    years.weights.first_year = 1970;
    years.weights.last_year = 1999;
    const auto [papers, all] =
        newest([](uint32_t i) { return YearOf(i) >= 1970 && YearOf(i) <= 1999; });
    CheckFirstPush(years, topic, papers, 0.85 * (1 - kHubArcs / all));
  }
  {
    SliceOptions by_topic;
    by_topic.weights.topics = {At(NodeKind::kTopic, 1)};
    const auto [papers, all] = newest([](uint32_t i) { return i % 100 == 0; });
    CheckFirstPush(by_topic, topic, papers, 0.85 * (1 - kHubArcs / all));
  }
  {  // A hub of the store that is none in G_F: all by NodeId, nothing lost.
    SliceOptions few;
    few.weights.first_year = 2000;
    few.weights.topics = {At(NodeKind::kTopic, 1)};
    std::vector<uint32_t> papers =
        NewestPapers([](uint32_t i) { return YearOf(i) >= 2000 && i % 100 == 0; });
    std::sort(papers.begin(), papers.end());
    REQUIRE((papers.size() > 100 && papers.size() < kHubArcs));
    CheckFirstPush(few, topic, papers, 0);
  }
  {  // People have no year: the 256 of the smallest NodeIds, of three groups.
    std::vector<uint32_t> expected;
    for (uint32_t i = 0; i < kHubArcs; ++i) expected.push_back(At(NodeKind::kPerson, i).index);
    expected.push_back(At(NodeKind::kTopic, 0).index);
    expected.push_back(At(NodeKind::kTopic, 1).index);
    expected.push_back(At(NodeKind::kVenue, 0).index);
    CheckFirstPush({}, At(NodeKind::kPaper, 0), expected, 0.85 / 3 * (1 - 256.0 / kAuthors));
  }
}

TEST_CASE("slice walk: a seed outside the years is among the newest of its hub") {
  SliceOptions years;
  years.weights.first_year = 1970;
  years.weights.last_year = 1999;
  const uint32_t topic = At(NodeKind::kTopic, 0).index;
  uint32_t newer = 0;
  while (YearOf(newer) != 2019) ++newer;
  std::vector<uint32_t> expected =
      NewestPapers([](uint32_t i) { return YearOf(i) >= 1970 && YearOf(i) <= 1999; });
  SliceGraph graph = ValueOf(SliceGraph::Create(Hubs(), years, {topic, newer}));
  CHECK(graph.Counts(topic).arcs[0] == expected.size() + 1);
  std::vector<uint32_t> pushed;
  graph.ForEachPushed(topic, graph.Groups(topic)[0], graph.Counts(topic).arcs[0],
                      [&](uint32_t paper) { pushed.push_back(paper); });
  expected.insert(expected.begin(), newer);
  expected.resize(kHubArcs);
  CHECK(pushed == expected);
}

TEST_CASE("slice: two hubs that are adjacent have their edge") {
  // Paper 1 cites 2 .. 301, 2 is also cited by 302 .. 601: either row of the arc 1 -> 2 is long.
  GraphInput input;
  const auto paper = [](uint32_t number) { return NodeId(NodeKind::kPaper, number); };
  for (uint32_t i = 1; i <= 601; ++i) input.AddNode(paper(i), "paper", 2000);
  for (uint32_t i = 2; i <= 301; ++i) {
    input.List(paper(1), EdgeKind::kCitation).targets.push_back(paper(i));
  }
  for (uint32_t i = 302; i <= 601; ++i) {
    input.List(paper(i), EdgeKind::kCitation).targets = {paper(2)};
  }
  const auto graph = ValueOf(input.Build());
  const Vertex citing = *graph->FindVertex(paper(1));
  const Vertex cited = *graph->FindVertex(paper(2));
  const std::vector<SliceEdge> edge = {{citing, cited, SliceEdgeType::kCitation, 1}};
  SliceOptions options;
  options.node_budget = 2;
  // Added as the smallest of those with p = 0, as a pin, and beside what is shown.
  const Slice added = ValueOf(SliceAround(*graph, {&citing, 1}, options));
  CHECK(added.edges == edge);
  CHECK(added.nodes[0].hidden.paper + added.nodes[1].hidden.paper == 299 + 300);
  options.pins = {cited};
  CHECK(ValueOf(SliceAround(*graph, {&citing, 1}, options)).edges == edge);
  options.pins.clear();
  options.node_budget = 1;
  options.shown = {citing};
  CHECK(ValueOf(SliceAround(*graph, {&citing, 1}, options)).edges == edge);
}

TEST_CASE("slice: the work around hubs is that of the budget") {
  for (const Vertex seed : {At(NodeKind::kTopic, 0), At(NodeKind::kVenue, 0),
                            At(NodeKind::kPaper, 0), At(NodeKind::kPerson, 7)}) {
    const Slice slice = ValueOf(SliceAround(Hubs(), {&seed, 1}, {}));
    CHECK(slice.nodes.size() == 60);
    CHECK(slice.edges.size() <= 240);
    // The walk ends with the first push at or beyond W; no node here has more than 3 groups.
    CHECK(slice.arcs_touched < 3'000 + 3 * kHubArcs);
    CHECK(slice.error_bound < 1);
    CHECK_FALSE(slice.complete);
  }
}

TEST_CASE("slice: hidden neighbours of hubs equal a recount, and more than 10,000 arcs say so") {
  for (const bool has_years : {false, true}) {
    SliceOptions options;
    if (has_years) options.weights.first_year = 2000;
    const Vertex seed = At(NodeKind::kTopic, 1);
    const Slice slice = ValueOf(SliceAround(Hubs(), {&seed, 1}, options));
    std::set<uint32_t> returned;
    for (const SliceNode& node : slice.nodes) returned.insert(node.vertex.index);
    uint32_t checked = 0;
    for (const SliceNode& node : slice.nodes) {
      if (Hubs().KindOf(node.vertex) != NodeKind::kTopic) continue;
      const bool is_first = node.vertex == At(NodeKind::kTopic, 0);
      uint64_t expected = 0;
      for (uint32_t i = 0; i < kPapers; ++i) {
        const bool is_in = (is_first || i % 100 == 0) && (!has_years || YearOf(i) >= 2000);
        expected += is_in && returned.count(i) == 0 ? 1 : 0;
      }
      CHECK(node.hidden.paper == expected);
      CHECK(node.hidden.at_least == is_first);
      ++checked;
    }
    CHECK(checked == 2);
  }
}

TEST_CASE("slice: hubs as seeds keep every promise") {
  for (const Vertex seed : {At(NodeKind::kTopic, 0), At(NodeKind::kPaper, 0),
                            At(NodeKind::kVenue, 0), At(NodeKind::kPerson, 0)}) {
    for (const uint32_t budget : {20u, 60u, 200u}) {
      SliceOptions options;
      options.node_budget = budget;
      if (budget == 200) options.weights.first_year = 2010;
      const Slice slice = ValueOf(SliceAround(Hubs(), {&seed, 1}, options));
      INFO("seed " << seed.index << ", budget " << budget);
      const auto broken = testing::BrokenPromises(Hubs(), {&seed, 1}, options, slice);
      for (const std::string& sentence : broken) UNSCOPED_INFO(sentence);
      CHECK(broken.empty());
    }
  }
}

TEST_CASE("slice: a hub is expanded by its own neighbours to the last one") {
  const Vertex seed = At(NodeKind::kPaper, 0);
  const auto people_of = [](const Slice& slice) {
    return std::count_if(slice.nodes.begin(), slice.nodes.end(), [](const SliceNode& node) {
      return Hubs().KindOf(node.vertex) == NodeKind::kPerson;
    });
  };
  SliceOptions options;
  options.node_budget = 100;
  options.expand = {seed};
  const Slice first = ValueOf(SliceAround(Hubs(), {&seed, 1}, options));
  CHECK(first.nodes.size() == 100);
  CHECK(people_of(first) >= 96);  // beside the seed, two topics and the venue
  for (const SliceNode& node : first.nodes) {
    CHECK((Hubs().KindOf(node.vertex) != NodeKind::kPaper || node.vertex == seed));
  }
  CHECK_FALSE(first.exhausted);

  options.shown = {seed};
  for (uint32_t i = 0; i < kAuthors; ++i) {
    if (i % 300 != 7) options.shown.push_back(At(NodeKind::kPerson, i));
  }
  options.node_budget = 20;
  const Slice last = ValueOf(SliceAround(Hubs(), {&seed, 1}, options));
  CHECK(last.nodes.size() == 20);
  CHECK(people_of(last) == 10);
  for (size_t i = 0; i < 13; ++i) {  // ten people, two topics, the venue; then others
    CHECK(Hubs().KindOf(last.nodes[i].vertex) != NodeKind::kPaper);
  }
  CHECK(last.exhausted);
  CHECK_FALSE(last.complete);
}

TEST_CASE("slice walk: the error bound holds across a hub that loses mass") {
  // A topic of 600 papers, each with an author of its own; everything else follows by symmetry.
  constexpr uint32_t kCount = 600;
  GraphInput input;
  input.AddNode(Id(NodeKind::kTopic, 0), "topic");
  for (uint32_t i = 0; i < kCount; ++i) {
    input.AddNode(Id(NodeKind::kPaper, i), "paper", static_cast<int16_t>(1400 + i));
    input.AddNode(Id(NodeKind::kPerson, i), "person");
    input.List(Id(NodeKind::kPaper, i), EdgeKind::kAuthorship).targets = {Id(NodeKind::kPerson, i)};
    input.List(Id(NodeKind::kPaper, i), EdgeKind::kTopicAssignment).targets = {
        Id(NodeKind::kTopic, 0)};
    input.List(Id(NodeKind::kPaper, i), EdgeKind::kTopicAssignment).scores = {1};
  }
  const auto graph = ValueOf(input.Build());
  const uint32_t topic = graph->FindVertex(Id(NodeKind::kTopic, 0))->index;
  // pi of the topic, of all papers together and of all people, by iteration.
  double t = 1;
  double papers = 0;
  double people = 0;
  for (int i = 0; i < 1000; ++i) {
    const double next_t = 0.15 + 0.85 * papers / 2;
    const double next_papers = 0.85 * (t + people);
    people = 0.85 * papers / 2;
    t = next_t;
    papers = next_papers;
  }
  SliceGraph view = ValueOf(SliceGraph::Create(*graph, {}, {topic}));
  const std::vector<uint32_t> starts = {topic};
  for (const uint64_t arcs_max : {0, 1'000, 10'000, 1'000'000}) {
    const Walk walk = WalkFrom(view, starts, arcs_max, StopFlag());
    INFO("arcs " << arcs_max);
    CHECK(walk.lost > 0);
    for (size_t i = 0; i < walk.vertices.size(); ++i) {
      const NodeKind kind = graph->KindOf(Vertex{walk.vertices[i]});
      const double pi = kind == NodeKind::kTopic   ? t
                        : kind == NodeKind::kPaper ? papers / kCount
                                                   : people / kCount;
      CHECK(walk.p[i] <= pi + 1e-12);
      CHECK(pi - walk.p[i] <= walk.ErrorBound() + 1e-12);
    }
    const double p = std::accumulate(walk.p.begin(), walk.p.end(), 0.0);
    CHECK(p + walk.ErrorBound() == Approx(1));
  }
}

}  // namespace
}  // namespace coterie

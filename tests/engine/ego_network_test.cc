// Ego networks: a drawing with answers by hand, and random worlds against naive measures.
#include "engine/analysis/ego_network.h"
#include "engine/analysis/filter_names.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/support/catch.h"
#include "tests/support/naive_graph.h"
#include "tests/support/random_world.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::NaiveGraph;
using testing::Oracle;
using testing::RandomPaper;
using testing::RandomWorld;
using testing::TinyGraph;
using testing::ValueOf;

constexpr std::string_view kCircle = R"(
  p1 2020: ann bob
  p2 2020: ann bob cid
  p3 2020: ann dee
  p4 2020: ann eve
  p5 2020: bob cid eve
  p6 2020: bob cid eve
  p7 2020: dee fay
)";
//        ann - bob 1.5, cid 0.5, dee 1, eve 1 (ego)
//        bob - cid 0.5 + 0.5 + 0.5 = 1.5, bob - eve 1, cid - eve 1; dee alone; fay no member

EgoOptions Undecayed() {
  EgoOptions options;
  options.weights.half_life_years = std::numeric_limits<double>::infinity();
  return options;
}

const EgoMember& MemberOf(const TinyGraph& g, const EgoNetwork& ego, std::string_view name) {
  for (const EgoMember& member : ego.members) {
    if (g.NameOf(member.person) == name) return member;
  }
  FAIL("no member " << name);
  return ego.members.front();
}

TEST_CASE("ego: members, ties and measures of a drawing are as computed by hand") {
  const TinyGraph g(kCircle);
  const EgoNetwork ego = ValueOf(EgoNetworkOf(g.graph(), g["ann"], Undecayed()));
  CHECK(ego.ego == g["ann"]);
  CHECK(ego.as_of_year == 2020);
  CHECK(ego.total_collaborators == 4);
  REQUIRE(ego.members.size() == 4);
  CHECK(g.NameOf(ego.members[0].person) == "bob");
  CHECK(MemberOf(g, ego, "bob").strength == 1.5);
  CHECK(MemberOf(g, ego, "bob").shared_papers == 2);
  CHECK(MemberOf(g, ego, "cid").strength == 0.5);

  REQUIRE(ego.ties.size() == 3);
  CHECK(ego.ties[0].a == g["bob"]);
  CHECK(ego.ties[0].b == g["cid"]);
  CHECK(ego.ties[0].strength == 1.5);  // over all that they share, not only with ann
  CHECK(ego.ties[0].shared_papers == 3);
  CHECK(ego.ties[1].b == g["eve"]);
  CHECK(ego.ties[1].strength == 1);
  CHECK(ego.ties[2].a == g["cid"]);

  CHECK(MemberOf(g, ego, "bob").ties == 2);
  CHECK(MemberOf(g, ego, "dee").ties == 0);
  CHECK(MemberOf(g, ego, "bob").core == 3);  // ann, bob, cid and eve all know each other
  CHECK(MemberOf(g, ego, "eve").core == 3);
  CHECK(MemberOf(g, ego, "dee").core == 1);
  CHECK(ego.degeneracy == 3);
  CHECK(ego.components == 2);
  CHECK(ego.largest_component == 3);
  CHECK(MemberOf(g, ego, "bob").component == 0);
  CHECK(MemberOf(g, ego, "dee").component == 1);
  CHECK(MemberOf(g, ego, "bob").distance == Approx(2 / 3.0));
  CHECK(MemberOf(g, ego, "cid").distance == Approx(4 / 3.0));  // through bob; directly 2
  CHECK(MemberOf(g, ego, "bob").clustering == 1);
  CHECK(MemberOf(g, ego, "dee").clustering == 0);  // one neighbour
  CHECK(ego.density == Approx(3 / 6.0));
}

TEST_CASE("ego: full counting makes ties of shared papers") {
  const TinyGraph g(kCircle);
  EgoOptions options;
  options.weights.counting = Counting::kFull;
  const EgoNetwork ego = ValueOf(EgoNetworkOf(g.graph(), g["ann"], options));
  CHECK(MemberOf(g, ego, "bob").strength == 2);
  CHECK(ego.ties[0].strength == 3);
}

TEST_CASE("ego: a limit keeps the strongest and the ties among them") {
  const TinyGraph g(kCircle);
  EgoOptions options = Undecayed();
  options.limit = 2;  // bob 1.5, then dee before eve, both 1, by NodeId
  const EgoNetwork ego = ValueOf(EgoNetworkOf(g.graph(), g["ann"], options));
  REQUIRE(ego.members.size() == 2);
  CHECK(ego.total_collaborators == 4);
  CHECK(g.NameOf(ego.members[1].person) == "dee");
  CHECK(ego.ties.empty());
  CHECK(ego.components == 2);
}

TEST_CASE("ego: components of one size are numbered by their smallest vertex") {
  const TinyGraph g(R"(
    p0 2020: bob cid dee eve
    p1 2020: ann dee eve
    p2 2020: ann dee eve
    p3 2020: ann bob cid
  )");
  EgoOptions options = Undecayed();
  options.weights.max_authors = 3;  // p0 fixes the order of NodeIds only
  const EgoNetwork ego = ValueOf(EgoNetworkOf(g.graph(), g["ann"], options));
  CHECK(g.NameOf(ego.members[0].person) == "dee");
  CHECK(MemberOf(g, ego, "bob").component == 0);
  CHECK(MemberOf(g, ego, "cid").component == 0);
  CHECK(MemberOf(g, ego, "dee").component == 1);
  CHECK(ego.left_out.hyper_authored == 0);  // not ann's paper
}

TEST_CASE("ego: more ties than asked for are refused with what to do, exactly as many are not") {
  const TinyGraph g(kCircle);
  EgoOptions options = Undecayed();
  options.ties_max = 3;
  CHECK(ValueOf(EgoNetworkOf(g.graph(), g["ann"], options)).ties.size() == 3);
  options.ties_max = 2;
  const absl::Status status = EgoNetworkOf(g.graph(), g["ann"], options).status();
  CHECK(status.code() == absl::StatusCode::kOutOfRange);
  CHECK(std::string(status.message()).find("more than 2 ties among the 4 collaborators; ask for") !=
        std::string::npos);
  options.limit = 2;  // bob and dee have none
  CHECK(ValueOf(EgoNetworkOf(g.graph(), g["ann"], options)).ties.empty());
}

// Stopped at any point, which a thread chooses: the outcome is the answer or the refusal.
TEST_CASE("ego: a flag set while it works ends it with nothing else than cancelled") {
  std::string drawing;
  for (int paper = 0; paper < 60; ++paper) {
    absl::StrAppend(&drawing, "p", paper, " 2020: hub");
    for (int i = 0; i < 60; ++i) absl::StrAppend(&drawing, " c", (paper * 7 + i) % 400);
    drawing += "\n";
  }
  const TinyGraph g(drawing);
  EgoOptions options = Undecayed();
  options.weights.max_authors = kNoLimit;
  const size_t ties = ValueOf(EgoNetworkOf(g.graph(), g["hub"], options)).ties.size();
  CHECK(ties > 10'000);
  uint32_t cancelled = 0;
  for (uint32_t step = 0; step < 40; ++step) {
    std::atomic<bool> is_stopped = step == 0;
    options.stop = StopFlag(is_stopped);
    std::thread stopper([&is_stopped, step] {
      std::this_thread::sleep_for(std::chrono::microseconds(step * 500));
      is_stopped = true;
    });
    const absl::StatusOr<EgoNetwork> ego = EgoNetworkOf(g.graph(), g["hub"], options);
    stopper.join();
    if (ego.ok()) {
      CHECK(ego->ties.size() == ties);
    } else {
      CHECK(ego.status().code() == absl::StatusCode::kCancelled);
      ++cancelled;
    }
  }
  CHECK(cancelled > 0);  // at least the one that is stopped beforehand
}

TEST_CASE("ego: every number has its definition") {
  const std::string text = DescribeEgo(Undecayed(), 2020, {});
  for (const char* number : {"strength", "tie", "core", "degeneracy", "component", "distance",
                             "clustering", "density"}) {
    INFO(number);
    CHECK(text.find(std::string(number) + " = ") != std::string::npos);
  }
}

TEST_CASE("ego: a tie too old to weigh anything is infinitely long") {
  const TinyGraph g(R"(
    p1 1000: ann bob
    p2 2020: ann cid
  )");
  EgoOptions options;
  options.weights.half_life_years = 0.5;  // 2^-2040 is 0 in double
  const EgoNetwork ego = ValueOf(EgoNetworkOf(g.graph(), g["ann"], options));
  CHECK(MemberOf(g, ego, "bob").strength == 0);
  CHECK(std::isinf(MemberOf(g, ego, "bob").distance));
  CHECK(MemberOf(g, ego, "cid").distance == 1);
}

TEST_CASE("ego: of somebody without co-authors it is empty, of a paper refused") {
  const TinyGraph g("p1 2020: ann\n");
  const EgoNetwork ego = ValueOf(EgoNetworkOf(g.graph(), g["ann"], {}));
  CHECK(ego.members.empty());
  CHECK(ego.ties.empty());
  CHECK(ego.components == 0);
  CHECK(ego.largest_component == 0);
  CHECK(ego.degeneracy == 0);
  CHECK(ego.density == 0);
  CHECK(absl::IsInvalidArgument(EgoNetworkOf(g.graph(), g["p1"], {}).status()));
}

int NumberOf(const GraphSnapshot& graph, Vertex v) {
  return static_cast<int>(graph.NodeOf(v).ordinal()) - 1;
}

void CheckTies(const GraphSnapshot& graph, const Oracle& oracle, const EgoNetwork& ego) {
  size_t expected = 0;
  for (const EgoMember& x : ego.members) {
    for (const EgoMember& y : ego.members) {
      if (x.person >= y.person) continue;
      const int a = NumberOf(graph, x.person);
      const int b = NumberOf(graph, y.person);
      if (oracle.Shared(a, b) == 0) continue;
      ++expected;
      const auto tie = std::find_if(ego.ties.begin(), ego.ties.end(), [&](const EgoTie& t) {
        return t.a == x.person && t.b == y.person;
      });
      REQUIRE(tie != ego.ties.end());
      CHECK(tie->strength == Approx(oracle.Value(a, b)).epsilon(1e-12));
      CHECK(static_cast<int>(tie->shared_papers) == oracle.Shared(a, b));
    }
  }
  CHECK(ego.ties.size() == expected);
  CHECK(std::is_sorted(ego.ties.begin(), ego.ties.end(), [](const EgoTie& x, const EgoTie& y) {
    return std::pair(x.a, x.b) < std::pair(y.a, y.b);
  }));
}

// Everything but the ties, from the naive graph of the members in vertex order, the ego last.
void CheckMeasures(const EgoNetwork& ego) {
  const auto m = static_cast<uint32_t>(ego.members.size());
  std::vector<Vertex> order;
  for (const EgoMember& member : ego.members) order.push_back(member.person);
  std::sort(order.begin(), order.end());
  const auto at = [&order](Vertex v) {
    return static_cast<uint32_t>(std::lower_bound(order.begin(), order.end(), v) - order.begin());
  };
  NaiveGraph alone(m);
  NaiveGraph with_ego(m + 1);
  for (const EgoTie& tie : ego.ties) {
    alone.Add(at(tie.a), at(tie.b), tie.strength);
    with_ego.Add(at(tie.a), at(tie.b), tie.strength);
  }
  for (const EgoMember& member : ego.members) with_ego.Add(at(member.person), m, member.strength);
  const std::vector<uint32_t> cores = testing::NaiveCores(with_ego);
  const std::vector<uint32_t> components = testing::NaiveComponents(alone);
  const std::vector<double> distances = testing::NaiveDistances(with_ego, m);
  uint32_t count = 0;
  for (const EgoMember& member : ego.members) {
    const uint32_t v = at(member.person);
    CHECK(member.core == cores[v]);
    CHECK(member.component == components[v]);
    CHECK(member.distance == Approx(distances[v]));
    CHECK(member.clustering == Approx(testing::NaiveClustering(with_ego, v)));
    uint32_t ties = 0;
    for (uint32_t u = 0; u < m; ++u) ties += alone.Has(v, u) ? 1 : 0;
    CHECK(member.ties == ties);
    count = std::max(count, components[v] + 1);
  }
  CHECK(ego.components == count);
  CHECK(ego.largest_component == std::count(components.begin(), components.end(), 0u));
  CHECK(ego.degeneracy == *std::max_element(cores.begin(), cores.end()));
  CHECK(ego.density == Approx(testing::NaiveClustering(with_ego, m)));
}

TEST_CASE("ego: equals naive measures on random worlds, all options") {
  constexpr uint32_t kSeedFirst = 7'000'001;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 2000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const auto graph = ValueOf(world.Input().Build(static_cast<int16_t>(world.import_year)));
    EgoOptions options;
    options.weights = testing::RandomStrength(random, *graph);
    if (random() % 3 == 0) options.limit = 1 + static_cast<uint32_t>(random() % 5);
    const Vertex person{graph->VerticesOf(NodeKind::kPerson).first +
                        static_cast<uint32_t>(random() % static_cast<uint32_t>(world.people))};
    const EgoNetwork ego = ValueOf(EgoNetworkOf(*graph, person, options));

    CollaboratorOptions ranking;
    ranking.weights = options.weights;
    ranking.limit = options.limit;
    const CollaboratorList list = ValueOf(Collaborators(*graph, person, ranking));
    REQUIRE(ego.members.size() == list.rows.size());
    for (size_t i = 0; i < list.rows.size(); ++i) {
      CHECK(ego.members[i].person == list.rows[i].person);
      CHECK(ego.members[i].strength == list.rows[i].strength);
      CHECK(ego.members[i].shared_papers == list.rows[i].shared_papers);
    }
    CHECK(ego.total_collaborators == list.total);
    CHECK(ego.left_out.hyper_authored == list.left_out.hyper_authored);
    CHECK(ego.undated_counted == list.undated_counted);
    CheckTies(*graph, Oracle(world, *graph, options.weights), ego);
    CheckMeasures(ego);
  }
}

}  // namespace
}  // namespace coterie

// Co-author paths against all simple paths, enumerated one by one, on thousands of random worlds.
// Which papers count is what the naive definitions of random_world.h say.
#include <algorithm>

#include "engine/analysis/paths.h"
#include "tests/support/catch.h"
#include "tests/support/naive_paths.h"
#include "tests/support/random_world.h"

namespace coterie {
namespace {

using testing::AllDistances;
using testing::Below;
using testing::CheckPathList;
using testing::HopLengths;
using testing::kNoHop;
using testing::NumberedVertex;
using testing::NumbersOf;
using testing::Oracle;
using testing::RandomPaper;
using testing::RandomWorld;
using testing::Sequence;
using testing::ValueOf;

constexpr uint32_t kSeedFirst = 20'260'301;

// A world of people, and what the oracle says of each pair under some options.
struct CoauthorCase {
  explicit CoauthorCase(std::mt19937& random)
      : world(random),
        graph(ValueOf(world.Input().Build(static_cast<int16_t>(world.import_year)))) {}

  void Choose(std::mt19937& random, PathLength length) {
    options.length = length;
    options.explain = world.papers.size() % 2 == 0;
    if (Below(random, 3) == 0) options.papers = testing::RandomStrength(random, *graph);
    if (length == PathLength::kStrength) {
      // So that the longest hop is within 10^9 of the shortest, and sums can be told apart.
      const double half_lives[] = {kNoHop, 20, 5};
      options.papers.half_life_years = half_lives[Below(random, 3)];
    }
    options.max_paths = std::vector<uint32_t>{1, 2, 5, 100}[Below(random, 4)];
    ChooseEnds(random);
    for (uint32_t i = Below(random, 3); i > 0; --i) {
      if (Below(random, 2) == 0 && !world.papers.empty()) {
        const auto paper = Below(random, static_cast<uint32_t>(world.papers.size()));
        excluded_papers.insert(static_cast<int>(paper));
        options.excluded.push_back(
            NumberedVertex(*graph, NodeKind::kPaper, static_cast<int>(paper)));
      } else {
        const auto person = static_cast<int>(Below(random, static_cast<uint32_t>(world.people)));
        if (person == from || person == to) continue;
        excluded_people.insert(person);
        options.excluded.push_back(NumberedVertex(*graph, NodeKind::kPerson, person));
      }
    }
  }

  // Of a few pairs the one farthest apart, since most are neighbours or not joined at all.
  void ChooseEnds(std::mt19937& random) {
    const HopLengths distances = AllDistances(Hops());
    double farthest = -1;
    for (int i = 0; i < 8; ++i) {
      const auto a = static_cast<int>(Below(random, static_cast<uint32_t>(world.people)));
      const auto b = static_cast<int>(Below(random, static_cast<uint32_t>(world.people)));
      double distance = distances[static_cast<size_t>(a)][static_cast<size_t>(b)];
      if (distance == kNoHop) distance = Below(random, 8) == 0 ? kNoHop : -1;
      if (i > 0 && distance <= farthest) continue;
      farthest = distance;
      from = a;
      to = b;
    }
  }

  // Papers that a and b share and that count, by number.
  std::vector<int> Shared(const Oracle& oracle, int a, int b) const {
    std::vector<int> shared;
    for (size_t i = 0; i < world.papers.size(); ++i) {
      const std::set<int> people = world.papers[i].People();
      if (people.count(a) > 0 && people.count(b) > 0 && oracle.Counts(world.papers[i]) &&
          excluded_papers.count(static_cast<int>(i)) == 0) {
        shared.push_back(static_cast<int>(i));
      }
    }
    return shared;
  }

  Oracle TheOracle() const {
    StrengthOptions papers = options.papers;
    // Hops have no Y: papers of all years count.
    if (options.length == PathLength::kHops && !papers.as_of_year) papers.as_of_year = 30'000;
    return {world, *graph, papers};
  }

  double LengthOf(const Oracle& oracle, int a, int b) const {
    if (a == b || excluded_people.count(a) > 0 || excluded_people.count(b) > 0) return kNoHop;
    const std::vector<int> shared = Shared(oracle, a, b);
    if (shared.empty()) return kNoHop;
    if (options.length == PathLength::kHops) return 1;
    double strength = 0;
    for (const int paper : shared) {
      strength += options.papers.counting == Counting::kFull
                      ? 1
                      : oracle.Weight(world.papers[static_cast<size_t>(paper)]);
    }
    return 1 / strength;
  }

  HopLengths Hops() const {
    const Oracle oracle = TheOracle();
    const auto n = static_cast<size_t>(world.people);
    HopLengths hops(n, std::vector<double>(n, kNoHop));
    for (size_t a = 0; a < n; ++a) {
      for (size_t b = 0; b < n; ++b) {
        hops[a][b] = LengthOf(oracle, static_cast<int>(a), static_cast<int>(b));
      }
    }
    return hops;
  }

  PathList Ask() const {
    return ValueOf(PathsBetween(*graph, NumberedVertex(*graph, NodeKind::kPerson, from),
                                NumberedVertex(*graph, NodeKind::kPerson, to), options));
  }

  // All shared papers that count, and weights that add up to what the hop says.
  void CheckPapers(const Oracle& oracle, const std::vector<int>& shared,
                   const PathNode& node) const {
    REQUIRE(node.papers.size() == shared.size());
    const bool is_weighted = options.length == PathLength::kStrength;
    double sum = 0;
    for (size_t i = 0; i < shared.size(); ++i) {
      const RandomPaper& paper = world.papers[static_cast<size_t>(shared[i])];
      CHECK(node.papers[i].paper == NumberedVertex(*graph, NodeKind::kPaper, shared[i]));
      CHECK(node.papers[i].year == paper.year.value_or(kNoYear));
      CHECK(static_cast<int>(node.papers[i].byline_size) == paper.BylineSize());
      const bool is_one = !is_weighted || options.papers.counting == Counting::kFull;
      CHECK(node.papers[i].weight == Approx(is_one ? 1 : oracle.Weight(paper)).epsilon(1e-12));
      sum += node.papers[i].weight;
    }
    CHECK(sum == (is_weighted ? node.strength : node.shared_papers));  // to the last bit
  }

  // The newest, then the smallest number.
  void CheckVias(const PathList& list) const {
    const Oracle oracle = TheOracle();
    for (const Path& path : list.paths) {
      const Sequence nodes = NumbersOf(*graph, path);
      for (size_t i = 1; i < nodes.size(); ++i) {
        const std::vector<int> shared = Shared(oracle, nodes[i - 1], nodes[i]);
        REQUIRE_FALSE(shared.empty());
        CHECK(path.nodes[i].shared_papers == shared.size());
        const int newest = *std::max_element(shared.begin(), shared.end(), [&](int a, int b) {
          const auto year = [&](int p) {
            return world.papers[static_cast<size_t>(p)].year.value_or(-1);
          };
          return year(a) != year(b) ? year(a) < year(b) : a > b;
        });
        CHECK(path.nodes[i].via_paper == NumberedVertex(*graph, NodeKind::kPaper, newest));
        if (options.length == PathLength::kStrength) {
          CHECK(path.nodes[i].strength ==
                Approx(1 / LengthOf(oracle, nodes[i - 1], nodes[i])).epsilon(1e-12));
        }
        if (options.explain) {
          CheckPapers(oracle, shared, path.nodes[i]);
        } else {
          CHECK(path.nodes[i].papers.empty());
        }
      }
    }
  }

  RandomWorld world;
  std::shared_ptr<const GraphSnapshot> graph;
  PathOptions options;
  int from = 0;
  int to = 0;
  std::set<int> excluded_people;
  std::set<int> excluded_papers;
};

TEST_CASE("paths: co-author paths equal all enumerated ones, all options") {
  int found = 0;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 2000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    CoauthorCase c(random);
    c.Choose(random, PathLength::kHops);
    // Enumeration of long paths is for few people: 8 make up to 1,957 of them, 12 ten million.
    const uint32_t extras[] = {0, 1, 2, kNoLimit};
    c.options.extra_length = extras[Below(random, c.world.people <= 8 ? 4 : 3)];
    const PathList list = c.Ask();
    CheckPathList(*c.graph, c.Hops(), c.from, c.to, c.options, list);
    c.CheckVias(list);
    found += list.distance.value_or(0) >= 2 ? 1 : 0;

    c.options.extra_length = 0;
    c.options.set = PathSet::kAny;
    const PathList any = c.Ask();
    CHECK(any.distance == list.distance);
    if (!any.distance.has_value()) continue;
    REQUIRE(any.paths.size() == 1);
    CHECK(any.paths[0].length == *any.distance);
    c.CheckVias(any);
  }
  CHECK(found > 400);  // the worlds are not trivial
}

TEST_CASE("paths: weighted paths equal all enumerated ones, all options") {
  int found = 0;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 2000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    CoauthorCase c(random);
    c.Choose(random, PathLength::kStrength);
    if (c.world.people <= 8 && Below(random, 2) == 0) c.options.extra_length = kNoLimit;
    const PathList list = c.Ask();
    CheckPathList(*c.graph, c.Hops(), c.from, c.to, c.options, list);
    c.CheckVias(list);
    found += list.distance.has_value() && list.paths[0].nodes.size() > 2 ? 1 : 0;

    // With hops of 2^50 beside hops of 1, sums cannot tell all paths apart; the distance stands.
    c.options.papers.half_life_years = 0.5;
    const double distance =
        AllDistances(c.Hops())[static_cast<size_t>(c.from)][static_cast<size_t>(c.to)];
    const PathList rough = c.Ask();
    CHECK(rough.distance.value_or(kNoHop) == Approx(distance).epsilon(1e-9));
    CHECK(rough.paths.size() == std::min<uint64_t>(rough.count, c.options.max_paths));
    c.CheckVias(rough);
  }
  CHECK(found > 400);
}

}  // namespace
}  // namespace coterie

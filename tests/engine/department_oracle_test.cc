// Departments of random worlds against the naive definitions.
#include <limits>
#include <map>
#include <random>

#include "engine/analysis/department.h"
#include "tests/support/catch.h"
#include "tests/support/naive_graph.h"
#include "tests/support/random_links.h"

namespace coterie {
namespace {

using testing::NaiveGraph;
using testing::NumberOf;
using testing::Oracle;
using testing::RandomLinks;
using testing::RandomPaper;
using testing::RandomWorld;
using testing::ValueOf;
using testing::VertexOf;

// Of the years of the papers that count and that have all of `people`.
std::pair<int, int> Years(const RandomWorld& world, const Oracle& oracle, int a, int b) {
  int first = 0;
  int last = 0;
  for (const RandomPaper& paper : world.papers) {
    const std::set<int> people = paper.People();
    if (people.count(a) == 0 || people.count(b) == 0 || !paper.year || !oracle.Counts(paper)) {
      continue;
    }
    first = first == 0 ? *paper.year : std::min(first, *paper.year);
    last = std::max(last, *paper.year);
  }
  return {first, last};
}

void CheckTies(const RandomWorld& world, const GraphSnapshot& graph, const Oracle& oracle,
               const std::vector<int>& members, const Department& d) {
  size_t expected = 0;
  for (const int a : members) {
    for (const int b : members) expected += a < b && oracle.Shared(a, b) > 0 ? 1 : 0;
  }
  CHECK(d.total_ties == expected);
  REQUIRE(d.ties.size() == expected);
  const auto key = [](const DepartmentTie& t) {
    return std::tuple(-t.strength, -static_cast<int>(t.shared_papers), -t.last_year, t.a, t.b);
  };
  for (size_t i = 0; i < d.ties.size(); ++i) {
    const DepartmentTie& tie = d.ties[i];
    const int a = NumberOf(graph, tie.a);
    const int b = NumberOf(graph, tie.b);
    CHECK(a < b);
    CHECK(tie.strength == Approx(oracle.Value(a, b)).epsilon(1e-12));
    CHECK(static_cast<int>(tie.shared_papers) == oracle.Shared(a, b));
    CHECK(std::pair<int, int>(tie.first_year, tie.last_year) == Years(world, oracle, a, b));
    if (i > 0) CHECK(key(d.ties[i - 1]) < key(tie));
  }
}

void CheckMembers(const RandomWorld& world, const GraphSnapshot& graph, const Oracle& oracle,
                  const std::vector<int>& members, const Department& d) {
  NaiveGraph g(static_cast<uint32_t>(members.size()));
  for (uint32_t i = 0; i < members.size(); ++i) {
    for (uint32_t j = i + 1; j < members.size(); ++j) {
      if (oracle.Shared(members[i], members[j]) == 0) continue;
      g.Add(i, j, oracle.Value(members[i], members[j]));
    }
  }
  const std::vector<uint32_t> cores = testing::NaiveCores(g);
  const std::vector<uint32_t> components = testing::NaiveComponents(g);
  REQUIRE(d.members.size() == members.size());
  double clustering = 0;
  for (const DepartmentMember& row : d.members) {
    const int a = NumberOf(graph, row.person);
    const auto at = std::find(members.begin(), members.end(), a) - members.begin();
    REQUIRE(at < static_cast<long>(members.size()));
    const auto i = static_cast<uint32_t>(at);
    uint32_t inside = 0;
    for (const RandomPaper& paper : world.papers) {
      const std::set<int> people = paper.People();
      if (people.count(a) == 0 || !oracle.Counts(paper)) continue;
      inside += std::any_of(members.begin(), members.end(),
                            [&](int b) { return b != a && people.count(b) > 0; })
                    ? 1
                    : 0;
    }
    double strength = 0;
    uint32_t ties = 0;
    for (uint32_t j = 0; j < members.size(); ++j) {
      strength += j == i ? 0 : g.weight[i][j];
      ties += g.Has(i, j) ? 1 : 0;
    }
    CHECK(static_cast<int>(row.papers) == oracle.Papers(a));
    CHECK(row.papers_inside == inside);
    CHECK(row.strength == Approx(strength).epsilon(1e-12));
    CHECK(row.ties == ties);
    CHECK(row.core == cores[i]);
    CHECK(row.component == components[i]);
    CHECK(row.clustering == Approx(testing::NaiveClustering(g, i)));
    clustering += testing::NaiveClustering(g, i) / static_cast<double>(members.size());
  }
  CHECK(d.degeneracy == *std::max_element(cores.begin(), cores.end()));
  CHECK(d.components == *std::max_element(components.begin(), components.end()) + 1);
  CHECK(d.largest_component == std::count(components.begin(), components.end(), 0u));
  CHECK(d.clustering == Approx(clustering));
  const double pairs = static_cast<double>(members.size() * (members.size() - 1)) / 2;
  CHECK(d.density == Approx(pairs > 0 ? d.total_ties / pairs : 0));
}

void CheckTotals(const RandomWorld& world, const Oracle& oracle, const std::vector<int>& members,
                 const Department& d) {
  LeftOut left_out;
  uint32_t papers = 0;
  uint32_t inside = 0;
  uint32_t undated = 0;
  for (const RandomPaper& paper : world.papers) {
    const std::set<int> people = paper.People();
    const auto on_it = std::count_if(members.begin(), members.end(),
                                     [&people](int a) { return people.count(a) > 0; });
    if (on_it == 0 || !oracle.Counts(paper, left_out)) continue;
    ++papers;
    inside += on_it >= 2 ? 1 : 0;
    undated += !paper.year && paper.BylineSize() >= 2 ? 1 : 0;
  }
  CHECK(d.papers == papers);
  CHECK(d.papers_inside == inside);
  CHECK(d.undated_counted == undated);
  CHECK(d.left_out.after_as_of == left_out.after_as_of);
  CHECK(d.left_out.retracted == left_out.retracted);
  CHECK(d.left_out.hyper_authored == left_out.hyper_authored);
}

void CheckConnectors(const RandomWorld& world, const GraphSnapshot& graph, const Oracle& oracle,
                     const std::vector<int>& members, const Department& d) {
  std::map<int, std::set<int>> tied;  // outsider -> members
  for (int x = 0; x < world.people; ++x) {
    if (std::count(members.begin(), members.end(), x) > 0) continue;
    for (const int a : members) {
      if (oracle.Shared(x, a) > 0) tied[x].insert(a);
    }
  }
  std::erase_if(tied, [](const auto& entry) { return entry.second.size() < 2; });
  CHECK(d.total_connectors == tied.size());
  REQUIRE(d.connectors.size() == tied.size());
  NaiveGraph g(static_cast<uint32_t>(world.people));  // members and connectors
  for (const int a : members) {
    for (const int b : members) {
      if (a < b && oracle.Shared(a, b) > 0) {
        g.Add(static_cast<uint32_t>(a), static_cast<uint32_t>(b), 1);
      }
    }
  }
  double last = std::numeric_limits<double>::infinity();
  for (const Connector& row : d.connectors) {
    const int x = NumberOf(graph, row.person);
    REQUIRE(tied.count(x) == 1);
    double strength = 0;
    uint64_t pairs = 0;
    std::set<int> ties;
    for (const int a : tied[x]) {
      strength += oracle.Value(x, a);
      for (const int b : tied[x]) pairs += a < b && oracle.Shared(a, b) == 0 ? 1 : 0;
      g.Add(static_cast<uint32_t>(x), static_cast<uint32_t>(a), 1);
    }
    uint32_t papers = 0;
    for (const RandomPaper& paper : world.papers) {
      const std::set<int> people = paper.People();
      papers += people.count(x) > 0 && oracle.Counts(paper) &&
                        std::any_of(members.begin(), members.end(),
                                    [&](int a) { return people.count(a) > 0; })
                    ? 1
                    : 0;
    }
    CHECK(row.strength == Approx(strength).epsilon(1e-12));
    CHECK(row.pairs_joined == pairs);
    CHECK(row.papers == papers);
    for (const ConnectorTie& tie : row.ties) {
      const int a = NumberOf(graph, tie.member);
      ties.insert(a);
      CHECK(tie.strength == Approx(oracle.Value(x, a)).epsilon(1e-12));
      CHECK(static_cast<int>(tie.shared_papers) == oracle.Shared(x, a));
    }
    CHECK(ties == tied[x]);
    CHECK(row.ties.size() == tied[x].size());
    CHECK(row.strength <= last);
    last = row.strength;
  }
  const std::vector<uint32_t> components = testing::NaiveComponents(g);
  std::set<uint32_t> with_members;
  for (const int a : members) with_members.insert(components[static_cast<size_t>(a)]);
  CHECK(d.components_with_connectors == with_members.size());
}

TEST_CASE("department: equals the naive definitions on random worlds, all options") {
  for (uint32_t seed = 1; seed <= 800; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const auto graph = ValueOf(world.Input().Build(static_cast<int16_t>(world.import_year)));
    DepartmentOptions options;
    options.weights = testing::RandomStrength(random, *graph);
    options.connector_limit = kNoLimit;
    std::vector<int> members;
    std::vector<Vertex> people;
    for (int a = 0; a < world.people; ++a) {
      if (random() % 2 == 0) continue;
      members.push_back(a);
      people.push_back(VertexOf(*graph, NodeKind::kPerson, a));
    }
    if (people.empty()) continue;
    people.push_back(people[0]);  // order and repetition do not matter
    std::reverse(people.begin(), people.end());
    const Oracle oracle(world, *graph, options.weights);
    const Department d = ValueOf(DepartmentOf(*graph, people, options));
    CHECK(d.as_of_year == oracle.as_of_year());
    CheckTies(world, *graph, oracle, members, d);
    CheckMembers(world, *graph, oracle, members, d);
    CheckTotals(world, oracle, members, d);
    CheckConnectors(world, *graph, oracle, members, d);
  }
}

TEST_CASE("department: members of institutions equal the naive ones on random worlds") {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const RandomLinks links(random, world);
    const auto graph = ValueOf(links.Input(world).Build());
    MemberOptions options;
    options.levels_below = static_cast<uint32_t>(random() % 3);
    if (random() % 3 == 0) options.first_year = static_cast<int16_t>(2000 + random() % 15);
    if (random() % 3 == 0) options.last_year = static_cast<int16_t>(2014 + random() % 15);
    std::set<int> institutions = {static_cast<int>(random() % RandomWorld::kOthers)};
    const Vertex subject[] = {VertexOf(*graph, NodeKind::kInstitution, *institutions.begin())};
    for (uint32_t level = 0; level < options.levels_below; ++level) {
      const std::set<int> above = institutions;
      for (int child = 0; child < RandomWorld::kOthers; ++child) {
        for (const int parent : links.institution_parents[static_cast<size_t>(child)]) {
          if (above.count(parent) > 0) institutions.insert(child);
        }
      }
    }
    const bool has_years = options.first_year || options.last_year;
    std::set<int> expected;
    for (const RandomPaper& paper : world.papers) {
      if (options.first_year && !(paper.year && *paper.year >= *options.first_year)) continue;
      if (options.last_year && !(paper.year && *paper.year <= *options.last_year)) continue;
      for (size_t place = 0; place < paper.byline.size(); ++place) {
        for (const int institution : paper.place_institutions[place]) {
          if (institutions.count(institution) > 0) expected.insert(paper.byline[place]);
        }
      }
    }
    expected.erase(-1);
    for (int a = 0; a < world.people && !has_years; ++a) {
      for (const int institution : links.affiliations[static_cast<size_t>(a)]) {
        if (institutions.count(institution) > 0) expected.insert(a);
      }
    }
    std::set<int> actual;
    for (const Vertex person : ValueOf(MembersOf(*graph, subject, options))) {
      actual.insert(NumberOf(*graph, person));
    }
    CHECK(actual == expected);
  }
}

}  // namespace
}  // namespace coterie

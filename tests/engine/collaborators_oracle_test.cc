// Collaborators against the naive definitions, on thousands of random worlds and option sets.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/collaborators.h"
#include "tests/support/catch.h"
#include "tests/support/random_world.h"

namespace coterie {
namespace {

using testing::Oracle;
using testing::RandomPaper;
using testing::RandomWorld;
using testing::ValueOf;

constexpr uint32_t kSeedFirst = 20'260'101;
constexpr uint32_t kWorlds = 3000;

int NumberOf(const GraphSnapshot& graph, Vertex v) {
  return static_cast<int>(graph.NodeOf(v).ordinal()) - 1;
}

Vertex PersonVertex(const GraphSnapshot& graph, int number) {
  return *graph.FindVertex(NodeId(NodeKind::kPerson, static_cast<uint64_t>(number) + 1));
}

double Expected(const Oracle& oracle, Normalization normalization, int a, int b) {
  const double c = oracle.Shared(a, b);
  switch (normalization) {
    case Normalization::kNone:
      return oracle.Value(a, b);
    case Normalization::kSalton:
      return c / std::sqrt(1.0 * oracle.Papers(a) * oracle.Papers(b));
    case Normalization::kJaccard:
      return c / (oracle.Papers(a) + oracle.Papers(b) - c);
    case Normalization::kAssociation:
      return c / (1.0 * oracle.Links(a) * oracle.Links(b));
  }
  return -1;
}

// The most frequent of `values`, then the smallest.
std::vector<int> MostFrequent(const std::vector<int>& values, size_t limit) {
  std::map<int, int> times;
  for (const int value : values) ++times[value];
  std::vector<std::pair<int, int>> order;
  for (const auto& [value, count] : times) order.emplace_back(-count, value);
  std::sort(order.begin(), order.end());
  std::vector<int> most;
  for (size_t i = 0; i < std::min(limit, order.size()); ++i) most.push_back(order[i].second);
  return most;
}

std::vector<int> Numbers(const GraphSnapshot& graph, const std::vector<Vertex>& vertices) {
  std::vector<int> numbers;
  for (const Vertex v : vertices) numbers.push_back(NumberOf(graph, v));
  return numbers;
}

// One row against the definitions.
void CheckRow(const RandomWorld& world, const GraphSnapshot& graph, const Oracle& oracle,
              const CollaboratorOptions& options, int a, double best, const Collaborator& row) {
  const int b = NumberOf(graph, row.person);
  INFO("co-author " << b);
  CHECK(row.strength == Approx(Expected(oracle, options.normalization, a, b)).epsilon(1e-12));
  CHECK(static_cast<int>(row.shared_papers) == oracle.Shared(a, b));
  const double s = oracle.Strength(a, b);
  if (std::abs(s - 0.25 * best) > 1e-9) {  // on the edge, rounding decides
    CHECK(row.is_close == (oracle.Shared(a, b) >= 2 && s >= 0.25 * best));
  }
  int first = 0;
  int last = 0;
  std::vector<int> topics;
  std::vector<int> institutions;
  std::vector<int> papers;
  for (size_t i = 0; i < world.papers.size(); ++i) {
    const RandomPaper& paper = world.papers[i];
    const std::set<int> people = paper.People();
    if (people.count(a) == 0 || people.count(b) == 0 || !oracle.Counts(paper)) continue;
    papers.push_back(static_cast<int>(i));
    topics.insert(topics.end(), paper.topics.begin(), paper.topics.end());
    std::set<int> own;
    for (size_t place = 0; place < paper.byline.size(); ++place) {
      if (paper.byline[place] != b) continue;
      own.insert(paper.place_institutions[place].begin(), paper.place_institutions[place].end());
    }
    institutions.insert(institutions.end(), own.begin(), own.end());
    if (!paper.year) continue;
    first = first == 0 ? *paper.year : std::min(first, *paper.year);
    last = std::max(last, *paper.year);
  }
  CHECK(row.first_year == first);
  CHECK(row.last_year == last);
  CHECK(Numbers(graph, row.topics) == MostFrequent(topics, options.detail_limit));
  CHECK(Numbers(graph, row.institutions) == MostFrequent(institutions, options.detail_limit));
  if (!options.explain) {
    CHECK(row.papers.empty());
    return;
  }
  REQUIRE(row.papers.size() == papers.size());
  for (size_t i = 0; i < papers.size(); ++i) {
    const RandomPaper& paper = world.papers[static_cast<size_t>(papers[i])];
    CHECK(NumberOf(graph, row.papers[i].paper) == papers[i]);
    CHECK(row.papers[i].year == paper.year.value_or(kNoYear));
    CHECK(static_cast<int>(row.papers[i].byline_size) == paper.BylineSize());
    const bool is_whole = options.normalization != Normalization::kNone ||
                          options.weights.counting == Counting::kFull;
    CHECK(row.papers[i].weight == Approx(is_whole ? 1 : oracle.Weight(paper)).epsilon(1e-12));
  }
}

void CheckOrder(const std::vector<Collaborator>& rows) {
  for (size_t i = 1; i < rows.size(); ++i) {
    const auto key = [](const Collaborator& row) {
      return std::tuple(-row.strength, -static_cast<int64_t>(row.shared_papers), -row.last_year,
                        row.person);
    };
    CHECK(key(rows[i - 1]) < key(rows[i]));
  }
}

void CheckPerson(const RandomWorld& world, const GraphSnapshot& graph, int a,
                 CollaboratorOptions options) {
  const Oracle oracle(world, graph, options.weights);
  options.limit = kNoLimit;
  const auto all = ValueOf(Collaborators(graph, PersonVertex(graph, a), options));
  CHECK(all.as_of_year == oracle.as_of_year());
  std::set<int> expected;
  double best = 0;
  LeftOut left_out;
  uint32_t undated = 0;
  for (const RandomPaper& paper : world.papers) {
    if (paper.People().count(a) == 0 || !oracle.Counts(paper, left_out)) continue;
    for (const int b : paper.People()) {
      if (b != a) expected.insert(b);
    }
    undated += !paper.year && paper.BylineSize() >= 2 ? 1 : 0;
  }
  for (const int b : expected) best = std::max(best, oracle.Strength(a, b));
  CHECK(all.left_out.after_as_of == left_out.after_as_of);
  CHECK(all.left_out.retracted == left_out.retracted);
  CHECK(all.left_out.hyper_authored == left_out.hyper_authored);
  CHECK(all.undated_counted == undated);
  CHECK(all.total == expected.size());
  REQUIRE(all.rows.size() == expected.size());
  uint32_t close = 0;
  for (const Collaborator& row : all.rows) {
    CHECK(expected.count(NumberOf(graph, row.person)) == 1);
    CheckRow(world, graph, oracle, options, a, best, row);
    close += row.is_close ? 1 : 0;
  }
  CHECK(all.close == close);
  CheckOrder(all.rows);

  options.limit = 2;  // a limit only cuts the list
  const auto cut = ValueOf(Collaborators(graph, PersonVertex(graph, a), options));
  REQUIRE(cut.rows.size() == std::min<size_t>(2, all.rows.size()));
  CHECK(cut.total == all.total);
  CHECK(cut.close == all.close);
  for (size_t i = 0; i < cut.rows.size(); ++i) {
    CHECK(cut.rows[i].person == all.rows[i].person);
    CHECK(cut.rows[i].strength == all.rows[i].strength);
    CHECK(cut.rows[i].topics == all.rows[i].topics);
  }
}

TEST_CASE("collaborators: equal the naive definitions on random worlds, all options") {
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + kWorlds; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const auto graph = ValueOf(world.Input().Build(static_cast<int16_t>(world.import_year)));
    CollaboratorOptions options;
    options.weights = testing::RandomStrength(random, *graph);
    options.normalization = static_cast<Normalization>(1 + random() % 4);
    options.detail_limit = static_cast<uint32_t>(random() % 4);
    options.explain = random() % 2 == 0;
    CheckPerson(world, *graph, static_cast<int>(random() % static_cast<uint32_t>(world.people)),
                options);
  }
}

// Newman (2001): each multi-author paper hands out exactly 1, anonymous co-authors included.
TEST_CASE("collaborators: undecayed strengths add up to the number of multi-author papers") {
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 500; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const auto graph = ValueOf(world.Input().Build());
    CollaboratorOptions options;
    options.weights.half_life_years = std::numeric_limits<double>::infinity();
    options.weights.max_authors = kNoLimit;
    options.limit = kNoLimit;
    for (int a = 0; a < world.people; ++a) {
      const auto list = ValueOf(Collaborators(*graph, PersonVertex(*graph, a), options));
      double sum = 0;
      for (const Collaborator& row : list.rows) sum += row.strength;
      int papers = 0;
      for (const RandomPaper& paper : world.papers) {
        const std::set<int> people = paper.People();
        if (people.count(a) == 0 || paper.BylineSize() < 2) continue;
        ++papers;
        const double anonymous = paper.BylineSize() - static_cast<double>(people.size());
        sum += anonymous / (paper.BylineSize() - 1);
      }
      CHECK(sum == Approx(papers));
    }
  }
}

}  // namespace
}  // namespace coterie

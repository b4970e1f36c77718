// Recommendations in random worlds against sets, and the walk against dense power iteration.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>

#include "engine/analysis/nearness_walk.h"
#include "engine/analysis/recommend.h"
#include "tests/support/catch.h"
#include "tests/support/random_links.h"

namespace coterie {
namespace {

using testing::NumberOf;
using testing::Oracle;
using testing::RandomPaper;
using testing::RandomWorld;
using testing::ValueOf;
using testing::VertexOf;

// Personalised PageRank of every person, by iterating the definition over people, papers and
// topics: 300 steps leave 0.85^300 = 7e-22 of the mass.
std::vector<double> PowerIteration(const RandomWorld& world, const Oracle& oracle, int person,
                                   double alpha) {
  const auto people = static_cast<size_t>(world.people);
  const size_t papers = world.papers.size();
  const auto paper_at = [&](size_t p) { return people + p; };
  const auto topic_at = [&](int t) { return people + papers + static_cast<size_t>(t); };
  std::vector<std::vector<std::vector<size_t>>> groups(people + papers + RandomWorld::kOthers);
  for (size_t p = 0; p < papers; ++p) {
    const RandomPaper& paper = world.papers[p];
    std::vector<size_t> byline;
    std::vector<size_t> topics;
    for (const int a : paper.People()) byline.push_back(static_cast<size_t>(a));
    for (const int t : paper.topics) topics.push_back(topic_at(t));
    for (const size_t a : byline) {
      if (groups[a].empty()) groups[a].emplace_back();
      groups[a][0].push_back(paper_at(p));
    }
    for (const size_t t : topics) {
      if (groups[t].empty()) groups[t].emplace_back();
      groups[t][0].push_back(paper_at(p));
    }
    if (!oracle.Counts(paper)) continue;
    if (!byline.empty()) groups[paper_at(p)].push_back(byline);
    if (!topics.empty()) groups[paper_at(p)].push_back(topics);
  }
  std::vector<double> settled(groups.size(), 0);
  std::vector<double> mass(groups.size(), 0);
  mass[static_cast<size_t>(person)] = 1;
  for (int step = 0; step < 300; ++step) {
    std::vector<double> next(groups.size(), 0);
    for (size_t u = 0; u < groups.size(); ++u) {
      settled[u] += groups[u].empty() ? mass[u] : alpha * mass[u];
      for (const auto& group : groups[u]) {
        const auto arcs = static_cast<double>(groups[u].size() * group.size());
        for (const size_t v : group) next[v] += (1 - alpha) * mass[u] / arcs;
      }
    }
    mass.swap(next);
  }
  settled.resize(people);
  return settled;
}

bool AreTied(const Oracle& oracle, int a, int b) { return a != b && oracle.Shared(a, b) > 0; }

// Any paper in common that may be known of.
bool ShareAny(const RandomWorld& world, const StrengthOptions& options, int a, int b) {
  return std::any_of(world.papers.begin(), world.papers.end(), [&](const RandomPaper& paper) {
    const std::set<int> people = paper.People();
    const bool is_known = !options.as_of_year || !paper.year || *paper.year <= *options.as_of_year;
    return people.count(a) > 0 && people.count(b) > 0 && is_known;
  });
}

int Degree(const RandomWorld& world, const Oracle& oracle, int b) {
  int degree = 0;
  for (int c = 0; c < world.people; ++c) degree += AreTied(oracle, b, c) ? 1 : 0;
  return degree;
}

// Papers that count with the topic and the person.
int PapersOn(const RandomWorld& world, const Oracle& oracle, int person, int topic) {
  int papers = 0;
  for (const RandomPaper& paper : world.papers) {
    papers +=
        paper.topics.count(topic) > 0 && paper.People().count(person) > 0 && oracle.Counts(paper)
            ? 1
            : 0;
  }
  return papers;
}

// Number, and how often on each side; in the order of the names.
using Connection = std::tuple<int, int, int>;
// `size_of` a number divides the lesser count.
std::vector<Connection> Ordered(std::vector<Connection> all, size_t limit,
                                const std::function<int(int)>& size_of) {
  std::sort(all.begin(), all.end(), [&](const Connection& x, const Connection& y) {
    const auto key = [&](const Connection& c) {
      const auto [number, of_person, of_candidate] = c;
      const int lesser = std::min(of_person, of_candidate);
      // Quotients of the same two numbers are the same double, and others of this size are not.
      return std::tuple(-static_cast<double>(lesser) / size_of(number), -lesser,
                        -(of_person + of_candidate), number);
    };
    return key(x) < key(y);
  });
  if (all.size() > limit) all.resize(limit);
  return all;
}

void CheckConnections(const RandomWorld& world, const GraphSnapshot& graph, const Oracle& oracle,
                      const RecommendOptions& options, int a, const Recommendation& row) {
  const int c = NumberOf(graph, row.person);
  std::vector<Connection> people;
  std::vector<Connection> topics;
  for (int b = 0; b < world.people; ++b) {
    if (!AreTied(oracle, a, b) || !AreTied(oracle, b, c)) continue;
    people.emplace_back(b, oracle.Shared(a, b), oracle.Shared(b, c));
  }
  for (int t = 0; t < RandomWorld::kOthers; ++t) {
    const int of_a = PapersOn(world, oracle, a, t);
    const int of_c = PapersOn(world, oracle, c, t);
    if (of_a > 0 && of_c > 0) topics.emplace_back(t, of_a, of_c);
  }
  CHECK(row.common_coauthors == people.size());
  CHECK(row.common_topics == topics.size());
  std::vector<Connection> actual;
  for (const ConnectingPerson& p : row.people) {
    actual.emplace_back(NumberOf(graph, p.person), p.papers_with_person, p.papers_with_candidate);
  }
  CHECK(actual == Ordered(people, options.connection_limit, [](int) { return 1; }));
  actual.clear();
  for (const ConnectingTopic& t : row.topics) {
    actual.emplace_back(NumberOf(graph, t.topic), t.papers_of_person, t.papers_of_candidate);
  }
  CHECK(actual == Ordered(topics, options.connection_limit, [&](int t) {
          return static_cast<int>(
              std::count_if(world.papers.begin(), world.papers.end(),
                            [&](const RandomPaper& p) { return p.topics.count(t) > 0; }));
        }));
}

void CheckOrder(const RecommendationList& list) {
  for (size_t i = 1; i < list.rows.size(); ++i) {
    CHECK(std::pair(-list.rows[i - 1].score, list.rows[i - 1].person) <
          std::pair(-list.rows[i].score, list.rows[i].person));
  }
}

// Scores by the definition, over the first `walked` co-authors in the order of the walk.
std::map<int, double> NaiveScores(const RandomWorld& world, const Oracle& oracle, int a,
                                  const RecommendOptions& options, size_t walked) {
  std::vector<int> coauthors;
  for (int b = 0; b < world.people; ++b) {
    if (AreTied(oracle, a, b)) coauthors.push_back(b);
  }
  std::stable_sort(coauthors.begin(), coauthors.end(),
                   [&](int x, int y) { return oracle.Shared(a, x) > oracle.Shared(a, y); });
  REQUIRE(walked <= coauthors.size());
  coauthors.resize(walked);
  std::map<int, double> scores;
  for (int c = 0; c < world.people; ++c) {
    if (c == a || ShareAny(world, options.papers, a, c)) continue;
    for (const int b : coauthors) {
      if (!AreTied(oracle, b, c)) continue;
      const double k = Degree(world, oracle, b);
      scores[c] += options.by == RecommendBy::kAdamicAdar ? 1 / std::log(k) : 1 / k;
    }
  }
  return scores;
}

RecommendOptions RandomOptions(std::mt19937& random, const GraphSnapshot& graph) {
  RecommendOptions options;
  options.by = static_cast<RecommendBy>(1 + random() % 3);
  options.papers = testing::RandomStrength(random, graph);
  if (random() % 2 == 0) options.papers = {};
  options.limit = kNoLimit;
  options.connection_limit = static_cast<uint32_t>(random() % 4);
  const double alphas[] = {0.15, 0.5, 0.01, 0.99};
  options.alpha = alphas[random() % 4];
  // At times too little for a sweep of all, or for the sweeps that settle it.
  if (random() % 3 == 0) options.work_limit = random() % 60;
  if (random() % 3 == 0) options.work_limit = random() % 1000;
  return options;
}

TEST_CASE("recommend: by common co-authors equals the definition over sets on random worlds") {
  size_t truncated = 0;
  for (uint32_t seed = 1; seed <= 1500; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const auto graph = ValueOf(world.Input().Build(static_cast<int16_t>(world.import_year)));
    RecommendOptions options = RandomOptions(random, *graph);
    if (options.by == RecommendBy::kPageRank) options.by = RecommendBy::kAdamicAdar;
    const Oracle oracle(world, *graph, options.papers);
    const int a = static_cast<int>(random() % static_cast<uint32_t>(world.people));
    const RecommendationList list =
        ValueOf(RecommendedCollaborators(*graph, VertexOf(*graph, NodeKind::kPerson, a), options));
    CHECK(list.as_of_year == oracle.as_of_year());
    CHECK(static_cast<int>(list.coauthors) == Degree(world, oracle, a));
    CHECK(list.truncated == (list.coauthors_walked < list.coauthors));
    CHECK(list.arcs_walked <= options.work_limit);
    truncated += list.truncated ? 1 : 0;
    const std::map<int, double> scores =
        NaiveScores(world, oracle, a, options, list.coauthors_walked);
    REQUIRE(list.rows.size() == scores.size());
    for (const Recommendation& row : list.rows) {
      const auto it = scores.find(NumberOf(*graph, row.person));
      REQUIRE(it != scores.end());
      CHECK(row.score == Approx(it->second).epsilon(1e-12));
      CheckConnections(world, *graph, oracle, options, a, row);
    }
    CheckOrder(list);
    LeftOut left_out;
    for (const RandomPaper& paper : world.papers) {
      if (paper.People().count(a) > 0) oracle.Counts(paper, left_out);
    }
    CHECK(list.left_out.after_as_of == left_out.after_as_of);
    CHECK(list.left_out.retracted == left_out.retracted);
    CHECK(list.left_out.hyper_authored == left_out.hyper_authored);
    options.limit = 1;
    const RecommendationList cut =
        ValueOf(RecommendedCollaborators(*graph, VertexOf(*graph, NodeKind::kPerson, a), options));
    REQUIRE(cut.rows.size() == std::min<size_t>(1, list.rows.size()));
    if (!cut.rows.empty()) CHECK(cut.rows[0].person == list.rows[0].person);
  }
  CHECK(truncated > 50);
}

TEST_CASE("recommend: the walk keeps its bound against power iteration on random worlds") {
  size_t limited = 0;
  for (uint32_t seed = 1; seed <= 1500; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const auto graph = ValueOf(world.Input().Build(static_cast<int16_t>(world.import_year)));
    RecommendOptions options = RandomOptions(random, *graph);
    options.by = RecommendBy::kPageRank;
    if (options.alpha == 0.01) options.alpha = 0.3;  // 300 steps would leave 5 % of the mass
    const Oracle oracle(world, *graph, options.papers);
    const PaperWeights weights = ValueOf(PaperWeights::Create(*graph, options.papers));
    const int a = static_cast<int>(random() % static_cast<uint32_t>(world.people));
    const Vertex person = VertexOf(*graph, NodeKind::kPerson, a);
    const std::vector<double> exact = PowerIteration(world, oracle, a, options.alpha);

    const Nearness nearness =
        NearnessTo(*graph, weights, person.index, options.alpha, options.work_limit, {});
    CHECK(nearness.arcs_walked <= options.work_limit);
    CHECK(nearness.is_complete == (nearness.error_bound <= 1e-6));
    limited += nearness.is_complete ? 0 : 1;
    std::vector<double> found(exact.size(), 0);
    for (const NearPerson& near : nearness.people) {
      found[static_cast<size_t>(NumberOf(*graph, Vertex{near.person}))] = near.nearness;
    }
    for (size_t b = 0; b < exact.size(); ++b) {
      INFO("person " << b << ": " << found[b] << " of " << exact[b]);
      CHECK(found[b] <= exact[b] + 1e-13);
      CHECK(exact[b] - found[b] <= nearness.error_bound + 1e-13);
    }

    const RecommendationList list = ValueOf(RecommendedCollaborators(*graph, person, options));
    CHECK(list.truncated == !nearness.is_complete);
    CHECK(list.error_bound == nearness.error_bound);
    CheckOrder(list);
    std::set<int> listed;
    for (const Recommendation& row : list.rows) {
      const int c = NumberOf(*graph, row.person);
      listed.insert(c);
      CHECK(row.score == found[static_cast<size_t>(c)]);
      CheckConnections(world, *graph, oracle, options, a, row);
    }
    CHECK(listed.size() == list.rows.size());
    for (int c = 0; c < world.people; ++c) {
      const bool is_new = c != a && !ShareAny(world, options.papers, a, c);
      CHECK((listed.count(c) > 0) == (is_new && found[static_cast<size_t>(c)] > 0));
    }
  }
  CHECK(limited > 100);
}

}  // namespace
}  // namespace coterie

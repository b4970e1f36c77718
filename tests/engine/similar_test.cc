// Similar papers: a drawing with answers by hand, and random worlds against sets.
#include "engine/analysis/similar.h"

#include <cmath>
#include <map>

#include "tests/support/catch.h"
#include "tests/support/random_links.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::NumberOf;
using testing::RandomLinks;
using testing::RandomWorld;
using testing::TinyGraph;
using testing::ValueOf;
using testing::VertexOf;

// x1 and x2 are stubs; b shares c1, c2 and x1 with a, d shares c1 and x1, e nothing but cites d.
constexpr std::string_view kCitations = R"(
  a 2020: ann | >c1 >c2 >x1 >x2
  b 2021: bob | >c1 >c2 >x1
  d 2019: bob | >c1 >x1 >c3 >c4 >c5 >c6
  e undated: bob | >d
  c1 2000: cid
  c2 2000: cid
  c3 2001: cid
  c4 2001: cid
  c5 2001: cid
  c6 2001: cid
)";

TEST_CASE("similar: coupling counts shared references, stubs included, as computed by hand") {
  const TinyGraph g(kCitations);
  SimilarOptions options;
  const SimilarPapers salton = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  CHECK(salton.links == 4);
  CHECK(salton.stub_links == 2);
  CHECK(salton.links_walked == 4);
  CHECK(salton.arcs_walked == 3 + 2 + 3);  // c1, c2, x1; x2 couples nothing
  CHECK_FALSE(salton.truncated);
  CHECK(salton.total == 2);
  REQUIRE(salton.rows.size() == 2);
  CHECK(g.NameOf(salton.rows[0].paper) == "b");
  CHECK(salton.rows[0].shared == 3);
  CHECK(salton.rows[0].shared_stubs == 1);
  CHECK(salton.rows[0].similarity == Approx(3 / std::sqrt(12.0)));
  CHECK(salton.rows[0].year == 2021);
  CHECK(g.NameOf(salton.rows[1].paper) == "d");
  CHECK(salton.rows[1].shared == 2);
  CHECK(salton.rows[1].similarity == Approx(2 / std::sqrt(24.0)));
  // c2 is referred to twice, c1 and x1 three times; c1 is the older node.
  CHECK(salton.rows[0].examples == std::vector<NodeId>{g.IdOf("c2"), g.IdOf("c1"), g.IdOf("x1")});
  CHECK(salton.rows[1].examples == std::vector<NodeId>{g.IdOf("c1"), g.IdOf("x1")});

  options.measure = SimilarityMeasure::kJaccard;
  const SimilarPapers jaccard = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  CHECK(jaccard.rows[0].similarity == Approx(3 / 4.0));
  CHECK(jaccard.rows[1].similarity == Approx(2 / 8.0));
  options.measure = SimilarityMeasure::kRaw;
  CHECK(ValueOf(PapersSimilarTo(g.graph(), g["a"], options)).rows[1].similarity == 2);
  options.measure = SimilarityMeasure::kAdamicAdar;
  const SimilarPapers adamic = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  CHECK(adamic.rows[0].similarity == Approx(2 / std::log(3.0) + 1 / std::log(2.0)));
  CHECK(adamic.rows[1].similarity == Approx(2 / std::log(3.0)));
}

TEST_CASE("similar: co-citation counts papers that cite both, as computed by hand") {
  const TinyGraph g(kCitations);
  SimilarOptions options;
  options.by = SimilarBy::kCocitation;
  const SimilarPapers list = ValueOf(PapersSimilarTo(g.graph(), g["c1"], options));
  CHECK(list.links == 3);  // a, b, d
  CHECK(list.stub_links == 0);
  REQUIRE(list.rows.size() == 5);
  CHECK(g.NameOf(list.rows[0].paper) == "c2");
  CHECK(list.rows[0].shared == 2);
  CHECK(list.rows[0].similarity == Approx(2 / std::sqrt(6.0)));
  CHECK(list.rows[0].examples == std::vector<NodeId>{g.IdOf("a"), g.IdOf("b")});
  CHECK(g.NameOf(list.rows[1].paper) == "c3");  // then c4, c5, c6 by NodeId
  CHECK(list.rows[1].similarity == Approx(1 / std::sqrt(3.0)));
  CHECK(g.NameOf(list.rows[4].paper) == "c6");
  options.measure = SimilarityMeasure::kAdamicAdar;
  const SimilarPapers adamic = ValueOf(PapersSimilarTo(g.graph(), g["c1"], options));
  CHECK(adamic.rows[0].similarity == Approx(2 / std::log(2.0)));  // a and b refer to 2 in the store
  CHECK(adamic.rows[1].similarity == Approx(1 / std::log(5.0)));
}

TEST_CASE("similar: limits cut, and a spent work limit is told") {
  const TinyGraph g(kCitations);
  SimilarOptions options;
  options.limit = 1;
  options.example_limit = 1;
  const SimilarPapers one = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  CHECK(one.rows.size() == 1);
  CHECK(one.total == 2);
  CHECK(one.rows[0].examples == std::vector<NodeId>{g.IdOf("c2")});
  options.limit = 0;
  CHECK(ValueOf(PapersSimilarTo(g.graph(), g["a"], options)).rows.empty());
  options = {};
  options.work_limit = 6;  // c2 and c1, not x1
  const SimilarPapers some = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  CHECK(some.truncated);
  CHECK(some.links_walked == 3);  // x2 needs no walk
  CHECK(some.arcs_walked == 5);
  CHECK(some.rows[0].shared == 2);
  options.work_limit = 0;
  const SimilarPapers none = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  CHECK(none.truncated);
  CHECK(none.rows.empty());
  options = {};
  options.min_shared = 3;
  CHECK(ValueOf(PapersSimilarTo(g.graph(), g["a"], options)).total == 1);
  options.min_shared = 1;
  options.last_year = 2019;
  const SimilarPapers old = ValueOf(PapersSimilarTo(g.graph(), g["a"], options));
  REQUIRE(old.rows.size() == 1);
  CHECK(g.NameOf(old.rows[0].paper) == "d");
}

TEST_CASE("similar: a paper without links has none; a person and an empty window are refused") {
  const TinyGraph g(kCitations);
  CHECK(ValueOf(PapersSimilarTo(g.graph(), g["c3"], {})).rows.empty());
  CHECK(absl::IsInvalidArgument(PapersSimilarTo(g.graph(), g["ann"], {}).status()));
  SimilarOptions options;
  options.first_year = 2020;
  options.last_year = 2019;
  CHECK(absl::IsInvalidArgument(PapersSimilarTo(g.graph(), g["a"], options).status()));
}

TEST_CASE("similar: the definition is told with its parameters") {
  SimilarOptions options;
  CHECK(DescribeSimilarity(options) ==
        "similarity = x/sqrt(|R_a| |R_b|) (Salton); x = shared references, those to absent papers "
        "included (bibliographic coupling), R = references");
  options.by = SimilarBy::kCocitation;
  options.measure = SimilarityMeasure::kAdamicAdar;
  options.min_shared = 2;
  options.first_year = 2001;
  CHECK(DescribeSimilarity(options) ==
        "similarity = sum over what is shared of 1/ln d (Adamic, Adar), d = papers that it refers "
        "to; x = papers that cite both (co-citation), C = citing papers; only with x >= 2; only "
        "papers from 2001 on");
}

// The definitions over sets. References are papers 0, 1, … and stubs papers.size() + i.
struct NaiveSimilarity {
  std::vector<std::set<int>> x;  // by paper: X(p)
  std::map<int, int> degree;     // d(z)
  int papers;

  NaiveSimilarity(const RandomLinks& links, SimilarBy by)
      : x(links.references.size()), papers(static_cast<int>(links.references.size())) {
    for (int p = 0; p < papers; ++p) {
      const auto& references = links.references[static_cast<size_t>(p)];
      if (by == SimilarBy::kCocitation) {
        for (const int cited : references) x[static_cast<size_t>(cited)].insert(p);
        degree[p] = static_cast<int>(references.size());
        continue;
      }
      x[static_cast<size_t>(p)] = references;
      for (const int stub : links.stub_references[static_cast<size_t>(p)]) {
        x[static_cast<size_t>(p)].insert(papers + stub);
      }
      for (const int z : x[static_cast<size_t>(p)]) ++degree[z];
    }
  }

  // In the order of the walk: d(z) asc, NodeId asc; at most `walked` of a's.
  std::vector<int> Ordered(int a) const {
    std::vector<int> ordered(x[static_cast<size_t>(a)].begin(), x[static_cast<size_t>(a)].end());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [this](int y, int z) { return degree.at(y) < degree.at(z); });
    return ordered;
  }
  std::vector<int> Shared(const std::vector<int>& walked, int b) const {
    std::vector<int> shared;
    for (const int z : walked) {
      if (x[static_cast<size_t>(b)].count(z) > 0) shared.push_back(z);
    }
    return shared;
  }
  double Value(SimilarityMeasure measure, const std::vector<int>& shared, int a, int b) const {
    const auto c = static_cast<double>(shared.size());
    const auto na = static_cast<double>(x[static_cast<size_t>(a)].size());
    const auto nb = static_cast<double>(x[static_cast<size_t>(b)].size());
    double sum = 0;
    switch (measure) {
      case SimilarityMeasure::kRaw:
        return c;
      case SimilarityMeasure::kSalton:
        return c / std::sqrt(na * nb);
      case SimilarityMeasure::kJaccard:
        return c / (na + nb - c);
      case SimilarityMeasure::kAdamicAdar:
        for (const int z : shared) sum += 1 / std::log(degree.at(z));
        return sum;
    }
    return 0;
  }
};

bool PassesYears(const SimilarOptions& options, std::optional<int> year) {
  if (options.first_year && !(year && *year >= *options.first_year)) return false;
  return !options.last_year || (year && *year <= *options.last_year);
}

void CheckRow(const NaiveSimilarity& naive, const SimilarOptions& options,
              const GraphSnapshot& graph, const std::vector<int>& walked, int a,
              const SimilarPaper& row) {
  const int b = NumberOf(graph, row.paper);
  const std::vector<int> shared = naive.Shared(walked, b);
  CHECK(row.shared == shared.size());
  CHECK(row.similarity == Approx(naive.Value(options.measure, shared, a, b)).epsilon(1e-12));
  const auto stubs =
      std::count_if(shared.begin(), shared.end(), [&](int z) { return z >= naive.papers; });
  CHECK(row.shared_stubs == stubs);
  std::vector<int> examples;
  for (const NodeId id : row.examples) examples.push_back(static_cast<int>(id.ordinal()) - 1);
  const size_t kept = std::min<size_t>(options.example_limit, shared.size());
  CHECK(examples == std::vector<int>(shared.begin(), shared.begin() + static_cast<long>(kept)));
}

void CheckPaper(const RandomWorld& world, const RandomLinks& links, const GraphSnapshot& graph,
                int a, SimilarOptions options) {
  const NaiveSimilarity naive(links, options.by);
  std::vector<int> walked = naive.Ordered(a);
  CHECK(naive.x[static_cast<size_t>(a)].size() == walked.size());
  const SimilarPapers list =
      ValueOf(PapersSimilarTo(graph, VertexOf(graph, NodeKind::kPaper, a), options));
  CHECK(list.links == walked.size());
  REQUIRE(list.links_walked <= list.links);
  CHECK(list.truncated == (list.links_walked < list.links));
  CHECK(list.arcs_walked <= options.work_limit);
  walked.resize(list.links_walked);

  size_t expected = 0;
  for (int b = 0; b < naive.papers; ++b) {
    const size_t shared = naive.Shared(walked, b).size();
    const bool passes = shared > 0 && shared >= options.min_shared &&
                        PassesYears(options, world.papers[static_cast<size_t>(b)].year);
    expected += b != a && passes ? 1 : 0;
  }
  CHECK(list.total == expected);
  REQUIRE(list.rows.size() == std::min<size_t>(options.limit, expected));
  const auto key = [](const SimilarPaper& row) {
    return std::tuple(-row.similarity, -static_cast<int>(row.shared), -row.year, row.paper);
  };
  for (size_t i = 0; i < list.rows.size(); ++i) {
    CHECK(NumberOf(graph, list.rows[i].paper) != a);
    CheckRow(naive, options, graph, walked, a, list.rows[i]);
    if (i > 0) CHECK(key(list.rows[i - 1]) < key(list.rows[i]));
  }
}

TEST_CASE("similar: equals the definitions over sets on random worlds, all options") {
  size_t truncated = 0;
  for (uint32_t seed = 1; seed <= 600; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const RandomLinks links(random, world);
    if (world.papers.empty()) continue;
    const auto graph = ValueOf(links.Input(world).Build());
    SimilarOptions options;
    options.by = random() % 2 == 0 ? SimilarBy::kCoupling : SimilarBy::kCocitation;
    options.measure = static_cast<SimilarityMeasure>(1 + random() % 4);
    options.min_shared = static_cast<uint32_t>(random() % 3);
    options.example_limit = static_cast<uint32_t>(random() % 4);
    options.limit = random() % 3 == 0 ? 2 : 100;
    if (random() % 4 == 0) options.first_year = static_cast<int16_t>(2000 + random() % 15);
    if (random() % 4 == 0) options.last_year = static_cast<int16_t>(2014 + random() % 15);
    if (random() % 3 == 0) options.work_limit = random() % 20;
    for (int a = 0; a < static_cast<int>(world.papers.size()); ++a) {
      INFO("paper " << a);
      CheckPaper(world, links, *graph, a, options);
    }
    truncated += options.work_limit < 20 ? 1 : 0;
  }
  CHECK(truncated > 100);
}

}  // namespace
}  // namespace coterie

// Similar papers: walk what the paper has, tally who has it too.
//
// Layer: engine. Vertices and stub numbers are two number spaces; Link tells which is which.
#include "engine/analysis/similar.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/analysis/vertex_numbering.h"
#include "engine/graph/stub_references.h"
#include "schema/base.h"

namespace coterie {

namespace {

// What the paper refers to, or what cites it.
struct Link {
  uint32_t degree;  // d(z)
  NodeId node;
  uint32_t number;  // vertex, or number of the stub
  bool is_stub;
};

struct Tally {
  double adamic_adar = 0;
  uint32_t shared = 0;
  uint32_t shared_stubs = 0;
};

struct Ranked {
  double similarity;
  uint32_t shared;
  int16_t year;
  uint32_t paper;
  uint32_t number;  // of its tally
};

bool RanksBefore(const Ranked& x, const Ranked& y) {
  if (x.similarity != y.similarity) return x.similarity > y.similarity;
  if (x.shared != y.shared) return x.shared > y.shared;
  if (x.year != y.year) return x.year > y.year;
  return x.paper < y.paper;  // as the NodeIds
}

// The relations of one kind of similarity: X(p), and the papers that have z in X.
class Sides {
 public:
  Sides(const GraphSnapshot& graph, SimilarBy by)
      : graph_(graph), is_coupling_(by == SimilarBy::kCoupling), stubs_(graph.SharedStubs()) {
    links_ = graph.Adjacency(is_coupling_ ? Relation::kReferences : Relation::kCitedBy);
    papers_ = graph.Adjacency(is_coupling_ ? Relation::kCitedBy : Relation::kReferences);
  }

  std::span<const uint32_t> LinksOf(uint32_t paper) const { return links_.Row(paper); }
  // Only those that couple; empty with co-citation.
  std::span<const uint32_t> StubsOf(uint32_t paper) const {
    return is_coupling_ ? stubs_.stubs.Row(paper) : std::span<const uint32_t>();
  }
  // All stubs, also those that couple nothing.
  uint32_t StubCount(uint32_t paper) const {
    const uint32_t first_paper = graph_.VerticesOf(NodeKind::kPaper).first;
    return is_coupling_ ? graph_.UnresolvedReferences()[paper - first_paper] : 0;
  }
  // |X(p)|
  uint64_t Size(uint32_t paper) const { return uint64_t{links_.Degree(paper)} + StubCount(paper); }
  std::span<const uint32_t> PapersOf(const Link& link) const {
    return (link.is_stub ? stubs_.papers : papers_).Row(link.number);
  }

  // In the order of the walk.
  std::vector<Link> OrderedLinks(uint32_t paper) const {
    std::vector<Link> links;
    for (const uint32_t z : LinksOf(paper)) {
      links.push_back({papers_.Degree(z), graph_.NodeOf(Vertex{z}), z, false});
    }
    for (const uint32_t z : StubsOf(paper)) {
      links.push_back({stubs_.papers.Degree(z), stubs_.nodes[z], z, true});
    }
    std::sort(links.begin(), links.end(), [](const Link& x, const Link& y) {
      return std::tie(x.degree, x.node) < std::tie(y.degree, y.node);
    });
    return links;
  }

 private:
  const GraphSnapshot& graph_;
  bool is_coupling_;
  StubReferences stubs_;
  Csr links_;
  Csr papers_;
};

double Similarity(SimilarityMeasure measure, const Tally& tally, uint64_t links_a,
                  uint64_t links_b) {
  const double shared = tally.shared;
  const auto a = static_cast<double>(links_a);
  const auto b = static_cast<double>(links_b);
  switch (measure) {
    case SimilarityMeasure::kRaw:
      return shared;
    case SimilarityMeasure::kSalton:
      return shared / std::sqrt(a * b);
    case SimilarityMeasure::kJaccard:
      return shared / (a + b - shared);
    case SimilarityMeasure::kAdamicAdar:
      return tally.adamic_adar;
  }
  return shared;
}

// The walked links, to find those that another paper has, too.
class Examples {
 public:
  Examples(const Sides& sides, std::span<const Link> walked)
      : sides_(sides), walked_(walked), vertices_(walked.size()), stubs_(walked.size()) {
    for (uint32_t i = 0; i < walked.size(); ++i) {
      VertexNumbering& numbering = walked[i].is_stub ? stubs_ : vertices_;
      numbering.Number(walked[i].number);
      (walked[i].is_stub ? stub_rank_ : vertex_rank_).push_back(i);
    }
  }

  // The first `limit` links in the order of the walk. Complexity: O(what the paper has).
  std::vector<NodeId> Of(uint32_t paper, uint32_t limit) const {
    std::vector<uint32_t> ranks;
    Collect(sides_.LinksOf(paper), vertices_, vertex_rank_, ranks);
    Collect(sides_.StubsOf(paper), stubs_, stub_rank_, ranks);
    const size_t kept = std::min<size_t>(limit, ranks.size());
    std::partial_sort(ranks.begin(), ranks.begin() + static_cast<ptrdiff_t>(kept), ranks.end());
    std::vector<NodeId> nodes;
    for (size_t i = 0; i < kept; ++i) nodes.push_back(walked_[ranks[i]].node);
    return nodes;
  }

 private:
  static void Collect(std::span<const uint32_t> row, const VertexNumbering& numbering,
                      const std::vector<uint32_t>& rank, std::vector<uint32_t>& ranks) {
    for (const uint32_t z : row) {
      const uint32_t number = numbering.Find(z);
      if (number != VertexNumbering::kNone) ranks.push_back(rank[number]);
    }
  }

  const Sides& sides_;
  std::span<const Link> walked_;
  VertexNumbering vertices_;
  VertexNumbering stubs_;
  std::vector<uint32_t> vertex_rank_;
  std::vector<uint32_t> stub_rank_;
};

struct Tallies {
  std::vector<uint32_t> papers;  // by number, as `tallies`
  std::vector<Tally> tallies;
};

// Who else has the links.
Tallies TallyPapers(const Sides& sides, std::span<const Link> links, uint32_t paper,
                    size_t papers_max, StopFlag stop) {
  VertexNumbering numbering(papers_max);
  Tallies result;
  for (const Link& link : links) {
    if (link.degree < 2) continue;  // the paper's alone
    if (stop.IsSet()) break;
    const double weight = 1 / std::log(static_cast<double>(link.degree));
    for (const uint32_t other : sides.PapersOf(link)) {
      if (other == paper) continue;
      const uint32_t number = numbering.Number(other);
      if (number == result.tallies.size()) result.tallies.emplace_back();
      Tally& tally = result.tallies[number];
      tally.adamic_adar += weight;
      ++tally.shared;
      tally.shared_stubs += link.is_stub ? 1 : 0;
    }
  }
  result.papers.assign(numbering.vertices().begin(), numbering.vertices().end());
  return result;
}

// The papers that pass the options, in no order.
std::vector<Ranked> Passing(const GraphSnapshot& graph, const Sides& sides, const Tallies& tallies,
                            uint64_t links, const SimilarOptions& options) {
  const bool has_years = options.first_year.has_value() || options.last_year.has_value();
  const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
  std::vector<Ranked> ranked;
  for (uint32_t number = 0; number < tallies.papers.size(); ++number) {
    const uint32_t paper = tallies.papers[number];
    const Tally& tally = tallies.tallies[number];
    const int16_t year = graph.Years()[paper - first_paper];
    if (tally.shared < options.min_shared) continue;
    if (has_years && (year == kNoYear || year < options.first_year.value_or(year) ||
                      year > options.last_year.value_or(year))) {
      continue;
    }
    const double similarity = Similarity(options.measure, tally, links, sides.Size(paper));
    ranked.push_back({similarity, tally.shared, year, paper, number});
  }
  return ranked;
}

}  // namespace

absl::StatusOr<SimilarPapers> PapersSimilarTo(const GraphSnapshot& graph, Vertex paper,
                                              const SimilarOptions& options) {
  const GraphSnapshot::Range papers = graph.VerticesOf(NodeKind::kPaper);
  if (paper.index < papers.first || paper.index >= papers.last) {
    return absl::InvalidArgumentError(
        "similar papers are of a paper; this node is of another type");
  }
  if (options.first_year && options.last_year && *options.first_year > *options.last_year) {
    return absl::InvalidArgumentError(absl::StrCat("the years ", *options.first_year, " to ",
                                                   *options.last_year,
                                                   " are none; give the earlier year first"));
  }
  const Sides sides(graph, options.by);
  std::vector<Link> links = sides.OrderedLinks(paper.index);
  SimilarPapers result;
  result.links = static_cast<uint32_t>(sides.Size(paper.index));
  result.stub_links = sides.StubCount(paper.index);
  size_t walked = 0;
  for (; walked < links.size(); ++walked) {
    if (links[walked].degree > options.work_limit - result.arcs_walked) break;
    result.arcs_walked += links[walked].degree;
  }
  result.truncated = walked < links.size();
  // Stubs that nobody else refers to are not among `links`, and need no walk.
  result.links_walked = result.links - static_cast<uint32_t>(links.size() - walked);
  links.resize(walked);

  const auto papers_max =
      static_cast<size_t>(std::min<uint64_t>(result.arcs_walked, papers.size()));
  const Tallies tallies = TallyPapers(sides, links, paper.index, papers_max, options.stop);
  RETURN_IF_ERROR(options.stop.Check());
  std::vector<Ranked> ranked = Passing(graph, sides, tallies, result.links, options);
  result.total = static_cast<uint32_t>(ranked.size());
  const size_t kept = std::min<size_t>(options.limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(kept), ranked.end(),
                    RanksBefore);
  const Examples examples(sides, links);
  for (const Ranked& r : std::span(ranked).first(kept)) {
    result.rows.push_back({Vertex{r.paper}, r.similarity, r.shared,
                           tallies.tallies[r.number].shared_stubs, r.year,
                           examples.Of(r.paper, options.example_limit)});
  }
  return result;
}

std::string DescribeSimilarity(const SimilarOptions& options) {
  const bool is_coupling = options.by == SimilarBy::kCoupling;
  const char* const x = is_coupling ? "R" : "C";
  std::string text;
  switch (options.measure) {
    case SimilarityMeasure::kRaw:
      text = "similarity = x";
      break;
    case SimilarityMeasure::kSalton:
      text = absl::StrCat("similarity = x/sqrt(|", x, "_a| |", x, "_b|) (Salton)");
      break;
    case SimilarityMeasure::kJaccard:
      text = absl::StrCat("similarity = x/(|", x, "_a| + |", x, "_b| - x) (Jaccard)");
      break;
    case SimilarityMeasure::kAdamicAdar:
      text = absl::StrCat("similarity = sum over what is shared of 1/ln d (Adamic, Adar), d = ",
                          is_coupling ? "papers that refer to it" : "papers that it refers to");
      break;
  }
  absl::StrAppend(&text, is_coupling
                             ? "; x = shared references, those to absent papers included "
                               "(bibliographic coupling), R = references"
                             : "; x = papers that cite both (co-citation), C = citing papers");
  if (options.min_shared > 1) absl::StrAppend(&text, "; only with x >= ", options.min_shared);
  if (options.first_year) absl::StrAppend(&text, "; only papers from ", *options.first_year, " on");
  if (options.last_year) absl::StrAppend(&text, "; only papers up to ", *options.last_year);
  return text;
}

}  // namespace coterie

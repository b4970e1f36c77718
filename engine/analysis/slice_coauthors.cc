// Papers to people, turned round into pairs. Layer: engine.
#include "engine/analysis/slice_coauthors.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "engine/analysis/vertex_numbering.h"

namespace coterie {

namespace {

// That a person is on a paper; people are indices into the returned ones, then the shown ones.
struct Place {
  uint32_t paper;  // number
  uint32_t person;
};

// The places of all papers that some returned person has; a paper that only the last of them might
// have is left out, for nobody is left to share it with.
class Bylines {
 public:
  Bylines(SliceGraph& graph, std::span<const uint32_t> people, size_t returned, StopFlag stop)
      : numbering_(256) {
    // The one with the most papers comes last, and only looks for its papers among the others'.
    std::vector<uint32_t> order(people.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto papers_of = [&](uint32_t i) {
      return graph.Row(Relation::kPersonPapers, people[i]);
    };
    const auto most = std::max_element(
        order.begin(), order.begin() + static_cast<ptrdiff_t>(returned),
        [&](uint32_t x, uint32_t y) { return papers_of(x).size() < papers_of(y).size(); });
    const bool has_shown = returned < people.size();
    if (!has_shown) std::iter_swap(most, order.end() - 1);
    for (size_t at = 0; at < order.size() && !stop.IsSet(); ++at) {
      const bool adds = order[at] < returned && (has_shown || at + 1 < order.size());
      for (const uint32_t paper : papers_of(order[at])) {
        const uint32_t number = adds ? numbering_.Number(paper) : numbering_.Find(paper);
        if (number != VertexNumbering::kNone) places_.push_back({number, order[at]});
      }
    }
  }

  std::vector<Place>& places() { return places_; }
  uint32_t PaperOf(uint32_t number) const { return numbering_.vertices()[number]; }

 private:
  VertexNumbering numbering_;
  std::vector<Place> places_;
};

}  // namespace

std::vector<CoauthorTie> CoauthorTies(SliceGraph& graph, std::span<const uint32_t> returned,
                                      std::span<const uint32_t> shown, Counting counting,
                                      StopFlag stop) {
  if (returned.empty() || returned.size() + shown.size() < 2) return {};
  std::vector<uint32_t> people(returned.begin(), returned.end());
  people.insert(people.end(), shown.begin(), shown.end());
  Bylines bylines(graph, people, returned.size(), stop);
  std::vector<Place>& places = bylines.places();
  // Papers with one person here are most of them, and are not worth sorting.
  uint32_t papers = 0;
  for (const Place& place : places) papers = std::max(papers, place.paper + 1);
  std::vector<uint32_t> people_on(papers, 0);
  for (const Place& place : places) ++people_on[place.paper];
  std::erase_if(places, [&](const Place& place) { return people_on[place.paper] < 2; });
  for (Place& place : places) place.paper = bylines.PaperOf(place.paper);
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
    return std::tie(x.paper, x.person) < std::tie(y.paper, y.person);
  });

  absl::flat_hash_map<uint64_t, double> strengths;  // by pair of people's indices
  PaperWeights& weights = graph.weights();
  for (size_t begin = 0; begin < places.size() && !stop.IsSet();) {
    size_t end = begin;
    while (end < places.size() && places[end].paper == places[begin].paper) ++end;
    const uint32_t paper = places[begin].paper;
    if (graph.Has(paper)) {
      double weight = 0;
      if (weights.Counts(paper) && weights.BylineSize(paper) >= 2) {
        weight = counting == Counting::kFull ? 1 : weights.Weight(paper);
      }
      for (size_t i = begin; i < end && places[i].person < returned.size(); ++i) {
        for (size_t j = i + 1; j < end; ++j) {
          strengths[uint64_t{places[i].person} << 32 | places[j].person] += weight;
        }
      }
    }
    begin = end;
  }
  std::vector<CoauthorTie> ties;
  ties.reserve(strengths.size());
  for (const auto& [pair, strength] : strengths) {
    const uint32_t x = people[pair >> 32];
    const uint32_t y = people[pair & UINT32_MAX];
    ties.push_back({std::min(x, y), std::max(x, y), strength});
  }
  std::sort(ties.begin(), ties.end(), [](const CoauthorTie& x, const CoauthorTie& y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
  return ties;
}

}  // namespace coterie

// Shortest co-author paths: one, and all, beside a hand-written search from both ends.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "bench/store_loader.h"
#include "bench/workloads.h"
#include "engine/analysis/paths.h"

namespace coterie::bench {
namespace {

constexpr uint32_t kUnreached = UINT32_MAX;
// Pairs whose number of shortest paths is checked by a whole search: each reads every byline.
constexpr size_t kPairsCounted = 10;

struct Pair {
  uint32_t from;
  uint32_t to;
};

// Each person asked about with another, so that heavy people meet heavy ones and light ones.
std::vector<Pair> PairsOf(const std::vector<uint32_t>& people) {
  std::vector<Pair> pairs;
  for (size_t i = 0; i < people.size(); ++i) {
    const size_t other = (37 * i + 11) % people.size();
    pairs.push_back({people[i], people[other == i ? (i + 1) % people.size() : other]});
  }
  return pairs;
}

// What the hardware allows: levels from both ends, the one with fewer people first, over bare
// arrays with a mark for every person and paper. Distances only.
class BareSearch {
 public:
  explicit BareSearch(const Bylines& bylines)
      : bylines_(bylines),
        people_{Marks(bylines.person_count()), Marks(bylines.person_count())},
        papers_{Marks(bylines.years.size()), Marks(bylines.years.size())} {}

  uint32_t Distance(uint32_t from, uint32_t to) {
    if (from == to) return 0;
    ++epoch_;
    frontiers_[0] = {from};
    frontiers_[1] = {to};
    people_[0][from] = people_[1][to] = epoch_;
    for (uint32_t hops = 1; !frontiers_[0].empty() && !frontiers_[1].empty(); ++hops) {
      if (Grow(frontiers_[0].size() <= frontiers_[1].size() ? 0 : 1)) return hops;
    }
    return kUnreached;
  }

 private:
  using Marks = std::vector<uint32_t>;

  // True if the other side was met.
  bool Grow(size_t side) {
    next_.clear();
    for (const uint32_t person : frontiers_[side]) {
      for (const uint32_t paper : bylines_.PapersOf(person)) {
        if (papers_[side][paper] == epoch_) continue;
        papers_[side][paper] = epoch_;
        for (const uint32_t other : bylines_.PeopleOf(paper)) {
          if (people_[side][other] == epoch_) continue;
          if (people_[1 - side][other] == epoch_) return true;
          people_[side][other] = epoch_;
          next_.push_back(other);
        }
      }
    }
    frontiers_[side].swap(next_);
    return false;
  }

  const Bylines& bylines_;
  Marks people_[2];  // the epoch in which each was reached
  Marks papers_[2];
  std::vector<uint32_t> frontiers_[2];
  std::vector<uint32_t> next_;
  uint32_t epoch_ = 0;
};

// The number of shortest paths by one search from one end, with everybody's distinct co-authors.
uint64_t NaiveCount(const Bylines& bylines, Pair pair) {
  std::vector<uint32_t> distance(bylines.person_count(), kUnreached);
  std::vector<uint64_t> count(bylines.person_count(), 0);
  std::vector<uint32_t> queue = {pair.from};
  distance[pair.from] = 0;
  count[pair.from] = 1;
  std::vector<uint32_t> seen_by(bylines.person_count(), kUnreached);
  for (size_t i = 0; i < queue.size(); ++i) {
    const uint32_t person = queue[i];
    if (distance[person] >= distance[pair.to]) break;
    for (const uint32_t paper : bylines.PapersOf(person)) {
      for (const uint32_t other : bylines.PeopleOf(paper)) {
        if (seen_by[other] == person) continue;
        seen_by[other] = person;
        if (distance[other] == kUnreached) {
          distance[other] = distance[person] + 1;
          queue.push_back(other);
        }
        if (distance[other] == distance[person] + 1) count[other] += count[person];
      }
    }
  }
  return count[pair.to];
}

class Asker {
 public:
  explicit Asker(const GraphSnapshot& graph) : graph_(graph) {
    // Searches are compared where there is something to find; sizes of components are not timed.
    options_.component_limit = 0;
  }

  PathList Ask(Pair pair, PathSet set) {
    options_.set = set;
    absl::StatusOr<PathList> list =
        PathsBetween(graph_, VertexOf(pair.from), VertexOf(pair.to), options_);
    CheckOk(list.status());
    return *std::move(list);
  }

 private:
  Vertex VertexOf(uint32_t person) const {
    const std::optional<Vertex> vertex = graph_.FindVertex(NodeAt(NodeKind::kPerson, person));
    if (!vertex.has_value()) Fail(absl::StrCat("the graph does not hold person ", person));
    return *vertex;
  }

  const GraphSnapshot& graph_;
  PathOptions options_;
};

void Verify(const Bylines& bylines, const std::vector<Pair>& pairs, Asker& asker,
            BareSearch& bare) {
  size_t counted = 0;
  for (const Pair& pair : pairs) {
    const uint32_t distance = bare.Distance(pair.from, pair.to);
    const std::string what = absl::StrCat(" from person ", pair.from, " to ", pair.to);
    const PathList all = asker.Ask(pair, PathSet::kAll);
    const PathList any = asker.Ask(pair, PathSet::kAny);
    if (all.distance.has_value() != (distance != kUnreached) || all.distance != any.distance ||
        (all.distance.has_value() && *all.distance != distance)) {
      Fail("the distance" + what + " is not that of the bare search");
    }
    if (distance == kUnreached || distance < 2 || counted == kPairsCounted) continue;
    ++counted;
    if (all.count != NaiveCount(bylines, pair)) {
      Fail("the number of paths" + what + " is not that of the plain count");
    }
  }
}

std::vector<Row> RowsOf(const std::string& workload, const Latency& ours, double p50_limit_us,
                        double p99_limit_us, const Latency& bare) {
  return {{workload,
           "p50 us",
           ours.p50_us,
           ours.best_p50_us,
           p50_limit_us,
           {{"bare, distance only", bare.p50_us}}},
          {workload,
           "p99 us",
           ours.p99_us,
           ours.best_p99_us,
           p99_limit_us,
           {{"bare, distance only", bare.p99_us}}}};
}

}  // namespace

std::vector<Row> PathWorkload(WorkloadContext& context) {
  const std::vector<Pair> pairs = PairsOf(context.people());
  std::vector<uint32_t> subjects(pairs.size());
  for (uint32_t i = 0; i < pairs.size(); ++i) subjects[i] = i;
  Asker asker(context.snapshot().graph());
  BareSearch bare(context.bylines());
  Verify(context.bylines(), pairs, asker, bare);

  uint64_t checksum = 0;  // of what was found, so that no call can be left out
  LatencyRounds one(kHeavyPeople);
  LatencyRounds all(kHeavyPeople);
  LatencyRounds theirs(kHeavyPeople);
  for (int round = 0; round < context.options().rounds; ++round) {  // in turns: noise hits all
    one.Run(subjects, [&](uint32_t i) { checksum += asker.Ask(pairs[i], PathSet::kAny).count; });
    all.Run(subjects, [&](uint32_t i) { checksum += asker.Ask(pairs[i], PathSet::kAll).count; });
    theirs.Run(subjects,
               [&](uint32_t i) { checksum += bare.Distance(pairs[i].from, pairs[i].to); });
  }
  if (checksum == 0) Fail("nobody is joined to anybody");
  std::vector<Row> rows = RowsOf("path_one", one.Result(), 125, 600, theirs.Result());
  const std::vector<Row> more =
      RowsOf("path_all_shortest", all.Result(), 375, 1'800, theirs.Result());
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace coterie::bench

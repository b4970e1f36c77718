// Which nodes a slice takes.
//
// Layer: engine. In order:
// 1. The seeds and pins that are not shown.
// 2. For each further seed, then each pin, that is returned and not joined to the first seed (by
//    what is in the answer, and by walked nodes of types that are not returned): the path of
//    slice_join.h, if what it needs of returned types fits the budget.
// 3. In an expansion, the best of the expanded nodes' own frontier, as long as it has any.
// 4. The best of the frontier that grows from the seeds and all that is joined to them. A plain
//    slice keeps quotas, floor(budget / 10) for each returned type of person, paper, topic and
//    institution: while free slots exceed what the quotas lack, the best; else the best of a type
//    that lacks some; where the frontier has none of those, the best.
// Frontiers, their order, and what is walked through: slice_frontier.h.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/analysis/slice_frontier.h"

namespace coterie {

struct SelectionRequest {
  uint32_t budget = 0;
  KindSet returned = 0;
  bool is_expansion = false;
  std::span<const uint32_t> starts;    // members
  std::span<const uint32_t> pins;      // members
  std::span<const uint32_t> expanded;  // members; all are starts
  StopFlag stop;
};

struct Selection {
  std::vector<uint32_t> taken;  // members, in the order of being taken
  // Those of step 3 are taken[own_begin .. own_end).
  size_t own_begin = 0;
  size_t own_end = 0;
};

// Sets the members' statuses and grows the frontiers. REQUIRES: the starts and pins that are to be
// returned are kTaken, and no more than the budget; `whole` is of Scope::kAnswer, `own` of kOwn,
// and nothing has entered them.
Selection Select(SliceGraph& graph, CandidateGraph& candidates, Frontier& whole, Frontier& own,
                 const SelectionRequest& request);

}  // namespace coterie

// Analyses end, and say so, when nobody waits for their answer any more.
#include "engine/analysis/stop_flag.h"

#include "engine/analysis/department.h"
#include "engine/analysis/ego_network.h"
#include "engine/analysis/recommend.h"
#include "engine/analysis/similar.h"
#include "engine/analysis/traverse.h"
#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;

TEST_CASE("stop: every analysis that takes a flag is cancelled by it, and not without it") {
  const TinyGraph g(R"(
    p1 2020: ann bob | >p2 >p3
    p2 2020: bob cid | >p3
    p3 2020: cid
  )");
  std::atomic<bool> is_stopped = false;
  for (int round = 0; round < 2; ++round) {
    const StopFlag stop(is_stopped);
    const Vertex people[] = {g["ann"], g["bob"]};
    CollaboratorOptions collaborators;
    collaborators.stop = stop;
    EgoOptions ego;
    ego.stop = stop;
    DepartmentOptions department;
    department.stop = stop;
    TraverseOptions traverse;
    traverse.steps = {{"wrote", 1, {}}};
    traverse.stop = stop;
    RecommendOptions walk;
    walk.stop = stop;
    RecommendOptions common = walk;
    common.by = RecommendBy::kAdamicAdar;
    SimilarOptions similar;
    similar.stop = stop;
    for (const absl::Status& status :
         {Collaborators(g.graph(), g["ann"], collaborators).status(),
          EgoNetworkOf(g.graph(), g["ann"], ego).status(),
          DepartmentOf(g.graph(), people, department).status(),
          Traverse(g.graph(), people, traverse).status(),
          RecommendedCollaborators(g.graph(), g["ann"], walk).status(),
          RecommendedCollaborators(g.graph(), g["ann"], common).status(),
          PapersSimilarTo(g.graph(), g["p1"], similar).status()}) {
      CHECK(status.code() == (round == 0 ? absl::StatusCode::kOk : absl::StatusCode::kCancelled));
    }
    is_stopped = true;
  }
}

}  // namespace
}  // namespace coterie

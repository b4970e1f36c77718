// What a request leaves unsaid means the same remotely as in process.
#include <capnp/message.h>

#include "schema/rpc_analyses.capnp.h"
#include "tests/support/catch.h"
#include "tools/rpc/wire_department.h"
#include "tools/rpc/wire_nearness.h"
#include "tools/rpc/wire_traversal.h"

namespace coterie {
namespace {

using testing::ValueOf;

// The spec with the schema's defaults.
template <typename Spec>
typename Spec::Reader Unsaid(capnp::MallocMessageBuilder& message) {
  return message.initRoot<Spec>().asReader();
}

TEST_CASE("rpc: the schema's defaults are those of the engine's options") {
  capnp::MallocMessageBuilder message;
  const RecommendOptions recommend =
      ValueOf(ReadQuery(Unsaid<rpc::RecommendSpec>(message))).options;
  CHECK(recommend.by == RecommendOptions().by);
  CHECK(recommend.limit == RecommendOptions().limit);
  CHECK(recommend.connection_limit == RecommendOptions().connection_limit);
  CHECK(recommend.alpha == RecommendOptions().alpha);
  CHECK(recommend.work_limit == RecommendOptions().work_limit);

  const SimilarOptions similar = ValueOf(ReadQuery(Unsaid<rpc::SimilarSpec>(message)));
  CHECK(similar.by == SimilarOptions().by);
  CHECK(similar.measure == SimilarOptions().measure);
  CHECK(similar.min_shared == SimilarOptions().min_shared);
  CHECK(similar.limit == SimilarOptions().limit);
  CHECK(similar.example_limit == SimilarOptions().example_limit);
  CHECK(similar.first_year == SimilarOptions().first_year);
  CHECK(similar.last_year == SimilarOptions().last_year);
  CHECK(similar.work_limit == SimilarOptions().work_limit);

  const rpc::TraverseSpec::Reader traverse = Unsaid<rpc::TraverseSpec>(message);
  CHECK(traverse.getNodeLimit() == TraverseOptions().node_limit);
  CHECK(traverse.getEdgeLimit() == TraverseOptions().edge_limit);
  CHECK(traverse.getWorkLimit() == TraverseOptions().work_limit);
}

}  // namespace
}  // namespace coterie

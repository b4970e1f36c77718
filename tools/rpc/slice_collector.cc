#include "tools/rpc/slice_collector.h"

#include <utility>

#include "tools/rpc/calls.h"
#include "tools/rpc/wire_lists.h"
#include "tools/rpc/wire_slices.h"

namespace coterie {
namespace {

class SliceCollector final : public rpc::SliceSink::Server {
 public:
  explicit SliceCollector(std::shared_ptr<CollectedSlice> collected)
      : collected_(std::move(collected)) {}

  kj::Promise<void> head(HeadContext call) override {
    const auto in = call.getParams().getHead();
    collected_->nodes_promised = in.getNodes();
    collected_->edges_promised = in.getEdges();
    absl::StatusOr<SliceHead> head = ReadHead(in);
    if (!head.ok()) return Refuse(head.status());
    collected_->slice.head = *std::move(head);
    return Watch();
  }

  kj::Promise<void> nodes(NodesContext call) override {
    const absl::Status read = ReadNodes(call.getParams().getRows(), collected_->slice.nodes);
    return read.ok() ? Watch() : Refuse(read);
  }

  kj::Promise<void> edges(EdgesContext call) override {
    const absl::Status read = ReadEdges(call.getParams().getRows(), collected_->slice.edges);
    return read.ok() ? Watch() : Refuse(read);
  }

  kj::Promise<void> done(DoneContext) override {
    const NamedSlice& slice = collected_->slice;
    collected_->is_done = slice.nodes.size() == collected_->nodes_promised &&
                          slice.edges.size() == collected_->edges_promised;
    return kj::READY_NOW;
  }

 private:
  kj::Promise<void> Refuse(const absl::Status& status) {
    collected_->status = status;
    return ExceptionOf(status);
  }

  kj::Promise<void> Watch() {
    if (!collected_->watcher || collected_->watcher(collected_->slice)) return kj::READY_NOW;
    return Refuse(absl::CancelledError("the slice was stopped by who asked for it"));
  }

  const std::shared_ptr<CollectedSlice> collected_;
};

}  // namespace

rpc::SliceSink::Client MakeSliceCollector(std::shared_ptr<CollectedSlice> collected) {
  return kj::heap<SliceCollector>(std::move(collected));
}

}  // namespace coterie

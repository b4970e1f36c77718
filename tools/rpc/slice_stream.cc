#include "tools/rpc/slice_stream.h"

#include <algorithm>
#include <utility>

#include "schema/base.h"
#include "tools/rpc/wire_slices.h"

namespace coterie {
namespace {

// Rows a batch: some 20 kB, so that several are on their way at once in Cap'n Proto's window of 64
// KiB, and a client shows the first while the rest comes.
constexpr size_t kNodesABatch = 64;
constexpr size_t kEdgesABatch = 1'024;
// Explained edges have papers with titles, some 100 bytes each. An edge is never divided.
constexpr size_t kPapersABatch = 1'024;

// How many of the edges make a batch.
size_t BatchOf(std::span<const NamedSliceEdge> edges) {
  size_t papers = 0;
  for (size_t i = 0; i < edges.size(); ++i) {
    papers += edges[i].papers.size();
    if (i > 0 && (i == kEdgesABatch || papers > kPapersABatch)) return i;
  }
  return edges.size();
}

}  // namespace

SliceMessages::SliceMessages(const NamedSlice& slice, std::shared_ptr<Session> session)
    : session_(std::move(session)) {
  auto head = std::make_unique<capnp::MallocMessageBuilder>();
  WriteHead(slice, head->initRoot<rpc::SliceHead>());
  Push(heads_, std::move(head));
  const std::span<const NamedSliceNode> nodes = slice.nodes;
  for (size_t at = 0; at < nodes.size(); at += kNodesABatch) {
    auto message = std::make_unique<capnp::MallocMessageBuilder>();
    WriteNodes(nodes.subspan(at, std::min(kNodesABatch, nodes.size() - at)),
               static_cast<uint32_t>(at) + 1, message->initRoot<rpc::SliceNodes>());
    Push(nodes_, std::move(message));
  }
  std::span<const NamedSliceEdge> edges = slice.edges;
  while (!edges.empty()) {
    const size_t count = BatchOf(edges);
    auto message = std::make_unique<capnp::MallocMessageBuilder>();
    WriteEdges(edges.first(count), message->initRoot<rpc::SliceEdges>());
    Push(edges_, std::move(message));
    edges = edges.subspan(count);
  }
}

SliceMessages::~SliceMessages() {
  for (std::deque<Message>* queue : {&heads_, &nodes_, &edges_}) {
    while (!queue->empty()) Pop(*queue);
  }
}

void SliceMessages::Push(std::deque<Message>& to, Message message) {
  session_->stream_bytes.fetch_add(message->sizeInWords() * sizeof(capnp::word),
                                   std::memory_order_relaxed);
  to.push_back(std::move(message));
}

SliceMessages::Message SliceMessages::Pop(std::deque<Message>& from) {
  Message message = std::move(from.front());
  from.pop_front();
  session_->stream_bytes.fetch_sub(message->sizeInWords() * sizeof(capnp::word),
                                   std::memory_order_relaxed);
  return message;
}

class SliceSender {
 public:
  SliceSender(rpc::SliceSink::Client sink, std::unique_ptr<SliceMessages> messages,
              kj::Timer& timer, uint32_t sink_ms)
      : sink_(kj::mv(sink)), messages_(std::move(messages)), timer_(timer), sink_ms_(sink_ms) {
    ++messages_->session_->streams;
  }
  ~SliceSender() { --messages_->session_->streams; }
  KJ_DISALLOW_COPY(SliceSender);

  kj::Promise<void> Run() {
    kj::Promise<void> sent = nullptr;
    if (!messages_->heads_.empty()) {
      auto request = sink_.headRequest();
      const auto message = messages_->Pop(messages_->heads_);
      request.setHead(message->getRoot<rpc::SliceHead>().asReader());
      sent = request.send();
    } else if (!messages_->nodes_.empty()) {
      auto request = sink_.nodesRequest();
      const auto message = messages_->Pop(messages_->nodes_);
      request.setRows(message->getRoot<rpc::SliceNodes>().asReader());
      sent = request.send();
    } else if (!messages_->edges_.empty()) {
      auto request = sink_.edgesRequest();
      const auto message = messages_->Pop(messages_->edges_);
      request.setRows(message->getRoot<rpc::SliceEdges>().asReader());
      sent = request.send();
    } else {
      return Taken(sink_.doneRequest().send().ignoreResult());
    }
    return Taken(kj::mv(sent)).then([this] { return Run(); });
  }

 private:
  // The promise, with an end to patience and with words of our own for what the sink says.
  kj::Promise<void> Taken(kj::Promise<void> sent) {
    auto told = sent.catch_([](kj::Exception&&) -> kj::Promise<void> {
      return ExceptionOf(absl::CancelledError("the sink failed, so the rest was not sent"));
    });
    auto expiry = timer_.afterDelay(sink_ms_ * kj::MILLISECONDS)
                      .then([limit = sink_ms_]() -> kj::Promise<void> {
                        return ExceptionOf(absl::DeadlineExceededError(absl::StrCat(
                            "the sink took nothing for ", limit, " ms; the rest was not sent")));
                      });
    return told.exclusiveJoin(kj::mv(expiry));
  }

  rpc::SliceSink::Client sink_;
  const std::unique_ptr<SliceMessages> messages_;
  kj::Timer& timer_;
  const uint32_t sink_ms_;
};

kj::Promise<void> SendSlice(rpc::SliceSink::Client sink, std::unique_ptr<SliceMessages> messages,
                            kj::Timer& timer, uint32_t sink_ms) {
  auto sender = kj::heap<SliceSender>(kj::mv(sink), std::move(messages), timer, sink_ms);
  auto sent = sender->Run();
  return sent.attach(kj::mv(sender));
}

}  // namespace coterie

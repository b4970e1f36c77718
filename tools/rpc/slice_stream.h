// A slice on its way to a client's sink.
//
// Layer: tools/rpc; internal. The messages are made on a worker; sending them is the event loop's,
// one after the other as the sink has room. What waits to be sent is counted for its connection.
#pragma once

#include <capnp/message.h>
#include <kj/async.h>
#include <kj/timer.h>

#include <deque>
#include <memory>

#include "engine/catalog/named_slice.h"
#include "schema/rpc.capnp.h"
#include "tools/rpc/calls.h"

namespace coterie {

// A slice in batches, each the size of a frame that no peer minds.
class SliceMessages {
 public:
  // Counts itself in `session.stream_bytes` until it is sent or dropped.
  SliceMessages(const NamedSlice& slice, std::shared_ptr<Session> session);
  ~SliceMessages();
  KJ_DISALLOW_COPY(SliceMessages);

 private:
  friend class SliceSender;
  using Message = std::unique_ptr<capnp::MallocMessageBuilder>;

  void Push(std::deque<Message>& to, Message message);
  Message Pop(std::deque<Message>& from);

  const std::shared_ptr<Session> session_;
  std::deque<Message> heads_;  // one
  std::deque<Message> nodes_;
  std::deque<Message> edges_;
};

// Sends it all. The promise fails if the sink does, or takes nothing for `sink_ms`.
kj::Promise<void> SendSlice(rpc::SliceSink::Client sink, std::unique_ptr<SliceMessages> messages,
                            kj::Timer& timer, uint32_t sink_ms);

}  // namespace coterie

#include "tools/rpc/reply_filter.h"

#include <capnp/rpc.capnp.h>

#include "tools/rpc/errors.h"

namespace coterie {
namespace {

using capnp::rpc::Exception;
using capnp::rpc::Message;
using capnp::rpc::Return;

bool IsForeign(Exception::Reader exception) {
  const kj::StringPtr reason = exception.getReason();
  return !HasErrorCode({reason.begin(), reason.size()});
}

const char* ReplacementFor(Exception::Type type) {
  switch (type) {
    case Exception::Type::OVERLOADED:
      return "overloaded: the server has too much to do; wait, then try again";
    case Exception::Type::DISCONNECTED:
      return "unavailable: a connection that the server needs was lost; try again";
    case Exception::Type::UNIMPLEMENTED:
      return "unimplemented: this server does not know this method";
    default:
      return "internal: the server failed on this call; its log has the details";
  }
}

}  // namespace

kj::Maybe<kj::Own<capnp::MessageBuilder>> WithoutForeignErrors(
    kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments,
    const std::function<void(std::string_view)>& on_withheld) {
  capnp::SegmentArrayMessageReader reader(segments);
  const Message::Reader message = reader.getRoot<Message>();
  const bool is_abort = message.isAbort();
  const bool is_failed_return =
      message.isReturn() && message.getReturn().which() == Return::EXCEPTION;
  if (!is_abort && !is_failed_return) return nullptr;
  const Exception::Reader exception =
      is_abort ? message.getAbort() : message.getReturn().getException();
  if (!IsForeign(exception)) return nullptr;

  // Every client that hangs up makes an abort that nobody reads; it is no news.
  const bool is_hang_up = is_abort && exception.getType() == Exception::Type::DISCONNECTED;
  if (on_withheld && !is_hang_up) {
    const kj::StringPtr reason = exception.getReason();
    on_withheld({reason.begin(), reason.size()});
  }
  auto copy = kj::heap<capnp::MallocMessageBuilder>();
  if (is_abort) {
    // Not a copy: an abort has nothing else, and what provoked it may be malformed.
    Exception::Builder out = copy->initRoot<Message>().initAbort();
    out.setType(exception.getType());
    out.setReason("protocol_error: the bytes received break Cap'n Proto's RPC protocol");
    return kj::Own<capnp::MessageBuilder>(kj::mv(copy));
  }
  const Return::Reader in = message.getReturn();
  Return::Builder out = copy->initRoot<Message>().initReturn();
  out.setAnswerId(in.getAnswerId());
  out.setReleaseParamCaps(in.getReleaseParamCaps());
  Exception::Builder error = out.initException();
  error.setType(exception.getType());
  error.setReason(ReplacementFor(exception.getType()));
  return kj::Own<capnp::MessageBuilder>(kj::mv(copy));
}

}  // namespace coterie

// Takes foreign error texts out of outgoing RPC messages.
//
// Layer: tools/rpc; internal. Exceptions of Cap'n Proto and KJ quote their source code and files.
// An outgoing error may leave only if it starts with a code of schema/rpc.capnp.
#pragma once

#include <capnp/message.h>
#include <kj/memory.h>

#include <functional>
#include <string_view>

namespace coterie {

// The message to send in place of `segments` where those carry an error without a code; else null.
// `on_withheld`, if not empty, is told the text that was replaced.
kj::Maybe<kj::Own<capnp::MessageBuilder>> WithoutForeignErrors(
    kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments,
    const std::function<void(std::string_view)>& on_withheld);

}  // namespace coterie

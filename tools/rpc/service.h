// The capabilities of schema/rpc.capnp: Library, Snapshot and Person.
//
// Layer: tools/rpc; internal. Methods read their parameters and set their results on the event
// loop; whatever looks at the store or the graph runs on a worker. Thread safety: one event loop.
#pragma once

#include <capnp/capability.h>

#include <memory>

#include "engine/library.h"
#include "tools/rpc/calls.h"

namespace coterie {

// The bootstrap capability of one connection. `library` and `runner` must outlive it.
capnp::Capability::Client MakeLibraryCapability(Library& library, CallRunner& runner,
                                                std::shared_ptr<Session> session);

}  // namespace coterie

// The generated client with its event loop, for what the blocking client cannot do: many calls at
// once, dropping them, never reading.
#pragma once

#include <capnp/rpc-twoparty.h>
#include <kj/async-io.h>

#include <string>
#include <vector>

#include "schema/rpc.capnp.h"
#include "tests/support/catch.h"

namespace coterie::testing {

// REQUIRES: one at a time on a thread, and no coterie::Client beside it there.
class AsyncClient {
 public:
  explicit AsyncClient(const std::string& unix_path)
      : io(kj::setupAsyncIo()),
        stream(io.provider->getNetwork()
                   .parseAddress(kj::str("unix:", unix_path.c_str()))
                   .wait(io.waitScope)
                   ->connect()
                   .wait(io.waitScope)),
        client(*stream),
        library(client.bootstrap().castAs<rpc::Library>()) {}

  rpc::Snapshot::Client Snapshot() { return library.snapshotRequest().send().getSnapshot(); }

  static auto PersonRequest(rpc::Snapshot::Client& snapshot, const char* text) {
    auto request = snapshot.personRequest();
    request.setText(text);
    return request;
  }

  // The reason of the failure; "" if the promise succeeded.
  template <typename Promise>
  std::string Failure(Promise&& promise) {
    try {
      promise.wait(io.waitScope);
      return "";
    } catch (const kj::Exception& exception) {
      return exception.getDescription().cStr();
    }
  }

  void Turn(int milliseconds) {
    io.provider->getTimer().afterDelay(milliseconds * kj::MILLISECONDS).wait(io.waitScope);
  }

  kj::AsyncIoContext io;
  kj::Own<kj::AsyncIoStream> stream;
  capnp::TwoPartyClient client;
  rpc::Library::Client library;
};

}  // namespace coterie::testing

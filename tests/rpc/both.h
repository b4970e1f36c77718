// The same store asked twice: in this process, and of a server in another.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/library.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"
#include "tools/rpc/client.h"

namespace coterie::testing {

// A server on a tiny library, a client of it, and the same store opened here beside it.
struct Both {
  // Makes the store in the directory that it is given.
  using Maker = std::function<absl::Status(const std::string&)>;

  explicit Both(const std::vector<std::string>& flags = {}, int hub_papers = 0)
      : Both([&](const std::string& path) { return MakeTinyLibrary(path, hub_papers); }, flags) {}
  // On another library.
  explicit Both(const Maker& make, const std::vector<std::string>& flags = {})
      : prepared(Prepare(make, dir.Path("db"))),
        library(ValueOf(Library::Open(dir.Path("db"), {.read_only = true}))),
        local(ValueOf(library.Read())),
        server(dir.Path("db"), flags),
        remote(ValueOf(Client::Connect(server.unix_path(), kPatient))) {}

  TempDir dir;
  bool prepared;
  Library library;
  std::shared_ptr<const Snapshot> local;
  ServerProcess server;
  Client remote;

 private:
  static bool Prepare(const Maker& make, const std::string& directory) {
    REQUIRE_OK(make(directory));
    return true;
  }
};

}  // namespace coterie::testing

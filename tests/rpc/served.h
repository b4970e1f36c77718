// A tiny library in a directory of its own, and a server process that serves it. For tests.
#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie::testing {

inline bool PrepareLibrary(const std::string& directory, int hub_papers) {
  REQUIRE_OK(MakeTinyLibrary(directory, hub_papers));
  return true;
}

struct Served {
  explicit Served(const std::vector<std::string>& flags = {}, int hub_papers = 0)
      : prepared(PrepareLibrary(dir.Path("db"), hub_papers)), server(dir.Path("db"), flags) {}

  // Waits until the counter has that value.
  void Await(const std::string& counter, uint64_t value) {
    for (int i = 0; i < 6'000 && server.Counters()[counter] != value; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(server.Counters()[counter] == value);
  }

  TempDir dir;
  bool prepared;
  ServerProcess server;
};

}  // namespace coterie::testing

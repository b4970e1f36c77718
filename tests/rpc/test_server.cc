// A server for the RPC tests, steered over standard input.
//
//   test_server STORE UNIX_PATH [--NAME=VALUE]…
//
// Says "ready TCP_ADDRESS", then a line for each command: "counters", "add-paper". Log lines start
// with "log: ". Ends in good order at the end of its input. Flags set the limit of that name;
// --delay=METHOD:MS makes calls of that method wait so long on the worker, or until they are
// dropped, upon which it says "saw cancel METHOD". Says its counters at the end too. Of such a
// method it also says "begins METHOD" when the wait is over and the work begins.
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include "absl/strings/str_cat.h"
#include "engine/library.h"
#include "schema/base.h"
#include "tests/rpc/tiny_library.h"
#include "tools/rpc/server.h"

namespace coterie::testing {
namespace {

// One write each, since several threads speak.
void Say(std::string_view text) {
  const std::string line = absl::StrCat(Sv(text), "\n");
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

bool SetLimit(ServerOptions& options, std::string_view name, uint32_t value) {
  ServerLimits& limits = options.limits;
  const std::map<std::string_view, uint32_t*> fields = {
      {"workers", &options.worker_threads},
      {"queue", &limits.queue_max},
      {"connections", &limits.connections_max},
      {"connections-per-address", &limits.connections_per_address_max},
      {"in-flight", &limits.calls.in_flight_max},
      {"call-ms", &limits.calls.call_ms},
      {"capabilities", &limits.calls.capabilities_max},
      {"ids", &limits.calls.ids_max},
      {"rows", &limits.calls.rows_max},
      {"ties", &limits.calls.ties_max},
      {"answer-bytes", &limits.calls.answer_bytes_max},
      {"shown", &limits.calls.shown_max},
      {"sink-ms", &limits.calls.sink_ms},
      {"first-message-ms", &limits.stream.first_message_ms},
      {"partial-message-ms", &limits.stream.partial_message_ms},
      {"idle-ms", &limits.stream.idle_ms},
      {"write-ms", &limits.stream.write_ms},
      {"unfinished", &limits.stream.unfinished_max},
  };
  const auto field = fields.find(name);
  if (field == fields.end()) return false;
  *field->second = value;
  return true;
}

void Wait(std::string_view method, uint32_t delay_ms, const CancelToken& token) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(delay_ms);
  while (std::chrono::steady_clock::now() < end) {
    if (token.IsCancelled()) {
      Say(absl::StrCat("saw cancel ", Sv(method)));
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

absl::Status Configure(ServerOptions& options, std::map<std::string, uint32_t>& delays, int argc,
                       char** argv) {
  for (int i = 3; i < argc; ++i) {
    const std::string flag = argv[i];
    const size_t equals = flag.find('=');
    const size_t colon = flag.find(':');
    if (flag.rfind("--delay=", 0) == 0 && colon != std::string::npos) {
      delays[flag.substr(8, colon - 8)] = std::stoul(flag.substr(colon + 1));
    } else if (equals == std::string::npos || !SetLimit(options, flag.substr(2, equals - 2),
                                                        std::stoul(flag.substr(equals + 1)))) {
      return absl::InvalidArgumentError(absl::StrCat("unknown flag ", flag));
    }
  }
  return absl::OkStatus();
}

void SayCounters(const Server& server) {
  const ServerCounters c = server.counters();
  Say(absl::StrCat("counters connections_open ", c.connections_open, " connections_accepted ",
                   c.connections_accepted, " connections_refused ", c.connections_refused,
                   " violations ", c.violations, " calls ", c.calls, " calls_failed ",
                   c.calls_failed, " calls_overloaded ", c.calls_overloaded, " calls_dropped ",
                   c.calls_dropped, " calls_skipped ", c.calls_skipped, " calls_stopped ",
                   c.calls_stopped, " queued ", c.queued));
}

absl::Status Serve(int argc, char** argv) {
  std::map<std::string, uint32_t> delays;
  ServerOptions options;
  options.unix_path = argv[2];
  options.tcp_addresses = {"127.0.0.1:0"};
  options.limits.calls.call_ms = 60'000;  // unless a test is about it: machines may be busy
  RETURN_IF_ERROR(Configure(options, delays, argc, argv));
  options.log = [](std::string_view line) { Say(absl::StrCat("log: ", Sv(line))); };
  options.before_call = [&delays](std::string_view method, const CancelToken& token) {
    const auto delay = delays.find(std::string(method));
    if (delay == delays.end()) return;
    Wait(method, delay->second, token);
    Say(absl::StrCat("begins ", Sv(method)));
  };
  ASSIGN_OR_RETURN(Library library, Library::Open(argv[1], {}));
  ASSIGN_OR_RETURN(const std::unique_ptr<Server> server, Server::Start(library, options));
  Say(absl::StrCat("ready ", server->addresses().back()));
  std::string command;
  while (std::getline(std::cin, command)) {
    if (command == "counters") {
      SayCounters(*server);
    } else if (command == "add-paper") {
      RETURN_IF_ERROR(AddPaperOfAdaAndEve(library.store()));
      Say("added");
    }
  }
  server->Stop();
  SayCounters(*server);
  return absl::OkStatus();
}

}  // namespace
}  // namespace coterie::testing

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const absl::Status status = coterie::testing::Serve(argc, argv);
  if (!status.ok()) coterie::testing::Say(status.ToString());
  return status.ok() ? 0 : 1;
}

// coterie serve: the RPC server in the foreground.
//
// Layer: tools.
#include <signal.h>

#include <CLI/CLI.hpp>

#include "engine/library.h"
#include "schema/base.h"
#include "tools/cli/options.h"
#include "tools/cli/verb.h"
#include "tools/rpc/server.h"

namespace coterie::cli {
namespace {

// SIGINT and SIGTERM, held back from every thread that starts later, to be waited for.
class HeldSignals {
 public:
  HeldSignals() {
    ::sigemptyset(&signals_);
    ::sigaddset(&signals_, SIGINT);
    ::sigaddset(&signals_, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }

  // Returns when one of them comes.
  void Wait() const {
    int signal = 0;
    while (::sigwait(&signals_, &signal) != 0) {
    }
  }

 private:
  sigset_t signals_ = {};
};

class ServeVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("--listen", listen_, "Also listen on TCP, loopback only; port 0: any free one")
        ->type_name("HOST:PORT")
        ->allow_extra_args(false);
    app.add_option("--call-ms", call_ms_, "Milliseconds that one call may take; 0: no limit")
        ->capture_default_str();
    DeclareStoreFlags(app, store_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    const HeldSignals signals;
    const StoreLocation location = LocationOf(store_);
    ASSIGN_OR_RETURN(Library library, Library::Open(location.directory, {}));
    RETURN_IF_ERROR(library.Read().status());  // builds the graph before the first caller waits

    ServerOptions options;
    options.unix_path = location.socket;
    options.tcp_addresses = listen_;
    options.limits.calls.call_ms = call_ms_;
    ASSIGN_OR_RETURN(const std::unique_ptr<Server> server, Server::Start(library, options));
    for (const std::string& address : server->addresses()) {
      RETURN_IF_ERROR(context.out.Write(absl::StrCat("listening on ", address, "\n")));
    }
    RETURN_IF_ERROR(context.out.Flush());
    signals.Wait();
    server->Stop();
    return Outcome::kFound;
  }

 private:
  std::vector<std::string> listen_;
  uint32_t call_ms_ = CallLimits().call_ms;
  StoreFlags store_;
};

}  // namespace

std::unique_ptr<Verb> MakeServeVerb() { return std::make_unique<ServeVerb>(); }

}  // namespace coterie::cli

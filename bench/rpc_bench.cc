// rpc_bench: what a call costs over a Unix socket, beside the same question in process.
//
//   rpc_bench STORE [--people N] [--rounds N]
//
// Asks for the collaborators of N people (the 50 with most papers first, the rest evenly spread),
// one call at a time, each answer checked against the one in process before anything is timed. The
// server runs in this process on threads of its own; its answers cross the socket all the same.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "bench/timing.h"
#include "engine/catalog/named_results.h"
#include "engine/library.h"
#include "schema/base.h"
#include "tools/rpc/client.h"
#include "tools/rpc/server.h"

namespace coterie::bench {
namespace {

constexpr size_t kHeavy = 50;
constexpr size_t kBatch = 100;
constexpr int kBatchesARound = 200;

struct Options {
  std::string store;
  uint32_t people = 1'000;
  uint32_t rounds = 5;
};

std::vector<std::string> PickPeople(const GraphSnapshot& graph, uint32_t count) {
  const GraphSnapshot::Range people = graph.VerticesOf(NodeKind::kPerson);
  const Csr papers = graph.Adjacency(Relation::kPersonPapers);
  std::vector<uint32_t> order;
  for (uint32_t v = people.first; v < people.last; ++v) order.push_back(v);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return papers.Degree(a) > papers.Degree(b); });
  std::vector<std::string> picked;
  for (size_t i = 0; i < std::min(order.size(), kHeavy); ++i) {
    picked.push_back(ToString(graph.NodeOf(Vertex{order[i]})));
  }
  const size_t stride = std::max<size_t>(1, people.size() / std::max(1U, count));
  for (uint32_t v = people.first; v < people.last && picked.size() < count; v += stride) {
    picked.push_back(ToString(graph.NodeOf(Vertex{v})));
  }
  return picked;
}

void Print(const char* name, const Latency& latency) {
  std::printf("%-28s p50 %8.1f us   p99 %8.1f us   heavy %8.1f us\n", name, latency.p50_us,
              latency.p99_us, latency.heavy_us);
}

// Both answers agree in what they count, for every person.
absl::Status Verify(Client& client, const Snapshot& now, const std::vector<std::string>& people) {
  for (const std::string& person : people) {
    ASSIGN_OR_RETURN(const NamedCollaborators here, CollaboratorsWithNames(now, person, {}));
    ASSIGN_OR_RETURN(const NamedCollaborators there, client.Collaborators(person, {}));
    bool same = here.rows.size() == there.rows.size() && here.total == there.total;
    for (size_t i = 0; same && i < here.rows.size(); ++i) {
      same = here.rows[i].person.id == there.rows[i].person.id &&
             here.rows[i].person.name == there.rows[i].person.name &&
             here.rows[i].strength == there.rows[i].strength;
    }
    if (!same) return absl::InternalError(absl::StrCat("the answers for ", person, " differ"));
  }
  return absl::OkStatus();
}

absl::Status MeasureBatches(Client& client, const GraphSnapshot& graph, uint32_t rounds) {
  std::vector<NodeId> ids(kBatch);
  for (size_t i = 0; i < kBatch; ++i) {
    ids[i] = graph.NodeOf(Vertex{static_cast<uint32_t>(i * 7919 % graph.vertex_count())});
  }
  std::vector<double> rates;
  for (uint32_t round = 0; round < rounds; ++round) {
    const double start = Now();
    for (int i = 0; i < kBatchesARound; ++i) RETURN_IF_ERROR(client.BatchNodes(ids).status());
    rates.push_back(kBatchesARound * kBatch / (Now() - start));
  }
  std::printf("%-28s %.0f records/s at depth 1\n", "batches of 100", Median(rates));
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  ASSIGN_OR_RETURN(Library library, Library::Open(options.store, {.read_only = true}));
  ASSIGN_OR_RETURN(const auto now, library.Read());
  ServerOptions server_options;
  server_options.unix_path = absl::StrCat("/tmp/coterie-rpc-bench-", getpid(), ".sock");
  ASSIGN_OR_RETURN(const auto server, Server::Start(library, server_options));
  ASSIGN_OR_RETURN(Client client, Client::Connect(server->addresses().front()));

  const std::vector<std::string> people = PickPeople(now->graph(), options.people);
  if (people.empty()) return absl::FailedPreconditionError("the store has no people");
  RETURN_IF_ERROR(Verify(client, *now, people));
  std::vector<uint32_t> subjects(people.size());
  for (uint32_t i = 0; i < subjects.size(); ++i) subjects[i] = i;
  const size_t heavy = std::min(kHeavy, people.size());

  LatencyRounds empty(heavy);
  LatencyRounds remote(heavy);
  LatencyRounds local(heavy);
  absl::Status status;
  for (uint32_t round = 0; round < options.rounds; ++round) {
    empty.Run(subjects, [&](uint32_t) { status.Update(client.Ping()); });
    remote.Run(subjects,
               [&](uint32_t i) { status.Update(client.Collaborators(people[i], {}).status()); });
    local.Run(subjects, [&](uint32_t i) {
      status.Update(CollaboratorsWithNames(*now, people[i], {}).status());
    });
  }
  RETURN_IF_ERROR(status);
  std::printf("%zu people, median of %u rounds\n", people.size(), options.rounds);
  Print("in process, with names", local.Result());
  Print("empty call", empty.Result());
  Print("collaborators, Unix socket", remote.Result());
  return MeasureBatches(client, now->graph(), options.rounds);
}

}  // namespace
}  // namespace coterie::bench

int main(int argc, char** argv) {
  coterie::bench::Options options;
  CLI::App app("Measures calls over a Unix socket.", "rpc_bench");
  app.add_option("store", options.store, "a store")->required();
  app.add_option("--people", options.people, "people to ask about")->capture_default_str();
  app.add_option("--rounds", options.rounds, "rounds; medians are printed")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = coterie::bench::Run(options);
  if (!status.ok()) std::fprintf(stderr, "rpc_bench: %s\n", status.ToString().c_str());
  return status.ok() ? 0 : 2;
}

// kill -9 in mid-import: the store opens, holds whole batches only, and a rerun completes it.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::ImportFixture;
using testing::StoreText;
using testing::ValueOf;

// Some 30 MB, so that the import takes several batches.
std::string ManyWorks() {
  std::string text;
  std::mt19937 random(4);
  for (int i = 1; i <= 12'000; ++i) {
    const std::string n = std::to_string(i);
    text += R"({"id":"W)" + n + R"(","title":"Paper )" + n + R"(","doi":"10.1234/)" + n +
            R"(","updated_date":"2025-01-01","authorships":[)";
    for (int a = 0; a < 4; ++a) {
      const std::string person = std::to_string(1 + random() % 3'000);
      text += std::string(a == 0 ? "" : ",") + R"({"author":{"id":"A)" + person +
              R"(","display_name":"Person )" + person + R"("},"institutions":[{"id":"I)" +
              std::to_string(1 + random() % 100) + R"("}]})";
    }
    text += R"(],"referenced_works":[)";
    for (int r = 0; r < 10; ++r) {
      text += std::string(r == 0 ? "" : ",") + "\"W" + std::to_string(1 + random() % 20'000) + "\"";
    }
    text += R"(],"abstract_inverted_index":{")" + std::string(1'500, 'a') + "\":[0]}}\n";
  }
  return text;
}

// Every edge is in both directions, and the counters equal a recount.
void CheckWhole(const Store& store) {
  const ReadSnapshot now = store.Read();
  const StoreCounts counts = now.counts();
  StoreCounts found;
  uint64_t reverse = 0;
  REQUIRE_OK(now.ScanNodes([&found](const NodeBrief& node) {
    if (node.is_stub) {
      ++found.stubs;
    } else {
      ++found.nodes[static_cast<size_t>(node.id.kind())];
    }
    return absl::OkStatus();
  }));
  uint64_t forward = 0;
  REQUIRE_OK(now.ScanAdjacency([&](const AdjacencyList& list) {
    std::vector<NodeId> targets = list.targets;
    if (list.kind == EdgeKind::kAuthorship) found.edges[1] += targets.size();
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    std::erase(targets, NodeId());
    forward += targets.size();
    return absl::OkStatus();
  }));
  std::vector<NodeId> ids;
  REQUIRE_OK(now.ScanNodes([&ids](const NodeBrief& node) {
    ids.push_back(node.id);
    return absl::OkStatus();
  }));
  for (const NodeId id : ids) {
    for (const EdgeKind kind : kEdgeKinds) {
      if (EdgeTargetKind(kind) != id.kind()) continue;
      reverse += ValueOf(now.GetSources(id, kind, 1'000'000)).size();
    }
  }
  CHECK(found.stubs == counts.stubs);
  CHECK(found.nodes == counts.nodes);
  CHECK(found.edges[1] == counts.edges[1]);
  CHECK(forward == reverse);
}

// Runs the import in a child process and kills it after `delay`; false where it was done before.
bool ImportAndKill(const std::string& directory, const std::string& file,
                   std::chrono::milliseconds delay) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    StoreOptions options;
    options.create_if_missing = true;
    auto store = Store::Open(directory, options);
    if (!store.ok()) _exit(2);
    ImportOptions import;
    import.import_year = 2026;
    const auto report = ImportFiles(*store, std::vector<std::string>{file}, import);
    _exit(report.ok() ? 0 : 3);
  }
  std::this_thread::sleep_for(delay);
  kill(child, SIGKILL);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE((WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0)));
  return WIFSIGNALED(status);
}

TEST_CASE("kill: an import killed at any moment leaves a whole store, and a rerun completes it") {
  ImportFixture f;
  const std::string file = f.Write("works.jsonl", ManyWorks());
  std::random_device device;
  const uint32_t seed = device();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::string directory = f.Path("killed");
  int kills = 0;
  for (int attempt = 0; attempt < 6; ++attempt) {
    const std::chrono::milliseconds delay(50 + random() % 1'500);
    kills += ImportAndKill(directory, file, delay) ? 1 : 0;
    auto store = Store::Open(directory, StoreOptions{.create_if_missing = true});
    REQUIRE_OK(store);
    CheckWhole(*store);
  }
  CHECK(kills > 0);
  Store rerun = f.OpenStore("killed");
  ImportOptions options;
  options.import_year = 2026;
  REQUIRE_OK(ImportFiles(rerun, std::vector<std::string>{file}, options));
  CheckWhole(rerun);
  f.Import({file});
  CHECK(StoreText(rerun) == StoreText(f.store()));
}

}  // namespace
}  // namespace coterie

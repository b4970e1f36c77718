// The generated CSV and JSONL are the same graph: importing either gives the same store.
#include <string>
#include <vector>

#include "bench/degree_summary.h"
#include "bench/generator.h"
#include "engine/export/dump.h"
#include "engine/ingest/importer.h"
#include "storage/store.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie::bench {
namespace {

using ::coterie::testing::TempDir;
using ::coterie::testing::ValueOf;

// The canonical dump of a store filled from the files of one directory.
struct Imported {
  std::string dump;
  StoreCounts counts;
};

Imported Import(const TempDir& dir, const std::string& name) {
  StoreOptions options;
  options.create_if_missing = true;
  Store store = ValueOf(Store::Open(dir.Path(name + ".db"), options));
  const std::vector<std::string> files = {dir.Path(name)};
  ImportOptions import;
  import.import_year = 2026;
  const ImportReport report = ValueOf(ImportFiles(store, files, import));
  for (const ImportProblem& problem : report.first_rejects) UNSCOPED_INFO(problem.ToString());
  CHECK(report.rejected == 0);
  CHECK_FALSE(report.HasErrors());
  const ReadSnapshot now = store.Read();
  Imported result;
  result.counts = now.counts();
  REQUIRE_OK(DumpStore(now, [&](std::string_view piece) {
    result.dump += piece;
    return absl::OkStatus();
  }));
  return result;
}

TEST_CASE("generator: CSV and JSONL import to the same store, with the counts of the summary") {
  const TempDir dir;
  const SyntheticGraph graph({.seed = 11, .papers = 3'000});
  REQUIRE_OK(WriteCsv(graph, {dir.Path("csv"), Abstracts::kWithText, PaperOrder::kByTime}));
  REQUIRE_OK(WriteJsonl(graph, {dir.Path("jsonl"), Abstracts::kWithText, PaperOrder::kShuffled}));
  const Imported csv = Import(dir, "csv");
  const Imported jsonl = Import(dir, "jsonl");
  // Not CHECK(a == b): a difference would print megabytes.
  const bool is_same = csv.dump == jsonl.dump;
  CHECK(is_same);
  CHECK(csv.counts == jsonl.counts);

  const DegreeSummary summary = Summarize(graph);
  REQUIRE(summary.retracted > 0);
  const auto nodes = [&](NodeKind kind) { return csv.counts.nodes[static_cast<size_t>(kind)]; };
  const auto edges = [&](EdgeKind kind) { return csv.counts.edges[static_cast<size_t>(kind)]; };
  CHECK(nodes(NodeKind::kPaper) == summary.papers);
  CHECK(nodes(NodeKind::kPerson) == summary.people);
  CHECK(nodes(NodeKind::kInstitution) == SyntheticGraph::kInstitutions);
  CHECK(nodes(NodeKind::kVenue) == graph.venue_count());
  CHECK(nodes(NodeKind::kTopic) == SyntheticGraph::kTopics + SyntheticGraph::kSubfields +
                                       SyntheticGraph::kFields + SyntheticGraph::kDomains);
  CHECK(edges(EdgeKind::kAuthorship) == summary.authorships);
  CHECK(edges(EdgeKind::kCitation) == summary.citations);
  CHECK(edges(EdgeKind::kTopicAssignment) == summary.topic_assignments);
  CHECK(csv.counts.unresolved_references == 0);
  CHECK(csv.counts.contested_pids == 0);
}

}  // namespace
}  // namespace coterie::bench

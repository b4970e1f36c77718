// All of the real OpenAlex sets, against counts made independently from the JSON.
#include <cstdlib>
#include <filesystem>

#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::ImportFixture;

std::string OpenAlexDirectory() {
  const char* shared = std::getenv("COTERIE_SHARED_DATA");
  return std::string(shared == nullptr ? "../shared/data" : shared) + "/openalex";
}

TEST_CASE(
    "real data: every record is stored or rejected, counts equal an independent count, twice") {
  const std::string directory = OpenAlexDirectory();
  if (!std::filesystem::exists(directory)) COTERIE_SKIP("no ../shared/data/openalex");
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().string().ends_with(".jsonl.zst")) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() == 14);
  ImportFixture f;
  ImportOptions only_counting;
  only_counting.dry_run = true;
  const ImportReport dry = f.Import(files, only_counting);
  const ImportReport report = f.Import(files);
  CHECK(dry.records == report.records);
  CHECK(dry.papers == report.papers);
  CHECK(dry.unresolved_references == 435'152);
  CHECK(report.rejected == 0);
  CHECK(report.records == 15'493);
  CHECK(report.ignored == 65 + 54 + 1);  // publishers, funders, one placeholder author
  const StoreCounts counts = f.store().Read().counts();
  // The independent numbers: tests/oracle/count_openalex.py
  CHECK(counts.nodes[static_cast<size_t>(NodeKind::kPaper)] == 13'006);
  CHECK(counts.edges[static_cast<size_t>(EdgeKind::kAuthorship)] == 72'360);
  CHECK(counts.anonymous_authorships == 956);
  CHECK(counts.edges[static_cast<size_t>(EdgeKind::kCitation)] == 32'425);
  CHECK(counts.unresolved_references == 435'152);
  CHECK(counts.edges[static_cast<size_t>(EdgeKind::kTopicAssignment)] == 190'991);
  CHECK(counts.abstracts == 10'907);
  CHECK(counts.stubs == 304'979);
  CHECK(counts.nodes[static_cast<size_t>(NodeKind::kPerson)] == 51'190);
  CHECK(counts.edges[static_cast<size_t>(EdgeKind::kPublication)] == 12'041);
  const uint64_t sequence = f.store().Read().sequence();
  const ImportReport again = f.Import(files);
  CHECK(again.papers + again.people + again.topics + again.institutions + again.venues == 0);
  CHECK(f.store().Read().sequence() == sequence);
  CHECK(f.store().Read().counts() == counts);
}

TEST_CASE("real data: the bulk snapshot's own layout imports as a directory") {
  const std::string directory = OpenAlexDirectory() + "/snapshot-layout";
  if (!std::filesystem::exists(directory)) COTERIE_SKIP("no ../shared/data/openalex");
  ImportFixture f;
  const ImportReport report = f.Import({directory});
  CHECK(report.rejected == 0);
  CHECK(report.papers >= 1);
  CHECK(report.skipped.size() == 5);  // two manifests, three lists of merged ids
  CHECK_FALSE(report.HasErrors());
}

}  // namespace
}  // namespace coterie

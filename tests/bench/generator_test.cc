// The workload generator: the same bytes everywhere, and a graph that is what it says.
#include "bench/generator.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "bench/degree_summary.h"
#include "bench/synthetic_text.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie::bench {
namespace {

using ::coterie::testing::TempDir;

std::string ReadAll(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

// FNV-1a, 64 bits.
uint64_t Checksum(std::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

size_t CountLines(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("generator: the same seed gives the same bytes, here and everywhere") {
  const TempDir dir;
  const SyntheticGraph graph({.seed = 7, .papers = 300});
  const GenerateOptions options{dir.Path("out"), Abstracts::kWithText, PaperOrder::kShuffled};
  REQUIRE_OK(WriteCsv(graph, options));
  REQUIRE_OK(WriteJsonl(graph, options));
  // Literal, so that a compiler, library or platform that draws otherwise is found out. A wanted
  // change of the graph changes them, and with it every figure that was measured on the old graph.
  CHECK(Checksum(ReadAll(dir.Path("out/works.jsonl"))) == 819127097631497941U);
  CHECK(Checksum(ReadAll(dir.Path("out/authors.jsonl"))) == 7979635417915904489U);
  CHECK(Checksum(ReadAll(dir.Path("out/papers.csv"))) == 1422371931215466502U);
  CHECK(Checksum(ReadAll(dir.Path("out/authorships.csv"))) == 18058745059943029845U);
  CHECK(Checksum(ReadAll(dir.Path("out/citations.csv"))) == 5535217077716324041U);
  CHECK(Checksum(ReadAll(dir.Path("out/topic_assignments.csv"))) == 6332214669866563813U);
}

TEST_CASE("generator: another seed gives another graph") {
  const SyntheticGraph one({.seed = 1, .papers = 1'000});
  const SyntheticGraph two({.seed = 2, .papers = 1'000});
  int different = 0;
  for (uint32_t i = 0; i < 1'000; ++i)
    different += one.Paper(i).references != two.Paper(i).references ? 1 : 0;
  CHECK(different > 500);
}

TEST_CASE("generator: nodes are in range, bylines and reference lists hold nobody twice") {
  const uint32_t papers = GENERATE(5U, 6U, 37U, 1'000U, 20'000U);
  const SyntheticGraph graph({.seed = 3, .papers = papers});
  CHECK(graph.person_count() == papers / 5 * 4 + std::min(papers % 5, 4U));
  std::set<uint32_t> people_seen;
  for (uint32_t i = 0; i < papers; ++i) {
    const SyntheticPaper paper = graph.Paper(i);
    REQUIRE((paper.year == 0 || (paper.year >= SyntheticGraph::kFirstYear &&
                                 paper.year <= SyntheticGraph::kLastYear)));
    REQUIRE(paper.venue < graph.venue_count());
    REQUIRE_FALSE(paper.byline.empty());
    std::set<uint32_t> people;
    for (const SyntheticAuthorship& place : paper.byline) {
      REQUIRE(place.person < graph.person_count());
      REQUIRE(people.insert(place.person).second);
      for (const uint32_t institution : place.institutions)
        REQUIRE(institution < SyntheticGraph::kInstitutions);
    }
    people_seen.merge(people);
    std::set<uint32_t> cited;
    for (const uint32_t reference : paper.references) {
      REQUIRE(reference < i);  // an earlier paper
      REQUIRE(cited.insert(reference).second);
    }
    REQUIRE(paper.topics.size() == 3);
    std::set<uint32_t> topics;
    for (const SyntheticTopic& topic : paper.topics) {
      REQUIRE(topic.topic < SyntheticGraph::kTopics);
      REQUIRE(topic.score <= 9'999);
      REQUIRE(topics.insert(topic.topic).second);
    }
  }
  // Nobody is without a paper.
  CHECK(people_seen.size() == graph.person_count());
}

TEST_CASE("generator: degrees are heavy-tailed and of the promised means") {
  const DegreeSummary summary = Summarize(SyntheticGraph({.seed = 1, .papers = 50'000}));
  CHECK(summary.authorships > 50'000U * 38 / 10);
  CHECK(summary.authorships < 50'000U * 42 / 10);
  CHECK(summary.citations > 50'000U * 9);
  CHECK(summary.citations < 50'000U * 11);
  CHECK(summary.papers_of_person.median <= 3);
  CHECK(summary.papers_of_person.maximum > 100);
  CHECK(summary.coauthors_of_person.maximum > 500);
  CHECK(summary.cited_by.maximum > 100);
  CHECK(summary.papers_of_topic.maximum > 1'000);
  CHECK(summary.undated > 0);
  CHECK(summary.retracted > 0);
  CHECK(summary.hyper_authored > 0);
}

TEST_CASE("generator: order changes the order of papers only") {
  const SyntheticGraph graph({.seed = 1, .papers = 1'000});
  std::set<uint32_t> papers;
  int falls = 0;
  uint32_t previous = 0;
  for (uint32_t k = 0; k < graph.paper_count(); ++k) {
    CHECK(PaperAt(graph, PaperOrder::kByTime, k) == k);
    const uint32_t paper = PaperAt(graph, PaperOrder::kShuffled, k);
    falls += paper < previous ? 1 : 0;
    previous = paper;
    papers.insert(paper);
  }
  CHECK(papers.size() == graph.paper_count());
  CHECK(*papers.rbegin() == graph.paper_count() - 1);
  CHECK(falls > 300);
}

TEST_CASE("generator: keys are distinct") {
  std::set<std::string> keys;
  for (uint32_t i = 0; i < 20'000; ++i) {
    REQUIRE(keys.insert(PaperKey(i)).second);
    REQUIRE(keys.insert(PersonKey(i)).second);
    REQUIRE(keys.insert(InstitutionKey(i)).second);
    REQUIRE(keys.insert(VenueKey(i)).second);
  }
  for (uint32_t i = 0; i < SyntheticGraph::kTopics; ++i) REQUIRE(keys.insert(TopicKey(i)).second);
  for (uint32_t i = 0; i < SyntheticGraph::kSubfields; ++i)
    REQUIRE(keys.insert(SubfieldKey(i)).second);
  CHECK(SubfieldKey(0) == "subfields/1101");
  CHECK(PaperKey(0) == "W2000000001");
}

TEST_CASE("generator: CSV has a row for every edge that the summary counts") {
  const TempDir dir;
  const SyntheticGraph graph({.seed = 1, .papers = 2'000});
  REQUIRE_OK(WriteCsv(graph, {dir.Path(), Abstracts::kNone, PaperOrder::kByTime}));
  const DegreeSummary summary = Summarize(graph);
  CHECK(CountLines(ReadAll(dir.Path("papers.csv"))) == 2'001);
  CHECK(CountLines(ReadAll(dir.Path("people.csv"))) == 1'601);
  CHECK(CountLines(ReadAll(dir.Path("authorships.csv"))) == summary.authorships + 1);
  CHECK(CountLines(ReadAll(dir.Path("citations.csv"))) == summary.citations + 1);
  CHECK(CountLines(ReadAll(dir.Path("topic_assignments.csv"))) == 6'001);
}

TEST_CASE("generator: a directory that cannot be written gives one sentence with its path") {
  const TempDir dir;
  std::ofstream(dir.Path("file")) << "in the way";
  const SyntheticGraph graph({.seed = 1, .papers = 10});
  const absl::Status status =
      WriteCsv(graph, {dir.Path("file/out"), Abstracts::kNone, PaperOrder::kByTime});
  CHECK(status.code() == absl::StatusCode::kUnavailable);
  CHECK(std::string(status.message()).find("file/out") != std::string::npos);
}

}  // namespace
}  // namespace coterie::bench

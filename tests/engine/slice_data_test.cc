// A thousand slices of real graphs, each held against its definition, and expansion to the last
// node. On the bundled sample, the whole OpenAlex set (skipped where it is absent), and the store
// that $COTERIE_SLICE_STORE names, for graphs of any size (tests/README.md says how).
#include <cstdlib>
#include <filesystem>
#include <random>

#include "engine/analysis/slice.h"
#include "engine/ingest/importer.h"
#include "engine/library.h"
#include "tests/support/catch.h"
#include "tests/support/shared_data.h"
#include "tests/support/slice_checks.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::BrokenPromises;
using testing::FindSharedData;
using testing::TempDir;
using testing::ValueOf;

constexpr int kSlices = 1'000;
constexpr int16_t kImportYear = 2026;

// What a store holds that was filled from the OpenAlex files of `directory`.
class ImportedGraph {
 public:
  explicit ImportedGraph(const std::string& directory) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      const std::string path = entry.path().string();
      if (path.find(".jsonl") != std::string::npos) files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    Library library = ValueOf(Library::Open(dir_.Path("db"), {.create_if_missing = true}));
    ImportOptions options;
    options.import_year = kImportYear;
    REQUIRE(ValueOf(ImportFiles(library.store(), files, options)).rejected == 0);
    snapshot_ = ValueOf(library.Read());
  }
  const GraphSnapshot& operator*() const { return snapshot_->graph(); }

 private:
  TempDir dir_;
  std::shared_ptr<const Snapshot> snapshot_;
};

// The vertex with the longest row.
Vertex Heaviest(const GraphSnapshot& graph, NodeKind kind, Relation relation) {
  const GraphSnapshot::Range range = graph.VerticesOf(kind);
  const Csr rows = graph.Adjacency(relation);
  uint32_t heaviest = range.first;
  for (uint32_t v = range.first; v < range.last; ++v) {
    if (rows.Degree(v) > rows.Degree(heaviest)) heaviest = v;
  }
  return Vertex{heaviest};
}

std::vector<Vertex> HeaviestOfEachKind(const GraphSnapshot& graph) {
  return {Heaviest(graph, NodeKind::kPerson, Relation::kPersonPapers),
          Heaviest(graph, NodeKind::kTopic, Relation::kTopicPapers),
          Heaviest(graph, NodeKind::kPaper, Relation::kPaperPeople),
          Heaviest(graph, NodeKind::kPaper, Relation::kCitedBy),
          Heaviest(graph, NodeKind::kInstitution, Relation::kInstitutionPapers),
          Heaviest(graph, NodeKind::kVenue, Relation::kVenuePapers)};
}

// Half of all seeds are people, as in use; the others are of any kind.
Vertex RandomSeed(const GraphSnapshot& graph, std::mt19937& random) {
  GraphSnapshot::Range range = graph.VerticesOf(NodeKind::kPerson);
  if (random() % 2 == 0) {
    range = graph.VerticesOf(kNodeKinds[random() % kNodeKinds.size()]);
  }
  if (range.size() == 0) range = {0, graph.vertex_count()};
  return Vertex{range.first + static_cast<uint32_t>(random() % range.size())};
}

SliceOptions RandomOptions(std::mt19937& random) {
  constexpr std::array<uint32_t, 5> kBudgets = {1, 10, 25, 60, 200};
  SliceOptions options;
  options.node_budget = kBudgets[random() % kBudgets.size()];
  if (random() % 4 == 0) options.weights.first_year = static_cast<int16_t>(2000 + random() % 26);
  if (random() % 8 == 0) {
    const int16_t first = options.weights.first_year.value_or(2010);
    options.weights.last_year = static_cast<int16_t>(first + random() % 12);
  }
  if (random() % 8 == 0) options.weights.include_retracted = false;
  if (random() % 8 == 0) options.types = {NodeKind::kPerson, NodeKind::kTopic};
  if (random() % 16 == 0) options.invisible = {NodeKind::kInstitution};
  if (random() % 16 == 0) options.edge_budget = static_cast<uint32_t>(random() % 50);
  return options;
}

void CheckSlice(const GraphSnapshot& graph, const std::vector<Vertex>& seeds,
                const SliceOptions& options, const Slice& slice) {
  const std::vector<std::string> broken = BrokenPromises(graph, seeds, options, slice);
  for (const std::string& sentence : broken) UNSCOPED_INFO(sentence);
  CHECK(broken.empty());
}

// A slice, and every third time an expansion of it, of one of its nodes.
void CheckThousandSlices(const GraphSnapshot& graph) {
  const std::vector<Vertex> heaviest = HeaviestOfEachKind(graph);
  for (uint32_t i = 0; i < kSlices; ++i) {
    std::mt19937 random(20'261'126 + i);
    SliceOptions options;  // of the heaviest, the slice that everybody sees first
    if (i >= heaviest.size()) options = RandomOptions(random);
    const std::vector<Vertex> seeds = {i < heaviest.size() ? heaviest[i]
                                                           : RandomSeed(graph, random)};
    INFO("slice " << i << " around node " << seeds[0].index << ", budget " << options.node_budget);
    const Slice slice = ValueOf(SliceAround(graph, seeds, options));
    CheckSlice(graph, seeds, options, slice);
    if (i % 3 != 0) continue;
    for (const SliceNode& node : slice.nodes) options.shown.push_back(node.vertex);
    options.expand = {slice.nodes[random() % slice.nodes.size()].vertex};
    INFO("expansion of node " << options.expand[0].index);
    CheckSlice(graph, seeds, options, ValueOf(SliceAround(graph, seeds, options)));
  }
}

// Everything that paths join to `from`, by a plain search over the twelve relations of a slice.
uint64_t ComponentSize(const GraphSnapshot& graph, Vertex from) {
  std::vector<bool> is_reached(graph.vertex_count(), false);
  std::vector<uint32_t> stack = {from.index};
  is_reached[from.index] = true;
  uint64_t size = 0;
  while (!stack.empty()) {
    const uint32_t u = stack.back();
    stack.pop_back();
    ++size;
    for (int i = 0; i <= static_cast<int>(Relation::kInstitutionPeople); ++i) {
      for (const uint32_t v : graph.Adjacency(static_cast<Relation>(i)).Row(u)) {
        if (is_reached[v]) continue;
        is_reached[v] = true;
        stack.push_back(v);
      }
    }
  }
  return size;
}

void ExpandToTheLastNode(const GraphSnapshot& graph, uint32_t budget) {
  const std::vector<Vertex> seeds = {Heaviest(graph, NodeKind::kPerson, Relation::kPersonPapers)};
  const uint64_t expected = ComponentSize(graph, seeds[0]);
  std::vector<bool> is_shown(graph.vertex_count(), false);
  SliceOptions options;
  options.node_budget = budget;
  options.edge_budget = 0;
  for (uint64_t left = expected; left > 0;) {
    const Slice slice = ValueOf(SliceAround(graph, seeds, options));
    REQUIRE(slice.nodes.size() == std::min<uint64_t>(budget, left));
    for (const SliceNode& node : slice.nodes) {
      REQUIRE_FALSE(is_shown[node.vertex.index]);
      is_shown[node.vertex.index] = true;
      options.shown.push_back(node.vertex);
    }
    left -= slice.nodes.size();
    REQUIRE(slice.complete == (left == 0));
  }
  const Slice last = ValueOf(SliceAround(graph, seeds, options));
  CHECK(last.nodes.empty());
  CHECK(last.exhausted);
  CHECK(last.complete);
}

TEST_CASE("slice: a thousand slices of the sample keep every promise, to the last expansion") {
  const ImportedGraph graph("tests/data/sample");
  CheckThousandSlices(*graph);
  ExpandToTheLastNode(*graph, 500);
}

TEST_CASE("slice: a thousand slices of the OpenAlex set keep every promise") {
  const std::optional<std::string> directory = FindSharedData("openalex");
  if (!directory) COTERIE_SKIP("no ../shared/data/openalex");
  const ImportedGraph graph(*directory);
  CheckThousandSlices(*graph);
  ExpandToTheLastNode(*graph, 20'000);
}

TEST_CASE("slice: a thousand slices of a chosen store keep every promise", "[.chosen-store]") {
  const char* const store = std::getenv("COTERIE_SLICE_STORE");
  if (store == nullptr) COTERIE_SKIP("COTERIE_SLICE_STORE names no store");
  Library library = ValueOf(Library::Open(store, {.read_only = true}));
  const std::shared_ptr<const Snapshot> snapshot = ValueOf(library.Read());
  CheckThousandSlices(snapshot->graph());
  ExpandToTheLastNode(snapshot->graph(), kSliceNodesMax);
}

}  // namespace
}  // namespace coterie

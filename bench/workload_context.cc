// What several workloads share: the graph, its store, an open library, the people asked about.
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "bench/store_loader.h"
#include "bench/workloads.h"

namespace coterie::bench {

namespace {
// Papers a batch, about what an importer applies at once.
constexpr uint32_t kBlockPapers = 5'000;
}  // namespace

void Fail(const std::string& what) {
  std::fprintf(stderr, "coterie_bench: %s\n", what.c_str());
  std::exit(2);
}

void CheckOk(const absl::Status& status) {
  if (!status.ok()) Fail(std::string(status.message()));
}

Vertex VertexOf(const GraphSnapshot& graph, uint32_t person) {
  const std::optional<Vertex> vertex = graph.FindVertex(NodeAt(NodeKind::kPerson, person));
  if (!vertex.has_value()) Fail(absl::StrCat("the graph does not hold person ", person));
  return *vertex;
}

const Bylines& WorkloadContext::bylines() {
  if (bylines_ == nullptr) bylines_ = std::make_unique<Bylines>(BylinesOf(graph_));
  return *bylines_;
}

std::string WorkloadContext::CachePath(const std::string& name) const {
  const std::string directory =
      absl::StrCat(options_.cache, "/", graph_.paper_count(), "-", graph_.seed());
  std::filesystem::create_directories(directory);
  return directory + "/" + name;
}

std::string WorkloadContext::StoreDirectory() {
  std::string directory = CachePath("store.db");
  if (std::filesystem::exists(directory)) return directory;
  // Under another name until it is whole, so that an interrupted load is not taken for a store.
  const std::string partial = directory + ".partial";
  std::filesystem::remove_all(partial);
  std::fprintf(stderr, "loading a store of %u papers\n", graph_.paper_count());
  {
    absl::StatusOr<Store> store = Store::Open(partial, NewStore());
    CheckOk(store.status());
    CheckOk(LoadStore(graph_, kBlockPapers, *store));
  }
  std::filesystem::rename(partial, directory);
  return directory;
}

const Snapshot& WorkloadContext::snapshot() {
  if (snapshot_ == nullptr) {
    absl::StatusOr<Library> library = Library::Open(StoreDirectory(), Reader());
    CheckOk(library.status());
    library_ = std::make_unique<Library>(*std::move(library));
    absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = library_->Read();
    CheckOk(snapshot.status());
    snapshot_ = *std::move(snapshot);
  }
  return *snapshot_;
}

const std::vector<uint32_t>& WorkloadContext::people() {
  if (people_.empty()) people_ = FixedPeople(bylines(), kPeopleAsked, kHeavyPeople);
  return people_;
}

}  // namespace coterie::bench

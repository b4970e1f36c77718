// The library's cached snapshot, and the resolution of what users type. Layer: engine.
#include "engine/library.h"

#include <mutex>
#include <utility>

#include "schema/base.h"
#include "schema/quoted.h"

namespace coterie {

namespace {

// Venues of OpenAlex were V137773608 until 2022; since then the same numbers are sources,
// S137773608.
std::optional<Pid> RenamedPid(const Pid& pid) {
  if (pid.scheme != PidScheme::kOpenAlex || !pid.value.starts_with('V')) return std::nullopt;
  Pid renamed = pid;
  renamed.value.front() = 'S';
  return renamed;
}

}  // namespace

absl::StatusOr<NodeId> Snapshot::Resolve(std::string_view text) const {
  if (const std::optional<NodeId> id = ParseNodeId(text)) {
    if (graph_->FindVertex(*id)) return *id;
    const absl::StatusOr<NodeRecord> record = store_->GetNode(*id);  // a stub, if anything
    if (record.ok()) return *id;
    if (!absl::IsNotFound(record.status())) return record.status();
    return absl::NotFoundError(
        absl::StrCat("this store has no node ", ToString(*id),
                     "; find the node by name, or by an identifier such as a DOI or an ORCID"));
  }
  const absl::StatusOr<Pid> pid = ParsePid(text);
  if (!pid.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        Quoted(text), " is neither a node such as person:42 nor an identifier that is known: ",
        pid.status().message()));
  }
  ASSIGN_OR_RETURN(const std::optional<NodeId> id, store_->FindByPid(*pid));
  if (id) return *id;
  if (const std::optional<Pid> renamed = RenamedPid(*pid)) {
    ASSIGN_OR_RETURN(const std::optional<NodeId> venue, store_->FindByPid(*renamed));
    if (venue) return *venue;
  }
  return absl::NotFoundError(
      absl::StrCat("this store has no node with the identifier ", Shortened(pid->ToString()),
                   "; find the node by name, or import a file that holds it"));
}

absl::StatusOr<Vertex> Snapshot::ResolveVertex(std::string_view text, NodeKind kind) const {
  ASSIGN_OR_RETURN(const NodeId id, Resolve(text));
  const std::string shown =
      Sv(text) == ToString(id) ? ToString(id) : absl::StrCat(Quoted(text), " (", ToString(id), ")");
  if (id.kind() != kind) {
    return absl::InvalidArgumentError(absl::StrCat(shown, " is of type ",
                                                   Sv(NodeKindName(id.kind())), "; one of type ",
                                                   Sv(NodeKindName(kind)), " is needed here"));
  }
  if (const std::optional<Vertex> v = graph_->FindVertex(id)) return *v;
  return absl::FailedPreconditionError(absl::StrCat(
      shown, " is known only as a reference of other papers; import the paper itself first"));
}

// One mutex guards the cached pointer and is held for nanoseconds; the other is held while a graph
// is built, so that of several callers who find the cache behind, one builds and the others wait
// for that build. A caller who finds the cache current takes only the first.
struct Library::Current {
  std::shared_ptr<const Snapshot> Get() {
    const std::lock_guard<std::mutex> lock(mutex);
    return snapshot;
  }
  void Set(std::shared_ptr<const Snapshot> fresh) {
    const std::lock_guard<std::mutex> lock(mutex);
    snapshot.swap(fresh);  // the old one, if this was its last owner, dies outside the lock
  }

  std::mutex mutex;
  std::mutex building;
  std::shared_ptr<const Snapshot> snapshot;
};

absl::StatusOr<Library> Library::Open(const std::string& directory, const StoreOptions& options) {
  ASSIGN_OR_RETURN(Store store, Store::Open(directory, options));
  Library library;
  library.store_ = std::make_unique<Store>(std::move(store));
  library.current_ = std::make_shared<Current>();
  return library;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Library::Read() {
  // The state is taken anew at each step: a batch that was acknowledged before the call must be
  // seen, and a build that another caller finished meanwhile should be used.
  const auto current_for = [this](uint64_t sequence) {
    std::shared_ptr<const Snapshot> snapshot = current_->Get();
    if (snapshot != nullptr && snapshot->graph().sequence() < sequence) snapshot.reset();
    return snapshot;
  };
  const uint64_t wanted = store_->Read().sequence();
  if (std::shared_ptr<const Snapshot> snapshot = current_for(wanted)) return snapshot;

  const std::lock_guard<std::mutex> lock(current_->building);
  if (std::shared_ptr<const Snapshot> snapshot = current_for(wanted)) return snapshot;
  auto fresh = std::make_shared<Snapshot>();
  fresh->store_ = std::make_shared<const ReadSnapshot>(store_->Read());
  ASSIGN_OR_RETURN(fresh->graph_, GraphSnapshot::Build(*fresh->store_));
  current_->Set(fresh);
  return std::shared_ptr<const Snapshot>(std::move(fresh));
}

}  // namespace coterie

// The store: the one writer, and the hand-out of readers. Layer: storage; see store.h.
#include "storage/store.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

#include "schema/base.h"
#include "storage/batch_writer.h"
#include "storage/damage.h"
#include "storage/database.h"
#include "storage/failure_listener.h"
#include "storage/key_codec.h"
#include "storage/read_snapshot_impl.h"
#include "storage/rocksdb_util.h"
#include "storage/value_codec.h"
#include "storage/watermark.h"

namespace coterie {

using storage::BatchWriter;
using storage::Database;
using storage::Family;
using storage::StoreState;

struct Store::Impl {
  explicit Impl(std::shared_ptr<Database> opened) : database(std::move(opened)) {}

  std::shared_ptr<Database> database;
  std::array<std::atomic<uint64_t>, 8> next_ordinals{};

  std::mutex writer;
  StoreState state;                 // guarded by writer
  storage::PaperPresence presence;  // guarded by writer
};

namespace {

// The state of a store; that of a new one where nothing was ever written.
absl::StatusOr<StoreState> LoadState(const Database& database) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value,
                   database.Get(rocksdb::ReadOptions(), Family::kMeta, storage::kStateKey));
  if (value) {
    absl::StatusOr<StoreState> state = storage::DecodeState(*value);
    if (!state.ok()) return Annotate(state.status(), database.directory());
    return state;
  }
  if (database.db().GetLatestSequenceNumber() == 0) return StoreState();
  return absl::DataLossError(absl::StrCat(database.directory(), " has data but has lost its state",
                                          storage::kDamageAdvice));
}

}  // namespace

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

absl::StatusOr<Store> Store::Open(const std::string& directory, const StoreOptions& options) {
  ASSIGN_OR_RETURN(std::shared_ptr<Database> database, Database::Open(directory, options));
  auto impl = std::make_unique<Impl>(std::move(database));
  ASSIGN_OR_RETURN(impl->state, LoadState(*impl->database));
  for (const NodeKind kind : kNodeKinds) {
    const auto i = static_cast<size_t>(kind);
    impl->next_ordinals[i] = impl->state.next_ordinals[i];
  }
  return Store(std::move(impl));
}

const std::string& Store::directory() const { return impl_->database->directory(); }

NodeId Store::AllocateNode(NodeKind kind) {
  return {kind, impl_->next_ordinals[static_cast<size_t>(kind)].fetch_add(1)};
}

ReadSnapshot Store::Read() const {
  return ReadSnapshot(std::make_unique<ReadSnapshot::Impl>(impl_->database));
}

absl::StatusOr<uint64_t> Store::Apply(const StoreBatch& batch,
                                      std::optional<uint64_t> expected_sequence) {
  Database& database = *impl_->database;
  const std::lock_guard lock(impl_->writer);
  if (database.is_read_only()) {
    return absl::FailedPreconditionError(
        absl::StrCat(database.directory(), " is open read-only; open it for writing"));
  }
  RETURN_IF_ERROR(storage::WithBackgroundFailure(database, database.Health()));
  StoreState& state = impl_->state;
  if (expected_sequence && *expected_sequence != state.sequence) {
    return absl::AbortedError(absl::StrCat(database.directory(), " is at batch ", state.sequence,
                                           ", not at ", *expected_sequence,
                                           " as expected; read again and retry"));
  }
  BatchWriter writer(database, state, impl_->presence);
  RETURN_IF_ERROR(writer.Build(batch));
  RETURN_IF_ERROR(storage::WithBackgroundFailure(database, database.Write(writer.write())));
  writer.Commit();
  state = writer.state();
  // Ids that were not allocated here, as a replayed batch has, must not be allocated again.
  for (const NodeKind kind : kNodeKinds) {
    const auto i = static_cast<size_t>(kind);
    uint64_t next = impl_->next_ordinals[i];
    while (next < state.next_ordinals[i] &&
           !impl_->next_ordinals[i].compare_exchange_weak(next, state.next_ordinals[i])) {
    }
  }
  return state.sequence;
}

absl::StatusOr<std::vector<NodeId>> Store::ChangedSince(uint64_t sequence) const {
  std::vector<NodeId> nodes;
  if (sequence == ~uint64_t{0}) return nodes;
  RETURN_IF_ERROR(impl_->database->ScanPrefix(
      rocksdb::ReadOptions(), Family::kChanges, "", storage::ChangeKey(sequence + 1).view(),
      [&nodes](std::string_view /*key*/, std::string_view value) -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const std::vector<NodeId> some, storage::DecodeChanges(value));
        nodes.insert(nodes.end(), some.begin(), some.end());
        return true;
      }));
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

std::vector<std::pair<std::string, uint64_t>> Store::DiskUsage() const {
  return impl_->database->DiskUsage();
}

absl::Status Store::Flush() {
  RETURN_IF_ERROR(storage::WithBackgroundFailure(*impl_->database, impl_->database->Flush()));
  if (!impl_->database->is_read_only()) storage::RaiseWatermark(directory());
  return absl::OkStatus();
}

}  // namespace coterie

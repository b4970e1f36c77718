// What RocksDB's own threads fail at. Layer: storage; see failure_listener.h.
#include "storage/failure_listener.h"

#include <mutex>
#include <utility>
#include <vector>

#include <rocksdb/convenience.h>

#include "storage/rocksdb_util.h"
#include "storage/watermark.h"

namespace coterie::storage {
namespace {

// Belongs to RocksDB, and so outlives the Database of one that was abandoned. Thread-safe.
class FailureListener : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* error) override {
    const std::lock_guard lock(mutex_);
    if (!has_failed_) first_ = *error;
    has_failed_ = true;
    if (database_ != nullptr) database_->NoteBackgroundError();
  }

  void Attach(Database& database) {
    const std::lock_guard lock(mutex_);
    database_ = &database;
    for (const FamilySpec& spec : FamilySpecs()) handles_.push_back(database.family(spec.family));
    if (has_failed_) database.NoteBackgroundError();
  }
  void Detach() {
    const std::lock_guard lock(mutex_);
    database_ = nullptr;
  }

  // The first failure, once; OK where there was none, or it was taken before.
  rocksdb::Status Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(first_, rocksdb::Status::OK());
  }

 private:
  std::mutex mutex_;  // guards the rest
  Database* database_ = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // kept reachable, no more
  rocksdb::Status first_;
  bool has_failed_ = false;
};

// The listener of a database; null of one that is read-only.
FailureListener* ListenerOf(const Database& database) {
  for (const auto& listener : database.db().GetDBOptions().listeners) {
    if (auto* const ours = dynamic_cast<FailureListener*>(listener.get())) return ours;
  }
  return nullptr;
}

}  // namespace

std::shared_ptr<rocksdb::EventListener> MakeFailureListener() {
  return std::make_shared<FailureListener>();
}

std::shared_ptr<Database> WithFailureListener(std::shared_ptr<Database> database) {
  FailureListener* const listener = ListenerOf(*database);
  listener->Attach(*database);
  Database* const same = database.get();
  return {same, [listener, opened = std::move(database)](Database* /*same*/) mutable {
            rocksdb::CancelAllBackgroundWork(&opened->db(), /*wait=*/true);
            listener->Detach();
            if (opened->Health().ok()) RaiseWatermark(opened->directory());
            opened.reset();
          }};
}

absl::Status WithBackgroundFailure(const Database& database, absl::Status status) {
  if (status.ok()) return status;
  FailureListener* const listener = ListenerOf(database);
  const rocksdb::Status failure = listener == nullptr ? rocksdb::Status::OK() : listener->Take();
  if (failure.ok() || !absl::IsUnavailable(status)) return status;
  return ToStatus(failure, database.directory());
}

}  // namespace coterie::storage

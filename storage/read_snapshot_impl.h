// The inside of a ReadSnapshot. Layer: storage, private to it.
#pragma once

#include <rocksdb/options.h>
#include <rocksdb/snapshot.h>

#include <memory>

#include "absl/status/status.h"
#include "storage/database.h"
#include "storage/read_snapshot.h"
#include "storage/value_codec.h"

namespace coterie {

struct ReadSnapshot::Impl {
  explicit Impl(std::shared_ptr<storage::Database> opened);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // Shared, so that neither a move nor the end of the Store pulls the database away.
  std::shared_ptr<storage::Database> database;
  const rocksdb::Snapshot* snapshot;
  storage::StoreState state;
  absl::Status health;  // of reading the state: every read repeats its error
  rocksdb::ReadOptions options;
};

}  // namespace coterie

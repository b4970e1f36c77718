// What RocksDB's own threads fail at (flushes, compactions, the manifest), and the end of a
// database that may have failed.
//
// Layer: storage, private to it.
#pragma once

#include <memory>

#include <rocksdb/listener.h>

#include "absl/status/status.h"
#include "storage/database.h"

namespace coterie::storage {

// For the options of a database that is opened for writing.
std::shared_ptr<rocksdb::EventListener> MakeFailureListener();

// The same database, told of failures from now on. Letting go of it stops RocksDB's threads first,
// so that nothing fails while it is closed; one that has failed is not closed (see database.h), but
// then does nothing any more, and all it holds stays reachable, which leak checkers ask for.
// REQUIRES: opened for writing, with a listener of MakeFailureListener.
std::shared_ptr<Database> WithFailureListener(std::shared_ptr<Database> database);

// The status; or, the first time, what failed in the background in place of the Unavailable that
// follows from it: a disk that was found full there is told as a full disk. Thread-safe.
absl::Status WithBackgroundFailure(const Database& database, absl::Status status);

}  // namespace coterie::storage

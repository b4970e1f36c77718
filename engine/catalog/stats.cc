// Stats: the numbers of a store, as kept in every batch.
//
// Layer: engine.
#include "engine/catalog/views.h"

namespace coterie {

StoreStats Stats(const Snapshot& now, const Store& store) {
  StoreStats stats;
  stats.counts = now.store().counts();
  stats.sequence = now.store().sequence();
  stats.format_version = kStoreFormatVersion;
  stats.as_of_year = now.graph().DefaultAsOfYear();
  stats.newest_import_year = now.store().newest_import_year();
  stats.disk_bytes = store.DiskUsage();
  return stats;
}

}  // namespace coterie

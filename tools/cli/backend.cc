// Who answers: the server of the store if there is one, else the store.
//
// Layer: tools.
#include "tools/cli/backend.h"

#include <filesystem>

namespace coterie::cli {

absl::StatusOr<std::unique_ptr<Backend>> OpenBackend(const StoreLocation& location) {
  std::error_code error;
  const bool socket_exists = std::filesystem::is_socket(location.socket, error);
  if (location.socket_was_named) return OpenRemoteBackend(location);
  if (socket_exists) {
    absl::StatusOr<std::unique_ptr<Backend>> server = OpenRemoteBackend(location);
    // A socket that nobody serves is what a killed server leaves behind, and a server that is full
    // or stuck must not keep anybody from reading: the store itself gives the same answers.
    if (server.ok()) return server;
  }
  return OpenLocalBackend(location.directory);
}

}  // namespace coterie::cli

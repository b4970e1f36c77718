// What a directory is before RocksDB looks at it. Layer: storage; see
// store_directory.h.
#include "storage/store_directory.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "schema/base.h"
#include "storage/damage.h"
#include "storage/disk_format.h"

namespace coterie::storage {
namespace {

namespace fs = std::filesystem;

// Whether the directory holds a RocksDB with data. Without its file CURRENT,
// RocksDB would make a new database over the data; it makes CURRENT before it
// makes tables or logs.
absl::StatusOr<bool> HasDatabase(const std::string& directory) {
  std::error_code error;
  if (fs::exists(fs::path(directory) / "CURRENT", error)) return true;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".sst" && entry.path().extension() != ".log") continue;
    return absl::DataLossError(
        absl::StrCat(directory, " has data but its file CURRENT is missing", kDamageAdvice));
  }
  return false;
}

// Creates the directory and its marker where that is asked for and harmless.
absl::StatusOr<FoundStore> CreateStore(const std::string& directory, const StoreOptions& options) {
  const bool may_create = options.create_if_missing && !options.read_only;
  std::error_code error;
  if (!fs::exists(directory, error)) {
    if (error == std::errc::permission_denied) {
      return absl::PermissionDeniedError(
          absl::StrCat("cannot look into ", directory, ": permission denied; check who owns it"));
    }
    if (!may_create) {
      return absl::NotFoundError(
          absl::StrCat("there is no store at ", directory, "; check the path, or import into it"));
    }
    fs::create_directories(directory, error);
    if (error) {
      const std::string text =
          absl::StrCat("cannot create the directory ", directory, ": ", error.message());
      if (error == std::errc::permission_denied || error == std::errc::read_only_file_system) {
        return absl::PermissionDeniedError(absl::StrCat(text, "; check who owns its parent"));
      }
      if (error == std::errc::no_space_on_device) {
        return absl::ResourceExhaustedError(absl::StrCat(text, "; free some space and try again"));
      }
      return absl::FailedPreconditionError(absl::StrCat(text, "; choose another path"));
    }
  }
  if (!fs::is_directory(directory, error)) {
    return NotAStore(directory, "it is a file; give a directory");
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    // Left by a creation that was killed before the marker had its name.
    if (entry.path().filename() == std::string(kMarkerFile) + ".tmp") continue;
    return NotAStore(directory, "it holds other files; choose another directory");
  }
  if (error) {
    return absl::PermissionDeniedError(
        absl::StrCat("cannot list ", directory, ": ", error.message(), "; check who owns it"));
  }
  if (!may_create) return NotAStore(directory, "it is empty; import into it first");
  RETURN_IF_ERROR(WriteMarker(directory, kStoreFormatVersion));
  return FoundStore{kStoreFormatVersion, true};
}

}  // namespace

absl::Status NotAStore(const std::string& directory, std::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrCat(directory, " is not a Coterie store: ", Sv(why)));
}

absl::StatusOr<FoundStore> FindStore(const std::string& directory, const StoreOptions& options) {
  const absl::StatusOr<uint32_t> version = ReadMarker(directory);
  // A path through a file reads as "not a directory", which CreateStore words
  // better.
  if (absl::IsNotFound(version.status()) || absl::IsUnavailable(version.status())) {
    return CreateStore(directory, options);
  }
  if (absl::IsFailedPrecondition(version.status())) {
    std::error_code error;
    if (!fs::exists(fs::path(directory) / "CURRENT", error)) return version.status();
    return absl::DataLossError(
        absl::StrCat(directory, ": the file ", Sv(kMarkerFile), " is damaged", kDamageAdvice));
  }
  if (!version.ok()) return version.status();
  if (*version > kStoreFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " was written by a newer Coterie (format ", *version,
                     ", this program knows ", kStoreFormatVersion, "); use a newer program"));
  }
  if (*version < kStoreFormatVersion && options.read_only) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " has the older format ", *version,
                     "; open it once for writing, which migrates it"));
  }
  const int mode = options.read_only ? R_OK | X_OK : R_OK | W_OK | X_OK;
  if (access(directory.c_str(), mode) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(directory, options.read_only ? " may not be read" : " may not be written",
                     " by this user; check who owns it"));
  }
  ASSIGN_OR_RETURN(const bool has_database, HasDatabase(directory));
  if (has_database) return FoundStore{*version, false};
  if (options.create_if_missing && !options.read_only) return FoundStore{*version, true};
  return NotAStore(directory, kInterruptedCreation);
}

}  // namespace coterie::storage

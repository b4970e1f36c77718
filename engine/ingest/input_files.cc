// Layer: engine.
#include "engine/ingest/input_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "schema/base.h"

namespace coterie {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(const std::string& path, const std::error_code& error) {
  const std::string message = absl::StrCat(path, ": ", error.message());
  if (error == std::errc::no_such_file_or_directory) return absl::NotFoundError(message);
  if (error == std::errc::permission_denied) {
    return absl::PermissionDeniedError(absl::StrCat(message, "; check who owns it"));
  }
  return absl::UnavailableError(message);
}

// Why a file in a directory is not for import; empty if it may be.
std::string SkipReason(const fs::path& relative) {
  if (relative.filename() == "manifest") return "a list of files, not of records";
  for (const fs::path& part : relative) {
    if (part == "merged_ids") return "lists of merged ids are not imported yet";
    if (part.string().starts_with(".")) return "hidden";
  }
  return "";
}

absl::Status ListDirectory(const std::string& directory, InputFiles& listed) {
  std::error_code error;
  std::vector<fs::path> paths;
  fs::recursive_directory_iterator it(directory, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code kind_error;
    if (!it->is_directory(kind_error)) paths.push_back(it->path());
  }
  if (error) return FileError(directory, error);
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    std::string reason = SkipReason(path.lexically_relative(directory));
    if (!reason.empty()) {
      listed.skipped.push_back({path.string(), std::move(reason)});
      continue;
    }
    const uint64_t bytes = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
    listed.files.push_back({path.string(), error ? 0 : bytes, true});
    error.clear();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<InputFiles> ListInputFiles(std::span<const std::string> arguments) {
  InputFiles listed;
  for (const std::string& argument : arguments) {
    std::error_code error;
    const fs::file_status status = fs::status(argument, error);
    if (error) return FileError(argument, error);
    if (fs::is_directory(status)) {
      RETURN_IF_ERROR(ListDirectory(argument, listed));
      continue;
    }
    const uint64_t bytes = fs::is_regular_file(status) ? fs::file_size(argument, error) : 0;
    listed.files.push_back({argument, error ? 0 : bytes, false});
  }
  return listed;
}

}  // namespace coterie

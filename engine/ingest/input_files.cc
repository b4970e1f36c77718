// Layer: engine.
#include "engine/ingest/input_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "schema/base.h"

namespace coterie {
namespace {

namespace fs = std::filesystem;

// What is wrong with a path, and what to do about it.
std::string ReasonOf(const std::error_code& error) {
  std::string message = absl::StrCat("cannot be read: ", error.message());
  if (error == std::errc::permission_denied) return message + "; check who owns it";
  return message;
}

absl::Status FileError(const std::string& path, const std::error_code& error) {
  const std::string message = absl::StrCat(path, ": ", ReasonOf(error));
  if (error == std::errc::no_such_file_or_directory) return absl::NotFoundError(message);
  if (error == std::errc::permission_denied) return absl::PermissionDeniedError(message);
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

// The file that the import is going to write; empty where there is none yet.
class RejectsFile {
 public:
  explicit RejectsFile(const std::string& path) : path_(path) {
    // Of two names of one terminal or pipe, one may be read and the other written.
    is_there_ = !path.empty() && stat(path.c_str(), &info_) == 0 && S_ISREG(info_.st_mode);
  }

  // Whether the path is another name of it: the same, a link, or a detour.
  bool Is(const std::string& path) const {
    struct stat other {};
    return is_there_ && stat(path.c_str(), &other) == 0 && other.st_dev == info_.st_dev &&
           other.st_ino == info_.st_ino;
  }

  // Whether it was written by an import, and not to be imported.
  bool IsOfAnImport() const {
    constexpr std::string_view kStart = "{\"file\":";
    if (info_.st_size == 0) return true;
    std::string start(kStart.size(), ' ');
    std::ifstream(path_, std::ios::binary)
        .read(start.data(), static_cast<std::streamsize>(start.size()));
    return start == kStart;
  }

  absl::Status WouldBeLost() const {
    return absl::InvalidArgumentError(absl::StrCat(
        path_, ": the reject file is one of the files to import; name another with --rejects"));
  }

 private:
  std::string path_;
  struct stat info_ {};
  bool is_there_ = false;
};

// The files below a directory, sorted. Hidden directories are not looked into, nor links to
// directories, which may lead back up; both are told.
std::vector<fs::path> FilesBelow(const std::string& directory, InputFiles& listed) {
  std::vector<fs::path> files;
  std::vector<fs::path> to_read = {directory};
  while (!to_read.empty()) {
    const fs::path current = std::move(to_read.back());
    to_read.pop_back();
    std::error_code error;
    fs::directory_iterator it(current, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
      std::error_code kind_error;
      if (!it->is_directory(kind_error)) {
        files.push_back(it->path());
      } else if (it->path().filename().string().starts_with(".")) {
        listed.skipped.push_back({it->path().string(), "hidden"});
      } else if (it->is_symlink(kind_error)) {
        listed.skipped.push_back(
            {it->path().string(), "a link to a directory; name it to import what it holds"});
      } else {
        to_read.push_back(it->path());
      }
    }
    if (error) listed.unread.push_back({current.string(), ReasonOf(error)});
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status ListDirectory(const std::string& directory, const RejectsFile& rejects,
                           InputFiles& listed) {
  for (const fs::path& path : FilesBelow(directory, listed)) {
    std::string reason = SkipReason(path.lexically_relative(directory));
    if (reason.empty() && rejects.Is(path.string())) {
      if (!rejects.IsOfAnImport()) return rejects.WouldBeLost();
      reason = "the reject file";
    }
    if (!reason.empty()) {
      listed.skipped.push_back({path.string(), std::move(reason)});
      continue;
    }
    std::error_code error;
    const uint64_t bytes = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
    listed.files.push_back({path.string(), error ? 0 : bytes, true});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<InputFiles> ListInputFiles(std::span<const std::string> arguments,
                                          const std::string& rejects_file) {
  InputFiles listed;
  const RejectsFile rejects(rejects_file);
  for (const std::string& argument : arguments) {
    std::error_code error;
    const fs::file_status status = fs::status(argument, error);
    if (error) return FileError(argument, error);
    if (fs::is_directory(status)) {
      RETURN_IF_ERROR(ListDirectory(argument, rejects, listed));
      continue;
    }
    if (rejects.Is(argument)) return rejects.WouldBeLost();
    const uint64_t bytes = fs::is_regular_file(status) ? fs::file_size(argument, error) : 0;
    listed.files.push_back({argument, error ? 0 : bytes, false});
  }
  return listed;
}

bool IsDocumentName(const std::string& path) {
  const fs::path name = fs::path(path).filename();
  return name.string().starts_with("README") || name.string().starts_with("LICENSE") ||
         name.extension() == ".md" || name.extension() == ".txt";
}

}  // namespace coterie

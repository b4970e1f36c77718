// Third-party data that is too large, or not ours, to keep with the project.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace coterie::testing {

// The path of `name` in $COTERIE_SHARED_DATA, or else in ../shared/data of the source root; empty
// where it is absent, for COTERIE_SKIP.
inline std::optional<std::string> FindSharedData(const std::string& name) {
  const char* const chosen = std::getenv("COTERIE_SHARED_DATA");
  const std::filesystem::path directory = chosen != nullptr ? chosen : "../shared/data";
  std::error_code error;
  const std::filesystem::path path = directory / name;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  return path.string();
}

}  // namespace coterie::testing

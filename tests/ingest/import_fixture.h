// A temporary directory with files and a store to import them into. For tests.
#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ingest/importer.h"
#include "tests/ingest/store_text.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie::testing {

// A record written over several lines for the reader, as the one line that files have.
inline std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c != '\n') line.push_back(c);
  }
  return line;
}

class ImportFixture {
 public:
  // Writes a file and returns its path.
  std::string Write(const std::string& name, std::string_view content) {
    const std::string path = dir_.Path(name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string Path(const std::string& name) const { return dir_.Path(name); }

  Store& store() {
    if (!store_) store_.emplace(OpenStore("db"));
    return *store_;
  }
  Store OpenStore(const std::string& name) const {
    StoreOptions options;
    options.create_if_missing = true;
    return ValueOf(Store::Open(dir_.Path(name), options));
  }

  // Imports and returns the report.
  ImportReport Import(const std::vector<std::string>& files, ImportOptions options = {}) {
    if (options.import_year == kNoYear) options.import_year = 2026;
    return ValueOf(ImportFiles(store(), files, options));
  }
  // Imports one file with this content.
  ImportReport ImportText(std::string_view content, const ImportOptions& options = {}) {
    return Import({Write("input.jsonl", content)}, options);
  }

  // The node of a Pid, which must be there.
  NodeId Find(const std::string& pid) {
    const auto id = ValueOf(store().Read().FindByPid(ValueOf(ParsePid(pid))));
    INFO(pid);
    REQUIRE(id.has_value());
    return *id;
  }
  bool Has(const std::string& pid) {
    return ValueOf(store().Read().FindByPid(ValueOf(ParsePid(pid)))).has_value();
  }
  template <typename Record>
  Record Get(const std::string& pid) {
    return std::get<Record>(ValueOf(store().Read().GetNode(Find(pid))));
  }

 private:
  TempDir dir_;
  std::optional<Store> store_;
};

}  // namespace coterie::testing

// Every way in which a store does not open: the right code, and one sentence that names the
// directory and says what to do.
#include <rocksdb/db.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "storage/store.h"
#include "tests/storage/writer_process.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

namespace fs = std::filesystem;
using absl::StatusCode;
using testing::TempDir;
using testing::ValueOf;

const StoreOptions kReadOnly{.read_only = true};
const StoreOptions kPlain{};
const StoreOptions kCreate{.create_if_missing = true};

void WriteFile(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  REQUIRE(file.good());
}

std::string ReadFile(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Names, sizes and bytes of everything in a directory, except the log for people.
std::string Contents(const fs::path& directory) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.path().filename().string().starts_with("LOG")) continue;
    lines.push_back(entry.path().string() + ": " +
                    (entry.is_regular_file() ? ReadFile(entry.path()) : ""));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// What opening says: the code, and that it is one sentence with these words in it.
void CheckRefused(const std::string& directory, const StoreOptions& options, StatusCode code,
                  const std::vector<std::string>& words) {
  const absl::Status status = Store::Open(directory, options).status();
  const std::string text(status.message());
  INFO("create_if_missing " << options.create_if_missing << ", read_only " << options.read_only
                            << "\n"
                            << status.ToString());
  CHECK(status.code() == code);
  CHECK(text.find(directory) != std::string::npos);
  CHECK(text.find('\n') == std::string::npos);
  CHECK(text.find(".cc:") == std::string::npos);
  CHECK(text.find("; ") != std::string::npos);  // what to do follows what is wrong
  for (const std::string& word : words) {
    INFO(word);
    CHECK(text.find(word) != std::string::npos);
  }
}

// The same whether for reading, for writing or for creating, and nothing in the directory moves.
void CheckRefusedAlways(const std::string& directory, StatusCode code,
                        const std::vector<std::string>& words) {
  const bool is_directory = fs::is_directory(directory);
  const std::string before = is_directory ? Contents(directory) : "";
  for (const StoreOptions& options : {kReadOnly, kPlain, kCreate}) {
    CheckRefused(directory, options, code, words);
  }
  if (is_directory) CHECK(Contents(directory) == before);
}

// A store of `batches` papers at `directory`, with tables; a second half only in the log.
void MakeStore(const std::string& directory, int batches = 6) {
  Store store = ValueOf(Store::Open(directory, kCreate));
  for (int i = 1; i <= batches; ++i) {
    const NodeId paper = store.AllocateNode(NodeKind::kPaper);
    PaperRecord record;
    record.header.name = "Paper " + std::to_string(i);
    record.header.pids = {{PidScheme::kOpenAlex, "W" + std::to_string(i)}};
    StoreBatch batch;
    batch.Change(paper).record = record;
    if (i > 1) batch.Change(paper).references = std::vector<NodeId>{{NodeKind::kPaper, 1}};
    REQUIRE_OK(store.Apply(batch));
    if (i == batches / 2) REQUIRE_OK(store.Flush());
  }
}

// The newest file of the directory whose name starts or ends so.
fs::path FileOf(const std::string& directory, std::string_view name) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string file = entry.path().filename().string();
    if (file.starts_with(name) || file.ends_with(name)) found.push_back(entry.path());
  }
  REQUIRE_FALSE(found.empty());
  return *std::max_element(found.begin(), found.end());
}

// Writes into the database behind the store's back.
void Tamper(const std::string& directory, const std::function<void(rocksdb::DB&)>& act) {
  std::vector<std::string> names;
  REQUIRE(rocksdb::DB::ListColumnFamilies({}, directory, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  REQUIRE(rocksdb::DB::Open({}, directory, families, &handles, &db).ok());
  act(*db);
  for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
  delete db;
}

// Runs `check` as a user who owns nothing; false where the system does not let us.
bool AsNobody(const std::function<bool()>& check) {
  constexpr uid_t kNobody = 65534;
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) _exit(2);
    _exit(check() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 2) return false;
  CHECK(WEXITSTATUS(status) == 0);
  return true;
}

// In the child: whether opening is refused for lack of a permission, in one sentence.
bool IsDenied(const std::string& directory, const StoreOptions& options) {
  const absl::Status status = Store::Open(directory, options).status();
  const std::string text(status.message());
  const bool is_so = absl::IsPermissionDenied(status) &&
                     text.find(directory) != std::string::npos &&
                     text.find("; check who owns it") != std::string::npos;
  if (!is_so) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return is_so;
}

TEST_CASE("open: what is no store says so, and is left as it was") {
  const TempDir dir;
  const std::string missing = dir.Path("missing");
  CheckRefused(missing, kPlain, StatusCode::kNotFound, {"there is no store at", "check the path"});
  CheckRefused(missing, kReadOnly, StatusCode::kNotFound, {"there is no store at"});
  CheckRefused(missing, {.create_if_missing = true, .read_only = true}, StatusCode::kNotFound,
               {"there is no store at"});
  CHECK_FALSE(fs::exists(missing));

  const std::string empty = dir.Path("empty");
  REQUIRE(fs::create_directory(empty));
  CheckRefused(empty, kPlain, StatusCode::kFailedPrecondition, {"is empty; import into it"});
  CheckRefused(empty, kReadOnly, StatusCode::kFailedPrecondition, {"is empty; import into it"});
  CHECK(fs::is_empty(empty));

  const std::string foreign = dir.Path("foreign");
  REQUIRE(fs::create_directory(foreign));
  WriteFile(foreign + "/thesis.tex", "all of it");
  CheckRefusedAlways(foreign, StatusCode::kFailedPrecondition,
                     {"is not a Coterie store", "other files; choose another directory"});

  const std::string file = dir.Path("file");
  WriteFile(file, "not a store");
  CheckRefusedAlways(file, StatusCode::kFailedPrecondition, {"it is a file; give a directory"});
  CHECK(ReadFile(file) == "not a store");
  CheckRefused(file + "/below", kPlain, StatusCode::kNotFound, {"check the path"});
  CheckRefused(file + "/below", kCreate, StatusCode::kFailedPrecondition,
               {"cannot create the directory", "choose another"});
}

TEST_CASE("open: a database of somebody else's is not touched") {
  const TempDir dir;
  const std::string foreign = dir.Path("foreign");
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  REQUIRE(rocksdb::DB::Open(options, foreign, &db).ok());
  REQUIRE(db->Put({}, "key", "value").ok());
  delete db;
  CheckRefusedAlways(foreign, StatusCode::kFailedPrecondition, {"it holds other files"});
}

TEST_CASE("open: a store in use says by whom") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  {
    const Store store = ValueOf(Store::Open(directory, kCreate));
    CheckRefused(directory, kPlain, StatusCode::kUnavailable,
                 {"already open in this process; share that Store"});
    REQUIRE_OK(Store::Open(directory, kReadOnly));
  }
  testing::WriterProcess holder({.directory = directory, .last = 0});
  REQUIRE(holder.ReadLine() == "open 0");
  CheckRefused(directory, kPlain, StatusCode::kUnavailable,
               {"in use by another process (process " + std::to_string(holder.pid()) + ")",
                "wait until it ends, or stop it"});
  REQUIRE_OK(Store::Open(directory, kReadOnly));
  CHECK(holder.Finish() == 0);
  REQUIRE_OK(Store::Open(directory, kPlain));
}

TEST_CASE("open: a newer format is refused before anything is touched") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  MakeStore(directory);
  WriteFile(directory + "/COTERIE", "coterie store\nformat 2\n");
  CheckRefusedAlways(directory, StatusCode::kFailedPrecondition,
                     {"newer Coterie (format 2, this program knows 1); use a newer program"});
  WriteFile(directory + "/COTERIE", "coterie store\nformat 1\n");
  Tamper(directory, [](rocksdb::DB& db) {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    REQUIRE(db.CreateColumnFamily({}, "telepathy", &handle).ok());
    REQUIRE(db.DestroyColumnFamilyHandle(handle).ok());
  });
  CheckRefusedAlways(directory, StatusCode::kFailedPrecondition,
                     {"newer Coterie (telepathy); use a newer program"});
}

TEST_CASE("open: a damaged marker is told apart from a directory that was never a store") {
  const TempDir dir;
  const std::string store = dir.Path("db");
  MakeStore(store);
  const std::string other = dir.Path("other");
  REQUIRE(fs::create_directory(other));
  for (const std::string& marker :
       std::vector<std::string>{"", "coterie sto", "coterie store\n", "coterie store\nformat 1",
                                "coterie store\nformat 0\n", "coterie store\nformat one\n",
                                "coterie store\nformat 99999999999\n", std::string(200, '\0')}) {
    INFO("marker \"" << marker << "\"");
    WriteFile(store + "/COTERIE", marker);
    CheckRefusedAlways(store, StatusCode::kDataLoss,
                       {"COTERIE is damaged", "put a copy of the store back"});
    WriteFile(other + "/COTERIE", marker);
    CheckRefusedAlways(
        other, StatusCode::kFailedPrecondition,
        {"is not a Coterie store", "does not say which format it has", "choose another directory"});
  }
  fs::remove(store + "/COTERIE");
  CheckRefusedAlways(store, StatusCode::kFailedPrecondition, {"it holds other files"});
  fs::create_directory(store + "/COTERIE");
  CheckRefusedAlways(store, StatusCode::kFailedPrecondition, {"it holds other files"});
}

TEST_CASE("open: a creation that was interrupted is completed by the next one") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  REQUIRE(fs::create_directory(directory));
  WriteFile(directory + "/COTERIE.tmp", "coterie st");
  REQUIRE_OK(Store::Open(directory, kCreate));
  for (const char* left : {"", "MANIFEST-000001"}) {
    const std::string half = dir.Path(std::string("half") + left);
    REQUIRE(fs::create_directory(half));
    WriteFile(half + "/COTERIE", "coterie store\nformat 1\n");
    if (*left != '\0') WriteFile(half + "/" + left, "");
    for (const StoreOptions& options : {kPlain, kReadOnly}) {
      CheckRefused(half, options, StatusCode::kFailedPrecondition,
                   {"creation was interrupted; import into it again"});
    }
    REQUIRE_OK(Store::Open(half, kCreate));
  }
}

TEST_CASE(
    "open: a creation that stopped between column families is completed, and told to readers") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  REQUIRE(rocksdb::DB::Open(options, directory, &db).ok());
  rocksdb::ColumnFamilyHandle* handle = nullptr;
  REQUIRE(db->CreateColumnFamily({}, "nodes", &handle).ok());
  db->DestroyColumnFamilyHandle(handle);
  delete db;
  WriteFile(directory + "/COTERIE", "coterie store\nformat 1\n");
  CheckRefused(directory, kReadOnly, StatusCode::kFailedPrecondition,
               {"creation was interrupted; import into it again"});
  REQUIRE_OK(Store::Open(directory, kCreate));
  REQUIRE_OK(Store::Open(directory, kReadOnly));
}

TEST_CASE("open: a store without its state, or with a damaged one, is refused") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  MakeStore(directory);
  Tamper(directory, [](rocksdb::DB& db) { REQUIRE(db.Put({}, "state", "\x80").ok()); });
  for (const StoreOptions& options : {kReadOnly, kPlain, kCreate}) {
    CheckRefused(directory, options, StatusCode::kDataLoss,
                 {"state is damaged", "put a copy of the store back"});
  }
  Tamper(directory, [](rocksdb::DB& db) { REQUIRE(db.Delete({}, "state").ok()); });
  for (const StoreOptions& options : {kReadOnly, kPlain, kCreate}) {
    CheckRefused(directory, options, StatusCode::kDataLoss,
                 {"has lost its state; put a copy of the store back, or import the files again"});
  }
}

TEST_CASE("open: a damaged, truncated or missing CURRENT or MANIFEST is refused, not repaired") {
  const TempDir dir;
  const std::string whole = dir.Path("whole");
  MakeStore(whole);
  const std::string manifest = FileOf(whole, "MANIFEST").filename().string();
  const std::string bytes = ReadFile(whole + "/" + manifest);
  std::string flipped = bytes;
  flipped[flipped.size() / 2] ^= 1;
  struct Damage {
    std::string what;
    std::string file;
    std::optional<std::string> content;  // none: the file is gone
  };
  const std::vector<Damage> damages = {
      {"empty CURRENT", "CURRENT", ""},
      {"cut CURRENT", "CURRENT", manifest.substr(0, 8)},
      {"CURRENT without its end", "CURRENT", manifest},
      {"other CURRENT", "CURRENT", "MANIFEST-999999\n"},
      {"binary CURRENT", "CURRENT", std::string(16, '\0')},
      {"no CURRENT", "CURRENT", std::nullopt},
      {"empty MANIFEST", manifest, ""},
      {"one byte of MANIFEST", manifest, bytes.substr(0, 1)},
      {"a bit in MANIFEST", manifest, flipped},
      {"zeros for MANIFEST", manifest, std::string(bytes.size(), '\0')},
      {"no MANIFEST", manifest, std::nullopt},
  };
  for (const Damage& damage : damages) {
    INFO(damage.what);
    const std::string directory = dir.Path("damaged");
    fs::remove_all(directory);
    fs::copy(whole, directory);
    if (damage.content) {
      WriteFile(directory + "/" + damage.file, *damage.content);
    } else {
      fs::remove(directory + "/" + damage.file);
    }
    CheckRefused(directory, kReadOnly, StatusCode::kDataLoss, {"put a copy of the store back"});
    CheckRefused(directory, kPlain, StatusCode::kDataLoss, {"put a copy of the store back"});
    CheckRefused(directory, kCreate, StatusCode::kDataLoss, {"put a copy of the store back"});
  }
}

TEST_CASE("open: a lost or damaged table or log is refused") {
  const TempDir dir;
  const std::string whole = dir.Path("whole");
  MakeStore(whole);
  const auto damaged = [&](const std::function<void(const std::string&)>& damage) {
    const std::string directory = dir.Path("damaged");
    fs::remove_all(directory);
    fs::copy(whole, directory);
    damage(directory);
    for (const StoreOptions& options : {kPlain, kCreate}) {
      CheckRefused(directory, options, StatusCode::kDataLoss, {"put a copy of the store back"});
    }
  };
  damaged([](const std::string& directory) { fs::remove(FileOf(directory, ".sst")); });
  damaged([](const std::string& directory) { fs::resize_file(FileOf(directory, ".sst"), 100); });
  damaged([](const std::string& directory) {
    // Without CURRENT, RocksDB would make a new database over the only copy of these batches.
    for (const auto& entry : fs::directory_iterator(directory)) {
      if (entry.path().extension() == ".sst") fs::remove(entry.path());
    }
    fs::remove(directory + "/CURRENT");
  });
  damaged([](const std::string& directory) {
    const fs::path log = FileOf(directory, ".log");
    std::string bytes = ReadFile(log);
    REQUIRE(bytes.size() > 500);
    bytes[bytes.size() / 2] ^= 1;
    WriteFile(log, bytes);
  });
}

TEST_CASE("open: a directory of another user's says so") {
  const TempDir dir;
  REQUIRE(chmod(dir.Path().c_str(), 0755) == 0);
  const std::string store = dir.Path("db");
  MakeStore(store);
  const std::string closed = dir.Path("closed");
  REQUIRE(fs::create_directory(closed));
  REQUIRE(chmod(closed.c_str(), 0) == 0);
  const auto check = [&] {
    if (!IsDenied(closed, kPlain) || !IsDenied(closed, kReadOnly) || !IsDenied(closed, kCreate)) {
      return false;
    }
    if (!IsDenied(closed + "/below", kCreate)) return false;
    // Others' stores may be read where their files may, but not written.
    return geteuid() != 65534 || (IsDenied(store, kPlain) && IsDenied(dir.Path("new"), kCreate));
  };
  if (!AsNobody(check)) COTERIE_SKIP("this system does not let root become another user");
  REQUIRE(chmod((store + "/COTERIE").c_str(), 0) == 0);
  REQUIRE(AsNobody([&] { return IsDenied(store, kPlain) && IsDenied(store, kReadOnly); }));
  REQUIRE(chmod((store + "/COTERIE").c_str(), 0644) == 0);
  REQUIRE(chmod(FileOf(store, "MANIFEST").c_str(), 0) == 0);
  REQUIRE(AsNobody([&] {
    const absl::Status status = Store::Open(store, kReadOnly).status();
    return absl::IsPermissionDenied(status) &&
           status.message().find("who owns") != std::string::npos;
  }));
  REQUIRE(chmod(closed.c_str(), 0700) == 0);
}

}  // namespace
}  // namespace coterie

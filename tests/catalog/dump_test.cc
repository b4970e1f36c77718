// Dump: its literal bytes, and that they do not depend on NodeIds.
#include "engine/export/dump.h"

#include "tests/catalog/small_library.h"

namespace coterie {
namespace {

using testing::SmallLibrary;
using testing::TempDir;

std::string DumpOf(const ReadSnapshot& store) {
  std::string text;
  REQUIRE_OK(DumpStore(store, [&](std::string_view piece) {
    text += piece;
    return absl::OkStatus();
  }));
  return text;
}

// Written by hand from docs/CLI.md: ascending by primary Pid.
constexpr const char* kExpected =
    R"({"pid":"openalex:A1","kind":"person","name":"Ada Lovelace","affiliations":[{"institution":"openalex:I1","years":[2019,2020]}]}
{"pid":"openalex:A2","kind":"person","name":"Charles Babbage"}
{"pid":"openalex:A3","kind":"person","name":"Ada King"}
{"pid":"openalex:I1","kind":"institution","name":"Analytical College","country":"GB"}
{"pid":"openalex:S1","kind":"venue","name":"Memoirs","type":"journal"}
{"pid":"openalex:T1","kind":"topic","name":"Engines","level":4,"parents":["openalex:fields/17"]}
{"pid":"openalex:W1","kind":"paper","name":"Sketch of the Engine","pids":["openalex:W1","doi:10.1000/one"],"year":2020,"type":"article","abstract":"On numbers.","venue":["openalex:S1"],"authorships":[{"person":"openalex:A1","raw_name":"A. Lovelace","institutions":["openalex:I1"]},{"person":"openalex:A2"}],"topics":[{"topic":"openalex:T1","score":0.5}]}
{"pid":"openalex:W2","kind":"paper","name":"Notes","pids":["openalex:W2","doi:10.1000/one"],"year":2022,"authorships":[{"person":"openalex:A1"},{"person":"openalex:A2"},{"raw_name":"Anon"}],"references":["openalex:W1","openalex:W3"]}
{"pid":"openalex:W3","kind":"paper","stub":true}
{"pid":"openalex:fields/17","kind":"topic","name":"Computing","level":2}
)";

TEST_CASE("dump: literal bytes of a small store") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  CHECK(DumpOf(small.library.store().Read()) == kExpected);
}

TEST_CASE("dump: the order is that of Pids, whatever the NodeIds") {
  const TempDir dir;
  Store other = testing::ValueOf(Store::Open(dir.Path("shifted"), {.create_if_missing = true}));
  // The stub has the smaller NodeId and the greater Pid: the Pid decides.
  StoreBatch batch;
  const NodeId w3 = other.AllocateNode(NodeKind::kPaper);
  const NodeId w1 = other.AllocateNode(NodeKind::kPaper);
  batch.Change(w1).record = SmallLibrary::Paper("One", {SmallLibrary::Openalex("W1")}, kNoYear);
  batch.Change(w1).references = {{w3}};
  batch.Change(w3).record = SmallLibrary::Stub("W3");
  REQUIRE_OK(other.Apply(batch));
  CHECK(DumpOf(other.Read()) ==
        "{\"pid\":\"openalex:W1\",\"kind\":\"paper\",\"name\":\"One\","
        "\"references\":[\"openalex:W3\"]}\n"
        "{\"pid\":\"openalex:W3\",\"kind\":\"paper\",\"stub\":true}\n");
}

TEST_CASE("dump: an error of the writer stops it") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  int lines = 0;
  const absl::Status status = DumpStore(small.library.store().Read(), [&](std::string_view) {
    return ++lines < 3 ? absl::OkStatus() : absl::ResourceExhaustedError("disk full");
  });
  CHECK(status.message() == "disk full");
  CHECK(lines == 3);
}

}  // namespace
}  // namespace coterie

// The store as its users see it, on tiny graphs.
#include "storage/store.h"

#include <optional>

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::TempDir;
using testing::ValueOf;

const StoreOptions kCreate{.create_if_missing = true};

NodeRecord Paper(std::string name, std::vector<Pid> pids, int16_t year = 2020) {
  PaperRecord record;
  record.header.name = std::move(name);
  record.header.pids = std::move(pids);
  record.year = year;
  return record;
}

NodeRecord Stub(std::vector<Pid> pids) {
  PaperRecord record;
  record.header.pids = std::move(pids);
  record.is_stub = true;
  return record;
}

NodeRecord Person(std::string name, std::vector<Pid> pids = {}) {
  PersonRecord record;
  record.header.name = std::move(name);
  record.header.pids = std::move(pids);
  return record;
}

Pid OpenAlex(std::string value) { return {PidScheme::kOpenAlex, std::move(value)}; }

uint64_t Edges(const StoreCounts& counts, EdgeKind kind) {
  return counts.edges[static_cast<size_t>(kind)];
}
uint64_t Nodes(const StoreCounts& counts, NodeKind kind) {
  return counts.nodes[static_cast<size_t>(kind)];
}

using Ids = std::vector<NodeId>;

TEST_CASE("store: what a batch says is read back") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId paper = store.AllocateNode(NodeKind::kPaper);
  const NodeId ada = store.AllocateNode(NodeKind::kPerson);
  const NodeId lab = store.AllocateNode(NodeKind::kInstitution);
  StoreBatch batch;
  batch.Change(paper).record = Paper("On Graphs", {OpenAlex("W1"), {PidScheme::kDoi, "10.1/a"}});
  batch.Change(paper).abstract = "We draw graphs.";
  const std::vector<Authorship> byline = {{ada, true, {lab}, "A. Lovelace", {"The Lab, London"}},
                                          {{}, false, {}, "Anon", {}}};
  batch.Change(paper).authorships = byline;
  batch.Change(ada).record = Person("Ada Lovelace");
  batch.Change(ada).affiliations = std::vector<Affiliation>{{lab, {1842, 1843}}};
  InstitutionRecord institution;
  institution.header.name = "The Lab";
  batch.Change(lab).record = institution;
  batch.NoteImportYear(2024);
  REQUIRE(ValueOf(store.Apply(batch)) == 1);

  const ReadSnapshot now = store.Read();
  REQUIRE(now.sequence() == 1);
  REQUIRE(now.newest_import_year() == 2024);
  const auto record = std::get<PaperRecord>(ValueOf(now.GetNode(paper)));
  REQUIRE(record.header.name == "On Graphs");
  REQUIRE(record.header.pids.size() == 2);
  REQUIRE(record.year == 2020);
  REQUIRE(ValueOf(now.GetAbstract(paper)) == "We draw graphs.");
  REQUIRE(ValueOf(now.GetAuthorships(paper)) == byline);
  REQUIRE(ValueOf(now.GetAffiliations(ada)) == std::vector<Affiliation>{{lab, {1842, 1843}}});
  REQUIRE(ValueOf(now.FindByPid({PidScheme::kDoi, "10.1/a"})) == paper);
  REQUIRE(ValueOf(now.FindByNamePrefix("lovel", std::nullopt, 10)).at(0).id == ada);
  REQUIRE(now.counts().anonymous_authorships == 1);
  REQUIRE(Edges(now.counts(), EdgeKind::kAuthorship) == 2);
  REQUIRE(now.counts().abstracts == 1);
  REQUIRE(now.counts().pids == 2);
  REQUIRE(absl::IsNotFound(now.GetNode(NodeId(NodeKind::kPaper, 99)).status()));
}

TEST_CASE("adjacency: both directions agree after a batch") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId a = store.AllocateNode(NodeKind::kPaper);
  const NodeId b = store.AllocateNode(NodeKind::kPaper);
  const NodeId c = store.AllocateNode(NodeKind::kPaper);
  StoreBatch batch;
  for (const NodeId paper : {a, b, c}) batch.Change(paper).record = Paper("p", {});
  batch.Change(a).references = Ids{c, b, c};
  batch.Change(b).references = Ids{c};
  REQUIRE_OK(store.Apply(batch));
  const ReadSnapshot now = store.Read();
  REQUIRE(ValueOf(now.GetTargets(a, EdgeKind::kCitation)) == Ids{b, c});
  REQUIRE(ValueOf(now.GetSources(b, EdgeKind::kCitation, 10)) == Ids{a});
  REQUIRE(ValueOf(now.GetSources(c, EdgeKind::kCitation, 10)) == Ids{a, b});
  REQUIRE(ValueOf(now.GetSources(c, EdgeKind::kCitation, 1)) == Ids{a});
  REQUIRE(ValueOf(now.GetSources(c, EdgeKind::kCitation, 10, a)) == Ids{b});
  REQUIRE(Edges(now.counts(), EdgeKind::kCitation) == 3);

  StoreBatch second;
  second.Change(a).references = Ids{b};
  REQUIRE_OK(store.Apply(second));
  const ReadSnapshot later = store.Read();
  REQUIRE(ValueOf(later.GetSources(c, EdgeKind::kCitation, 10)) == Ids{b});
  REQUIRE(Edges(later.counts(), EdgeKind::kCitation) == 2);
  // The earlier state stays as it was.
  REQUIRE(ValueOf(now.GetSources(c, EdgeKind::kCitation, 10)) == Ids{a, b});
  REQUIRE(now.sequence() == 1);
}

TEST_CASE("stubs: references count as unresolved until the paper comes") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId citing = store.AllocateNode(NodeKind::kPaper);
  const NodeId cited = store.AllocateNode(NodeKind::kPaper);
  StoreBatch first;
  first.Change(citing).record = Paper("citing", {OpenAlex("W1")});
  first.Change(citing).references = Ids{cited};
  first.Change(cited).record = Stub({OpenAlex("W2")});
  REQUIRE_OK(store.Apply(first));
  StoreCounts counts = store.Read().counts();
  REQUIRE(counts.stubs == 1);
  REQUIRE(counts.unresolved_references == 1);
  REQUIRE(Edges(counts, EdgeKind::kCitation) == 0);
  REQUIRE(Nodes(counts, NodeKind::kPaper) == 1);

  StoreBatch second;
  second.Change(cited).record = Paper("cited", {OpenAlex("W2")});
  REQUIRE_OK(store.Apply(second));
  counts = store.Read().counts();
  REQUIRE(counts.stubs == 0);
  REQUIRE(counts.unresolved_references == 0);
  REQUIRE(Edges(counts, EdgeKind::kCitation) == 1);
  REQUIRE(Nodes(counts, NodeKind::kPaper) == 2);
}

TEST_CASE("adjacency: a hub's list spans several chunks and shrinks again") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId hub = store.AllocateNode(NodeKind::kPaper);
  Ids references;
  uint64_t ordinal = 1;
  for (int i = 0; i < 200'000; ++i) {
    ordinal += 1 + static_cast<uint64_t>(i) % 300;  // gaps of one and two bytes
    references.emplace_back(NodeKind::kPaper, ordinal);
  }
  StoreBatch batch;
  batch.Change(hub).record = Paper("a review of everything", {});
  batch.Change(hub).references = references;
  REQUIRE_OK(store.Apply(batch));
  {
    const ReadSnapshot now = store.Read();
    REQUIRE(ValueOf(now.GetTargets(hub, EdgeKind::kCitation)) == references);
    REQUIRE(now.counts().unresolved_references == references.size());
    size_t lists = 0;
    REQUIRE_OK(now.ScanAdjacency([&](const AdjacencyList& list) {
      ++lists;
      REQUIRE(list.targets == references);
      return absl::OkStatus();
    }));
    REQUIRE(lists == 1);
    REQUIRE(ValueOf(now.GetSources(references.back(), EdgeKind::kCitation, 9)) == Ids{hub});
  }
  // Ids that were named are never handed out again.
  REQUIRE(store.AllocateNode(NodeKind::kPaper).ordinal() > ordinal);

  references.resize(3);
  StoreBatch second;
  second.Change(hub).references = references;
  REQUIRE_OK(store.Apply(second));
  const ReadSnapshot now = store.Read();
  REQUIRE(ValueOf(now.GetTargets(hub, EdgeKind::kCitation)) == references);
  REQUIRE(now.counts().unresolved_references == 3);
  REQUIRE(
      ValueOf(now.GetSources(NodeId(NodeKind::kPaper, ordinal), EdgeKind::kCitation, 9)).empty());
  size_t lists = 0;
  REQUIRE_OK(now.ScanAdjacency([&lists](const AdjacencyList&) {
    ++lists;
    return absl::OkStatus();
  }));
  REQUIRE(lists == 1);
}

TEST_CASE("adjacency: a byline keeps its order, and counts a person named twice once") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId paper = store.AllocateNode(NodeKind::kPaper);
  const NodeId ada = store.AllocateNode(NodeKind::kPerson);
  const NodeId bob = store.AllocateNode(NodeKind::kPerson);
  StoreBatch batch;
  batch.Change(paper).record = Paper("p", {});
  batch.Change(paper).authorships = std::vector<Authorship>{
      {bob, false, {}, "", {}}, {ada, false, {}, "", {}}, {bob, true, {}, "", {}}};
  REQUIRE_OK(store.Apply(batch));
  const ReadSnapshot now = store.Read();
  const std::vector<Authorship> places = ValueOf(now.GetAuthorships(paper));
  REQUIRE(places.size() == 3);
  REQUIRE(places[0].person == bob);
  REQUIRE(places[1].person == ada);
  REQUIRE(places[2].is_corresponding);
  REQUIRE(ValueOf(now.GetSources(bob, EdgeKind::kAuthorship, 9)) == Ids{paper});
  REQUIRE(Edges(now.counts(), EdgeKind::kAuthorship) == 3);
}

TEST_CASE("pids: the smallest primary Pid owns, in either order of arrival, and on release") {
  const Pid doi{PidScheme::kDoi, "10.1/shared"};
  for (const bool reversed : {false, true}) {
    const TempDir dir;
    Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
    const NodeId first = store.AllocateNode(NodeKind::kPaper);
    const NodeId second = store.AllocateNode(NodeKind::kPaper);
    // "W10" comes before "W9": the order of the bytes, not of the numbers.
    const NodeId ten = reversed ? second : first;
    const NodeId nine = reversed ? first : second;
    for (const NodeId node : {first, second}) {
      StoreBatch batch;
      batch.Change(node).record = Paper("p", {OpenAlex(node == ten ? "W10" : "W9"), doi});
      REQUIRE_OK(store.Apply(batch));
    }
    REQUIRE(ValueOf(store.Read().FindByPid(doi)) == ten);
    REQUIRE(store.Read().counts().pids == 3);
    REQUIRE(store.Read().counts().contested_pids == 1);
    REQUIRE(ValueOf(store.Read().OwnedPids(nine, std::vector<Pid>{OpenAlex("W9"), doi})) ==
            std::vector<Pid>{OpenAlex("W9")});

    StoreBatch release;
    release.Change(ten).record = Paper("p", {OpenAlex("W10")});
    REQUIRE_OK(store.Apply(release));
    REQUIRE(ValueOf(store.Read().FindByPid(doi)) == nine);
    REQUIRE(store.Read().counts().contested_pids == 0);

    // A new primary Pid changes what the node's other claims are worth.
    StoreBatch renamed;
    renamed.Change(ten).record = Paper("p", {OpenAlex("W99"), doi});
    REQUIRE_OK(store.Apply(renamed));
    REQUIRE(ValueOf(store.Read().FindByPid(doi)) == nine);
    REQUIRE_FALSE(ValueOf(store.Read().FindByPid(OpenAlex("W10"))).has_value());
  }
}

TEST_CASE("apply: only at the expected sequence") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  REQUIRE(ValueOf(store.Apply(StoreBatch(), 0)) == 1);
  REQUIRE(absl::IsAborted(store.Apply(StoreBatch(), 0).status()));
  REQUIRE(store.Read().sequence() == 1);
  REQUIRE(ValueOf(store.Apply(StoreBatch(), 1)) == 2);
}

TEST_CASE("apply: a batch that breaks a rule changes nothing") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId paper = store.AllocateNode(NodeKind::kPaper);
  const NodeId person = store.AllocateNode(NodeKind::kPerson);
  const auto refused = [&store](const StoreBatch& batch) {
    return absl::IsInvalidArgument(store.Apply(batch).status());
  };
  StoreBatch wrong_record;
  wrong_record.Change(paper).record = Person("nobody");
  REQUIRE(refused(wrong_record));
  StoreBatch wrong_target;
  wrong_target.Change(paper).references = Ids{person};
  REQUIRE(refused(wrong_target));
  StoreBatch wrong_source;
  wrong_source.Change(person).references = Ids{paper};
  REQUIRE(refused(wrong_source));
  StoreBatch wrong_text;
  wrong_text.Change(person).abstract = "text";
  REQUIRE(refused(wrong_text));
  StoreBatch two_venues;
  two_venues.Change(paper).venue = Ids{{NodeKind::kVenue, 1}, {NodeKind::kVenue, 2}};
  REQUIRE(refused(two_venues));
  StoreBatch no_node;
  no_node.Change(NodeId()).record = Paper("p", {});
  REQUIRE(refused(no_node));
  REQUIRE(store.Read().sequence() == 0);
  REQUIRE(store.Read().counts() == StoreCounts());
}

TEST_CASE("change log: tells the nodes since any batch, each once") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId a = store.AllocateNode(NodeKind::kPaper);
  const NodeId b = store.AllocateNode(NodeKind::kPerson);
  StoreBatch first;
  first.Change(a).record = Paper("a", {});
  first.Change(b).record = Person("b");
  REQUIRE_OK(store.Apply(first));
  StoreBatch second;
  second.Change(a).abstract = "text";
  second.Change(b);  // touched by nothing
  REQUIRE_OK(store.Apply(second));
  REQUIRE(ValueOf(store.ChangedSince(0)) == Ids{a, b});
  REQUIRE(ValueOf(store.ChangedSince(1)) == Ids{a});
  REQUIRE(ValueOf(store.ChangedSince(2)).empty());
}

TEST_CASE("ids: those of batches are permanent, those of none are given again") {
  const TempDir dir;
  {
    Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
    REQUIRE(store.AllocateNode(NodeKind::kPaper) == NodeId(NodeKind::kPaper, 1));
    REQUIRE(store.AllocateNode(NodeKind::kPaper) == NodeId(NodeKind::kPaper, 2));
    REQUIRE(store.AllocateNode(NodeKind::kPerson) == NodeId(NodeKind::kPerson, 1));
    StoreBatch batch;
    batch.Change(NodeId(NodeKind::kPaper, 1)).record = Paper("p", {});
    REQUIRE_OK(store.Apply(batch));
  }
  Store store = ValueOf(Store::Open(dir.Path("db"), {}));
  REQUIRE(store.AllocateNode(NodeKind::kPaper) == NodeId(NodeKind::kPaper, 2));
  REQUIRE(store.AllocateNode(NodeKind::kPerson) == NodeId(NodeKind::kPerson, 1));
}

TEST_CASE("store: a read state outlives moves and the end of the Store") {
  const TempDir dir;
  std::optional<ReadSnapshot> now;
  {
    Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
    const NodeId paper = store.AllocateNode(NodeKind::kPaper);
    StoreBatch batch;
    batch.Change(paper).record = Paper("p", {OpenAlex("W1")});
    REQUIRE_OK(store.Apply(batch));
    Store moved = std::move(store);
    now.emplace(moved.Read());
    store = std::move(moved);
    REQUIRE(store.Read().sequence() == 1);
  }
  REQUIRE(ValueOf(now->FindByPid(OpenAlex("W1"))).has_value());
}

TEST_CASE("store: names are found by folded prefix, cut at 128 bytes") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  const NodeId paper = store.AllocateNode(NodeKind::kPaper);
  const std::string title(300, 'x');
  StoreBatch batch;
  batch.Change(paper).record = Paper(title, {});
  REQUIRE_OK(store.Apply(batch));
  const auto hits = ValueOf(store.Read().FindByNamePrefix(title, NodeKind::kPaper, 10));
  REQUIRE(hits.size() == 1);
  REQUIRE(hits[0].folded == std::string(128, 'x'));
  REQUIRE(ValueOf(store.Read().FindByNamePrefix("y", std::nullopt, 10)).empty());
}

TEST_CASE("store: a scan stops with its visitor's error") {
  const TempDir dir;
  Store store = ValueOf(Store::Open(dir.Path("db"), kCreate));
  StoreBatch batch;
  for (int i = 0; i < 3; ++i) {
    batch.Change(store.AllocateNode(NodeKind::kPaper)).record =
        Paper("p", {OpenAlex("W" + std::to_string(i))});
  }
  REQUIRE_OK(store.Apply(batch));
  int visits = 0;
  const absl::Status stopped = store.Read().ScanNodes([&visits](const NodeBrief&) {
    ++visits;
    return absl::CancelledError("enough");
  });
  REQUIRE(absl::IsCancelled(stopped));
  REQUIRE(visits == 1);
}

}  // namespace
}  // namespace coterie

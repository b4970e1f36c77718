// Values, byte by byte and in sweeps; and damaged ones, which must be told, never crash.
#include <limits>

#include "storage/byte_codec.h"
#include "storage/key_codec.h"
#include "storage/list_codec.h"
#include "storage/record_codec.h"
#include "storage/value_codec.h"
#include "tests/support/catch.h"

namespace coterie::storage {
namespace {

using coterie::testing::ValueOf;
using Ids = std::vector<NodeId>;

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text.push_back(static_cast<char>(byte));
  return text;
}

NodeId Paper(uint64_t ordinal) { return {NodeKind::kPaper, ordinal}; }
NodeId Person(uint64_t ordinal) { return {NodeKind::kPerson, ordinal}; }
NodeId Topic(uint64_t ordinal) { return {NodeKind::kTopic, ordinal}; }
NodeId Institution(uint64_t ordinal) { return {NodeKind::kInstitution, ordinal}; }

std::string OnlyChunk(const absl::StatusOr<AdjacencyList>& list) {
  const std::vector<std::string> chunks = ValueOf(EncodeList(ValueOf(list)));
  REQUIRE(chunks.size() == 1);
  return chunks.front();
}

AdjacencyList Decoded(NodeId source, EdgeKind kind, const std::vector<std::string>& chunks) {
  AdjacencyList list;
  ResetList(list, source, kind);
  for (const std::string& chunk : chunks) REQUIRE_OK(AppendChunk(chunk, list));
  return list;
}

TEST_CASE("varints: literal bytes and a sweep over every length") {
  const auto encoded = [](uint64_t number) {
    std::string bytes;
    PutVarint(bytes, number);
    return bytes;
  };
  REQUIRE(encoded(0) == Bytes({0}));
  REQUIRE(encoded(127) == Bytes({127}));
  REQUIRE(encoded(128) == Bytes({0x80, 1}));
  REQUIRE(encoded(300) == Bytes({0xac, 2}));
  REQUIRE(encoded(~uint64_t{0}).size() == 10);
  for (int bit = 0; bit < 64; ++bit) {
    for (const int64_t step : {-1, 0, 1}) {
      const uint64_t number = (uint64_t{1} << bit) + static_cast<uint64_t>(step);
      const std::string bytes = encoded(number);
      ByteReader reader(bytes);
      REQUIRE(reader.Varint() == number);
      REQUIRE(reader.AtEnd());
      const auto as_signed = static_cast<int64_t>(number);
      std::string zigzag;
      PutSignedVarint(zigzag, as_signed);
      ByteReader signed_reader(zigzag);
      REQUIRE(signed_reader.SignedVarint() == as_signed);
      ByteReader torn(std::string_view(bytes).substr(0, bytes.size() - 1));
      torn.Varint();
      REQUIRE_FALSE(torn.ok());
    }
  }
  ByteReader too_long(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"));
  too_long.Varint();
  REQUIRE_FALSE(too_long.ok());
}

TEST_CASE("lists: references are ascending deltas without duplicates") {
  REQUIRE(OnlyChunk(ListOfTargets(Paper(9), EdgeKind::kCitation,
                                  Ids{Paper(300), Paper(2), Paper(300), Paper(3)})) ==
          Bytes({3 << 1, 2, 1, 0xa9, 2}));
}

TEST_CASE("lists: bylines keep order, flags and institutions") {
  const std::vector<Authorship> places = {
      {Person(5), true, {Institution(7), Institution(3)}, "", {}}, {NodeId(), false, {}, "", {}}};
  const std::string chunk = OnlyChunk(ListOfAuthorships(Paper(1), places));
  REQUIRE(chunk == Bytes({2 << 1, 5, 1, 2, 7, 3, 0, 0, 0}));
  REQUIRE(AuthorshipsOf(Decoded(Paper(1), EdgeKind::kAuthorship, {chunk})) == places);
}

TEST_CASE("lists: topics carry a float each, the greatest of several") {
  const std::vector<TopicAssignment> topics = {
      {Topic(4), 0.5F}, {Topic(2), 0.25F}, {Topic(4), 1.0F}};
  const std::string chunk = OnlyChunk(ListOfTopics(Paper(1), topics));
  REQUIRE(chunk == Bytes({2 << 1, 2, 0, 0, 0x80, 0x3e, 2, 0, 0, 0x80, 0x3f}));
}

TEST_CASE("lists: affiliations carry ascending years") {
  const std::vector<Affiliation> affiliations = {{Institution(2), {2001, 1999}},
                                                 {Institution(2), {2001, 2002}}};
  const std::string chunk = OnlyChunk(ListOfAffiliations(Person(1), affiliations));
  // Zigzag: 1999 is 3998, then steps of 2 and 1.
  REQUIRE(chunk == Bytes({1 << 1, 2, 3, 0x9e, 0x1f, 4, 2}));
}

TEST_CASE("lists: an empty list has no chunk") {
  REQUIRE(
      ValueOf(EncodeList(ValueOf(ListOfTargets(Paper(1), EdgeKind::kCitation, Ids{})))).empty());
}

TEST_CASE("lists: sweeps of sizes and gaps come back, in chunks of at most 64 KB") {
  for (const size_t size : {1U, 2U, 100U, 21'000U, 70'000U, 200'000U}) {
    for (const uint64_t gap : {1ULL, 127ULL, 128ULL, 20'000ULL, 1ULL << 34}) {
      Ids references;
      for (size_t i = 1; i <= size; ++i) references.push_back(Paper(i * gap));
      const auto chunks =
          ValueOf(EncodeList(ValueOf(ListOfTargets(Paper(1), EdgeKind::kCitation, references))));
      for (size_t i = 0; i < chunks.size(); ++i) {
        REQUIRE(chunks[i].size() <= kChunkBytesMax);
        REQUIRE(HasMoreChunks(chunks[i]) == (i + 1 < chunks.size()));
      }
      REQUIRE(Decoded(Paper(1), EdgeKind::kCitation, chunks).targets == references);
    }
  }
}

TEST_CASE("claims: a claim at its own primary Pid is short, the others spell theirs") {
  const std::string key = PidKey({PidScheme::kDoi, "10.1/x"});
  const std::string other = PidKey({PidScheme::kOpenAlex, "W1"});
  const std::vector<Claim> claims = {{Paper(2), other}, {Paper(1), key}};
  const std::string value = EncodeClaims(key, claims);
  REQUIRE(value == Bytes({2, 1, 0, 0, 0, 0, 0, 0, 2, 1, 3, 1, 'W', '1',  //
                          1, 0, 0, 0, 0, 0, 0, 1, 0}));
  REQUIRE(ValueOf(DecodeClaims(key, value)) == claims);
  REQUIRE(ValueOf(DecodeOwner(value)) == Paper(2));
}

TEST_CASE("bylines: texts in place order, nothing where there are none") {
  std::vector<Authorship> places(2);
  REQUIRE(EncodeByline(places).empty());
  places[1].raw_name = "Ab";
  places[1].raw_affiliations = {"C", ""};
  const std::string value = EncodeByline(places);
  REQUIRE(value == Bytes({2, 0, 0, 2, 'A', 'b', 2, 1, 'C', 0}));
  std::vector<Authorship> filled(2);
  REQUIRE_OK(FillByline(value, filled));
  REQUIRE(filled == places);
  std::vector<Authorship> wrong_size(3);
  REQUIRE(absl::IsDataLoss(FillByline(value, wrong_size)));
}

TEST_CASE("state: literal bytes, and every field comes back") {
  REQUIRE(EncodeState(StoreState()) == Bytes({0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0,  //
                                              0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  StoreState state;
  state.sequence = 1000;
  state.newest_import_year = 2026;
  uint64_t number = 1;
  for (const NodeKind kind : kNodeKinds) {
    state.next_ordinals[static_cast<size_t>(kind)] = number *= 3;
    state.counts.nodes[static_cast<size_t>(kind)] = number *= 3;
  }
  for (const EdgeKind kind : kEdgeKinds) state.counts.edges[static_cast<size_t>(kind)] = ++number;
  state.counts.stubs = ++number;
  state.counts.anonymous_authorships = ++number;
  state.counts.unresolved_references = ++number;
  state.counts.abstracts = ++number;
  state.counts.pids = ++number;
  state.counts.contested_pids = ++number;
  REQUIRE(ValueOf(DecodeState(EncodeState(state))) == state);
}

TEST_CASE("changes: ascending deltas of NodeIds") {
  const Ids nodes = {Paper(1), Paper(3)};
  REQUIRE(EncodeChanges(nodes) == Bytes({2, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 2}));
  REQUIRE(ValueOf(DecodeChanges(EncodeChanges(nodes))) == nodes);
}

PaperRecord FullPaper() {
  PaperRecord record;
  record.header = {"Über Graphen",
                   {{PidScheme::kOpenAlex, "W1"}, {PidScheme::kDoi, "10.1/x"}},
                   {"doi:broken"},
                   0x0102030405060708};
  record.year = 1736;
  record.is_retracted = true;
  record.type = "article";
  record.date = "1736-08-26";
  record.language = "la";
  record.raw_venue = "Commentarii";
  record.source_cited_by = 7;
  record.abstract_stamp = 1;
  record.authorships_stamp = 2;
  record.topics_stamp = 3;
  record.references_stamp = ~uint64_t{0};
  return record;
}

std::vector<std::pair<NodeId, NodeRecord>> RecordsOfEveryKind() {
  InstitutionRecord institution;
  institution.header.name = "Academia";
  institution.alternative_names = {"Academy", "АН"};
  institution.country_code = "RU";
  PaperRecord stub;
  stub.is_stub = true;
  PaperRecord stub_with_pid = stub;
  stub_with_pid.header.pids = {{PidScheme::kOpenAlex, "W1"}, {PidScheme::kDoi, "10.1/x"}};
  PaperRecord stub_with_title = stub_with_pid;
  stub_with_title.header.name = "Solutio problematis";
  return {{Paper(1), FullPaper()},
          {Paper(2), stub},
          {Paper(3), stub_with_pid},
          {Paper(4), stub_with_title},
          {Person(1), PersonRecord{{"Euler", {}, {}, 5}, {"Leonhard Euler"}, 6}},
          {Topic(1), TopicRecord{{"Graph theory", {}, {}, 5}, TopicLevel::kField, "bridges", 6}},
          {Institution(1), institution},
          {NodeId(NodeKind::kVenue, 1), VenueRecord{{"V", {}, {}, 5}, "journal", {"1"}, "P", "H"}}};
}

TEST_CASE("records: every kind comes back, and its brief alone") {
  for (const auto& [id, record] : RecordsOfEveryKind()) {
    const std::string value = EncodeRecord(record);
    REQUIRE(ValueOf(DecodeRecord(id, value)) == record);
    REQUIRE(ValueOf(DecodeBrief(id, value)).name == HeaderOf(record).name);
  }
  const NodeBrief brief = ValueOf(DecodeBrief(Paper(1), EncodeRecord(FullPaper())));
  REQUIRE(brief.year == 1736);
  REQUIRE(brief.is_retracted);
  REQUIRE_FALSE(brief.is_stub);
}

TEST_CASE("records: literal bytes of the brief") {
  PaperRecord stub;
  stub.is_stub = true;
  REQUIRE(EncodeRecord(stub) == Bytes({5, 0, 0, 0}));  // no Pids, and nothing else
  stub.header.pids = {{PidScheme::kOpenAlex, "W7"}};
  const std::string with_pid = Bytes({5, 0, 0, 1, 1, 2, 'W', '7'});
  REQUIRE(EncodeRecord(stub) == with_pid);
  REQUIRE(EncodeStub(stub.header.pids) == with_pid);
  stub.header.core_stamp = 1;  // something else: a message follows
  REQUIRE(EncodeRecord(stub).substr(0, 3) == Bytes({1, 0, 0}));
  PaperRecord paper;
  paper.is_retracted = true;
  paper.year = 2000;  // zigzag: 4000
  paper.header.name = "Ab";
  REQUIRE(EncodeRecord(paper).substr(0, 6) == Bytes({2, 0xa0, 0x1f, 2, 'A', 'b'}));
}

TEST_CASE("records: flipped and cut bytes give DataLoss or a record, never a crash") {
  size_t told = 0;
  for (const auto& [id, record] : RecordsOfEveryKind()) {
    const std::string value = EncodeRecord(record);
    for (size_t at = 0; at < value.size(); ++at) {
      for (const int flip : {1, 2, 0x10, 0x80, 0xff}) {
        std::string damaged = value;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        const absl::StatusOr<NodeRecord> decoded = DecodeRecord(id, damaged);
        if (!decoded.ok()) REQUIRE(absl::IsDataLoss(decoded.status()));
        told += decoded.ok() ? 0 : 1;
      }
      const absl::StatusOr<NodeRecord> cut = DecodeRecord(id, value.substr(0, at));
      if (!cut.ok()) REQUIRE(absl::IsDataLoss(cut.status()));
    }
    REQUIRE(absl::IsDataLoss(DecodeRecord(id, "").status()));
  }
  REQUIRE(told > 0);  // else the test would not have hit anything that matters
}

TEST_CASE("records: a message that claims to be huge is refused without its memory") {
  std::string value = Bytes({0, 0, 0});
  // Packed: one segment of 2^32 - 1 words.
  value += Bytes({0xf0, 0xff, 0xff, 0xff, 0xff});
  REQUIRE(absl::IsDataLoss(DecodeRecord(Paper(1), value).status()));
}

TEST_CASE("values: flipped and cut bytes of lists, claims, state and changes never crash") {
  const auto places = std::vector<Authorship>{{Person(5), true, {Institution(7)}, "x", {"y"}}};
  const std::string key = PidKey({PidScheme::kDoi, "10.1/x"});
  const std::vector<std::pair<EdgeKind, std::string>> lists = {
      {EdgeKind::kAuthorship, OnlyChunk(ListOfAuthorships(Paper(1), places))},
      {EdgeKind::kCitation,
       OnlyChunk(ListOfTargets(Paper(1), EdgeKind::kCitation, Ids{Paper(2), Paper(900)}))},
      {EdgeKind::kTopicAssignment,
       OnlyChunk(ListOfTopics(Paper(1), std::vector<TopicAssignment>{{Topic(2), 1}}))},
      {EdgeKind::kAffiliation,
       OnlyChunk(ListOfAffiliations(Person(1),
                                    std::vector<Affiliation>{{Institution(2), {1999, 2001}}}))}};
  const auto each_damage = [](const std::string& value, const auto& decode) {
    for (size_t at = 0; at < value.size(); ++at) {
      for (int flip = 1; flip < 256; ++flip) {
        std::string damaged = value;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        const absl::Status status = decode(damaged);
        if (!status.ok()) REQUIRE(absl::IsDataLoss(status));
      }
      REQUIRE(absl::IsDataLoss(decode(value.substr(0, at))));
    }
  };
  for (const auto& [kind, chunk] : lists) {
    each_damage(chunk, [kind = kind](const std::string& damaged) {
      AdjacencyList list;
      ResetList(list, Paper(1), kind);
      return AppendChunk(damaged, list);
    });
  }
  each_damage(EncodeClaims(key, std::vector<Claim>{{Paper(1), key}, {Paper(2), "\1W2"}}),
              [&key](const std::string& damaged) { return DecodeClaims(key, damaged).status(); });
  each_damage(EncodeState(StoreState()),
              [](const std::string& damaged) { return DecodeState(damaged).status(); });
  each_damage(EncodeChanges(Ids{Paper(1), Paper(300)}),
              [](const std::string& damaged) { return DecodeChanges(damaged).status(); });
}

}  // namespace
}  // namespace coterie::storage

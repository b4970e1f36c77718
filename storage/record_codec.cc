// Records as bytes. Layer: storage; see record_codec.h.
#include "storage/record_codec.h"

#include <limits>

#include <capnp/message.h>
#include <capnp/serialize-packed.h>
#include <kj/exception.h>
#include <kj/io.h>

#include "schema/base.h"
#include "schema/record.capnp.h"
#include "storage/byte_codec.h"
#include "storage/damage.h"

namespace coterie::storage {
namespace {

constexpr uint8_t kStub = 1;
constexpr uint8_t kRetracted = 2;
// The Pids follow as plain bytes, and there is no message: a stub as a citation makes it.
constexpr uint8_t kPidsOnly = 4;
// struct > header > pids > pid > text, and room to grow.
constexpr int kNestingMax = 16;

kj::StringPtr Kj(const std::string& text) { return {text.c_str(), text.size()}; }
std::string Std(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

void FillTexts(capnp::List<capnp::Text>::Builder to, const std::vector<std::string>& from) {
  for (uint32_t i = 0; i < from.size(); ++i) to.set(i, Kj(from[i]));
}
std::vector<std::string> TextsOf(capnp::List<capnp::Text>::Reader from) {
  std::vector<std::string> texts;
  texts.reserve(from.size());
  for (const capnp::Text::Reader text : from) texts.push_back(Std(text));
  return texts;
}
uint32_t Size(const auto& vector) { return static_cast<uint32_t>(vector.size()); }

void FillHeader(wire::Header::Builder to, const NodeHeader& from) {
  if (!from.pids.empty()) {
    auto pids = to.initPids(Size(from.pids));
    for (uint32_t i = 0; i < from.pids.size(); ++i) {
      pids[i].setScheme(static_cast<uint8_t>(from.pids[i].scheme));
      pids[i].setValue(Kj(from.pids[i].value));
    }
  }
  if (!from.raw_pids.empty()) FillTexts(to.initRawPids(Size(from.raw_pids)), from.raw_pids);
  to.setCoreStamp(from.core_stamp);
}

// Text fields stay null where empty, which costs no bytes.
#define COTERIE_SET_TEXT(builder, setter, text) \
  if (!(text).empty()) (builder).setter(Kj(text))

void Fill(capnp::MessageBuilder& message, const PaperRecord& from) {
  auto to = message.initRoot<wire::Paper>();
  FillHeader(to.initHeader(), from.header);
  COTERIE_SET_TEXT(to, setType, from.type);
  COTERIE_SET_TEXT(to, setDate, from.date);
  COTERIE_SET_TEXT(to, setLanguage, from.language);
  COTERIE_SET_TEXT(to, setRawVenue, from.raw_venue);
  to.setSourceCitedBy(from.source_cited_by);
  to.setAbstractStamp(from.abstract_stamp);
  to.setAuthorshipsStamp(from.authorships_stamp);
  to.setTopicsStamp(from.topics_stamp);
  to.setReferencesStamp(from.references_stamp);
}

void Fill(capnp::MessageBuilder& message, const PersonRecord& from) {
  auto to = message.initRoot<wire::Person>();
  FillHeader(to.initHeader(), from.header);
  if (!from.alternative_names.empty()) {
    FillTexts(to.initAlternativeNames(Size(from.alternative_names)), from.alternative_names);
  }
  to.setAffiliationsStamp(from.affiliations_stamp);
}

void Fill(capnp::MessageBuilder& message, const TopicRecord& from) {
  auto to = message.initRoot<wire::Topic>();
  FillHeader(to.initHeader(), from.header);
  to.setLevel(static_cast<uint8_t>(from.level));
  COTERIE_SET_TEXT(to, setDescription, from.description);
  to.setParentsStamp(from.parents_stamp);
}

void Fill(capnp::MessageBuilder& message, const InstitutionRecord& from) {
  auto to = message.initRoot<wire::Institution>();
  FillHeader(to.initHeader(), from.header);
  COTERIE_SET_TEXT(to, setType, from.type);
  COTERIE_SET_TEXT(to, setCountryCode, from.country_code);
  COTERIE_SET_TEXT(to, setCity, from.city);
  COTERIE_SET_TEXT(to, setHomepage, from.homepage);
  if (!from.alternative_names.empty()) {
    FillTexts(to.initAlternativeNames(Size(from.alternative_names)), from.alternative_names);
  }
  to.setParentsStamp(from.parents_stamp);
}

void Fill(capnp::MessageBuilder& message, const VenueRecord& from) {
  auto to = message.initRoot<wire::Venue>();
  FillHeader(to.initHeader(), from.header);
  COTERIE_SET_TEXT(to, setType, from.type);
  if (!from.issns.empty()) FillTexts(to.initIssns(Size(from.issns)), from.issns);
  COTERIE_SET_TEXT(to, setPublisher, from.publisher);
  COTERIE_SET_TEXT(to, setHomepage, from.homepage);
}

#undef COTERIE_SET_TEXT

// Empty for a byte that is no scheme's.
std::optional<PidScheme> SchemeOf(uint8_t byte) {
  if (byte < static_cast<uint8_t>(PidScheme::kOpenAlex) ||
      byte > static_cast<uint8_t>(PidScheme::kDblp)) {
    return std::nullopt;
  }
  return static_cast<PidScheme>(byte);
}

// Empty where a Pid is of no known scheme.
std::optional<NodeHeader> ReadHeader(wire::Header::Reader from, std::string_view name) {
  NodeHeader header;
  header.name = std::string(name);
  const auto pids = from.getPids();
  header.pids.reserve(pids.size());
  for (const wire::Pid::Reader pid : pids) {
    const std::optional<PidScheme> scheme = SchemeOf(pid.getScheme());
    if (!scheme) return std::nullopt;
    header.pids.push_back({*scheme, Std(pid.getValue())});
  }
  header.raw_pids = TextsOf(from.getRawPids());
  header.core_stamp = from.getCoreStamp();
  return header;
}

PaperRecord PaperOf(wire::Paper::Reader from, NodeHeader header, const NodeBrief& brief) {
  PaperRecord record;
  record.header = std::move(header);
  record.year = brief.year;
  record.is_stub = brief.is_stub;
  record.is_retracted = brief.is_retracted;
  record.type = Std(from.getType());
  record.date = Std(from.getDate());
  record.language = Std(from.getLanguage());
  record.raw_venue = Std(from.getRawVenue());
  record.source_cited_by = from.getSourceCitedBy();
  record.abstract_stamp = from.getAbstractStamp();
  record.authorships_stamp = from.getAuthorshipsStamp();
  record.topics_stamp = from.getTopicsStamp();
  record.references_stamp = from.getReferencesStamp();
  return record;
}

InstitutionRecord InstitutionOf(wire::Institution::Reader from, NodeHeader header) {
  InstitutionRecord record;
  record.header = std::move(header);
  record.type = Std(from.getType());
  record.country_code = Std(from.getCountryCode());
  record.city = Std(from.getCity());
  record.homepage = Std(from.getHomepage());
  record.alternative_names = TextsOf(from.getAlternativeNames());
  record.parents_stamp = from.getParentsStamp();
  return record;
}

VenueRecord VenueOf(wire::Venue::Reader from, NodeHeader header) {
  VenueRecord record;
  record.header = std::move(header);
  record.type = Std(from.getType());
  record.issns = TextsOf(from.getIssns());
  record.publisher = Std(from.getPublisher());
  record.homepage = Std(from.getHomepage());
  return record;
}

// Empty where a value has no meaning. Throws kj::Exception on a malformed message.
std::optional<NodeRecord> ReadMessage(capnp::MessageReader& message, const NodeBrief& brief) {
  switch (brief.id.kind()) {
    case NodeKind::kPaper: {
      const auto from = message.getRoot<wire::Paper>();
      std::optional<NodeHeader> header = ReadHeader(from.getHeader(), brief.name);
      if (!header) return std::nullopt;
      return PaperOf(from, *std::move(header), brief);
    }
    case NodeKind::kPerson: {
      const auto from = message.getRoot<wire::Person>();
      std::optional<NodeHeader> header = ReadHeader(from.getHeader(), brief.name);
      if (!header) return std::nullopt;
      return PersonRecord{*std::move(header), TextsOf(from.getAlternativeNames()),
                          from.getAffiliationsStamp()};
    }
    case NodeKind::kTopic: {
      const auto from = message.getRoot<wire::Topic>();
      std::optional<NodeHeader> header = ReadHeader(from.getHeader(), brief.name);
      if (!header || from.getLevel() > static_cast<uint8_t>(TopicLevel::kTopic))
        return std::nullopt;
      return TopicRecord{*std::move(header), static_cast<TopicLevel>(from.getLevel()),
                         Std(from.getDescription()), from.getParentsStamp()};
    }
    case NodeKind::kInstitution: {
      const auto from = message.getRoot<wire::Institution>();
      std::optional<NodeHeader> header = ReadHeader(from.getHeader(), brief.name);
      if (!header) return std::nullopt;
      return InstitutionOf(from, *std::move(header));
    }
    case NodeKind::kVenue: {
      const auto from = message.getRoot<wire::Venue>();
      std::optional<NodeHeader> header = ReadHeader(from.getHeader(), brief.name);
      if (!header) return std::nullopt;
      return VenueOf(from, *std::move(header));
    }
  }
  return std::nullopt;
}

absl::Status Damaged(NodeId id) {
  return absl::DataLossError(
      absl::StrCat("the stored record of ", ToString(id), " is damaged", kDamageAdvice));
}

// The brief, leaving `reader` at the message; sour where it is damaged.
NodeBrief ReadBrief(NodeId id, ByteReader& reader) {
  NodeBrief brief;
  brief.id = id;
  const uint8_t flags = reader.Byte();
  const int64_t year = reader.SignedVarint();
  const bool is_known = flags <= (kStub | kRetracted) || flags == (kStub | kPidsOnly);
  if (!is_known || year < std::numeric_limits<int16_t>::min() ||
      year > std::numeric_limits<int16_t>::max()) {
    reader.Fail();
  }
  brief.is_stub = (flags & kStub) != 0;
  brief.is_retracted = (flags & kRetracted) != 0;
  brief.year = static_cast<int16_t>(year);
  brief.name = reader.String();
  return brief;
}

// REQUIRES: a value whose brief was read.
bool HasPidsOnly(std::string_view value) {
  return (static_cast<uint8_t>(value.front()) & kPidsOnly) != 0;
}

// What stands behind the brief of a value with Pids only.
absl::StatusOr<NodeRecord> ReadStub(NodeId id, ByteReader& reader) {
  PaperRecord record;
  record.is_stub = true;
  const size_t count = reader.Count(2);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    const std::optional<PidScheme> scheme = SchemeOf(reader.Byte());
    const std::string_view text = reader.String();
    if (!scheme) return Damaged(id);
    record.header.pids.push_back({*scheme, std::string(text)});
  }
  if (!reader.ok() || !reader.rest().empty() || id.kind() != NodeKind::kPaper) return Damaged(id);
  return record;
}

// Whether nothing but the Pids would be lost if nothing but the Pids were written.
bool IsPidsOnly(const NodeRecord& record) {
  const auto* paper = std::get_if<PaperRecord>(&record);
  if (paper == nullptr || !paper->is_stub) return false;
  PaperRecord bare;
  bare.is_stub = true;
  bare.header.pids = paper->header.pids;
  return *paper == bare;
}

void PutBrief(std::string& to, const NodeRecord& record) {
  const auto* paper = std::get_if<PaperRecord>(&record);
  const bool is_stub = paper != nullptr && paper->is_stub;
  const bool is_retracted = paper != nullptr && paper->is_retracted;
  to.push_back(static_cast<char>((is_stub ? kStub : 0) | (is_retracted ? kRetracted : 0)));
  PutSignedVarint(to, paper != nullptr ? paper->year : kNoYear);
  PutString(to, HeaderOf(record).name);
}

}  // namespace

std::string EncodeStub(std::span<const Pid> pids) {
  std::string value;
  value.push_back(static_cast<char>(kStub | kPidsOnly));
  PutSignedVarint(value, kNoYear);
  PutString(value, "");
  PutVarint(value, pids.size());
  for (const Pid& pid : pids) {
    value.push_back(static_cast<char>(pid.scheme));
    PutString(value, pid.value);
  }
  return value;
}

std::string EncodeRecord(const NodeRecord& record) {
  if (IsPidsOnly(record)) return EncodeStub(HeaderOf(record).pids);
  std::string value;
  PutBrief(value, record);
  // Most messages fit in the scratch space, so that building one allocates nothing.
  capnp::word scratch[256] = {};
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch, 256));
  std::visit([&message](const auto& from) { Fill(message, from); }, record);
  // A packed word takes at most its tag, its 8 bytes and the count of a run.
  const size_t packed_bytes_max = capnp::computeSerializedSizeInWords(message) * 10 + 16;
  const size_t brief_bytes = value.size();
  value.resize(brief_bytes + packed_bytes_max);
  kj::ArrayOutputStream out(
      kj::arrayPtr(reinterpret_cast<kj::byte*>(value.data()) + brief_bytes, packed_bytes_max));
  capnp::writePackedMessage(static_cast<kj::BufferedOutputStream&>(out), message);
  value.resize(brief_bytes + out.getArray().size());
  return value;
}

absl::StatusOr<NodeRecord> DecodeRecord(NodeId id, std::string_view value) {
  ByteReader reader(value);
  const NodeBrief brief = ReadBrief(id, reader);
  if (!reader.ok()) return Damaged(id);
  if (HasPidsOnly(value)) return ReadStub(id, reader);
  const std::string_view packed = reader.rest();
  // Cap'n Proto reports malformed messages by exception; none may leave the codec.
  try {
    kj::ArrayInputStream in(
        kj::arrayPtr(reinterpret_cast<const kj::byte*>(packed.data()), packed.size()));
    capnp::ReaderOptions limits;
    limits.traversalLimitInWords = kRecordBytesMax / sizeof(capnp::word);
    limits.nestingLimit = kNestingMax;
    capnp::PackedMessageReader message(in, limits);
    std::optional<NodeRecord> record = ReadMessage(message, brief);
    if (!record) return Damaged(id);
    return *std::move(record);
  } catch (const kj::Exception&) {
    return Damaged(id);
  }
}

absl::StatusOr<NodeBrief> DecodeBrief(NodeId id, std::string_view value) {
  ByteReader reader(value);
  const NodeBrief brief = ReadBrief(id, reader);
  if (!reader.ok()) return Damaged(id);
  return brief;
}

NodeKind KindOf(const NodeRecord& record) {
  static_assert(std::is_same_v<std::variant_alternative_t<0, NodeRecord>, PaperRecord>);
  static_assert(std::is_same_v<std::variant_alternative_t<4, NodeRecord>, VenueRecord>);
  return kNodeKinds[record.index()];
}

const std::vector<std::string>& AlternativeNamesOf(const NodeRecord& record) {
  static const std::vector<std::string> kNone;
  if (const auto* person = std::get_if<PersonRecord>(&record)) return person->alternative_names;
  if (const auto* institution = std::get_if<InstitutionRecord>(&record)) {
    return institution->alternative_names;
  }
  return kNone;
}

}  // namespace coterie::storage

// Layer: engine.
#include "engine/ingest/csv_tables.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "engine/ingest/openalex_mentions.h"
#include "engine/ingest/text.h"
#include "schema/base.h"
#include "schema/quoted.h"

namespace coterie {
namespace {

absl::Status BadField(std::string_view what, std::string_view text, std::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(text), " is not ", Sv(wanted), " (", Sv(what), ")"));
}

// Which kinds of node a scheme can name; OpenAlex ids say it by their letter.
bool CanName(PidScheme scheme, NodeKind kind) {
  switch (scheme) {
    case PidScheme::kOrcid:
      return kind == NodeKind::kPerson;
    case PidScheme::kRor:
      return kind == NodeKind::kInstitution;
    case PidScheme::kIssnL:
      return kind == NodeKind::kVenue;
    case PidScheme::kDoi:
    case PidScheme::kArxiv:
    case PidScheme::kAcl:
      return kind == NodeKind::kPaper;
    case PidScheme::kDblp:
      return kind == NodeKind::kPaper || kind == NodeKind::kPerson;
    case PidScheme::kOpenAlex:
      return false;
  }
  return false;
}

template <typename Number>
std::optional<Number> ParseWhole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::optional<TopicLevel> ParseLevel(std::string_view text) {
  if (text == "domain") return TopicLevel::kDomain;
  if (text == "field") return TopicLevel::kField;
  if (text == "subfield") return TopicLevel::kSubfield;
  if (text == "topic") return TopicLevel::kTopic;
  if (text == "flat") return TopicLevel::kFlat;
  return {};
}

uint64_t CountFilled(std::span<const std::string_view> row) {
  return static_cast<uint64_t>(
      std::count_if(row.begin(), row.end(), [](std::string_view f) { return !f.empty(); }));
}

}  // namespace

absl::StatusOr<NodeKey> ParseNodeKey(std::string_view text, NodeKind kind) {
  NodeKey key{kind, PackOpenAlex(text), {}};
  if (key.packed == 0) {
    ASSIGN_OR_RETURN(Pid pid, ParsePid(text));
    key = KeyOfPid(std::move(pid), kind);
  }
  const bool fits =
      key.packed != 0 ? KindOfPacked(key.packed) == kind : CanName(key.pid.scheme, kind);
  if (!fits) return BadField("id", text, absl::StrCat("the id of a ", Sv(NodeKindName(kind))));
  return key;
}

std::string_view CsvTable::Field(CsvColumn column) const {
  const int position = header_.position[static_cast<size_t>(column)];
  return position < 0 ? std::string_view() : row_[static_cast<size_t>(position)];
}

Stamp CsvTable::RowStamp(uint64_t filled, const ContentHash& hash) const {
  const auto updated = ParseTimestamp(Field(CsvColumn::kUpdated));
  return MakeStamp(StampRank::kRecord, updated.value_or(OrderByFullness(filled)), hash.value());
}

// Lists of ids or years in one field may be of any length.
absl::Status CsvTable::CheckLengths() const {
  const auto is_short = [](std::string_view field) { return field.size() <= kTextBytesMax; };
  if (std::all_of(row_.begin(), row_.end(), is_short)) return absl::OkStatus();
  for (size_t i = 0; i < static_cast<size_t>(CsvColumn::kCount); ++i) {
    const auto column = static_cast<CsvColumn>(i);
    if (column == CsvColumn::kInstitutions || column == CsvColumn::kYears) continue;
    const size_t bytes_max = column == CsvColumn::kAbstract ? kAbstractBytesMax : kTextBytesMax;
    const size_t bytes = Field(column).size();
    if (bytes <= bytes_max) continue;
    return absl::InvalidArgumentError(absl::StrCat("\"", Sv(CsvColumnName(column)),
                                                   "\" is text of ", bytes, " bytes; at most ",
                                                   bytes_max, " are stored"));
  }
  return absl::OkStatus();
}

absl::Status CsvTable::AddRow(std::span<const std::string_view> row, uint64_t line) {
  if (row.size() != header_.columns) {
    return absl::InvalidArgumentError(
        absl::StrCat("the row has ", row.size(), " fields, the header has ", header_.columns));
  }
  row_ = row;
  line_ = line;
  RETURN_IF_ERROR(CheckLengths());
  const std::string_view updated = Field(CsvColumn::kUpdated);
  if (!updated.empty() && !ParseTimestamp(updated)) {
    return BadField("updated", updated, "a date such as 2024-12-31");
  }
  switch (header_.kind) {
    case CsvKind::kPapers:
      return AddPaper();
    case CsvKind::kPeople:
      return AddPerson();
    case CsvKind::kInstitutions:
      return AddInstitution();
    case CsvKind::kTopics:
      return AddTopic();
    case CsvKind::kVenues:
      return AddVenue();
    case CsvKind::kAuthorships:
      return AddAuthorship();
    case CsvKind::kTopicAssignments:
      return AddTopicAssignment();
    case CsvKind::kCitations:
      return AddCitation();
    case CsvKind::kAffiliations:
      return AddAffiliation();
  }
  return absl::OkStatus();
}

absl::Status CsvTable::AddPaper() {
  ASSIGN_OR_RETURN(const NodeKey key, ParseNodeKey(Field(CsvColumn::kId), NodeKind::kPaper));
  PaperRecord record;
  if (const std::string_view year = Field(CsvColumn::kYear); !year.empty()) {
    record.year = YearOrNone(ParseWhole<int64_t>(year).value_or(0));
    if (record.year == kNoYear) return BadField("year", year, "a year from 1000 to 2100");
  }
  record.header.name = CleanText(Field(CsvColumn::kTitle));
  record.header.pids.push_back(key.ToPid());
  AddIdentifier(PidScheme::kDoi, Field(CsvColumn::kDoi), record.header);
  FinishIdentifiers(record.header);
  record.type = CleanText(Field(CsvColumn::kType));
  const std::string_view retracted = Field(CsvColumn::kRetracted);
  record.is_retracted = retracted == "1" || retracted == "true";
  if (!record.is_retracted && !retracted.empty() && retracted != "0" && retracted != "false") {
    return BadField("retracted", retracted, "1, true, 0 or false");
  }
  Assertion paper;
  paper.line = line_;
  paper.is_record = true;
  paper.node = block_.Node(key);
  ContentHash hash;
  HashHeader(record.header, hash);
  hash.Add(static_cast<uint64_t>(record.year)).Add(record.is_retracted ? 1 : 0).Add(record.type);
  if (const std::string_view venue = Field(CsvColumn::kVenue); !venue.empty()) {
    auto venue_key = ParseNodeKey(venue, NodeKind::kVenue);
    if (venue_key.ok()) {
      paper.venue = block_.Node(*venue_key);
      HashKey(*venue_key, hash);
    } else {
      record.raw_venue = CleanText(venue);
      hash.Add(record.raw_venue);
    }
  }
  record.header.core_stamp = RowStamp(CountFilled(row_), hash);
  if (std::string abstract = CleanText(Field(CsvColumn::kAbstract)); !abstract.empty()) {
    record.abstract_stamp = RowStamp(abstract.size(), ContentHash().Add(abstract));
    paper.abstract = std::move(abstract);
  }
  paper.record = std::move(record);
  block_.AddRecord(std::move(paper));
  return absl::OkStatus();
}

absl::Status CsvTable::AddPerson() {
  ASSIGN_OR_RETURN(const NodeKey key, ParseNodeKey(Field(CsvColumn::kId), NodeKind::kPerson));
  if (IsPlaceholderAuthor(key.packed)) {
    block_.CountIgnored();
    return absl::OkStatus();
  }
  PersonRecord record = PersonOf(Field(CsvColumn::kName), Field(CsvColumn::kOrcid), key);
  ContentHash hash;
  HashHeader(record.header, hash);
  record.header.core_stamp = RowStamp(CountFilled(row_), hash);
  Assertion person;
  person.line = line_;
  person.is_record = true;
  person.node = block_.Node(key);
  person.record = std::move(record);
  block_.AddRecord(std::move(person));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::vector<NodeKey>>> CsvTable::Parents(NodeKind kind) const {
  if (!header_.Has(CsvColumn::kParent)) return std::optional<std::vector<NodeKey>>();
  std::vector<NodeKey> parents;
  if (const std::string_view parent = Field(CsvColumn::kParent); !parent.empty()) {
    ASSIGN_OR_RETURN(parents.emplace_back(), ParseNodeKey(parent, kind));
  }
  return std::optional<std::vector<NodeKey>>(std::move(parents));
}

absl::Status CsvTable::AddInstitution() {
  ASSIGN_OR_RETURN(const NodeKey key, ParseNodeKey(Field(CsvColumn::kId), NodeKind::kInstitution));
  ASSIGN_OR_RETURN(const auto parents, Parents(NodeKind::kInstitution));
  InstitutionRecord record;
  record.header.name = CleanText(Field(CsvColumn::kName));
  record.header.pids.push_back(key.ToPid());
  record.country_code = CleanText(Field(CsvColumn::kCountry));
  record.type = CleanText(Field(CsvColumn::kType));
  ContentHash hash;
  HashHeader(record.header, hash);
  record.header.core_stamp =
      RowStamp(CountFilled(row_), hash.Add(record.country_code).Add(record.type));
  Assertion institution;
  institution.line = line_;
  institution.is_record = true;
  institution.node = block_.Node(key);
  if (parents) {
    ContentHash parents_hash;
    for (const NodeKey& parent : *parents) {
      HashKey(parent, parents_hash);
      institution.parents.push_back(block_.Node(parent));
    }
    record.parents_stamp = RowStamp(parents->size(), parents_hash);
  }
  institution.record = std::move(record);
  block_.AddRecord(std::move(institution));
  return absl::OkStatus();
}

absl::Status CsvTable::AddTopic() {
  ASSIGN_OR_RETURN(const NodeKey key, ParseNodeKey(Field(CsvColumn::kId), NodeKind::kTopic));
  ASSIGN_OR_RETURN(const auto parents, Parents(NodeKind::kTopic));
  const auto level = ParseLevel(Field(CsvColumn::kLevel));
  if (!level) {
    return BadField("level", Field(CsvColumn::kLevel), "domain, field, subfield, topic or flat");
  }
  TopicRecord record;
  record.header.name = CleanText(Field(CsvColumn::kName));
  record.header.pids.push_back(key.ToPid());
  record.level = *level;
  ContentHash hash;
  HashHeader(record.header, hash);
  record.header.core_stamp =
      RowStamp(CountFilled(row_), hash.Add(static_cast<uint64_t>(record.level)));
  Assertion topic;
  topic.line = line_;
  topic.is_record = true;
  topic.node = block_.Node(key);
  if (parents) {
    ContentHash parents_hash;
    for (const NodeKey& parent : *parents) {
      HashKey(parent, parents_hash);
      topic.parents.push_back(block_.Node(parent));
    }
    record.parents_stamp = RowStamp(parents->size(), parents_hash);
  }
  topic.record = std::move(record);
  block_.AddRecord(std::move(topic));
  return absl::OkStatus();
}

absl::Status CsvTable::AddVenue() {
  ASSIGN_OR_RETURN(const NodeKey key, ParseNodeKey(Field(CsvColumn::kId), NodeKind::kVenue));
  VenueRecord record;
  record.header.name = CleanText(Field(CsvColumn::kName));
  record.header.pids.push_back(key.ToPid());
  record.type = CleanText(Field(CsvColumn::kType));
  ContentHash hash;
  HashHeader(record.header, hash);
  record.header.core_stamp = RowStamp(CountFilled(row_), hash.Add(record.type));
  Assertion venue;
  venue.line = line_;
  venue.is_record = true;
  venue.node = block_.Node(key);
  venue.record = std::move(record);
  block_.AddRecord(std::move(venue));
  return absl::OkStatus();
}

}  // namespace coterie

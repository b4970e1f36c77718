// The edge lists of typed CSV. Layer: engine.
#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/ingest/csv_tables.h"
#include "engine/ingest/openalex_mentions.h"
#include "engine/ingest/text.h"
#include "schema/base.h"
#include "schema/quoted.h"

namespace coterie {
namespace {

absl::Status Bad(std::string_view column, std::string_view text, std::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(text), " is not ", Sv(wanted), " (", Sv(column), ")"));
}

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::vector<std::string_view> SplitList(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool SameKey(const NodeKey& a, const NodeKey& b) {
  return a.kind == b.kind && a.packed == b.packed && a.pid == b.pid;
}

}  // namespace

absl::Status CsvTable::ContinueList(CsvColumn column, NodeKind kind) {
  ASSIGN_OR_RETURN(NodeKey key, ParseNodeKey(Field(column), kind));
  if (!list_key_ || !SameKey(*list_key_, key)) {
    FinishList();
    list_.line = line_;
    list_key_ = std::move(key);
  }
  if (const auto updated = ParseTimestamp(Field(CsvColumn::kUpdated))) {
    list_updated_ = std::max(*updated, list_updated_.value_or(0));
  }
  return absl::OkStatus();
}

absl::Status CsvTable::AddAuthorship() {
  RETURN_IF_ERROR(ContinueList(CsvColumn::kPaper, NodeKind::kPaper));
  const auto position = ParseNumber<uint32_t>(Field(CsvColumn::kPosition));
  if (!position) return Bad("position", Field(CsvColumn::kPosition), "a whole number");
  if (std::any_of(places_.begin(), places_.end(),
                  [&](const Place& place) { return place.position == *position; })) {
    return Bad("position", Field(CsvColumn::kPosition), "free: the paper has another row with it");
  }
  const std::string_view corresponding = Field(CsvColumn::kCorresponding);
  const bool is_corresponding = corresponding == "1" || corresponding == "true";
  if (!is_corresponding && !corresponding.empty() && corresponding != "0" &&
      corresponding != "false") {
    return Bad("corresponding", corresponding, "1, true, 0 or false");
  }
  std::optional<NodeKey> person;
  if (const std::string_view id = Field(CsvColumn::kPerson); !id.empty()) {
    ASSIGN_OR_RETURN(person, ParseNodeKey(id, NodeKind::kPerson));
  }
  std::vector<NodeKey> institutions;
  for (const std::string_view id : SplitList(Field(CsvColumn::kInstitutions))) {
    ASSIGN_OR_RETURN(institutions.emplace_back(), ParseNodeKey(id, NodeKind::kInstitution));
  }
  Place& place = places_.emplace_back();
  place.position = *position;
  place.authorship.is_corresponding = is_corresponding;
  place.authorship.raw_name = CleanText(Field(CsvColumn::kRawName));
  for (const NodeKey& key : institutions) {
    place.authorship.institutions.push_back(block_.Node(key));
  }
  if (!person || IsPlaceholderAuthor(person->packed)) return absl::OkStatus();
  const LocalNode node = block_.Node(*person);
  place.authorship.person = node;
  const std::string& name = place.authorship.raw_name;
  const Stamp stamp =
      MakeStamp(StampRank::kMention, OrderOfMention(name.empty() ? 0 : 1, name.size()),
                ContentHash().Add(name).value());
  if (Assertion* mention = name.empty() ? nullptr : block_.BetterMention(node, stamp)) {
    PersonRecord record = PersonOf(name, "", *person);
    record.header.core_stamp = stamp;
    mention->record = std::move(record);
  }
  return absl::OkStatus();
}

absl::Status CsvTable::AddTopicAssignment() {
  RETURN_IF_ERROR(ContinueList(CsvColumn::kPaper, NodeKind::kPaper));
  ASSIGN_OR_RETURN(const NodeKey topic, ParseNodeKey(Field(CsvColumn::kTopic), NodeKind::kTopic));
  const auto score = ParseNumber<float>(Field(CsvColumn::kScore));
  if (!score || !(*score >= 0 && *score <= 1)) {
    return Bad("score", Field(CsvColumn::kScore), "a number from 0 to 1");
  }
  list_.topics.push_back({block_.Node(topic), *score});
  return absl::OkStatus();
}

absl::Status CsvTable::AddCitation() {
  RETURN_IF_ERROR(ContinueList(CsvColumn::kCiting, NodeKind::kPaper));
  ASSIGN_OR_RETURN(const NodeKey cited, ParseNodeKey(Field(CsvColumn::kCited), NodeKind::kPaper));
  list_.references.push_back(block_.Node(cited));
  return absl::OkStatus();
}

absl::Status CsvTable::AddAffiliation() {
  RETURN_IF_ERROR(ContinueList(CsvColumn::kPerson, NodeKind::kPerson));
  ASSIGN_OR_RETURN(const NodeKey institution,
                   ParseNodeKey(Field(CsvColumn::kInstitution), NodeKind::kInstitution));
  LocalAffiliation affiliation;
  for (const std::string_view text : SplitList(Field(CsvColumn::kYears))) {
    const int16_t year = YearOrNone(ParseNumber<int64_t>(text).value_or(0));
    if (year == kNoYear) return Bad("years", text, "a year from 1000 to 2100");
    affiliation.years.push_back(year);
  }
  affiliation.institution = block_.Node(institution);
  list_.affiliations.push_back(std::move(affiliation));
  return absl::OkStatus();
}

void CsvTable::FinishAuthorships() {
  std::sort(places_.begin(), places_.end(),
            [](const Place& a, const Place& b) { return a.position < b.position; });
  for (Place& place : places_) list_.authorships.push_back(std::move(place.authorship));
  places_.clear();
}

void CsvTable::FinishList() {
  if (!list_key_) return;
  FinishAuthorships();
  ContentHash hash;
  const auto key = [&](LocalNode node) { HashKey(block_.KeyOf(node), hash); };
  for (const LocalAuthorship& place : list_.authorships) {
    if (place.person) key(*place.person);
    for (const LocalNode node : place.institutions) key(node);
    hash.Add(place.is_corresponding ? 1 : 0).Add(place.raw_name);
  }
  for (const LocalTopic& topic : list_.topics) {
    key(topic.topic);
    hash.Add(static_cast<uint64_t>(topic.score * 1e6F));
  }
  for (const LocalNode cited : list_.references) key(cited);
  for (const LocalAffiliation& affiliation : list_.affiliations) {
    key(affiliation.institution);
    for (const int16_t year : affiliation.years) hash.Add(static_cast<uint64_t>(year));
  }
  const size_t rows = list_.authorships.size() + list_.topics.size() + list_.references.size() +
                      list_.affiliations.size();
  const Stamp stamp =
      MakeStamp(StampRank::kRecord, list_updated_.value_or(OrderByFullness(rows)), hash.value());
  list_.node = block_.Node(*list_key_);
  list_.is_record = true;
  if (header_.kind == CsvKind::kAffiliations) {
    PersonRecord person;
    person.affiliations_stamp = stamp;
    list_.record = std::move(person);
  } else {
    PaperRecord paper;
    paper.is_stub = true;
    (header_.kind == CsvKind::kAuthorships ? paper.authorships_stamp
     : header_.kind == CsvKind::kCitations ? paper.references_stamp
                                           : paper.topics_stamp) = stamp;
    list_.record = std::move(paper);
  }
  if (rows > 0) block_.AddRecord(std::move(list_));
  list_ = Assertion();
  list_key_.reset();
  list_updated_.reset();
}

}  // namespace coterie

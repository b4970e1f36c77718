// Layer: engine.
#include "engine/ingest/openalex_emitter.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/ingest/openalex_mentions.h"
#include "engine/ingest/text.h"
#include "schema/base.h"
#include "schema/quoted.h"

namespace coterie {
namespace {

constexpr std::string_view kArxivDoiPrefix = "10.48550/arxiv.";

// The order of a record's group: its date, else how much it says.
uint32_t RecordOrder(std::string_view updated, uint64_t filled) {
  return ParseTimestamp(updated).value_or(OrderByFullness(filled));
}

Stamp RecordStamp(std::string_view updated, uint64_t filled, const ContentHash& hash) {
  return MakeStamp(StampRank::kRecord, RecordOrder(updated, filled), hash.value());
}

absl::Status CheckId(std::string_view id, NodeKind kind, std::string_view what) {
  if (KindOfPacked(PackOpenAlex(id)) == kind) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(Quoted(id), " is not an OpenAlex ",
                                                 Sv(NodeKindName(kind)), " id (", Sv(what), ")"));
}

// The same where no id at all is fine.
absl::Status CheckIdIfAny(std::string_view id, NodeKind kind, std::string_view what) {
  return id.empty() ? absl::OkStatus() : CheckId(id, kind, what);
}

absl::Status CheckWork(const OpenAlexWork& work) {
  RETURN_IF_ERROR(CheckId(work.id, NodeKind::kPaper, "id"));
  RETURN_IF_ERROR(CheckIdIfAny(work.source.id, NodeKind::kVenue, "venue"));
  if (work.byline) {
    for (const OpenAlexPlace& place : *work.byline) {
      RETURN_IF_ERROR(CheckIdIfAny(place.id, NodeKind::kPerson, "author"));
      for (const OpenAlexInstitution& institution : place.institutions) {
        RETURN_IF_ERROR(
            CheckIdIfAny(institution.id, NodeKind::kInstitution, "author's institution"));
      }
    }
  }
  if (work.topics) {
    for (const OpenAlexTopic& topic : *work.topics) {
      RETURN_IF_ERROR(CheckId(topic.id, NodeKind::kTopic, "topics"));
    }
  }
  if (work.references) {
    for (const std::string_view id : *work.references) {
      RETURN_IF_ERROR(CheckId(id, NodeKind::kPaper, "referenced_works"));
    }
  }
  return absl::OkStatus();
}

void AddIfNew(LocalNode node, std::vector<LocalNode>& nodes) {
  if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
}

LocalAuthorship EmitPlace(const OpenAlexPlace& place, const OpenAlexWork& work,
                          BlockBuilder& block) {
  LocalAuthorship authorship;
  if (!place.id.empty() && !IsPlaceholderAuthor(PackOpenAlex(place.id))) {
    authorship.person = MentionPerson(place, block);
  }
  const auto& corresponding = work.corresponding_ids;
  authorship.is_corresponding = place.is_corresponding.value_or(
      !place.id.empty() &&
      std::find(corresponding.begin(), corresponding.end(), place.id) != corresponding.end());
  for (const OpenAlexInstitution& institution : place.institutions) {
    if (!institution.id.empty()) {
      AddIfNew(MentionInstitution(institution, block), authorship.institutions);
    }
  }
  authorship.raw_name = CleanText(place.raw_name);
  for (const std::string_view raw : place.raw_affiliations) {
    authorship.raw_affiliations.push_back(CleanText(raw));
  }
  return authorship;
}

Stamp EmitByline(const OpenAlexWork& work, BlockBuilder& block, Assertion& paper) {
  ContentHash hash;
  for (const OpenAlexPlace& place : *work.byline) {
    const LocalAuthorship& added = paper.authorships.emplace_back(EmitPlace(place, work, block));
    if (added.person) HashKey(block.KeyOf(*added.person), hash);
    hash.Add(added.is_corresponding ? 1 : 0).Add(added.raw_name);
    for (const LocalNode node : added.institutions) HashKey(block.KeyOf(node), hash);
    for (const std::string& raw : added.raw_affiliations) hash.Add(raw);
  }
  return MakeStamp(work.is_byline_truncated ? StampRank::kTruncated : StampRank::kRecord,
                   RecordOrder(work.updated, work.byline->size()), hash.value());
}

// Topics and concepts; of a double entry the greater score stays.
Stamp EmitTopics(const OpenAlexWork& work, BlockBuilder& block, Assertion& paper) {
  ContentHash hash;
  for (const OpenAlexTopic& topic : *work.topics) {
    const LocalNode node = MentionTopic(topic, block);
    const auto same = std::find_if(paper.topics.begin(), paper.topics.end(),
                                   [node](const LocalTopic& t) { return t.topic == node; });
    if (same == paper.topics.end()) {
      paper.topics.push_back({node, topic.score});
    } else {
      same->score = std::max(same->score, topic.score);
    }
    HashKey(block.KeyOf(node), hash);
    hash.Add(static_cast<uint64_t>(topic.score * 1e6F));
  }
  return RecordStamp(work.updated, work.topics->size(), hash);
}

Stamp EmitReferences(const OpenAlexWork& work, BlockBuilder& block, Assertion& paper) {
  ContentHash hash;
  absl::flat_hash_set<uint64_t> seen;
  for (const std::string_view id : *work.references) {
    const uint64_t packed = PackOpenAlex(id);
    if (!seen.insert(packed).second) continue;
    paper.references.push_back(block.Node(packed, NodeKind::kPaper));
    hash.Add(packed);
  }
  return RecordStamp(work.updated, paper.references.size(), hash);
}

PaperRecord PaperCore(const OpenAlexWork& work, const NodeKey& key) {
  PaperRecord record;
  record.header.name = CleanText(work.title);
  record.header.pids.push_back(key.ToPid());
  AddIdentifier(PidScheme::kDoi, work.doi, record.header);
  for (size_t i = 0; i < record.header.pids.size(); ++i) {
    const Pid pid = record.header.pids[i];
    if (pid.scheme == PidScheme::kDoi && pid.value.starts_with(kArxivDoiPrefix)) {
      auto arxiv =
          ParsePidAs(PidScheme::kArxiv, std::string_view(pid.value).substr(kArxivDoiPrefix.size()));
      if (arxiv.ok()) record.header.pids.push_back(*std::move(arxiv));
    }
  }
  FinishIdentifiers(record.header);
  record.year = work.year.value_or(kNoYear);
  record.is_retracted = work.is_retracted.value_or(false);
  record.type = CleanText(work.type);
  record.date = std::string(work.date);
  if (work.language.size() == 2 || (work.language.size() > 2 && work.language[2] == '-')) {
    record.language = CleanText(work.language.substr(0, 2));
  }
  record.raw_venue = CleanText(work.raw_venue);
  record.source_cited_by = work.cited_by_count.value_or(0);
  return record;
}

Stamp PaperCoreStamp(const OpenAlexWork& work, const PaperRecord& record,
                     std::optional<LocalNode> venue, const BlockBuilder& block) {
  ContentHash hash;
  HashHeader(record.header, hash);
  hash.Add(static_cast<uint64_t>(record.year)).Add(record.is_retracted ? 1 : 0).Add(record.type);
  hash.Add(record.date).Add(record.language).Add(record.raw_venue).Add(record.source_cited_by);
  if (venue) HashKey(block.KeyOf(*venue), hash);
  uint64_t filled = record.header.pids.size() + (venue || !record.raw_venue.empty() ? 1 : 0) +
                    (record.year != kNoYear ? 1 : 0) + (work.is_retracted ? 1 : 0) +
                    (work.cited_by_count ? 1 : 0);
  for (const std::string* text :
       {&record.header.name, &record.type, &record.date, &record.language}) {
    filled += text->empty() ? 0 : 1;
  }
  return RecordStamp(work.updated, filled, hash);
}

// The parents of a record with a stamp over them.
Stamp ParentsStampOf(std::string_view updated, const std::vector<LocalNode>& parents,
                     const BlockBuilder& block) {
  ContentHash hash;
  for (const LocalNode parent : parents) HashKey(block.KeyOf(parent), hash);
  return RecordStamp(updated, parents.size(), hash);
}

}  // namespace

absl::Status EmitWork(const OpenAlexWork& work, uint64_t line, BlockBuilder& block) {
  RETURN_IF_ERROR(CheckWork(work));
  const LocalNode node = block.Node(PackOpenAlex(work.id), NodeKind::kPaper);
  PaperRecord record = PaperCore(work, block.KeyOf(node));
  Assertion paper;
  paper.line = line;
  paper.node = node;
  paper.is_record = true;
  if (!work.source.id.empty()) paper.venue = MentionVenue(work.source, block);
  record.header.core_stamp = PaperCoreStamp(work, record, paper.venue, block);
  if (work.abstract) {
    paper.abstract = *work.abstract;
    record.abstract_stamp =
        RecordStamp(work.updated, paper.abstract.size(), ContentHash().Add(paper.abstract));
  }
  if (work.byline) record.authorships_stamp = EmitByline(work, block, paper);
  if (work.topics) record.topics_stamp = EmitTopics(work, block, paper);
  if (work.references) record.references_stamp = EmitReferences(work, block, paper);
  paper.record = std::move(record);
  block.AddRecord(std::move(paper));
  return absl::OkStatus();
}

absl::Status EmitAuthor(const OpenAlexAuthor& author, uint64_t line, BlockBuilder& block) {
  RETURN_IF_ERROR(CheckId(author.id, NodeKind::kPerson, "id"));
  for (const auto& affiliation :
       author.affiliations.value_or(std::vector<OpenAlexAuthor::Affiliation>())) {
    RETURN_IF_ERROR(
        CheckIdIfAny(affiliation.institution.id, NodeKind::kInstitution, "affiliations"));
  }
  const uint64_t packed = PackOpenAlex(author.id);
  if (IsPlaceholderAuthor(packed)) {
    block.CountIgnored();
    return absl::OkStatus();
  }
  Assertion person;
  person.line = line;
  person.is_record = true;
  person.node = block.Node(packed, NodeKind::kPerson);
  PersonRecord record = PersonOf(author.name, author.orcid, block.KeyOf(person.node));
  ContentHash hash;
  HashHeader(record.header, hash);
  for (const std::string_view name : author.alternative_names) {
    record.alternative_names.push_back(CleanText(name));
    hash.Add(name);
  }
  record.header.core_stamp = RecordStamp(
      author.updated, record.header.pids.size() + record.alternative_names.size(), hash);
  if (author.affiliations) {
    ContentHash years_hash;
    for (const auto& given : *author.affiliations) {
      if (given.institution.id.empty()) continue;
      LocalAffiliation& added = person.affiliations.emplace_back();
      added.institution = MentionInstitution(given.institution, block);
      HashKey(block.KeyOf(added.institution), years_hash);
      for (const int16_t year : given.years) {
        added.years.push_back(year);
        years_hash.Add(static_cast<uint64_t>(year));
      }
    }
    record.affiliations_stamp = RecordStamp(author.updated, person.affiliations.size(), years_hash);
  }
  person.record = std::move(record);
  block.AddRecord(std::move(person));
  return absl::OkStatus();
}

absl::Status EmitInstitution(const OpenAlexInstitutionRecord& given, uint64_t line,
                             BlockBuilder& block) {
  RETURN_IF_ERROR(CheckId(given.self.id, NodeKind::kInstitution, "id"));
  for (const auto& parent : given.parents.value_or(std::vector<OpenAlexInstitution>())) {
    RETURN_IF_ERROR(CheckId(parent.id, NodeKind::kInstitution, "associated_institutions"));
  }
  Assertion institution;
  institution.line = line;
  institution.is_record = true;
  institution.node = block.Node(PackOpenAlex(given.self.id), NodeKind::kInstitution);
  InstitutionRecord record = InstitutionOf(given.self, block.KeyOf(institution.node));
  record.city = CleanText(given.city);
  record.homepage = CleanText(given.homepage);
  ContentHash hash;
  HashHeader(record.header, hash);
  hash.Add(record.type).Add(record.country_code).Add(record.city).Add(record.homepage);
  for (const std::string_view name : given.alternative_names) {
    record.alternative_names.push_back(CleanText(name));
    hash.Add(name);
  }
  record.header.core_stamp =
      RecordStamp(given.updated, record.header.pids.size() + record.alternative_names.size(), hash);
  if (given.parents) {
    for (const OpenAlexInstitution& parent : *given.parents) {
      AddIfNew(MentionInstitution(parent, block), institution.parents);
    }
    record.parents_stamp = ParentsStampOf(given.updated, institution.parents, block);
  }
  institution.record = std::move(record);
  block.AddRecord(std::move(institution));
  return absl::OkStatus();
}

absl::Status EmitSource(const OpenAlexSourceRecord& given, uint64_t line, BlockBuilder& block) {
  RETURN_IF_ERROR(CheckId(given.self.id, NodeKind::kVenue, "id"));
  Assertion venue;
  venue.line = line;
  venue.is_record = true;
  venue.node = block.Node(PackOpenAlex(given.self.id), NodeKind::kVenue);
  VenueRecord record = VenueOf(given.self, block.KeyOf(venue.node));
  ContentHash hash;
  HashHeader(record.header, hash);
  hash.Add(record.type).Add(record.publisher).Add(record.homepage);
  for (const std::string& issn : record.issns) hash.Add(issn);
  record.header.core_stamp =
      RecordStamp(given.updated, record.header.pids.size() + record.issns.size(), hash);
  venue.record = std::move(record);
  block.AddRecord(std::move(venue));
  return absl::OkStatus();
}

absl::Status EmitTopic(const OpenAlexTopicRecord& given, uint64_t line, BlockBuilder& block) {
  RETURN_IF_ERROR(CheckId(given.self.id, NodeKind::kTopic, "id"));
  Assertion topic;
  topic.line = line;
  topic.is_record = true;
  const uint64_t packed = PackOpenAlex(given.self.id);
  topic.node = block.Node(packed, NodeKind::kTopic);
  TopicRecord record = TopicOf(given.self.name, block.KeyOf(topic.node));
  record.description = CleanText(given.self.description);
  ContentHash hash;
  HashHeader(record.header, hash);
  hash.Add(record.description);
  record.header.core_stamp = RecordStamp(given.updated, record.description.empty() ? 1 : 2, hash);
  topic.parents = MentionLevels(given.self, OpenAlexLetter(packed), block);
  if (!topic.parents.empty()) {
    record.parents_stamp = ParentsStampOf(given.updated, topic.parents, block);
  }
  topic.record = std::move(record);
  block.AddRecord(std::move(topic));
  return absl::OkStatus();
}

}  // namespace coterie

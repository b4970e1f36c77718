// Layer: engine. A mention's stamp is computed from the source's text, before anything is parsed or
// copied: nine of ten mentions lose against one that the block already has.
#include "engine/ingest/openalex_mentions.h"

#include <algorithm>
#include <utility>

#include "engine/ingest/text.h"

namespace coterie {
namespace {

uint32_t Filled(std::initializer_list<std::string_view> fields) {
  return static_cast<uint32_t>(
      std::count_if(fields.begin(), fields.end(), [](std::string_view f) { return !f.empty(); }));
}

// The stamp of a mention with these fields, the first being the name.
Stamp MentionStamp(std::initializer_list<std::string_view> fields) {
  ContentHash hash;
  for (const std::string_view field : fields) hash.Add(field);
  return MakeStamp(StampRank::kMention, OrderOfMention(Filled(fields), fields.begin()->size()),
                   hash.value());
}

void MentionParent(LocalNode child, const std::vector<LocalNode>& parents, BlockBuilder& block) {
  ContentHash hash;
  for (const LocalNode parent : parents) HashKey(block.KeyOf(parent), hash);
  block.MentionParents(
      child, MakeStamp(StampRank::kMention, static_cast<uint32_t>(parents.size()), hash.value()),
      parents);
}

TopicLevel LevelOfLetter(char letter) {
  switch (letter) {
    case 'T':
      return TopicLevel::kTopic;
    case 's':
      return TopicLevel::kSubfield;
    case 'f':
      return TopicLevel::kField;
    case 'd':
      return TopicLevel::kDomain;
    default:
      return TopicLevel::kFlat;
  }
}

LocalNode MentionTopicNode(uint64_t packed, std::string_view name, BlockBuilder& block) {
  const LocalNode node = block.Node(packed, NodeKind::kTopic);
  const Stamp stamp = MentionStamp({name});
  if (Assertion* mention = block.BetterMention(node, stamp)) {
    TopicRecord record = TopicOf(name, block.KeyOf(node));
    record.header.core_stamp = stamp;
    record.parents_stamp = std::get<TopicRecord>(mention->record).parents_stamp;
    mention->record = std::move(record);
  }
  return node;
}

}  // namespace

void AddIdentifier(PidScheme scheme, std::string_view text, NodeHeader& header) {
  if (text.empty()) return;
  auto pid = ParsePidAs(scheme, text);
  if (pid.ok()) {
    header.pids.push_back(*std::move(pid));
  } else if (std::string raw = CleanText(text); !raw.empty()) {
    header.raw_pids.push_back(std::move(raw));
  }
}

void FinishIdentifiers(NodeHeader& header) {
  std::sort(header.pids.begin(), header.pids.end());
  header.pids.erase(std::unique(header.pids.begin(), header.pids.end()), header.pids.end());
  std::sort(header.raw_pids.begin(), header.raw_pids.end());
  header.raw_pids.erase(std::unique(header.raw_pids.begin(), header.raw_pids.end()),
                        header.raw_pids.end());
}

void HashKey(const NodeKey& key, ContentHash& hash) {
  hash.Add(key.packed);
  if (key.packed == 0) hash.Add(static_cast<uint64_t>(key.pid.scheme)).Add(key.pid.value);
}

void HashHeader(const NodeHeader& header, ContentHash& hash) {
  hash.Add(header.name);
  for (const Pid& pid : header.pids) hash.Add(static_cast<uint64_t>(pid.scheme)).Add(pid.value);
  for (const std::string& raw : header.raw_pids) hash.Add(raw);
}

PersonRecord PersonOf(std::string_view name, std::string_view orcid, const NodeKey& key) {
  PersonRecord record;
  record.header.name = CleanText(name);
  record.header.pids.push_back(key.ToPid());
  AddIdentifier(PidScheme::kOrcid, orcid, record.header);
  FinishIdentifiers(record.header);
  return record;
}

InstitutionRecord InstitutionOf(const OpenAlexInstitution& institution, const NodeKey& key) {
  InstitutionRecord record;
  record.header.name = CleanText(institution.name);
  record.header.pids.push_back(key.ToPid());
  AddIdentifier(PidScheme::kRor, institution.ror, record.header);
  FinishIdentifiers(record.header);
  record.type = CleanText(institution.type);
  record.country_code = CleanText(institution.country_code);
  return record;
}

VenueRecord VenueOf(const OpenAlexSource& source, const NodeKey& key) {
  VenueRecord record;
  record.header.name = CleanText(source.name);
  record.header.pids.push_back(key.ToPid());
  AddIdentifier(PidScheme::kIssnL, source.issn_l, record.header);
  FinishIdentifiers(record.header);
  record.type = CleanText(source.type);
  for (const std::string_view issn : source.issns) {
    if (issn != source.issn_l) record.issns.push_back(CleanText(issn));
  }
  std::sort(record.issns.begin(), record.issns.end());
  record.issns.erase(std::unique(record.issns.begin(), record.issns.end()), record.issns.end());
  record.publisher = CleanText(source.publisher);
  record.homepage = CleanText(source.homepage);
  return record;
}

TopicRecord TopicOf(std::string_view name, const NodeKey& key) {
  TopicRecord record;
  record.header.name = CleanText(name);
  record.header.pids.push_back(key.ToPid());
  record.level = LevelOfLetter(OpenAlexLetter(key.packed));
  return record;
}

LocalNode MentionPerson(const OpenAlexPlace& place, BlockBuilder& block) {
  const LocalNode node = block.Node(PackOpenAlex(place.id), NodeKind::kPerson);
  const Stamp stamp = MentionStamp({place.name, place.orcid});
  if (Assertion* mention = block.BetterMention(node, stamp)) {
    PersonRecord record = PersonOf(place.name, place.orcid, block.KeyOf(node));
    record.header.core_stamp = stamp;
    mention->record = std::move(record);
  }
  return node;
}

LocalNode MentionInstitution(const OpenAlexInstitution& institution, BlockBuilder& block) {
  const uint64_t packed = PackOpenAlex(institution.id);
  const LocalNode node = block.Node(packed, NodeKind::kInstitution);
  const Stamp stamp =
      MentionStamp({institution.name, institution.ror, institution.country_code, institution.type});
  if (Assertion* mention = block.BetterMention(node, stamp)) {
    InstitutionRecord record = InstitutionOf(institution, block.KeyOf(node));
    record.header.core_stamp = stamp;
    record.parents_stamp = std::get<InstitutionRecord>(mention->record).parents_stamp;
    mention->record = std::move(record);
  }
  if (institution.lineage.size() == 2) {
    const uint64_t first = PackOpenAlex(institution.lineage[0]);
    const uint64_t second = PackOpenAlex(institution.lineage[1]);
    const uint64_t parent = first == packed ? second : first;
    if (OpenAlexLetter(parent) == 'I' && parent != packed) {
      MentionParent(node, {block.Node(parent, NodeKind::kInstitution)}, block);
    }
  }
  return node;
}

LocalNode MentionVenue(const OpenAlexSource& source, BlockBuilder& block) {
  const LocalNode node = block.Node(PackOpenAlex(source.id), NodeKind::kVenue);
  ContentHash hash;
  hash.Add(source.name).Add(source.issn_l).Add(source.type).Add(source.publisher);
  for (const std::string_view issn : source.issns) hash.Add(issn);
  const uint32_t filled = Filled({source.name, source.issn_l, source.type, source.publisher}) +
                          (source.issns.empty() ? 0 : 1);
  const Stamp stamp =
      MakeStamp(StampRank::kMention, OrderOfMention(filled, source.name.size()), hash.value());
  if (Assertion* mention = block.BetterMention(node, stamp)) {
    VenueRecord record = VenueOf(source, block.KeyOf(node));
    record.header.core_stamp = stamp;
    mention->record = std::move(record);
  }
  return node;
}

std::vector<LocalNode> MentionLevels(const OpenAlexTopic& topic, char below, BlockBuilder& block) {
  std::optional<LocalNode> above;
  for (const OpenAlexLevel* level : {&topic.domain, &topic.field, &topic.subfield}) {
    if (level->packed == 0) continue;
    if (OpenAlexLetter(level->packed) == below) break;
    const LocalNode node = MentionTopicNode(level->packed, level->name, block);
    if (above) MentionParent(node, {*above}, block);
    above = node;
  }
  return above ? std::vector<LocalNode>{*above} : std::vector<LocalNode>();
}

LocalNode MentionTopic(const OpenAlexTopic& topic, BlockBuilder& block) {
  const uint64_t packed = PackOpenAlex(topic.id);
  const LocalNode node = MentionTopicNode(packed, topic.name, block);
  const std::vector<LocalNode> parents = MentionLevels(topic, OpenAlexLetter(packed), block);
  if (!parents.empty()) MentionParent(node, parents, block);
  return node;
}

}  // namespace coterie

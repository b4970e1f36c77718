// Implements engine/export/dump.h.
#include "engine/export/dump.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "engine/export/json_writer.h"
#include "schema/base.h"

namespace coterie {
namespace {

// Primary Pids of the nodes that edges point to. Hubs recur (the same venue, the same people), so a
// cache saves most look-ups; it is emptied when full, which bounds it at about 100 MB.
class PrimaryPids {
 public:
  explicit PrimaryPids(const ReadSnapshot& store) : store_(store) {}

  // Makes Of() answer for all of `ids`.
  absl::Status Load(std::vector<NodeId> ids) {
    if (cache_.size() > kCachedMax) cache_.clear();
    std::erase_if(ids, [&](NodeId id) { return id.IsNone() || cache_.contains(id); });
    ASSIGN_OR_RETURN(const auto records, store_.FindNodes(ids));
    for (size_t i = 0; i < ids.size(); ++i) {
      if (!records[i].has_value() || HeaderOf(*records[i]).pids.empty()) {
        return absl::DataLossError(
            absl::StrCat("the store is damaged: an edge points to ", ToString(ids[i]),
                         ", which has no record with an identifier; put a copy of the store "
                         "back, or import the files again into a new one"));
      }
      cache_[ids[i]] = HeaderOf(*records[i]).pids.front().ToString();
    }
    return absl::OkStatus();
  }
  const std::string& Of(NodeId id) const { return cache_.at(id); }

 private:
  static constexpr size_t kCachedMax = size_t{1} << 20;
  const ReadSnapshot& store_;
  absl::flat_hash_map<NodeId, std::string> cache_;
};

void WriteText(JsonWriter& json, std::string_view key, std::string_view text) {
  if (!text.empty()) json.Key(key).String(text);
}

void WriteTexts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.Key(key).StartArray();
  for (const std::string& text : texts) json.String(text);
  json.EndArray();
}

// Writes the lines of one dump.
class Dumper {
 public:
  explicit Dumper(const ReadSnapshot& store) : store_(store), pids_(store) {}

  absl::StatusOr<std::string_view> Line(const Pid& pid, NodeId id) {
    ASSIGN_OR_RETURN(const NodeRecord record, store_.GetNode(id));
    const NodeHeader& header = HeaderOf(record);
    json_.Reset();
    json_.StartObject();
    json_.Key("pid").String(pid.ToString());
    json_.Key("kind").String(NodeKindName(id.kind()));
    WriteText(json_, "name", header.name);
    if (header.pids.size() > 1) {
      json_.Key("pids").StartArray();
      for (const Pid& other : header.pids) json_.String(other.ToString());
      json_.EndArray();
    }
    WriteTexts(json_, "raw_pids", header.raw_pids);
    RETURN_IF_ERROR(std::visit([&](const auto& r) { return Fields(id, r); }, record));
    json_.EndObject();
    return json_.text();
  }

 private:
  absl::Status Fields(NodeId id, const PaperRecord& record) {
    if (record.is_stub) {
      json_.Key("stub").Bool(true);
      return absl::OkStatus();
    }
    if (record.year != kNoYear) json_.Key("year").Int(record.year);
    WriteText(json_, "type", record.type);
    WriteText(json_, "date", record.date);
    WriteText(json_, "language", record.language);
    if (record.is_retracted) json_.Key("retracted").Bool(true);
    WriteText(json_, "raw_venue", record.raw_venue);
    if (record.source_cited_by > 0) json_.Key("source_cited_by").Uint(record.source_cited_by);
    ASSIGN_OR_RETURN(const std::string abstract, store_.GetAbstract(id));
    WriteText(json_, "abstract", abstract);
    RETURN_IF_ERROR(WriteTargets("venue", id, EdgeKind::kPublication));
    RETURN_IF_ERROR(WriteAuthorships(id));
    RETURN_IF_ERROR(WriteTopics(id));
    return WriteTargets("references", id, EdgeKind::kCitation);
  }

  absl::Status Fields(NodeId id, const PersonRecord& record) {
    WriteTexts(json_, "alternative_names", record.alternative_names);
    return WriteAffiliations(id);
  }

  absl::Status Fields(NodeId id, const TopicRecord& record) {
    json_.Key("level").Uint(static_cast<uint64_t>(record.level));
    WriteText(json_, "description", record.description);
    return WriteTargets("parents", id, EdgeKind::kTopicParent);
  }

  absl::Status Fields(NodeId id, const InstitutionRecord& record) {
    WriteText(json_, "type", record.type);
    WriteText(json_, "country", record.country_code);
    WriteText(json_, "city", record.city);
    WriteText(json_, "homepage", record.homepage);
    WriteTexts(json_, "alternative_names", record.alternative_names);
    return WriteTargets("parents", id, EdgeKind::kInstitutionParent);
  }

  absl::Status Fields(NodeId, const VenueRecord& record) {
    WriteText(json_, "type", record.type);
    WriteTexts(json_, "issns", record.issns);
    WriteText(json_, "publisher", record.publisher);
    WriteText(json_, "homepage", record.homepage);
    return absl::OkStatus();
  }

  // The Pids of a list's targets, ascending, since NodeIds tell the order of arrival.
  absl::Status WriteTargets(std::string_view key, NodeId id, EdgeKind kind) {
    ASSIGN_OR_RETURN(const std::vector<NodeId> targets, store_.GetTargets(id, kind));
    if (targets.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(pids_.Load(targets));
    std::vector<std::string_view> texts;
    texts.reserve(targets.size());
    for (const NodeId target : targets) texts.push_back(pids_.Of(target));
    std::sort(texts.begin(), texts.end());
    json_.Key(key).StartArray();
    for (const std::string_view text : texts) json_.String(text);
    json_.EndArray();
    return absl::OkStatus();
  }

  absl::Status WriteAuthorships(NodeId id) {
    ASSIGN_OR_RETURN(const std::vector<Authorship> byline, store_.GetAuthorships(id));
    if (byline.empty()) return absl::OkStatus();
    std::vector<NodeId> ids;
    for (const Authorship& place : byline) {
      ids.push_back(place.person);
      ids.insert(ids.end(), place.institutions.begin(), place.institutions.end());
    }
    RETURN_IF_ERROR(pids_.Load(std::move(ids)));
    json_.Key("authorships").StartArray();
    for (const Authorship& place : byline) {
      json_.StartObject();
      if (!place.person.IsNone()) json_.Key("person").String(pids_.Of(place.person));
      WriteText(json_, "raw_name", place.raw_name);
      if (place.is_corresponding) json_.Key("corresponding").Bool(true);
      if (!place.institutions.empty()) {
        json_.Key("institutions").StartArray();
        for (const NodeId institution : place.institutions) json_.String(pids_.Of(institution));
        json_.EndArray();
      }
      WriteTexts(json_, "raw_affiliations", place.raw_affiliations);
      json_.EndObject();
    }
    json_.EndArray();
    return absl::OkStatus();
  }

  absl::Status WriteTopics(NodeId id) {
    ASSIGN_OR_RETURN(const std::vector<TopicAssignment> topics, store_.GetTopics(id));
    if (topics.empty()) return absl::OkStatus();
    std::vector<NodeId> ids;
    for (const TopicAssignment& topic : topics) ids.push_back(topic.topic);
    RETURN_IF_ERROR(pids_.Load(std::move(ids)));
    std::vector<std::pair<std::string_view, float>> rows;
    for (const TopicAssignment& topic : topics)
      rows.emplace_back(pids_.Of(topic.topic), topic.score);
    std::sort(rows.begin(), rows.end());
    json_.Key("topics").StartArray();
    for (const auto& [pid, score] : rows) {
      json_.StartObject().Key("topic").String(pid).Key("score").Number(score).EndObject();
    }
    json_.EndArray();
    return absl::OkStatus();
  }

  absl::Status WriteAffiliations(NodeId id) {
    ASSIGN_OR_RETURN(const std::vector<Affiliation> affiliations, store_.GetAffiliations(id));
    if (affiliations.empty()) return absl::OkStatus();
    std::vector<NodeId> ids;
    for (const Affiliation& affiliation : affiliations) ids.push_back(affiliation.institution);
    RETURN_IF_ERROR(pids_.Load(std::move(ids)));
    std::vector<std::pair<std::string_view, const std::vector<int16_t>*>> rows;
    for (const Affiliation& affiliation : affiliations) {
      rows.emplace_back(pids_.Of(affiliation.institution), &affiliation.years);
    }
    std::sort(rows.begin(), rows.end());
    json_.Key("affiliations").StartArray();
    for (const auto& [pid, years] : rows) {
      json_.StartObject().Key("institution").String(pid).Key("years").StartArray();
      for (const int16_t year : *years) json_.Int(year);
      json_.EndArray().EndObject();
    }
    json_.EndArray();
    return absl::OkStatus();
  }

  const ReadSnapshot& store_;
  PrimaryPids pids_;
  JsonWriter json_;
};

}  // namespace

absl::Status DumpStore(const ReadSnapshot& store,
                       const std::function<absl::Status(std::string_view)>& write) {
  Dumper dumper(store);
  return store.ScanPrimaryPids([&](const Pid& pid, NodeId id) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string_view line, dumper.Line(pid, id));
    RETURN_IF_ERROR(write(line));
    return write("\n");
  });
}

}  // namespace coterie

#include "bench/store_loader.h"

#include <utility>

#include "bench/synthetic_text.h"
#include "schema/base.h"

namespace coterie::bench {
namespace {

constexpr uint32_t kEntitiesPerBatch = 20'000;
constexpr Stamp kStamp = 1;

NodeHeader Header(std::string name, std::string key) {
  NodeHeader header;
  header.name = std::move(name);
  header.pids.push_back({PidScheme::kOpenAlex, std::move(key)});
  header.core_stamp = kStamp;
  return header;
}

// Collects changes and applies them a few thousand at a time.
class BatchedLoader {
 public:
  BatchedLoader(Store& store, uint32_t batch_max) : store_(store), batch_max_(batch_max) {
    batch_.NoteImportYear(SyntheticGraph::kLastYear + 1);
  }

  // Errors: FailedPrecondition where the store had nodes of the kind already.
  absl::Status Add(NodeId expected, NodeChange change) {
    const NodeId id = store_.AllocateNode(expected.kind());
    if (id != expected)
      return absl::FailedPreconditionError("the store is not empty; load into a new one");
    batch_.Change(id) = std::move(change);
    return batch_.changes().size() < batch_max_ ? absl::OkStatus() : Apply();
  }
  absl::Status Apply() {
    const absl::StatusOr<uint64_t> sequence = store_.Apply(batch_);
    batch_ = StoreBatch();
    return sequence.status();
  }

 private:
  Store& store_;
  uint32_t batch_max_;
  StoreBatch batch_;
};

absl::Status LoadTopics(BatchedLoader& loader) {
  using Graph = SyntheticGraph;
  const auto add = [&](uint32_t index, std::string name, std::string key, TopicLevel level,
                       std::vector<NodeId> parents) {
    TopicRecord record;
    record.header = Header(std::move(name), std::move(key));
    record.level = level;
    record.parents_stamp = kStamp;
    NodeChange change;
    change.record = std::move(record);
    change.parents = std::move(parents);
    return loader.Add(NodeAt(NodeKind::kTopic, index), std::move(change));
  };
  // Topics first, so that a topic's ordinal is its index; the hierarchy above follows.
  constexpr uint32_t kSubfield = Graph::kTopics;
  constexpr uint32_t kField = kSubfield + Graph::kSubfields;
  constexpr uint32_t kDomain = kField + Graph::kFields;
  const auto node = [](uint32_t index) { return NodeAt(NodeKind::kTopic, index); };
  for (uint32_t t = 0; t < Graph::kTopics; ++t) {
    RETURN_IF_ERROR(add(t, TopicName(t), TopicKey(t), TopicLevel::kTopic,
                        {node(kSubfield + Graph::SubfieldOf(t))}));
  }
  for (uint32_t s = 0; s < Graph::kSubfields; ++s) {
    RETURN_IF_ERROR(add(kSubfield + s, SubfieldName(s), SubfieldKey(s), TopicLevel::kSubfield,
                        {node(kField + Graph::FieldOf(s))}));
  }
  for (uint32_t f = 0; f < Graph::kFields; ++f) {
    RETURN_IF_ERROR(add(kField + f, FieldName(f), FieldKey(f), TopicLevel::kField,
                        {node(kDomain + Graph::DomainOf(f))}));
  }
  for (uint32_t d = 0; d < Graph::kDomains; ++d) {
    RETURN_IF_ERROR(add(kDomain + d, DomainName(d), DomainKey(d), TopicLevel::kDomain, {}));
  }
  return loader.Apply();
}

absl::Status LoadInstitutions(const SyntheticGraph& graph, BatchedLoader& loader) {
  for (uint32_t i = 0; i < SyntheticGraph::kInstitutions; ++i) {
    InstitutionRecord record;
    record.header = Header(InstitutionName(graph, i), InstitutionKey(i));
    record.country_code = InstitutionCountry(graph, i);
    record.parents_stamp = kStamp;
    NodeChange change;
    change.record = std::move(record);
    change.parents.emplace();
    const uint32_t parent = SyntheticGraph::InstitutionParent(i);
    if (parent != i) change.parents->push_back(NodeAt(NodeKind::kInstitution, parent));
    RETURN_IF_ERROR(loader.Add(NodeAt(NodeKind::kInstitution, i), std::move(change)));
  }
  return loader.Apply();
}

absl::Status LoadVenues(const SyntheticGraph& graph, BatchedLoader& loader) {
  for (uint32_t v = 0; v < graph.venue_count(); ++v) {
    VenueRecord record;
    record.header = Header(VenueName(v), VenueKey(v));
    record.type = VenueTypeName(v);
    NodeChange change;
    change.record = std::move(record);
    RETURN_IF_ERROR(loader.Add(NodeAt(NodeKind::kVenue, v), std::move(change)));
  }
  return loader.Apply();
}

absl::Status LoadPeople(const SyntheticGraph& graph, BatchedLoader& loader) {
  for (uint32_t p = 0; p < graph.person_count(); ++p) {
    PersonRecord record;
    record.header = Header(PersonName(graph, p), PersonKey(p));
    std::string orcid = PersonOrcid(graph, p);
    if (!orcid.empty()) record.header.pids.push_back({PidScheme::kOrcid, std::move(orcid)});
    record.affiliations_stamp = kStamp;
    NodeChange change;
    change.record = std::move(record);
    change.affiliations.emplace();
    for (SyntheticAffiliation& affiliation : graph.Affiliations(p)) {
      change.affiliations->push_back(
          {NodeAt(NodeKind::kInstitution, affiliation.institution), std::move(affiliation.years)});
    }
    RETURN_IF_ERROR(loader.Add(NodeAt(NodeKind::kPerson, p), std::move(change)));
  }
  return loader.Apply();
}

}  // namespace

NodeChange ChangeOf(const SyntheticGraph& graph, const SyntheticPaper& paper) {
  PaperRecord record;
  record.header = Header(PaperTitle(graph, paper), PaperKey(paper.index));
  if (paper.has_doi) record.header.pids.push_back({PidScheme::kDoi, PaperDoi(paper.index)});
  record.year = paper.year;
  record.is_retracted = paper.is_retracted;
  record.type = PaperTypeName(paper.type);
  record.authorships_stamp = record.topics_stamp = record.references_stamp = kStamp;
  NodeChange change;
  change.record = std::move(record);
  change.venue = std::vector<NodeId>{NodeAt(NodeKind::kVenue, paper.venue)};
  change.authorships.emplace();
  for (const SyntheticAuthorship& place : paper.byline) {
    Authorship authorship;
    authorship.person = NodeAt(NodeKind::kPerson, place.person);
    authorship.is_corresponding = place.is_corresponding;
    for (const uint32_t institution : place.institutions) {
      authorship.institutions.push_back(NodeAt(NodeKind::kInstitution, institution));
    }
    if (place.has_short_raw_name) authorship.raw_name = PersonShortName(graph, place.person);
    change.authorships->push_back(std::move(authorship));
  }
  change.topics.emplace();
  for (const SyntheticTopic& topic : paper.topics) {
    change.topics->push_back(
        {NodeAt(NodeKind::kTopic, topic.topic), static_cast<float>(topic.score) / 10'000});
  }
  change.references.emplace();
  for (const uint32_t cited : paper.references)
    change.references->push_back(NodeAt(NodeKind::kPaper, cited));
  return change;
}

absl::Status LoadStore(const SyntheticGraph& graph, uint32_t block_papers, Store& store) {
  BatchedLoader entities(store, kEntitiesPerBatch);
  RETURN_IF_ERROR(LoadTopics(entities));
  RETURN_IF_ERROR(LoadInstitutions(graph, entities));
  RETURN_IF_ERROR(LoadVenues(graph, entities));
  RETURN_IF_ERROR(LoadPeople(graph, entities));
  BatchedLoader papers(store, block_papers);
  for (uint32_t i = 0; i < graph.paper_count(); ++i) {
    RETURN_IF_ERROR(papers.Add(NodeAt(NodeKind::kPaper, i), ChangeOf(graph, graph.Paper(i))));
  }
  RETURN_IF_ERROR(papers.Apply());
  return store.Flush();
}

}  // namespace coterie::bench

// Layer: engine.
#include "engine/ingest/merge.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace coterie {
namespace {

// Identifiers by which a source names its own records. They stay with the node whichever source's
// core wins: without them the loser's next file would not find the node again.
bool IsSourceIdentity(PidScheme scheme) {
  return scheme == PidScheme::kOpenAlex || scheme == PidScheme::kAcl || scheme == PidScheme::kDblp;
}

bool HasPid(const NodeHeader& header, const Pid& pid) {
  return std::binary_search(header.pids.begin(), header.pids.end(), pid);
}

bool AddsIdentity(const NodeHeader& header, const NodeKey& key) {
  const Pid pid = key.ToPid();
  return IsSourceIdentity(pid.scheme) && !HasPid(header, pid);
}

void AddPid(NodeHeader& header, Pid pid) {
  const auto at = std::lower_bound(header.pids.begin(), header.pids.end(), pid);
  if (at == header.pids.end() || *at != pid) header.pids.insert(at, std::move(pid));
}

void KeepIdentities(const NodeHeader& loser, NodeHeader& winner) {
  for (const Pid& pid : loser.pids) {
    if (IsSourceIdentity(pid.scheme)) AddPid(winner, pid);
  }
}

// The stamps of the groups besides the core, by kind.
void KeepOtherStamps(const PaperRecord& from, PaperRecord& to) {
  to.abstract_stamp = from.abstract_stamp;
  to.authorships_stamp = from.authorships_stamp;
  to.topics_stamp = from.topics_stamp;
  to.references_stamp = from.references_stamp;
}
void KeepOtherStamps(const PersonRecord& from, PersonRecord& to) {
  to.affiliations_stamp = from.affiliations_stamp;
}
void KeepOtherStamps(const TopicRecord& from, TopicRecord& to) {
  to.parents_stamp = from.parents_stamp;
}
void KeepOtherStamps(const InstitutionRecord& from, InstitutionRecord& to) {
  to.parents_stamp = from.parents_stamp;
}
void KeepOtherStamps(const VenueRecord&, VenueRecord&) {}

bool OtherGroupsWin(const PaperRecord& given, const PaperRecord& current) {
  return given.abstract_stamp > current.abstract_stamp ||
         given.authorships_stamp > current.authorships_stamp ||
         given.topics_stamp > current.topics_stamp ||
         given.references_stamp > current.references_stamp;
}
bool OtherGroupsWin(const PersonRecord& given, const PersonRecord& current) {
  return given.affiliations_stamp > current.affiliations_stamp;
}
bool OtherGroupsWin(const TopicRecord& given, const TopicRecord& current) {
  return given.parents_stamp > current.parents_stamp;
}
bool OtherGroupsWin(const InstitutionRecord& given, const InstitutionRecord& current) {
  return given.parents_stamp > current.parents_stamp;
}
bool OtherGroupsWin(const VenueRecord&, const VenueRecord&) { return false; }

std::vector<NodeId> IdsOf(const std::vector<LocalNode>& nodes, std::span<const NodeId> ids) {
  std::vector<NodeId> mapped;
  mapped.reserve(nodes.size());
  for (const LocalNode node : nodes) mapped.push_back(ids[node.index]);
  return mapped;
}

// The same without doubles, which arise where two keys name one node; order kept.
std::vector<NodeId> DistinctIdsOf(const std::vector<LocalNode>& nodes,
                                  std::span<const NodeId> ids) {
  std::vector<NodeId> mapped;
  for (const LocalNode node : nodes) {
    const NodeId id = ids[node.index];
    if (std::find(mapped.begin(), mapped.end(), id) == mapped.end()) mapped.push_back(id);
  }
  return mapped;
}

std::vector<Authorship> AuthorshipsOf(std::vector<LocalAuthorship> places,
                                      std::span<const NodeId> ids) {
  std::vector<Authorship> byline;
  byline.reserve(places.size());
  for (LocalAuthorship& place : places) {
    Authorship& added = byline.emplace_back();
    if (place.person) added.person = ids[place.person->index];
    added.is_corresponding = place.is_corresponding;
    added.institutions = DistinctIdsOf(place.institutions, ids);
    added.raw_name = std::move(place.raw_name);
    added.raw_affiliations = std::move(place.raw_affiliations);
  }
  return byline;
}

std::vector<TopicAssignment> TopicsOf(const std::vector<LocalTopic>& topics,
                                      std::span<const NodeId> ids) {
  std::vector<TopicAssignment> assignments;
  for (const LocalTopic& given : topics) {
    const NodeId id = ids[given.topic.index];
    const auto same = std::find_if(assignments.begin(), assignments.end(),
                                   [id](const TopicAssignment& t) { return t.topic == id; });
    if (same == assignments.end()) {
      assignments.push_back({id, given.score});
    } else {
      same->score = std::max(same->score, given.score);
    }
  }
  return assignments;
}

std::vector<Affiliation> AffiliationsOf(std::vector<LocalAffiliation> given,
                                        std::span<const NodeId> ids) {
  std::vector<Affiliation> affiliations;
  for (LocalAffiliation& local : given) {
    const NodeId id = ids[local.institution.index];
    auto same = std::find_if(affiliations.begin(), affiliations.end(),
                             [id](const Affiliation& a) { return a.institution == id; });
    if (same == affiliations.end()) {
      affiliations.push_back({id, std::move(local.years)});
    } else {
      same->years.insert(same->years.end(), local.years.begin(), local.years.end());
    }
  }
  for (Affiliation& affiliation : affiliations) {
    std::sort(affiliation.years.begin(), affiliation.years.end());
    affiliation.years.erase(std::unique(affiliation.years.begin(), affiliation.years.end()),
                            affiliation.years.end());
  }
  return affiliations;
}

void MergeOthers(Assertion& given, const PaperRecord& asserted, std::span<const NodeId> ids,
                 PaperRecord& record, NodeChange& change) {
  if (asserted.abstract_stamp > record.abstract_stamp) {
    record.abstract_stamp = asserted.abstract_stamp;
    change.abstract = std::move(given.abstract);
  }
  if (asserted.authorships_stamp > record.authorships_stamp) {
    record.authorships_stamp = asserted.authorships_stamp;
    change.authorships = AuthorshipsOf(std::move(given.authorships), ids);
  }
  if (asserted.topics_stamp > record.topics_stamp) {
    record.topics_stamp = asserted.topics_stamp;
    change.topics = TopicsOf(given.topics, ids);
  }
  if (asserted.references_stamp > record.references_stamp) {
    record.references_stamp = asserted.references_stamp;
    change.references = IdsOf(given.references, ids);
  }
}
void MergeOthers(Assertion& given, const PersonRecord& asserted, std::span<const NodeId> ids,
                 PersonRecord& record, NodeChange& change) {
  if (asserted.affiliations_stamp <= record.affiliations_stamp) return;
  record.affiliations_stamp = asserted.affiliations_stamp;
  change.affiliations = AffiliationsOf(std::move(given.affiliations), ids);
}
template <typename WithParents>
void MergeParents(const Assertion& given, const WithParents& asserted, std::span<const NodeId> ids,
                  WithParents& record, NodeChange& change) {
  if (asserted.parents_stamp <= record.parents_stamp) return;
  record.parents_stamp = asserted.parents_stamp;
  change.parents = DistinctIdsOf(given.parents, ids);
}
void MergeOthers(Assertion& given, const TopicRecord& asserted, std::span<const NodeId> ids,
                 TopicRecord& record, NodeChange& change) {
  MergeParents(given, asserted, ids, record, change);
}
void MergeOthers(Assertion& given, const InstitutionRecord& asserted, std::span<const NodeId> ids,
                 InstitutionRecord& record, NodeChange& change) {
  MergeParents(given, asserted, ids, record, change);
}
void MergeOthers(Assertion&, const VenueRecord&, std::span<const NodeId>, VenueRecord&,
                 NodeChange&) {}

}  // namespace

bool WouldChange(const Assertion& assertion, const NodeRecord& current, const NodeKey& key) {
  const NodeHeader& header = HeaderOf(current);
  if (HeaderOf(assertion.record).core_stamp > header.core_stamp) return true;
  const bool others_win = std::visit(
      [&current](const auto& asserted) {
        using Record = std::decay_t<decltype(asserted)>;
        const auto* same_kind = std::get_if<Record>(&current);
        return same_kind != nullptr && OtherGroupsWin(asserted, *same_kind);
      },
      assertion.record);
  return others_win || AddsIdentity(header, key);
}

void Merge(Assertion assertion, const NodeKey& key, std::span<const NodeId> ids, NodeRecord& record,
           NodeChange& change) {
  std::visit(
      [&](auto& asserted) {
        using Record = std::decay_t<decltype(asserted)>;
        auto* current = std::get_if<Record>(&record);
        if (current == nullptr) return;  // a key's kind is its node's kind: cannot happen
        MergeOthers(assertion, asserted, ids, *current, change);
        if (asserted.header.core_stamp > current->header.core_stamp) {
          KeepOtherStamps(*current, asserted);
          KeepIdentities(current->header, asserted.header);
          *current = std::move(asserted);
          if (std::is_same_v<Record, PaperRecord>) {
            change.venue.emplace();
            if (assertion.venue) change.venue->push_back(ids[assertion.venue->index]);
          }
        }
        if (AddsIdentity(current->header, key)) AddPid(current->header, key.ToPid());
      },
      assertion.record);
}

}  // namespace coterie

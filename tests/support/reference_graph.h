// The store's contract in a few plain maps: slow, obvious, and compared with the real one.
//
// Everything is computed on demand from the last values of each node; nothing is kept in step, so
// nothing can get out of step.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "schema/names.h"
#include "storage/read_snapshot.h"
#include "storage/store_batch.h"

namespace coterie::testing {

class ReferenceGraph {
 public:
  using Ids = std::vector<NodeId>;

  void Apply(const StoreBatch& batch) {
    ++sequence;
    import_year = std::max(import_year, batch.import_year());
    for (const auto& [node, change] : batch.changes()) {
      if (change.record) records[node] = *change.record;
      if (change.abstract) Assign(abstracts, node, *change.abstract);
      if (change.authorships) Assign(authorships, node, *change.authorships);
      if (change.topics) Assign(topics, node, Normal(*change.topics));
      if (change.affiliations) Assign(affiliations, node, Normal(*change.affiliations));
      if (change.references) AssignTargets(node, EdgeKind::kCitation, *change.references);
      if (change.venue) AssignTargets(node, EdgeKind::kPublication, *change.venue);
      if (change.parents) {
        AssignTargets(
            node,
            node.kind() == NodeKind::kTopic ? EdgeKind::kTopicParent : EdgeKind::kInstitutionParent,
            *change.parents);
      }
      if (change.record || change.abstract || change.authorships || change.topics ||
          change.affiliations || change.references || change.venue || change.parents) {
        touched[node] = sequence;
      }
    }
    for (const auto& [paper, pid] : batch.stubs()) {
      PaperRecord stub;
      stub.is_stub = true;
      stub.header.pids = {pid};
      if (records.try_emplace(paper, stub).second) touched[paper] = sequence;
    }
  }

  bool IsPresent(NodeId paper) const {
    const auto at = records.find(paper);
    return at != records.end() && !std::get<PaperRecord>(at->second).is_stub;
  }

  // Distinct targets of one list, ascending.
  Ids Targets(NodeId source, EdgeKind kind) const {
    std::set<NodeId> ids;
    if (const auto at = targets.find({source, kind}); at != targets.end()) {
      ids.insert(at->second.begin(), at->second.end());
    }
    if (const auto at = authorships.find(source);
        at != authorships.end() && kind == EdgeKind::kAuthorship) {
      for (const Authorship& place : at->second) {
        if (!place.person.IsNone()) ids.insert(place.person);
      }
    }
    if (const auto at = topics.find(source);
        at != topics.end() && kind == EdgeKind::kTopicAssignment) {
      for (const TopicAssignment& assignment : at->second) ids.insert(assignment.topic);
    }
    if (const auto at = affiliations.find(source);
        at != affiliations.end() && kind == EdgeKind::kAffiliation) {
      for (const Affiliation& affiliation : at->second) ids.insert(affiliation.institution);
    }
    return {ids.begin(), ids.end()};
  }

  // All edges the other way round.
  std::map<std::pair<NodeId, EdgeKind>, Ids> AllSources() const {
    std::map<std::pair<NodeId, EdgeKind>, Ids> sources;
    std::set<NodeId> nodes;
    for (const auto& [key, list] : targets) nodes.insert(key.first);
    for (const auto& [node, list] : authorships) nodes.insert(node);
    for (const auto& [node, list] : topics) nodes.insert(node);
    for (const auto& [node, list] : affiliations) nodes.insert(node);
    for (const NodeId node : nodes) {
      for (const EdgeKind kind : kEdgeKinds) {
        for (const NodeId target : Targets(node, kind)) sources[{target, kind}].push_back(node);
      }
    }
    return sources;
  }

  // Claimants of every Pid, the owner first.
  std::map<Pid, Ids> Claims() const {
    std::map<Pid, std::set<std::pair<Pid, NodeId>>> claims;
    for (const auto& [node, record] : records) {
      const std::vector<Pid>& pids = HeaderOf(record).pids;
      for (const Pid& pid : pids) {
        claims[pid].insert({*std::min_element(pids.begin(), pids.end()), node});
      }
    }
    std::map<Pid, Ids> result;
    for (const auto& [pid, claimants] : claims) {
      for (const auto& [primary, node] : claimants) result[pid].push_back(node);
    }
    return result;
  }

  // Every node that has a Pid, by its smallest.
  std::vector<std::pair<Pid, NodeId>> PrimaryPids() const {
    std::vector<std::pair<Pid, NodeId>> primary;
    for (const auto& [node, record] : records) {
      const std::vector<Pid>& pids = HeaderOf(record).pids;
      if (!pids.empty()) primary.emplace_back(*std::min_element(pids.begin(), pids.end()), node);
    }
    std::sort(primary.begin(), primary.end());
    return primary;
  }

  // (folded form, node) for every form under which a node is found. REQUIRES: short names.
  std::set<std::pair<std::string, NodeId>> Names() const {
    std::set<std::pair<std::string, NodeId>> names;
    for (const auto& [node, record] : records) {
      std::vector<std::string> all{HeaderOf(record).name};
      if (const auto* person = std::get_if<PersonRecord>(&record)) {
        all.insert(all.end(), person->alternative_names.begin(), person->alternative_names.end());
      }
      if (const auto* institution = std::get_if<InstitutionRecord>(&record)) {
        all.insert(all.end(), institution->alternative_names.begin(),
                   institution->alternative_names.end());
      }
      for (const std::string& name : all) {
        std::vector<std::string> forms{FoldName(name)};
        if (node.kind() == NodeKind::kPerson) forms = PersonLookupForms(forms.front());
        for (const std::string& form : forms) {
          if (!form.empty()) names.insert({form, node});
        }
      }
    }
    return names;
  }

  // A recount of everything.
  StoreCounts Counts() const {
    StoreCounts counts;
    for (const auto& [node, record] : records) {
      if (node.kind() == NodeKind::kPaper && !IsPresent(node)) {
        ++counts.stubs;
      } else {
        ++counts.nodes[static_cast<size_t>(node.kind())];
      }
    }
    const auto edges = [&counts](EdgeKind kind) -> uint64_t& {
      return counts.edges[static_cast<size_t>(kind)];
    };
    for (const auto& [key, list] : targets) {
      for (const NodeId target : list) {
        if (key.second == EdgeKind::kCitation && !IsPresent(target)) {
          ++counts.unresolved_references;
        } else {
          ++edges(key.second);
        }
      }
    }
    for (const auto& [paper, places] : authorships) {
      edges(EdgeKind::kAuthorship) += places.size();
      for (const Authorship& place : places) counts.anonymous_authorships += place.person.IsNone();
    }
    for (const auto& [paper, list] : topics) edges(EdgeKind::kTopicAssignment) += list.size();
    for (const auto& [node, list] : affiliations) edges(EdgeKind::kAffiliation) += list.size();
    counts.abstracts = abstracts.size();
    for (const auto& [pid, claimants] : Claims()) {
      ++counts.pids;
      counts.contested_pids += claimants.size() > 1;
    }
    return counts;
  }

  uint64_t sequence = 0;
  int16_t import_year = kNoYear;
  std::map<NodeId, NodeRecord> records;
  std::map<NodeId, std::string> abstracts;
  std::map<NodeId, std::vector<Authorship>> authorships;
  std::map<NodeId, std::vector<TopicAssignment>> topics;
  std::map<NodeId, std::vector<Affiliation>> affiliations;
  std::map<std::pair<NodeId, EdgeKind>, Ids> targets;  // of the kinds without attributes
  std::map<NodeId, uint64_t> touched;                  // by the batch of this number, last

 private:
  // An empty value is no value.
  template <typename Key, typename Value>
  static void Assign(std::map<Key, Value>& map, const Key& key, Value value) {
    if (value.empty()) {
      map.erase(key);
    } else {
      map[key] = std::move(value);
    }
  }

  void AssignTargets(NodeId node, EdgeKind kind, const Ids& ids) {
    const std::set<NodeId> distinct(ids.begin(), ids.end());
    Assign(targets, {node, kind}, Ids(distinct.begin(), distinct.end()));
  }

  static std::vector<TopicAssignment> Normal(const std::vector<TopicAssignment>& list) {
    std::map<NodeId, float> scores;
    for (const TopicAssignment& assignment : list) {
      const auto [at, is_new] = scores.emplace(assignment.topic, assignment.score);
      if (!is_new) at->second = std::max(at->second, assignment.score);
    }
    std::vector<TopicAssignment> normal;
    for (const auto& [topic, score] : scores) normal.push_back({topic, score});
    return normal;
  }

  static std::vector<Affiliation> Normal(const std::vector<Affiliation>& list) {
    std::map<NodeId, std::set<int16_t>> years;
    for (const Affiliation& affiliation : list) {
      years[affiliation.institution].insert(affiliation.years.begin(), affiliation.years.end());
    }
    std::vector<Affiliation> normal;
    for (const auto& [institution, some] : years) {
      normal.push_back({institution, {some.begin(), some.end()}});
    }
    return normal;
  }
};

}  // namespace coterie::testing

// The store against the reference graph, answer by answer.
#include "tests/storage/reference_checks.h"

#include <optional>
#include <set>

#include "tests/support/catch.h"

namespace coterie::testing {
namespace {

using Ids = std::vector<NodeId>;

template <typename Key, typename Value>
Value ValueAt(const std::map<Key, Value>& map, const Key& key) {
  const auto at = map.find(key);
  return at == map.end() ? Value() : at->second;
}

void CheckNode(const ReadSnapshot& now, const ReferenceGraph& model, NodeId node) {
  INFO("node " << ToString(node));
  const absl::StatusOr<NodeRecord> record = now.GetNode(node);
  const auto expected = model.records.find(node);
  REQUIRE(record.ok() == (expected != model.records.end()));
  if (record.ok()) {
    REQUIRE(*record == expected->second);
  } else {
    REQUIRE(absl::IsNotFound(record.status()));
  }
  REQUIRE(ValueOf(now.GetAbstract(node)) == ValueAt(model.abstracts, node));
  REQUIRE(ValueOf(now.GetAuthorships(node)) == ValueAt(model.authorships, node));
  REQUIRE(ValueOf(now.GetTopics(node)) == ValueAt(model.topics, node));
  REQUIRE(ValueOf(now.GetAffiliations(node)) == ValueAt(model.affiliations, node));
  for (const EdgeKind kind : kEdgeKinds) {
    REQUIRE(ValueOf(now.GetTargets(node, kind)) == model.Targets(node, kind));
  }
}

void CheckSources(const ReadSnapshot& now, const ReferenceGraph& model, const Ids& nodes) {
  const auto sources = model.AllSources();
  for (const NodeId node : nodes) {
    for (const EdgeKind kind : kEdgeKinds) {
      INFO("into " << ToString(node) << ", " << EdgeKindName(kind));
      const Ids expected = ValueAt(sources, {node, kind});
      REQUIRE(ValueOf(now.GetSources(node, kind, 1000)) == expected);
      // The same in pages of two.
      Ids paged;
      for (NodeId after;;) {
        const Ids page = ValueOf(now.GetSources(node, kind, 2, after));
        if (page.empty()) break;
        paged.insert(paged.end(), page.begin(), page.end());
        after = page.back();
      }
      REQUIRE(paged == expected);
    }
  }
}

void CheckPids(const ReadSnapshot& now, const ReferenceGraph& model, RandomBatches& batches) {
  const auto claims = model.Claims();
  std::vector<Pid> pids;
  for (const auto& [pid, claimants] : claims) {
    pids.push_back(pid);
    REQUIRE(ValueOf(now.FindByPid(pid)) == claimants.front());
  }
  for (int i = 0; i < 20; ++i) pids.push_back(batches.RandomPid());
  const auto found = ValueOf(now.FindByPids(pids));
  for (size_t i = 0; i < pids.size(); ++i) {
    const Ids claimants = ValueAt(claims, pids[i]);
    REQUIRE(found[i].has_value() == !claimants.empty());
    if (found[i]) REQUIRE(*found[i] == claimants.front());
  }
  for (const auto& [node, record] : model.records) {
    std::vector<Pid> owned;
    for (const Pid& pid : HeaderOf(record).pids) {
      if (claims.at(pid).front() == node) owned.push_back(pid);
    }
    REQUIRE(ValueOf(now.OwnedPids(node, HeaderOf(record).pids)) == owned);
  }
  std::vector<std::pair<Pid, NodeId>> primary;
  REQUIRE_OK(now.ScanPrimaryPids([&primary](const Pid& pid, NodeId node) {
    primary.emplace_back(pid, node);
    return absl::OkStatus();
  }));
  REQUIRE(primary == model.PrimaryPids());
}

void CheckNames(const ReadSnapshot& now, const ReferenceGraph& model, RandomBatches& batches) {
  const auto names = model.Names();
  const std::vector<std::string> prefixes = {"",   "z",     "zhang", "zhang ", "ada",    "a",
                                             "ng", "omega", "o",     "q",      "zhou li"};
  for (const std::string& prefix : prefixes) {
    std::optional<NodeKind> kind;
    if (batches.Below(2) == 0) kind = kNodeKinds[batches.Below(kNodeKinds.size())];
    const size_t limit = batches.Below(2) == 0 ? 3 : 1000;
    INFO("prefix \"" << prefix << "\", limit " << limit);
    std::vector<std::pair<std::string, NodeId>> expected;
    std::set<NodeId> seen;
    for (const auto& [folded, node] : names) {
      if (!folded.starts_with(prefix) || (kind && node.kind() != *kind)) continue;
      if (expected.size() < limit && seen.insert(node).second) expected.emplace_back(folded, node);
    }
    std::vector<std::pair<std::string, NodeId>> found;
    for (const NameHit& hit : ValueOf(now.FindByNamePrefix(prefix, kind, limit))) {
      found.emplace_back(hit.folded, hit.id);
    }
    REQUIRE(found == expected);
  }
}

void CheckScans(const ReadSnapshot& now, const ReferenceGraph& model) {
  auto expected = model.records.begin();
  REQUIRE_OK(now.ScanNodes([&](const NodeBrief& brief) {
    REQUIRE(expected != model.records.end());
    REQUIRE(brief.id == expected->first);
    REQUIRE(brief.name == HeaderOf(expected->second).name);
    if (const auto* paper = std::get_if<PaperRecord>(&expected->second)) {
      REQUIRE(brief.year == paper->year);
      REQUIRE(brief.is_stub == paper->is_stub);
      REQUIRE(brief.is_retracted == paper->is_retracted);
    }
    ++expected;
    return absl::OkStatus();
  }));
  REQUIRE(expected == model.records.end());

  std::pair<NodeId, EdgeKind> previous;
  size_t lists = 0;
  REQUIRE_OK(now.ScanAdjacency([&](const AdjacencyList& list) {
    const std::pair<NodeId, EdgeKind> at(list.source, list.kind);
    REQUIRE(previous < at);
    previous = at;
    ++lists;
    if (list.kind == EdgeKind::kAuthorship) {
      const std::vector<Authorship>& places = model.authorships.at(list.source);
      REQUIRE(list.targets.size() == places.size());
      for (size_t i = 0; i < places.size(); ++i) {
        REQUIRE(list.targets[i] == places[i].person);
        REQUIRE((list.corresponding[i] != 0) == places[i].is_corresponding);
        REQUIRE(Ids(list.institutions.begin() + list.nested_begin[i],
                    list.institutions.begin() + list.nested_begin[i + 1]) ==
                places[i].institutions);
      }
      return absl::OkStatus();
    }
    REQUIRE(list.targets == model.Targets(list.source, list.kind));
    if (list.kind == EdgeKind::kTopicAssignment) {
      for (size_t i = 0; i < list.targets.size(); ++i) {
        REQUIRE(list.scores[i] == model.topics.at(list.source)[i].score);
      }
    }
    if (list.kind == EdgeKind::kAffiliation) {
      for (size_t i = 0; i < list.targets.size(); ++i) {
        REQUIRE(std::vector<int16_t>(list.years.begin() + list.nested_begin[i],
                                     list.years.begin() + list.nested_begin[i + 1]) ==
                model.affiliations.at(list.source)[i].years);
      }
    }
    return absl::OkStatus();
  }));
  REQUIRE(lists == model.targets.size() + model.authorships.size() + model.topics.size() +
                       model.affiliations.size());
}

}  // namespace

void CheckAll(const ReadSnapshot& now, const ReferenceGraph& model, RandomBatches batches) {
  REQUIRE(now.sequence() == model.sequence);
  REQUIRE(now.newest_import_year() == model.import_year);
  REQUIRE(now.counts() == model.Counts());
  std::set<NodeId> known;
  for (const NodeKind kind : kNodeKinds) {
    known.insert(batches.known(kind).begin(), batches.known(kind).end());
  }
  for (const auto& [node, record] : model.records) known.insert(node);
  const Ids nodes(known.begin(), known.end());
  for (const NodeId node : nodes) CheckNode(now, model, node);
  const auto records = ValueOf(now.FindNodes(nodes));
  for (size_t i = 0; i < nodes.size(); ++i) {
    const auto expected = model.records.find(nodes[i]);
    REQUIRE(records[i].has_value() == (expected != model.records.end()));
    if (records[i]) REQUIRE(*records[i] == expected->second);
  }
  CheckSources(now, model, nodes);
  CheckPids(now, model, batches);
  CheckNames(now, model, batches);
  CheckScans(now, model);
}

void CheckChanges(const Store& store, const ReferenceGraph& model, uint64_t since) {
  Ids expected;
  for (const auto& [node, sequence] : model.touched) {
    if (sequence > since) expected.push_back(node);
  }
  REQUIRE(ValueOf(store.ChangedSince(since)) == expected);
}

}  // namespace coterie::testing

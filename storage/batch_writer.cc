// From a StoreBatch to a WriteBatch. Layer: storage; see batch_writer.h.
#include "storage/batch_writer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "schema/base.h"
#include "storage/batch_lists.h"
#include "storage/key_codec.h"
#include "storage/record_codec.h"
#include "storage/rocksdb_util.h"

namespace coterie::storage {
namespace {

// A first guess of a write's size: a batch of 500 works takes about 2 MB.
constexpr size_t kWriteBytes = size_t{4} << 20;

uint64_t& At(std::array<uint64_t, 8>& counts, auto kind) {
  return counts[static_cast<size_t>(kind)];
}

bool IsPresent(const NodeRecord* record) {
  const auto* paper = record == nullptr ? nullptr : std::get_if<PaperRecord>(record);
  return record != nullptr && (paper == nullptr || !paper->is_stub);
}

// Adds a record to the counters of nodes and stubs, or takes it away (by = -1).
void CountNode(StoreCounts& counts, NodeKind kind, const NodeRecord* record, int by) {
  if (record == nullptr) return;
  (IsPresent(record) ? At(counts.nodes, kind) : counts.stubs) += static_cast<uint64_t>(by);
}

uint64_t AnonymousPlaces(const AdjacencyList& list) {
  return static_cast<uint64_t>(std::count_if(list.targets.begin(), list.targets.end(),
                                             [](NodeId target) { return target.IsNone(); }));
}

}  // namespace

BatchWriter::BatchWriter(const Database& database, const StoreState& before,
                         PaperPresence& presence)
    : database_(database),
      before_(before),
      presence_(presence),
      state_(before),
      write_(kWriteBytes),
      adjacency_(database, write_),
      pids_(database, write_),
      names_(database, write_) {}

absl::Status BatchWriter::Build(const StoreBatch& changes) {
  RETURN_IF_ERROR(Collect(changes));
  RETURN_IF_ERROR(CollectStubs(changes));
  ++state_.sequence;
  state_.newest_import_year = std::max(state_.newest_import_year, changes.import_year());
  RETURN_IF_ERROR(ReadRecordsBefore());
  RETURN_IF_ERROR(ReadAbstractsBefore());
  RETURN_IF_ERROR(ReadListsBefore());
  // Family by family, so that neighbouring keys reach a memory table together.
  for (const Change& change : changes_) WriteRecord(change);
  WriteStubs();
  for (const Change& change : changes_) WriteTexts(change);
  RETURN_IF_ERROR(LoadPresence());
  for (const Change& change : changes_) RETURN_IF_ERROR(WriteLists(change));
  RETURN_IF_ERROR(CountFlips());
  adjacency_.Finish();
  RETURN_IF_ERROR(pids_.Finish(state_.counts));
  names_.Finish();
  WriteChangeLog();
  return absl::OkStatus();
}

absl::Status BatchWriter::Collect(const StoreBatch& changes) {
  changes_.reserve(changes.changes().size());
  for (const auto& [node, groups] : changes.changes()) {
    if (IsEmpty(groups)) continue;
    RETURN_IF_ERROR(CheckGroups(node, groups));
    Change& change = changes_.emplace_back();
    change.node = node;
    change.groups = &groups;
    ASSIGN_OR_RETURN(change.lists, ListsOf(node, groups));
    // "Before" is what earlier batches left, so it must not see the ordinals of this one.
    if (node.ordinal() < before_.next_ordinals[static_cast<size_t>(node.kind())]) {
      change.before = std::make_unique<Before>();
    }
    RaiseOrdinals(change);
  }
  std::sort(changes_.begin(), changes_.end(),
            [](const Change& a, const Change& b) { return a.node < b.node; });
  return absl::OkStatus();
}

absl::Status BatchWriter::CollectStubs(const StoreBatch& changes) {
  for (const StoreBatch::Stub& stub : changes.stubs()) {
    RETURN_IF_ERROR(CheckPaper(stub.paper));
    const NodeChange* change = changes.FindChange(stub.paper);
    if (change == nullptr || !change->record) stubs_.push_back(&stub);
  }
  const auto by_paper = [](const auto* a, const auto* b) { return a->paper < b->paper; };
  const auto is_same = [](const auto* a, const auto* b) { return a->paper == b->paper; };
  std::stable_sort(stubs_.begin(), stubs_.end(), by_paper);
  stubs_.erase(std::unique(stubs_.begin(), stubs_.end(), is_same), stubs_.end());
  RETURN_IF_ERROR(DropKnownStubs());
  if (!stubs_.empty()) RaiseOrdinal(stubs_.back()->paper);
  return absl::OkStatus();
}

// The store knows only papers below its next ordinal, which stand first.
absl::Status BatchWriter::DropKnownStubs() {
  const uint64_t next_paper = before_.next_ordinals[static_cast<size_t>(NodeKind::kPaper)];
  std::vector<FixedKey<8>> keys;
  std::vector<std::string_view> views;
  keys.reserve(stubs_.size());
  for (const StoreBatch::Stub* stub : stubs_) {
    if (stub->paper.ordinal() >= next_paper) break;
    views.push_back(keys.emplace_back(NodeKey(stub->paper)).view());
  }
  RETURN_IF_ERROR(database_.GetMany(rocksdb::ReadOptions(), Family::kNodes, views,
                                    [this](size_t i, std::optional<std::string_view> value) {
                                      if (value) stubs_[i] = nullptr;
                                      return absl::OkStatus();
                                    }));
  std::erase(stubs_, nullptr);
  return absl::OkStatus();
}

void BatchWriter::RaiseOrdinal(NodeId id) {
  uint64_t& next = At(state_.next_ordinals, id.kind());
  next = std::max(next, id.ordinal() + 1);
}

void BatchWriter::RaiseOrdinals(const Change& change) {
  RaiseOrdinal(change.node);
  for (const AdjacencyList& list : change.lists) {
    for (const NodeId target : list.targets) {
      if (!target.IsNone()) RaiseOrdinal(target);
    }
    for (const NodeId institution : list.institutions) RaiseOrdinal(institution);
  }
}

absl::Status BatchWriter::ReadRecordsBefore() {
  std::vector<Change*> asked;
  std::vector<FixedKey<8>> keys;
  std::vector<std::string_view> views;
  keys.reserve(changes_.size());
  for (Change& change : changes_) {
    if (change.before == nullptr || !change.groups->record) continue;
    asked.push_back(&change);
    views.push_back(keys.emplace_back(NodeKey(change.node)).view());
  }
  return database_.GetMany(rocksdb::ReadOptions(), Family::kNodes, views,
                           [&](size_t i, std::optional<std::string_view> value) -> absl::Status {
                             if (!value) return absl::OkStatus();
                             ASSIGN_OR_RETURN(asked[i]->before->record,
                                              DecodeRecord(asked[i]->node, *value));
                             return absl::OkStatus();
                           });
}

absl::Status BatchWriter::ReadAbstractsBefore() {
  std::vector<Change*> asked;
  std::vector<FixedKey<8>> keys;
  std::vector<std::string_view> views;
  keys.reserve(changes_.size());
  for (Change& change : changes_) {
    if (change.before == nullptr || !change.groups->abstract) continue;
    asked.push_back(&change);
    views.push_back(keys.emplace_back(NodeKey(change.node)).view());
  }
  return database_.GetMany(rocksdb::ReadOptions(), Family::kTexts, views,
                           [&asked](size_t i, std::optional<std::string_view> value) {
                             asked[i]->before->has_abstract = value.has_value();
                             return absl::OkStatus();
                           });
}

absl::Status BatchWriter::ReadListsBefore() {
  std::vector<std::pair<NodeId, EdgeKind>> asked;
  for (const Change& change : changes_) {
    if (change.before == nullptr) continue;
    for (const AdjacencyList& list : change.lists) asked.emplace_back(change.node, list.kind);
  }
  ASSIGN_OR_RETURN(std::vector<StoredList> found,
                   AdjacencyTable(database_).ReadMany(rocksdb::ReadOptions(), asked));
  auto next = found.begin();
  for (Change& change : changes_) {
    if (change.before == nullptr) continue;
    for (size_t i = 0; i < change.lists.size(); ++i) {
      change.before->lists.push_back(std::move(*next++));
    }
  }
  return absl::OkStatus();
}

void BatchWriter::WriteRecord(const Change& change) {
  if (!change.groups->record) return;
  const NodeRecord& now = *change.groups->record;
  const NodeRecord* before =
      change.before != nullptr && change.before->record ? &*change.before->record : nullptr;
  write_.Put(database_.family(Family::kNodes), ToSlice(NodeKey(change.node).view()),
             EncodeRecord(now));
  CountNode(state_.counts, change.node.kind(), before, -1);
  CountNode(state_.counts, change.node.kind(), &now, +1);
  pids_.Replace(change.node, before == nullptr ? nullptr : &HeaderOf(*before), HeaderOf(now));
  names_.Replace(change.node, before, now);
  if (change.node.kind() == NodeKind::kPaper) {
    papers_[change.node] = {IsPresent(before), IsPresent(&now), change.before == nullptr, 0};
  }
}

void BatchWriter::WriteStubs() {
  for (const StoreBatch::Stub* stub : stubs_) {
    write_.Put(database_.family(Family::kNodes), ToSlice(NodeKey(stub->paper).view()),
               EncodeStub({&stub->pid, 1}));
    pids_.Add(stub->paper, stub->pid);
  }
  state_.counts.stubs += stubs_.size();
}

void BatchWriter::WriteTexts(const Change& change) {
  const FixedKey<8> key = NodeKey(change.node);
  if (change.groups->abstract) {
    const std::string& abstract = *change.groups->abstract;
    const bool had_one = change.before != nullptr && change.before->has_abstract;
    rocksdb::ColumnFamilyHandle* const texts = database_.family(Family::kTexts);
    if (!abstract.empty()) {
      write_.Put(texts, ToSlice(key.view()), abstract);
    } else if (had_one) {
      write_.Delete(texts, ToSlice(key.view()));
    }
    state_.counts.abstracts += (abstract.empty() ? 0 : 1) - (had_one ? 1 : 0);
  }
  if (change.groups->authorships) {
    rocksdb::ColumnFamilyHandle* const bylines = database_.family(Family::kBylines);
    const std::string byline = EncodeByline(*change.groups->authorships);
    if (!byline.empty()) {
      write_.Put(bylines, ToSlice(key.view()), byline);
    } else if (change.before != nullptr) {
      write_.Delete(bylines, ToSlice(key.view()));
    }
  }
}

absl::Status BatchWriter::LoadPresence() {
  std::vector<NodeId> targets;
  const uint64_t next_paper = before_.next_ordinals[static_cast<size_t>(NodeKind::kPaper)];
  const auto ask = [&](const AdjacencyList& list) {
    if (list.kind != EdgeKind::kCitation) return;
    for (const NodeId target : list.targets) {
      if (target.ordinal() < next_paper) targets.push_back(target);
    }
  };
  for (const Change& change : changes_) {
    for (const AdjacencyList& list : change.lists) ask(list);
    if (change.before == nullptr) continue;
    for (const StoredList& stored : change.before->lists) ask(stored.list);
  }
  return presence_.Load(database_, targets);
}

absl::Status BatchWriter::WriteLists(const Change& change) {
  for (size_t i = 0; i < change.lists.size(); ++i) {
    const AdjacencyList& now = change.lists[i];
    const StoredList* before = change.before == nullptr ? nullptr : &change.before->lists[i];
    RETURN_IF_ERROR(adjacency_.Replace(before, now));
    if (now.kind == EdgeKind::kCitation) {
      CountCitations(before == nullptr ? nullptr : &before->list, now);
      continue;
    }
    uint64_t& count = At(state_.counts.edges, now.kind);
    count += now.targets.size();
    if (before != nullptr) count -= before->list.targets.size();
    if (now.kind == EdgeKind::kAuthorship) {
      state_.counts.anonymous_authorships += AnonymousPlaces(now);
      if (before != nullptr) state_.counts.anonymous_authorships -= AnonymousPlaces(before->list);
    }
  }
  return absl::OkStatus();
}

// Edges that go were counted by their target's state before the batch, edges that come count by its
// state after it; CountFlips moves those that stay at a paper whose state changes.
void BatchWriter::CountCitations(const AdjacencyList* before, const AdjacencyList& now) {
  StoreCounts& counts = state_.counts;
  uint64_t& citations = At(counts.edges, EdgeKind::kCitation);
  const auto count_new = [&](NodeId target) {
    const auto flip = papers_.find(target);
    const bool is_present =
        flip != papers_.end() ? flip->second.is_present : presence_.IsPresent(target);
    ++(is_present ? citations : counts.unresolved_references);
  };
  const auto count_gone = [&](NodeId target) {
    const auto flip = papers_.find(target);
    const bool was_present =
        flip != papers_.end() ? flip->second.was_present : presence_.IsPresent(target);
    --(was_present ? citations : counts.unresolved_references);
    if (flip != papers_.end()) ++flip->second.references_removed;
  };
  if (before == nullptr) {
    for (const NodeId target : now.targets) count_new(target);
    return;
  }
  const std::vector<NodeId>& old_targets = before->targets;
  for (const NodeId target : now.targets) {
    if (!std::binary_search(old_targets.begin(), old_targets.end(), target)) count_new(target);
  }
  for (const NodeId target : old_targets) {
    if (!std::binary_search(now.targets.begin(), now.targets.end(), target)) count_gone(target);
  }
}

absl::Status BatchWriter::CountFlips() {
  StoreCounts& counts = state_.counts;
  for (const auto& [paper, flip] : papers_) {
    if (flip.is_new || flip.was_present == flip.is_present) continue;
    ASSIGN_OR_RETURN(const uint64_t found, AdjacencyTable(database_).CountSources(
                                               rocksdb::ReadOptions(), paper, EdgeKind::kCitation));
    const uint64_t kept = found - flip.references_removed;
    uint64_t& citations = At(counts.edges, EdgeKind::kCitation);
    (flip.is_present ? citations : counts.unresolved_references) += kept;
    (flip.is_present ? counts.unresolved_references : citations) -= kept;
  }
  return absl::OkStatus();
}

void BatchWriter::WriteChangeLog() {
  std::vector<NodeId> nodes;
  nodes.reserve(changes_.size() + stubs_.size());
  for (const Change& change : changes_) nodes.push_back(change.node);
  for (const StoreBatch::Stub* stub : stubs_) nodes.push_back(stub->paper);
  std::inplace_merge(nodes.begin(), nodes.begin() + static_cast<ptrdiff_t>(changes_.size()),
                     nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  write_.Put(database_.family(Family::kChanges), ToSlice(ChangeKey(state_.sequence).view()),
             EncodeChanges(nodes));
  write_.Put(database_.family(Family::kMeta), ToSlice(kStateKey), EncodeState(state_));
}

void BatchWriter::Commit() {
  for (const StoreBatch::Stub* stub : stubs_) {
    presence_.SetState(stub->paper, PaperPresence::State::kAbsent);
  }
  for (const auto& [paper, flip] : papers_) {
    presence_.SetState(
        paper, flip.is_present ? PaperPresence::State::kPresent : PaperPresence::State::kAbsent);
  }
}

}  // namespace coterie::storage

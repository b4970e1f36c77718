// Layer: engine.
#include "engine/ingest/committer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/ingest/batch_applier.h"
#include "engine/ingest/block_builder.h"
#include "engine/ingest/merge.h"
#include "engine/ingest/node_resolver.h"
#include "engine/ingest/node_set.h"
#include "engine/ingest/openalex_mentions.h"
#include "schema/base.h"

namespace coterie {
namespace {

// A batch is applied when it holds this much source text or touches this many nodes: some 2,000
// works as OpenAlex ships them. Each batch becomes a sorted table a family, and few large tables
// cost less merging than many small ones: 32 MiB took half the CPU time of 8 MiB. Memory: some 3
// times the text, for the batch being merged and the one being applied.
constexpr size_t kBatchTextBytes = size_t{32} << 20;
constexpr size_t kBatchNodes = 60'000;
constexpr size_t kBatchStubs = 400'000;

// What a block is merged against besides the batch being built.
struct Background {
  std::shared_ptr<const StoreBatch> in_flight;
  absl::flat_hash_map<NodeId, NodeRecord> stored;
};

const NodeRecord* RecordIn(const StoreBatch* batch, NodeId id) {
  const NodeChange* change = batch == nullptr ? nullptr : batch->FindChange(id);
  return change != nullptr && change->record ? &*change->record : nullptr;
}

// Whether what is known of the node rules out that the assertion changes it.
bool LosesForSure(const Assertion& assertion, const KnownNode& known) {
  if (assertion.is_record || known.core == kUnreadStamp) return false;
  if (HeaderOf(assertion.record).core_stamp > known.core) return false;
  const auto* topic = std::get_if<TopicRecord>(&assertion.record);
  const auto* place = std::get_if<InstitutionRecord>(&assertion.record);
  const Stamp parents = topic != nullptr   ? topic->parents_stamp
                        : place != nullptr ? place->parents_stamp
                                           : 0;
  return parents <= known.parents;
}

// What to remember of a node with this record.
KnownNode KnownFrom(NodeId id, NodeRecord& record) {
  const Stamp core = HeaderOf(record).core_stamp;
  const Stamp* parents = ParentsStamp(record);
  KnownNode known{id, core, parents == nullptr ? 0 : *parents};
  // A core of 0 says "nothing asserted", which does not hold for a paper or person with lists only.
  if (core == 0) known.core = kUnreadStamp;
  return known;
}

}  // namespace

struct Committer::Impl {
  Impl(Store& the_store, CommitMode the_mode, int16_t year)
      : store(&the_store),
        mode(the_mode),
        import_year(year),
        resolver(the_store, the_mode == CommitMode::kWrite ? IdSource::kStore : IdSource::kDryRun),
        writer(the_store) {}

  Store* store;
  CommitMode mode;
  int16_t import_year;
  NodeResolver resolver;
  StoreBatch pending;
  size_t pending_bytes = 0;
  NodeSet changed;
  NodeSet listed;  // nodes that the current edge list has had rows of
  size_t listed_file = 0;
  // Of a dry run, which forgets its batches: what the real one would find stored.
  struct DryList {
    Stamp stamp = 0;
    std::vector<NodeId> cited;
  };
  absl::flat_hash_map<NodeId, DryList> dry_references;  // by citing paper
  absl::flat_hash_set<NodeId> dry_papers;               // that are no stubs
  BatchApplier writer;  // last: its thread must end before the rest goes

  bool IsFull() const {
    return pending_bytes >= kBatchTextBytes || pending.changes().size() >= kBatchNodes ||
           pending.stubs().size() >= kBatchStubs;
  }

  absl::Status Flush() {
    pending_bytes = 0;
    if (mode == CommitMode::kDryRun) {
      pending = StoreBatch();
      return absl::OkStatus();
    }
    if (!pending.empty()) {
      pending.NoteImportYear(import_year);
      RETURN_IF_ERROR(writer.Submit(std::exchange(pending, StoreBatch())));
    }
    if (resolver.cache().IsFull()) {
      RETURN_IF_ERROR(writer.Wait());
      resolver.cache().Clear();
    }
    return absl::OkStatus();
  }

  absl::Status FlushAndWait() {
    RETURN_IF_ERROR(Flush());
    return writer.Wait();
  }

  // Drops records of an edge list whose node had rows further up in the file.
  void RejectScatteredRows(ParsedBlock& block, const std::vector<NodeId>& ids) {
    if (block.file_index != listed_file) {
      listed = NodeSet();
      listed_file = block.file_index;
    }
    if (!block.is_edge_list) return;
    std::erase_if(block.assertions, [&](const Assertion& assertion) {
      if (!assertion.is_record || listed.Insert(ids[assertion.node.index])) return false;
      const std::string name = block.nodes[assertion.node.index].ToPid().ToString();
      block.rejects.push_back(
          {assertion.line,
           absl::StrCat("the rows of ", name,
                        " do not stand next to each other; sort the file by its first column"),
           name});
      return true;
    });
  }

  // Reads the records that the block's assertions may change and that no batch holds.
  absl::StatusOr<Background> ReadBackground(const ParsedBlock& block,
                                            const std::vector<ResolvedNode>& nodes,
                                            std::shared_ptr<const StoreBatch> in_flight,
                                            const ReadSnapshot& snapshot) const {
    Background background;
    background.in_flight = std::move(in_flight);
    std::vector<NodeId> wanted;
    for (const Assertion& assertion : block.assertions) {
      const ResolvedNode& node = nodes[assertion.node.index];
      if (node.known.core == 0 || LosesForSure(assertion, node.known)) continue;
      if (RecordIn(&pending, node.known.id) != nullptr) continue;
      if (RecordIn(background.in_flight.get(), node.known.id) != nullptr) continue;
      wanted.push_back(node.known.id);
    }
    if (wanted.empty()) return background;
    ASSIGN_OR_RETURN(auto records, snapshot.FindNodes(wanted));
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (records[i]) background.stored.try_emplace(wanted[i], *std::move(records[i]));
    }
    return background;
  }

  // The node's record before this block: from the newest place that has it.
  const NodeRecord* CurrentRecord(NodeId id, const Background& background) const {
    if (const NodeRecord* record = RecordIn(&pending, id)) return record;
    if (const NodeRecord* record = RecordIn(background.in_flight.get(), id)) return record;
    const auto stored = background.stored.find(id);
    return stored == background.stored.end() ? nullptr : &stored->second;
  }

  static NodeRecord BareRecordOf(const NodeKey& key) {
    if (key.kind == NodeKind::kTopic && key.packed != 0) return TopicOf("", key);
    NodeRecord record = BareRecord(key.kind);
    HeaderOf(record).pids.push_back(key.ToPid());
    return record;
  }

  void MergeOne(Assertion& assertion, const NodeKey& key, const std::vector<NodeId>& ids,
                const Background& background, KnownNode& known) {
    const NodeRecord* current = CurrentRecord(known.id, background);
    std::optional<NodeRecord> bare;
    if (current == nullptr) current = &bare.emplace(BareRecordOf(key));
    const KnownNode before = known;
    if (WouldChange(assertion, *current, key)) {
      NoteDryReferences(assertion, known.id, *current, ids);
      NodeRecord record = bare ? *std::move(bare) : *current;
      NodeChange& change = pending.Change(known.id);
      Merge(std::move(assertion), key, ids, record, change);
      known = KnownFrom(known.id, record);
      const auto* paper = std::get_if<PaperRecord>(&record);
      if (paper == nullptr || !paper->is_stub) {
        changed.Insert(known.id);
        if (mode == CommitMode::kDryRun && paper != nullptr) dry_papers.insert(known.id);
      }
      change.record = std::move(record);
    } else if (known.core == kUnreadStamp) {
      NodeRecord record = *current;
      known = KnownFrom(known.id, record);
    }
    if (known.core != before.core || known.parents != before.parents) {
      resolver.cache().Put(key, known);
    }
  }

  // A list replaces the one before it, as it would in the store, also where that one's batch is
  // forgotten.
  void NoteDryReferences(const Assertion& assertion, NodeId citing, const NodeRecord& current,
                         const std::vector<NodeId>& ids) {
    const auto* given = std::get_if<PaperRecord>(&assertion.record);
    const auto* paper = std::get_if<PaperRecord>(&current);
    if (mode != CommitMode::kDryRun || given == nullptr || paper == nullptr) return;
    if (given->references_stamp <= paper->references_stamp) return;
    DryList& list = dry_references[citing];
    if (given->references_stamp <= list.stamp) return;
    list.stamp = given->references_stamp;
    list.cited.clear();
    for (const LocalNode cited : assertion.references) list.cited.push_back(ids[cited.index]);
    std::sort(list.cited.begin(), list.cited.end());  // two keys may name one paper
    list.cited.erase(std::unique(list.cited.begin(), list.cited.end()), list.cited.end());
  }

  // Nodes that are only named (cited papers, parents) come into being with nothing but their Pid.
  void AddBareNodes(const ParsedBlock& block, const std::vector<ResolvedNode>& nodes) {
    for (size_t i = 0; i < nodes.size(); ++i) {
      const NodeId id = nodes[i].known.id;
      if (!nodes[i].is_new || pending.FindChange(id) != nullptr) continue;
      if (id.kind() == NodeKind::kPaper) {
        pending.AddStub(id, block.nodes[i].ToPid());
      } else {
        pending.Change(id).record = BareRecordOf(block.nodes[i]);
        changed.Insert(id);
      }
    }
  }
};

Committer::Committer(Store& store, CommitMode mode, int16_t import_year)
    : impl_(std::make_unique<Impl>(store, mode, import_year)) {}
Committer::~Committer() = default;

absl::Status Committer::Commit(ParsedBlock& block) {
  if (impl_->resolver.NeedsStoreUpToDate(block)) RETURN_IF_ERROR(impl_->FlushAndWait());
  auto in_flight = impl_->writer.InFlight();
  const ReadSnapshot snapshot = impl_->store->Read();
  ASSIGN_OR_RETURN(std::vector<ResolvedNode> nodes, impl_->resolver.Resolve(block, snapshot));
  std::vector<NodeId> ids;
  ids.reserve(nodes.size());
  for (const ResolvedNode& node : nodes) ids.push_back(node.known.id);
  impl_->RejectScatteredRows(block, ids);
  ASSIGN_OR_RETURN(const Background background,
                   impl_->ReadBackground(block, nodes, std::move(in_flight), snapshot));
  for (Assertion& assertion : block.assertions) {
    ResolvedNode& node = nodes[assertion.node.index];
    if (LosesForSure(assertion, node.known)) continue;
    impl_->MergeOne(assertion, block.nodes[assertion.node.index], ids, background, node.known);
  }
  impl_->AddBareNodes(block, nodes);
  impl_->pending_bytes += block.text_bytes;
  return impl_->IsFull() ? impl_->Flush() : absl::OkStatus();
}

absl::Status Committer::Finish() {
  RETURN_IF_ERROR(impl_->FlushAndWait());
  if (impl_->mode == CommitMode::kDryRun) return absl::OkStatus();
  if (impl_->store->Read().newest_import_year() >= impl_->import_year) return absl::OkStatus();
  StoreBatch year_only;
  year_only.NoteImportYear(impl_->import_year);
  return impl_->store->Apply(year_only).status();
}

std::array<uint64_t, 8> Committer::changed_nodes() const { return impl_->changed.counts(); }

absl::StatusOr<uint64_t> Committer::DryUnresolvedReferences() const {
  absl::flat_hash_map<NodeId, uint64_t> counts;  // by cited paper
  for (const auto& [citing, list] : impl_->dry_references) {
    for (const NodeId cited : list.cited) {
      if (!impl_->dry_papers.contains(cited)) ++counts[cited];
    }
  }
  std::vector<NodeId> stored;
  uint64_t unresolved = 0;
  for (const auto& [cited, references] : counts) {
    unresolved += references;
    if (cited.ordinal() < kDryOrdinal) stored.push_back(cited);
  }
  ASSIGN_OR_RETURN(const auto records, impl_->store->Read().FindNodes(stored));
  for (size_t i = 0; i < stored.size(); ++i) {
    const auto* paper = records[i] ? std::get_if<PaperRecord>(&*records[i]) : nullptr;
    if (paper != nullptr && !paper->is_stub) unresolved -= counts.at(stored[i]);
  }
  return unresolved;
}

}  // namespace coterie

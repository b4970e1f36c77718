// Reads of single nodes and their lists. Layer: storage; see read_snapshot.h.
#include "storage/read_snapshot.h"

#include "schema/base.h"
#include "storage/adjacency_table.h"
#include "storage/damage.h"
#include "storage/key_codec.h"
#include "storage/list_codec.h"
#include "storage/lookup_index.h"
#include "storage/read_snapshot_impl.h"
#include "storage/record_codec.h"
#include "storage/value_codec.h"

namespace coterie {

using storage::AdjacencyTable;
using storage::Family;
using storage::StoredList;

ReadSnapshot::Impl::Impl(std::shared_ptr<storage::Database> opened)
    : database(std::move(opened)), snapshot(database->db().GetSnapshot()) {
  options.snapshot = snapshot;
  // The state is read through the snapshot: only so do the two agree without stopping the writer.
  const auto value = database->Get(options, Family::kMeta, storage::kStateKey);
  if (!value.ok()) {
    health = value.status();
  } else if (*value) {
    absl::StatusOr<storage::StoreState> decoded = storage::DecodeState(**value);
    health = decoded.status();
    if (decoded.ok()) state = *decoded;
  }
}

ReadSnapshot::Impl::~Impl() { database->db().ReleaseSnapshot(snapshot); }

ReadSnapshot::ReadSnapshot(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ReadSnapshot::ReadSnapshot(ReadSnapshot&&) noexcept = default;
ReadSnapshot& ReadSnapshot::operator=(ReadSnapshot&&) noexcept = default;
ReadSnapshot::~ReadSnapshot() = default;

uint64_t ReadSnapshot::sequence() const { return impl_->state.sequence; }
StoreCounts ReadSnapshot::counts() const { return impl_->state.counts; }
int16_t ReadSnapshot::newest_import_year() const { return impl_->state.newest_import_year; }

absl::StatusOr<NodeRecord> ReadSnapshot::GetNode(NodeId id) const {
  RETURN_IF_ERROR(impl_->health);
  ASSIGN_OR_RETURN(
      const std::optional<std::string> value,
      impl_->database->Get(impl_->options, Family::kNodes, storage::NodeKey(id).view()));
  if (!value) {
    return absl::NotFoundError(
        absl::StrCat(impl_->database->directory(), " has no node ", ToString(id)));
  }
  return storage::DecodeRecord(id, *value);
}

absl::StatusOr<std::vector<std::optional<NodeRecord>>> ReadSnapshot::FindNodes(
    std::span<const NodeId> ids) const {
  RETURN_IF_ERROR(impl_->health);
  std::vector<std::optional<NodeRecord>> found(ids.size());
  std::vector<storage::FixedKey<8>> keys;
  std::vector<std::string_view> views;
  keys.reserve(ids.size());
  views.reserve(ids.size());
  for (const NodeId id : ids) views.push_back(keys.emplace_back(storage::NodeKey(id)).view());
  RETURN_IF_ERROR(impl_->database->GetMany(
      impl_->options, Family::kNodes, views,
      [&](size_t i, std::optional<std::string_view> value) -> absl::Status {
        if (!value) return absl::OkStatus();
        ASSIGN_OR_RETURN(found[i], storage::DecodeRecord(ids[i], *value));
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<std::string> ReadSnapshot::GetAbstract(NodeId paper) const {
  RETURN_IF_ERROR(impl_->health);
  ASSIGN_OR_RETURN(
      std::optional<std::string> value,
      impl_->database->Get(impl_->options, Family::kTexts, storage::NodeKey(paper).view()));
  return value ? *std::move(value) : std::string();
}

absl::StatusOr<std::vector<Authorship>> ReadSnapshot::GetAuthorships(NodeId paper) const {
  RETURN_IF_ERROR(impl_->health);
  ASSIGN_OR_RETURN(
      const StoredList stored,
      AdjacencyTable(*impl_->database).Read(impl_->options, paper, EdgeKind::kAuthorship));
  std::vector<Authorship> places = storage::AuthorshipsOf(stored.list);
  ASSIGN_OR_RETURN(
      const std::optional<std::string> texts,
      impl_->database->Get(impl_->options, Family::kBylines, storage::NodeKey(paper).view()));
  if (texts) RETURN_IF_ERROR(storage::FillByline(*texts, places));
  return places;
}

absl::StatusOr<std::vector<TopicAssignment>> ReadSnapshot::GetTopics(NodeId paper) const {
  RETURN_IF_ERROR(impl_->health);
  ASSIGN_OR_RETURN(
      const StoredList stored,
      AdjacencyTable(*impl_->database).Read(impl_->options, paper, EdgeKind::kTopicAssignment));
  return storage::TopicsOf(stored.list);
}

absl::StatusOr<std::vector<Affiliation>> ReadSnapshot::GetAffiliations(NodeId person) const {
  RETURN_IF_ERROR(impl_->health);
  ASSIGN_OR_RETURN(
      const StoredList stored,
      AdjacencyTable(*impl_->database).Read(impl_->options, person, EdgeKind::kAffiliation));
  return storage::AffiliationsOf(stored.list);
}

absl::StatusOr<std::vector<NodeId>> ReadSnapshot::GetTargets(NodeId source, EdgeKind kind) const {
  RETURN_IF_ERROR(impl_->health);
  ASSIGN_OR_RETURN(StoredList stored,
                   AdjacencyTable(*impl_->database).Read(impl_->options, source, kind));
  return storage::DistinctTargets(stored.list);
}

absl::StatusOr<std::vector<NodeId>> ReadSnapshot::GetSources(NodeId target, EdgeKind kind,
                                                             size_t limit, NodeId after) const {
  RETURN_IF_ERROR(impl_->health);
  return AdjacencyTable(*impl_->database).Sources(impl_->options, target, kind, limit, after);
}

absl::StatusOr<std::optional<NodeId>> ReadSnapshot::FindByPid(const Pid& pid) const {
  ASSIGN_OR_RETURN(const std::vector<std::optional<NodeId>> owners, FindByPids({&pid, 1}));
  return owners.front();
}

absl::StatusOr<std::vector<std::optional<NodeId>>> ReadSnapshot::FindByPids(
    std::span<const Pid> pids) const {
  RETURN_IF_ERROR(impl_->health);
  return storage::PidIndex(*impl_->database).FindOwners(impl_->options, pids);
}

absl::StatusOr<std::vector<Pid>> ReadSnapshot::OwnedPids(NodeId id,
                                                         std::span<const Pid> claimed) const {
  ASSIGN_OR_RETURN(const std::vector<std::optional<NodeId>> owners, FindByPids(claimed));
  std::vector<Pid> owned;
  for (size_t i = 0; i < claimed.size(); ++i) {
    if (owners[i] == id) owned.push_back(claimed[i]);
  }
  return owned;
}

absl::StatusOr<std::vector<NameHit>> ReadSnapshot::FindByNamePrefix(std::string_view prefix,
                                                                    std::optional<NodeKind> kind,
                                                                    size_t limit) const {
  RETURN_IF_ERROR(impl_->health);
  return storage::NameIndex(*impl_->database).FindByPrefix(impl_->options, prefix, kind, limit);
}

absl::Status ReadSnapshot::ScanNodes(
    const std::function<absl::Status(const NodeBrief&)>& visit) const {
  RETURN_IF_ERROR(impl_->health);
  return impl_->database->ScanAll(
      impl_->options, Family::kNodes,
      [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        const std::optional<NodeId> id = storage::ParseNodeKey(key);
        if (!id) {
          return absl::DataLossError(absl::StrCat(
              impl_->database->directory(), " has a damaged key in nodes", storage::kDamageAdvice));
        }
        ASSIGN_OR_RETURN(const NodeBrief brief, storage::DecodeBrief(*id, value));
        RETURN_IF_ERROR(visit(brief));
        return true;
      });
}

absl::Status ReadSnapshot::ScanAdjacency(
    const std::function<absl::Status(const AdjacencyList&)>& visit) const {
  RETURN_IF_ERROR(impl_->health);
  return AdjacencyTable(*impl_->database).Scan(impl_->options, visit);
}

absl::Status ReadSnapshot::ScanPrimaryPids(
    const std::function<absl::Status(const Pid&, NodeId)>& visit) const {
  RETURN_IF_ERROR(impl_->health);
  return storage::PidIndex(*impl_->database).ScanPrimary(impl_->options, visit);
}

}  // namespace coterie

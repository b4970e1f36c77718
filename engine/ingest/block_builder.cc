// Layer: engine.
#include "engine/ingest/block_builder.h"

#include <utility>

#include "engine/ingest/line_blocks.h"
#include "engine/ingest/text.h"
#include "schema/utf8.h"

namespace coterie {
namespace {

constexpr size_t kRejectRecordBytesMax = size_t{1} << 20;

}  // namespace

NodeRecord BareRecord(NodeKind kind) {
  switch (kind) {
    case NodeKind::kPaper: {
      PaperRecord stub;
      stub.is_stub = true;
      return stub;
    }
    case NodeKind::kPerson:
      return PersonRecord{};
    case NodeKind::kTopic:
      return TopicRecord{};
    case NodeKind::kInstitution:
      return InstitutionRecord{};
    case NodeKind::kVenue:
      return VenueRecord{};
  }
  return PaperRecord{};
}

Stamp* ParentsStamp(NodeRecord& record) {
  if (auto* topic = std::get_if<TopicRecord>(&record)) return &topic->parents_stamp;
  if (auto* place = std::get_if<InstitutionRecord>(&record)) return &place->parents_stamp;
  return nullptr;
}

BlockBuilder::BlockBuilder(size_t file_index, uint64_t first_line, size_t text_bytes) {
  block_.file_index = file_index;
  block_.first_line = first_line;
  block_.text_bytes = text_bytes;
}

LocalNode BlockBuilder::Node(uint64_t packed, NodeKind kind) {
  const auto [it, is_new] =
      by_packed_.try_emplace(packed, static_cast<uint32_t>(block_.nodes.size()));
  if (is_new) {
    block_.nodes.push_back({kind, packed, {}});
    mention_of_.push_back(0);
  }
  return {it->second};
}

LocalNode BlockBuilder::Node(const NodeKey& key) {
  if (key.packed != 0) return Node(key.packed, key.kind);
  const auto [it, is_new] =
      by_pid_.try_emplace(key.pid, static_cast<uint32_t>(block_.nodes.size()));
  if (is_new) {
    block_.nodes.push_back(key);
    mention_of_.push_back(0);
  }
  return {it->second};
}

Assertion& BlockBuilder::MentionOf(LocalNode node) {
  uint32_t& position = mention_of_[node.index];
  if (position == 0) {
    Assertion& added = block_.assertions.emplace_back();
    added.node = node;
    added.record = BareRecord(KeyOf(node).kind);
    position = static_cast<uint32_t>(block_.assertions.size());
  }
  return block_.assertions[position - 1];
}

Assertion* BlockBuilder::BetterMention(LocalNode node, Stamp core) {
  Assertion& mention = MentionOf(node);
  return core > HeaderOf(mention.record).core_stamp ? &mention : nullptr;
}

void BlockBuilder::MentionParents(LocalNode node, Stamp stamp, std::vector<LocalNode> parents) {
  Assertion& mention = MentionOf(node);
  Stamp* asserted = ParentsStamp(mention.record);
  if (asserted == nullptr || stamp <= *asserted) return;
  *asserted = stamp;
  mention.parents = std::move(parents);
}

void BlockBuilder::AddReject(uint64_t line, std::string reason, std::string_view record) {
  if (record.size() > kRejectRecordBytesMax) record = Utf8Prefix(record, kRejectPrefixBytes);
  block_.rejects.push_back({line, std::move(reason), ToValidUtf8(record)});
}

}  // namespace coterie

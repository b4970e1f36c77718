// Presence of papers in memory. Layer: storage; see paper_presence.h.
#include "storage/paper_presence.h"

#include <algorithm>
#include <string_view>

#include "schema/base.h"
#include "storage/key_codec.h"
#include "storage/record_codec.h"

namespace coterie::storage {

PaperPresence::State PaperPresence::StateOf(NodeId paper) const {
  const size_t byte = paper.ordinal() / 4;
  if (byte >= bits_.size()) return State::kUnknown;
  return static_cast<State>(bits_[byte] >> (2 * (paper.ordinal() % 4)) & 3);
}

void PaperPresence::SetState(NodeId paper, State state) {
  const size_t byte = paper.ordinal() / 4;
  if (byte >= bits_.size()) bits_.resize(std::max(byte + 1, bits_.size() * 3 / 2));
  const unsigned shift = 2 * (paper.ordinal() % 4);
  bits_[byte] =
      static_cast<uint8_t>((bits_[byte] & ~(3U << shift)) | static_cast<unsigned>(state) << shift);
}

absl::Status PaperPresence::Load(const Database& database, std::span<const NodeId> papers) {
  std::vector<NodeId> unknown;
  for (const NodeId paper : papers) {
    if (StateOf(paper) == State::kUnknown) unknown.push_back(paper);
  }
  if (unknown.empty()) return absl::OkStatus();
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  std::vector<FixedKey<8>> keys;
  std::vector<std::string_view> views;
  keys.reserve(unknown.size());
  views.reserve(unknown.size());
  for (const NodeId paper : unknown) views.push_back(keys.emplace_back(NodeKey(paper)).view());
  return database.GetMany(rocksdb::ReadOptions(), Family::kNodes, views,
                          [&](size_t i, std::optional<std::string_view> value) -> absl::Status {
                            State state = State::kAbsent;
                            if (value) {
                              ASSIGN_OR_RETURN(const NodeBrief brief,
                                               DecodeBrief(unknown[i], *value));
                              if (!brief.is_stub) state = State::kPresent;
                            }
                            SetState(unknown[i], state);
                            return absl::OkStatus();
                          });
}

}  // namespace coterie::storage

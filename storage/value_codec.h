// The small values: texts of a byline, claims on a Pid, the store's state, a batch's changes.
//
// Layer: storage. What is written here has reached disks; docs/STORAGE_FORMAT.md draws the layouts.
// Every decoder answers damaged bytes with DataLoss.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "schema/records.h"
#include "storage/read_snapshot.h"

namespace coterie::storage {

// bylines: raw names and affiliations of the places, in byline order; "" where no place has any.
std::string EncodeByline(std::span<const Authorship> places);
// Fills the texts of `places`. Errors: DataLoss, also where their number differs.
absl::Status FillByline(std::string_view value, std::vector<Authorship>& places);

// A node that asserts a Pid, with its primary Pid as a key (key_codec's PidKey).
struct Claim {
  NodeId node;
  std::string primary;
  friend bool operator==(const Claim&, const Claim&) = default;
};
// pids: the claims on the Pid with this key, the owner first: by primary Pid, then NodeId.
std::string EncodeClaims(std::string_view pid_key, std::span<const Claim> claims);
absl::StatusOr<std::vector<Claim>> DecodeClaims(std::string_view pid_key, std::string_view value);
// The first claimant only, which owns the Pid.
absl::StatusOr<NodeId> DecodeOwner(std::string_view value);

// default: the key of the one state.
inline constexpr std::string_view kStateKey = "state";
// What every batch moves on. `next_ordinals`, by NodeKind value: the smallest that no batch named.
struct StoreState {
  uint64_t sequence = 0;
  int16_t newest_import_year = kNoYear;
  std::array<uint64_t, 8> next_ordinals{1, 1, 1, 1, 1, 1, 1, 1};
  StoreCounts counts;
  friend bool operator==(const StoreState&, const StoreState&) = default;
};
std::string EncodeState(const StoreState& state);
absl::StatusOr<StoreState> DecodeState(std::string_view value);

// changes: the nodes of one batch. REQUIRES: ascending and distinct.
std::string EncodeChanges(std::span<const NodeId> nodes);
absl::StatusOr<std::vector<NodeId>> DecodeChanges(std::string_view value);

}  // namespace coterie::storage

// Small values as bytes. Layer: storage; see value_codec.h.
#include "storage/value_codec.h"

#include <algorithm>
#include <limits>

#include "schema/base.h"
#include "storage/byte_codec.h"
#include "storage/damage.h"

namespace coterie::storage {
namespace {

// Stands for "the key that this value belongs to": nearly every claim is a node's primary Pid.
constexpr uint8_t kPrimaryIsKey = 0;
constexpr uint8_t kPrimaryFollows = 1;

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(absl::StrCat("the stored ", Sv(what), " is damaged", kDamageAdvice));
}

}  // namespace

std::string EncodeByline(std::span<const Authorship> places) {
  const bool has_text = std::any_of(places.begin(), places.end(), [](const Authorship& place) {
    return !place.raw_name.empty() || !place.raw_affiliations.empty();
  });
  std::string value;
  if (!has_text) return value;
  PutVarint(value, places.size());
  for (const Authorship& place : places) {
    PutString(value, place.raw_name);
    PutVarint(value, place.raw_affiliations.size());
    for (const std::string& affiliation : place.raw_affiliations) PutString(value, affiliation);
  }
  return value;
}

absl::Status FillByline(std::string_view value, std::vector<Authorship>& places) {
  if (value.empty()) return absl::OkStatus();
  ByteReader reader(value);
  if (reader.Varint() != places.size()) return Damaged("byline");
  for (Authorship& place : places) {
    place.raw_name = std::string(reader.String());
    for (size_t n = reader.Count(1); n > 0; --n) {
      place.raw_affiliations.emplace_back(reader.String());
    }
    if (!reader.ok()) break;
  }
  return reader.AtEnd() ? absl::OkStatus() : Damaged("byline");
}

std::string EncodeClaims(std::string_view pid_key, std::span<const Claim> claims) {
  std::string value;
  PutVarint(value, claims.size());
  for (const Claim& claim : claims) {
    PutBigEndian64(value, claim.node.value());
    if (claim.primary == pid_key) {
      value.push_back(static_cast<char>(kPrimaryIsKey));
    } else {
      value.push_back(static_cast<char>(kPrimaryFollows));
      PutString(value, claim.primary);
    }
  }
  return value;
}

absl::StatusOr<std::vector<Claim>> DecodeClaims(std::string_view pid_key, std::string_view value) {
  ByteReader reader(value);
  std::vector<Claim> claims;
  const size_t count = reader.Count(9);
  claims.reserve(count);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    Claim& claim = claims.emplace_back();
    claim.node = NodeId::FromValue(reader.BigEndian64());
    const uint8_t form = reader.Byte();
    if (form > kPrimaryFollows) reader.Fail();
    claim.primary = form == kPrimaryFollows ? std::string(reader.String()) : std::string(pid_key);
  }
  if (!reader.AtEnd() || claims.empty()) return Damaged("entry of the Pid index");
  return claims;
}

absl::StatusOr<NodeId> DecodeOwner(std::string_view value) {
  ByteReader reader(value);
  const size_t count = reader.Count(9);
  const NodeId owner = NodeId::FromValue(reader.BigEndian64());
  if (!reader.ok() || count == 0) return Damaged("entry of the Pid index");
  return owner;
}

std::string EncodeState(const StoreState& state) {
  std::string value;
  const StoreCounts& counts = state.counts;
  PutVarint(value, state.sequence);
  PutSignedVarint(value, state.newest_import_year);
  for (const NodeKind kind : kNodeKinds) {
    PutVarint(value, state.next_ordinals[static_cast<size_t>(kind)]);
    PutVarint(value, counts.nodes[static_cast<size_t>(kind)]);
  }
  for (const EdgeKind kind : kEdgeKinds) PutVarint(value, counts.edges[static_cast<size_t>(kind)]);
  for (const uint64_t count :
       {counts.stubs, counts.anonymous_authorships, counts.unresolved_references, counts.abstracts,
        counts.pids, counts.contested_pids}) {
    PutVarint(value, count);
  }
  return value;
}

absl::StatusOr<StoreState> DecodeState(std::string_view value) {
  ByteReader reader(value);
  StoreState state;
  StoreCounts& counts = state.counts;
  state.sequence = reader.Varint();
  const int64_t year = reader.SignedVarint();
  if (year < std::numeric_limits<int16_t>::min() || year > std::numeric_limits<int16_t>::max()) {
    reader.Fail();
  }
  state.newest_import_year = static_cast<int16_t>(year);
  for (const NodeKind kind : kNodeKinds) {
    state.next_ordinals[static_cast<size_t>(kind)] = reader.Varint();
    counts.nodes[static_cast<size_t>(kind)] = reader.Varint();
  }
  for (const EdgeKind kind : kEdgeKinds) counts.edges[static_cast<size_t>(kind)] = reader.Varint();
  for (uint64_t* count :
       {&counts.stubs, &counts.anonymous_authorships, &counts.unresolved_references,
        &counts.abstracts, &counts.pids, &counts.contested_pids}) {
    *count = reader.Varint();
  }
  if (!reader.AtEnd()) return Damaged("state");
  return state;
}

std::string EncodeChanges(std::span<const NodeId> nodes) {
  std::string value;
  PutVarint(value, nodes.size());
  uint64_t previous = 0;
  for (const NodeId node : nodes) {
    PutVarint(value, node.value() - previous);
    previous = node.value();
  }
  return value;
}

absl::StatusOr<std::vector<NodeId>> DecodeChanges(std::string_view value) {
  ByteReader reader(value);
  std::vector<NodeId> nodes;
  const size_t count = reader.Count(1);
  nodes.reserve(count);
  uint64_t previous = 0;
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    previous += reader.Varint();
    nodes.push_back(NodeId::FromValue(previous));
  }
  if (!reader.AtEnd()) return Damaged("change log");
  return nodes;
}

}  // namespace coterie::storage

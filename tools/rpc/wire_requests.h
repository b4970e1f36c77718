// Queries between C++ values and the request structs of schema/rpc.capnp.
//
// Layer: tools/rpc; internal. Write and Read are inverses for every query that the limits allow.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "schema/rpc.capnp.h"

namespace coterie {

// Bounds on what one request may hold.
inline constexpr uint32_t kTextBytesMax = 4'096;
inline constexpr uint32_t kFiltersMax = 64;

void WriteStrength(const StrengthOptions& weights, const PaperFilters& filters,
                   rpc::StrengthSpec::Builder out);
// Errors: InvalidArgument for enum values unknown here; OutOfRange above the bounds.
absl::StatusOr<StrengthOptions> ReadStrength(rpc::StrengthSpec::Reader in);
absl::StatusOr<PaperFilters> ReadFilters(rpc::StrengthSpec::Reader in);

void WriteQuery(const CollaboratorQuery& query, rpc::CollaboratorSpec::Builder out);
void WriteQuery(const EgoQuery& query, rpc::EgoSpec::Builder out);

// Errors: InvalidArgument for enum values unknown here; OutOfRange above the bounds.
absl::StatusOr<CollaboratorQuery> ReadQuery(rpc::CollaboratorSpec::Reader in);
absl::StatusOr<EgoQuery> ReadQuery(rpc::EgoSpec::Reader in);

// Errors: OutOfRange above kTextBytesMax.
absl::StatusOr<std::string> ReadText(capnp::Text::Reader in);
// Errors: OutOfRange above `limit` texts, or for one above kTextBytesMax. `what` names them.
absl::StatusOr<std::vector<std::string>> ReadTexts(capnp::List<capnp::Text>::Reader in,
                                                   uint32_t limit, std::string_view what);

rpc::NodeKind WireKind(std::optional<NodeKind> kind);
// Errors: InvalidArgument for a value unknown here.
absl::StatusOr<std::optional<NodeKind>> ReadKind(rpc::NodeKind kind);

}  // namespace coterie

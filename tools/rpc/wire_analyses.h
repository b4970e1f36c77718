// Collaborators and ego networks between C++ values and the columns of schema/rpc.capnp.
//
// Layer: tools/rpc; internal. Every field survives the trip. Reading checks lengths and indexes, so
// a faulty server cannot make a client read out of bounds. Errors of reading: Internal.
#pragma once

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "schema/rpc.capnp.h"

namespace coterie {

void WriteCollaborators(const NamedCollaborators& list, rpc::Collaborators::Builder out);
absl::StatusOr<NamedCollaborators> ReadCollaborators(rpc::Collaborators::Reader in);

void WriteEgo(const NamedEgo& network, rpc::EgoNetwork::Builder out);
absl::StatusOr<NamedEgo> ReadEgo(rpc::EgoNetwork::Reader in);

}  // namespace coterie

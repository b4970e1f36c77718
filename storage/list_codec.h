// Outgoing lists as chunks of bytes, and the plain values of records.h as lists.
//
// Layer: storage. A list of one source and kind is cut into chunks of at most 64 KB, so that a hub
// with a million arcs has no value of megabytes. Chunks never share state: each decodes alone.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "schema/records.h"
#include "storage/read_snapshot.h"

namespace coterie::storage {

// Bytes of a chunk. A single byline place with more institutions than fit has a chunk of its own.
inline constexpr size_t kChunkBytesMax = size_t{64} << 10;
// Chunks of a list: the number has two bytes in the key.
inline constexpr size_t kChunksMax = size_t{1} << 16;

// The chunks of a list, "" for none. REQUIRES: targets as AdjacencyList says, of the kind's target
// kind. Errors: InvalidArgument above kChunksMax.
absl::StatusOr<std::vector<std::string>> EncodeList(const AdjacencyList& list);

// Whether chunks follow this one. An empty chunk is damaged; it says no.
bool HasMoreChunks(std::string_view chunk);
// Appends a chunk's entries to `list`, whose source and kind are set. Errors: DataLoss.
absl::Status AppendChunk(std::string_view chunk, AdjacencyList& list);

// Normalised lists: sorted by target and without duplicates except on bylines. Of two assignments
// of one topic the greater score stays; years of one institution are united.
// Errors: InvalidArgument where a target is of the wrong kind or none, or a venue list has two.
absl::StatusOr<AdjacencyList> ListOfAuthorships(NodeId paper, std::span<const Authorship> places);
absl::StatusOr<AdjacencyList> ListOfTopics(NodeId paper, std::span<const TopicAssignment> topics);
absl::StatusOr<AdjacencyList> ListOfAffiliations(NodeId person,
                                                 std::span<const Affiliation> affiliations);
absl::StatusOr<AdjacencyList> ListOfTargets(NodeId source, EdgeKind kind,
                                            std::span<const NodeId> targets);

// The inverses. The texts of a byline are kept elsewhere (byline_codec.h).
std::vector<Authorship> AuthorshipsOf(const AdjacencyList& list);
std::vector<TopicAssignment> TopicsOf(const AdjacencyList& list);
std::vector<Affiliation> AffiliationsOf(const AdjacencyList& list);

// Empties `list` and makes it one of `source` and `kind`, keeping its memory.
void ResetList(AdjacencyList& list, NodeId source, EdgeKind kind);

}  // namespace coterie::storage

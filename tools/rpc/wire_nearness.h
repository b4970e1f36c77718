// Recommended collaborators and similar papers between C++ values and schema/rpc_analyses.capnp.
//
// Layer: tools/rpc; internal. Write and Read are inverses, for queries within the limits. Reading
// an answer checks lengths and indexes. Errors of reading an answer: Internal.
#pragma once

#include "absl/status/statusor.h"
#include "engine/catalog/named_recommendations.h"
#include "engine/catalog/named_similar.h"
#include "schema/rpc_analyses.capnp.h"

namespace coterie {

void WriteQuery(const RecommendQuery& query, rpc::RecommendSpec::Builder out);
void WriteQuery(const SimilarOptions& options, rpc::SimilarSpec::Builder out);
// Errors: InvalidArgument for enum values unknown here; OutOfRange above the bounds of requests.
absl::StatusOr<RecommendQuery> ReadQuery(rpc::RecommendSpec::Reader in);
absl::StatusOr<SimilarOptions> ReadQuery(rpc::SimilarSpec::Reader in);

void WriteRecommendations(const NamedRecommendations& list, rpc::Recommendations::Builder out);
absl::StatusOr<NamedRecommendations> ReadRecommendations(rpc::Recommendations::Reader in);

void WriteSimilar(const NamedSimilarPapers& list, rpc::SimilarPapers::Builder out);
absl::StatusOr<NamedSimilarPapers> ReadSimilar(rpc::SimilarPapers::Reader in);

}  // namespace coterie

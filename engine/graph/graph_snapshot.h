// The typed graph of one store state, in arrays: what every analysis runs on.
//
// Layer: engine. Immutable, so thread-safe; derived from storage and disposable. Papers known only
// as references (stubs) are not vertices; they are counted in unresolved_references. In memory for
// now; the accessors hand out spans, which a mapped file can back as well.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/graph/csr.h"
#include "schema/ids.h"
#include "storage/read_snapshot.h"

namespace coterie {

// One CSR each. Names say "row kind, then what the row lists".
enum class Relation : uint8_t {
  kPaperPeople,  // identified people of the byline, each once
  kPersonPapers,
  kPaperTopics,  // directly assigned
  kTopicPapers,
  kReferences,  // paper -> papers it cites
  kCitedBy,
  kPaperVenue,
  kVenuePapers,
  kPaperInstitutions,  // of the byline
  kInstitutionPapers,
  kPersonInstitutions,  // asserted affiliations and those of the person's authorships
  kInstitutionPeople,
  kTopicBroader,
  kTopicNarrower,
  kInstitutionParents,
  kInstitutionChildren,
};
inline constexpr int kRelationCount = 16;

class RecencyIndex;
struct StubReferences;  // engine/graph/stub_references.h

class GraphSnapshot {
 public:
  // Reads the whole store state. Complexity: O(V + A) time; 4 bytes an arc and direction.
  // Errors: those of storage; ResourceExhausted above 2^32 - 1 vertices or arcs of a relation.
  static absl::StatusOr<std::shared_ptr<const GraphSnapshot>> Build(const ReadSnapshot& store);

  GraphSnapshot(const GraphSnapshot&) = delete;
  GraphSnapshot& operator=(const GraphSnapshot&) = delete;
  ~GraphSnapshot();

  uint64_t sequence() const;  // of the store state it was built from
  uint32_t vertex_count() const;
  // Vertices of a kind are [first, last), ascending by NodeId.
  struct Range {
    uint32_t first = 0;
    uint32_t last = 0;
    uint32_t size() const { return last - first; }
  };
  Range VerticesOf(NodeKind kind) const;
  NodeKind KindOf(Vertex v) const;
  NodeId NodeOf(Vertex v) const;
  // Empty for a stub or an id that this graph does not hold.
  std::optional<Vertex> FindVertex(NodeId id) const;

  Csr Adjacency(Relation relation) const;
  // Long rows of papers, newest first: see engine/graph/recency.h.
  const RecencyIndex& Recency() const;
  // Parallel to Adjacency(kPaperTopics).targets.
  std::span<const float> TopicScores() const;
  // The institutions that one identified person has on one paper's byline (vertices, ascending).
  // `arc` is an index into Adjacency(kPaperPeople).targets.
  std::span<const uint32_t> InstitutionsOfAuthorship(uint32_t arc) const;

  // Paper columns, indexed by vertex - VerticesOf(kPaper).first.
  std::span<const int16_t> Years() const;         // kNoYear where undated
  std::span<const uint32_t> BylineSizes() const;  // n_p: distinct people plus anonymous places
  std::span<const uint32_t> UnresolvedReferences() const;
  // Who refers to the same stubs: for bibliographic coupling alone.
  StubReferences SharedStubs() const;
  bool IsRetracted(Vertex paper) const;
  std::string_view NameOf(Vertex v) const;

  // Y: the newest publication year not later than the newest import's year, or of all before the
  // first import; kNoYear where there is none.
  int16_t DefaultAsOfYear() const;

 private:
  friend class GraphBuilder;
  struct Arrays;
  explicit GraphSnapshot(std::unique_ptr<Arrays> arrays);
  std::unique_ptr<Arrays> arrays_;
};

}  // namespace coterie

// The kinds of nodes and edges, with the values they have on disk.
//
// Layer: schema. A value that has reached a disk never changes and is never reused.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace coterie {

// What a node is. Disk value: the top byte of every NodeId.
enum class NodeKind : uint8_t {
  kPaper = 1,        // a scholarly output (OpenAlex: Work)
  kPerson = 2,       // a disambiguated human (OpenAlex: Author)
  kTopic = 3,        // domain > field > subfield > topic, or a flat keyword or concept
  kInstitution = 4,  // an organisation
  kVenue = 5,        // where a paper appeared (OpenAlex: Source)
};
inline constexpr std::array kNodeKinds = {NodeKind::kPaper, NodeKind::kPerson, NodeKind::kTopic,
                                          NodeKind::kInstitution, NodeKind::kVenue};

// What an edge is; "out" is the direction of its stored list, "in" the reverse.
// Disk value: the byte after the NodeId in every adjacency key.
enum class EdgeKind : uint8_t {
  kAuthorship = 1,        // Paper -> Person, in byline order
  kTopicAssignment = 2,   // Paper -> Topic, with a score
  kCitation = 3,          // Paper -> Paper: references go out, cited-by comes in
  kPublication = 4,       // Paper -> Venue, at most one
  kAffiliation = 5,       // Person -> Institution, asserted by a source, with years
  kTopicParent = 6,       // Topic -> broader Topic
  kInstitutionParent = 7  // Institution -> parent Institution
};
inline constexpr std::array kEdgeKinds = {EdgeKind::kAuthorship,       EdgeKind::kTopicAssignment,
                                          EdgeKind::kCitation,         EdgeKind::kPublication,
                                          EdgeKind::kAffiliation,      EdgeKind::kTopicParent,
                                          EdgeKind::kInstitutionParent};

// "paper", "person", "topic", "institution", "venue".
std::string_view NodeKindName(NodeKind kind);
// The kind of that name; empty for any other text.
std::optional<NodeKind> ParseNodeKind(std::string_view name);
// "authorship", "topic_assignment", … as `stats` prints them.
std::string_view EdgeKindName(EdgeKind kind);
// The kind of node at the tail and the head of an edge's stored direction.
NodeKind EdgeSourceKind(EdgeKind kind);
NodeKind EdgeTargetKind(EdgeKind kind);

}  // namespace coterie

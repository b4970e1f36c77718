// Names and end points of the node and edge kinds, as data.
//
// Layer: schema.
#include "schema/kinds.h"

namespace coterie {
namespace {

struct EdgeFacts {
  std::string_view name;
  NodeKind source;
  NodeKind target;
};

// Complete over EdgeKind: a kind without a case is a compiler warning.
constexpr EdgeFacts FactsOf(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kAuthorship:
      return {"authorship", NodeKind::kPaper, NodeKind::kPerson};
    case EdgeKind::kTopicAssignment:
      return {"topic_assignment", NodeKind::kPaper, NodeKind::kTopic};
    case EdgeKind::kCitation:
      return {"citation", NodeKind::kPaper, NodeKind::kPaper};
    case EdgeKind::kPublication:
      return {"publication", NodeKind::kPaper, NodeKind::kVenue};
    case EdgeKind::kAffiliation:
      return {"affiliation", NodeKind::kPerson, NodeKind::kInstitution};
    case EdgeKind::kTopicParent:
      return {"topic_parent", NodeKind::kTopic, NodeKind::kTopic};
    case EdgeKind::kInstitutionParent:
      return {"institution_parent", NodeKind::kInstitution, NodeKind::kInstitution};
  }
  return {"unknown", NodeKind::kPaper, NodeKind::kPaper};  // a byte from a damaged disk
}

}  // namespace

std::string_view NodeKindName(NodeKind kind) {
  switch (kind) {
    case NodeKind::kPaper:
      return "paper";
    case NodeKind::kPerson:
      return "person";
    case NodeKind::kTopic:
      return "topic";
    case NodeKind::kInstitution:
      return "institution";
    case NodeKind::kVenue:
      return "venue";
  }
  return "unknown";  // a byte from a damaged disk
}

std::optional<NodeKind> ParseNodeKind(std::string_view name) {
  for (const NodeKind kind : kNodeKinds) {
    if (NodeKindName(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view EdgeKindName(EdgeKind kind) { return FactsOf(kind).name; }
NodeKind EdgeSourceKind(EdgeKind kind) { return FactsOf(kind).source; }
NodeKind EdgeTargetKind(EdgeKind kind) { return FactsOf(kind).target; }

}  // namespace coterie

// Groups of a change. Layer: storage; see batch_lists.h.
#include "storage/batch_lists.h"

#include "schema/base.h"
#include "storage/list_codec.h"
#include "storage/record_codec.h"

namespace coterie::storage {
namespace {

absl::Status WrongGroup(NodeId node, std::string_view group) {
  return absl::InvalidArgumentError(
      absl::StrCat("the batch gives ", ToString(node), " ", Sv(group), ", which its kind has not"));
}

}  // namespace

bool IsEmpty(const NodeChange& change) {
  return !change.record && !change.abstract && !change.authorships && !change.topics &&
         !change.references && !change.venue && !change.affiliations && !change.parents;
}

absl::Status CheckNode(NodeId node) {
  if (node.ordinal() == 0 || node.kind() < kNodeKinds.front() || node.kind() > kNodeKinds.back()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the batch changes ", ToString(node), ", which no store has"));
  }
  return absl::OkStatus();
}

absl::Status CheckPaper(NodeId node) {
  RETURN_IF_ERROR(CheckNode(node));
  if (node.kind() == NodeKind::kPaper) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the batch makes ", ToString(node), " a stub, which only papers can be"));
}

absl::Status CheckGroups(NodeId node, const NodeChange& change) {
  RETURN_IF_ERROR(CheckNode(node));
  if (change.record && KindOf(*change.record) != node.kind()) {
    return WrongGroup(node, "a record of another kind");
  }
  // Lists know their source's kind themselves (list_codec).
  if (change.abstract && node.kind() != NodeKind::kPaper) return WrongGroup(node, "an abstract");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<AdjacencyList>> ListsOf(NodeId node, const NodeChange& change) {
  std::vector<AdjacencyList> lists;
  const auto add = [&lists](absl::StatusOr<AdjacencyList> list) {
    if (!list.ok()) return list.status();
    lists.push_back(*std::move(list));
    return absl::OkStatus();
  };
  if (change.authorships) RETURN_IF_ERROR(add(ListOfAuthorships(node, *change.authorships)));
  if (change.topics) RETURN_IF_ERROR(add(ListOfTopics(node, *change.topics)));
  if (change.references) {
    RETURN_IF_ERROR(add(ListOfTargets(node, EdgeKind::kCitation, *change.references)));
  }
  if (change.venue) {
    RETURN_IF_ERROR(add(ListOfTargets(node, EdgeKind::kPublication, *change.venue)));
  }
  if (change.affiliations) RETURN_IF_ERROR(add(ListOfAffiliations(node, *change.affiliations)));
  if (change.parents) {
    const EdgeKind kind = node.kind() == NodeKind::kInstitution ? EdgeKind::kInstitutionParent
                                                                : EdgeKind::kTopicParent;
    RETURN_IF_ERROR(add(ListOfTargets(node, kind, *change.parents)));
  }
  return lists;
}

}  // namespace coterie::storage

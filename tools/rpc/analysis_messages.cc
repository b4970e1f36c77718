#include "tools/rpc/analysis_messages.h"

#include <algorithm>

#include "schema/base.h"
#include "schema/rpc.capnp.h"
#include "tools/rpc/wire_department.h"
#include "tools/rpc/wire_nearness.h"
#include "tools/rpc/wire_traversal.h"

namespace coterie {
namespace {

// Who asks for no more than the limit gets that many; who asks for all must be told that there are
// more.
absl::Status CheckAll(uint32_t asked, uint32_t limit, bool has_more, std::string_view what) {
  if (asked <= limit || !has_more) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat("more than the ", limit, " ", Sv(what),
                                            " that one answer may hold; ask for fewer"));
}

// What hangs on rows: ties, explained papers, connections.
absl::Status CheckTies(uint64_t count, const CallLimits& limits, std::string_view what) {
  if (count <= limits.ties_max) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(count, " ", Sv(what), ", above the ", limits.ties_max,
                                            " that one answer may hold; ask for fewer rows"));
}

absl::Status CheckWanted(const CancelToken& token) {
  return token.IsCancelled() ? absl::CancelledError("the call was dropped") : absl::OkStatus();
}

}  // namespace

absl::StatusOr<MessagePtr> DepartmentMessage(const Snapshot& now, DepartmentQuery query,
                                             const CallLimits& limits, const CancelToken& token) {
  DepartmentOptions& options = query.options;
  const uint32_t asked_members = options.member_limit;
  const uint32_t asked_ties = options.tie_limit;
  const uint32_t asked_connectors = options.connector_limit;
  options.member_limit = std::min(asked_members, limits.rows_max);
  options.tie_limit = std::min(asked_ties, limits.ties_max);
  options.connector_limit = std::min(asked_connectors, limits.rows_max);
  options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedDepartment answer, DepartmentWithNames(now, query));
  RETURN_IF_ERROR(
      CheckAll(asked_members, limits.rows_max, answer.next_member.has_value(), "members"));
  RETURN_IF_ERROR(CheckAll(asked_ties, limits.ties_max, answer.next_tie.has_value(), "ties"));
  RETURN_IF_ERROR(CheckAll(asked_connectors, limits.rows_max,
                           answer.total_connectors > limits.rows_max, "connectors"));
  uint64_t ties = answer.ties.size();
  for (const NamedDepartmentTie& tie : answer.ties) ties += tie.papers.size();
  for (const NamedConnector& connector : answer.connectors) ties += connector.ties.size();
  RETURN_IF_ERROR(CheckTies(ties, limits, "ties and their papers"));
  RETURN_IF_ERROR(CheckWanted(token));
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteDepartment(answer, message->initRoot<rpc::Snapshot::DepartmentResults>().initDepartment());
  return message;
}

absl::StatusOr<MessagePtr> TraversalMessage(const Snapshot& now, TraversalQuery query,
                                            const CallLimits& limits, const CancelToken& token) {
  TraverseOptions& options = query.options;
  const uint32_t asked_nodes = options.node_limit;
  const uint32_t asked_edges = options.edge_limit;
  options.node_limit = std::min(asked_nodes, limits.rows_max);
  options.edge_limit = std::min(asked_edges, limits.ties_max);
  options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedTraversal answer, TraverseWithNames(now, query));
  RETURN_IF_ERROR(CheckAll(asked_nodes, limits.rows_max, answer.next_node.has_value(), "nodes"));
  RETURN_IF_ERROR(CheckAll(asked_edges, limits.ties_max, answer.next_edge.has_value(), "edges"));
  uint64_t via = answer.edges.size();
  for (const NamedTraversedNode& node : answer.nodes) via += node.via.size();
  RETURN_IF_ERROR(CheckTies(via, limits, "edges and nodes on the way"));
  RETURN_IF_ERROR(CheckWanted(token));
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteTraversal(answer, message->initRoot<rpc::Snapshot::TraverseResults>().initTraversal());
  return message;
}

absl::StatusOr<MessagePtr> RecommendMessage(const Snapshot& now, const std::string& person,
                                            RecommendQuery query, const CallLimits& limits,
                                            const CancelToken& token) {
  const uint32_t asked = query.options.limit;
  query.options.limit = std::min(asked, limits.rows_max);
  query.options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedRecommendations answer, RecommendWithNames(now, person, query));
  RETURN_IF_ERROR(CheckAll(asked, limits.rows_max, answer.next.has_value(), "people"));
  uint64_t connections = 0;
  for (const NamedRecommendation& row : answer.rows) {
    connections += row.people.size() + row.topics.size();
  }
  RETURN_IF_ERROR(CheckTies(connections, limits, "connecting people and topics"));
  RETURN_IF_ERROR(CheckWanted(token));
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteRecommendations(answer, message->initRoot<rpc::Snapshot::RecommendResults>().initList());
  return message;
}

absl::StatusOr<MessagePtr> SimilarMessage(const Snapshot& now, const std::string& paper,
                                          SimilarOptions options, const CallLimits& limits,
                                          const CancelToken& token) {
  const uint32_t asked = options.limit;
  options.limit = std::min(asked, limits.rows_max);
  options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedSimilarPapers answer, SimilarWithNames(now, paper, options));
  RETURN_IF_ERROR(CheckAll(asked, limits.rows_max, answer.next.has_value(), "papers"));
  uint64_t examples = 0;
  for (const NamedSimilarPaper& row : answer.rows) examples += row.examples.size();
  RETURN_IF_ERROR(CheckTies(examples, limits, "shared papers"));
  RETURN_IF_ERROR(CheckWanted(token));
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteSimilar(answer, message->initRoot<rpc::Snapshot::SimilarResults>().initList());
  return message;
}

}  // namespace coterie

#include "tools/rpc/service.h"

#include <capnp/message.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalog/named_paths.h"
#include "engine/catalog/named_results.h"
#include "engine/catalog/named_slice.h"
#include "engine/catalog/views.h"
#include "schema/rpc.capnp.h"
#include "tools/rpc/analysis_messages.h"
#include "tools/rpc/slice_stream.h"
#include "tools/rpc/wire_analyses.h"
#include "tools/rpc/wire_department.h"
#include "tools/rpc/wire_lists.h"
#include "tools/rpc/wire_nearness.h"
#include "tools/rpc/wire_paths.h"
#include "tools/rpc/wire_requests.h"
#include "tools/rpc/wire_slices.h"
#include "tools/rpc/wire_traversal.h"
#include "tools/rpc/wire_views.h"

namespace coterie {
namespace {

constexpr uint16_t kProtocol = 1;

using SnapshotPtr = std::shared_ptr<const Snapshot>;

// What the capabilities of one connection share.
struct Context {
  Library& library;
  CallRunner& runner;
  std::shared_ptr<Session> session;
};
using ContextPtr = std::shared_ptr<const Context>;

// Since Cap'n Proto 1.0 the annotation in the compiled schema says this instead.
template <typename CallContext>
void AllowCancellation([[maybe_unused]] CallContext& call) {
#if CAPNP_VERSION < 1000000
  call.allowCancellation();
#endif
}

// Counts the capabilities that a connection holds open.
class CapabilityCount {
 public:
  explicit CapabilityCount(std::shared_ptr<Session> session) : session_(std::move(session)) {
    ++session_->capabilities;
  }
  ~CapabilityCount() { --session_->capabilities; }
  KJ_DISALLOW_COPY(CapabilityCount);

 private:
  std::shared_ptr<Session> session_;
};

absl::Status CheckCapabilities(const Context& context) {
  const uint32_t limit = context.runner.limits().capabilities_max;
  if (context.session->capabilities < limit) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("this connection holds ", limit, " capabilities; drop some first"));
}

uint64_t BytesOf(capnp::MallocMessageBuilder& message) {
  return message.sizeInWords() * sizeof(capnp::word);
}

// Runs `work(token) -> StatusOr<MessagePtr>`, whose root is the method's results, and replies.
// Errors: those of `work`; OutOfRange (the results are longer than an answer may be).
template <typename Results, typename CallContext, typename Work>
kj::Promise<void> Reply(const ContextPtr& context, CallContext call, std::string_view method,
                        Work work) {
  AllowCancellation(call);
  call.releaseParams();
  auto bounded = [work = std::move(work), limit = context->runner.limits().answer_bytes_max](
                     const CancelToken& token) -> absl::StatusOr<MessagePtr> {
    ASSIGN_OR_RETURN(MessagePtr message, work(token));
    if (BytesOf(*message) <= limit) return message;
    return absl::OutOfRangeError(absl::StrCat("an answer of ", BytesOf(*message),
                                              " bytes, above the limit of ", limit,
                                              "; ask for fewer rows"));
  };
  return context->runner.Run<MessagePtr>(context->session, method, std::move(bounded))
      .then([context, call](MessagePtr message) mutable {
        context->session->unread_bytes.fetch_add(BytesOf(*message), std::memory_order_relaxed);
        call.setResults(message->getRoot<Results>().asReader());
      });
}

absl::Status CheckRows(uint32_t rows, uint32_t limit, std::string_view what) {
  if (rows <= limit) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(rows, " ", Sv(what), ", above the ", limit,
                                            " that one answer may hold; ask for fewer"));
}

// ------------------------------------------------------------------------------------------------
// Work, on a worker

absl::StatusOr<MessagePtr> CollaboratorsMessage(const Snapshot& now, const std::string& person,
                                                CollaboratorQuery query, const CallLimits& limits,
                                                const CancelToken& token) {
  const uint32_t asked = query.options.limit;
  query.options.limit = std::min(asked, limits.rows_max);
  query.options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedCollaborators list, CollaboratorsWithNames(now, person, query));
  if (asked > limits.rows_max) {
    RETURN_IF_ERROR(CheckRows(list.total, limits.rows_max, "collaborators"));
  }
  uint64_t papers = 0;
  for (const NamedCollaborator& row : list.rows) papers += row.papers.size();
  if (papers > limits.ties_max) {
    return absl::OutOfRangeError("the explanation names too many papers; ask for fewer rows");
  }
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteCollaborators(list, message->initRoot<rpc::Person::CollaboratorsResults>().initList());
  return message;
}

absl::StatusOr<MessagePtr> EgoMessage(const Snapshot& now, const std::string& person,
                                      EgoQuery query, const CallLimits& limits,
                                      const CancelToken& token) {
  const uint32_t asked = query.options.limit;
  query.options.limit = std::min(asked, limits.rows_max);
  query.options.ties_max = limits.ties_max;
  query.options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedEgo network, EgoWithNames(now, person, query));
  if (asked > limits.rows_max) {
    RETURN_IF_ERROR(CheckRows(network.total_collaborators, limits.rows_max, "collaborators"));
  }
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteEgo(network, message->initRoot<rpc::Person::EgoResults>().initNetwork());
  return message;
}

absl::StatusOr<MessagePtr> PathMessage(const Snapshot& now, const std::string& from,
                                       const std::string& to, PathQuery query,
                                       const CallLimits& limits, const CancelToken& token) {
  query.options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedPaths paths, PathsWithNames(now, from, to, query));
  uint64_t hops = 0;
  uint64_t papers = 0;
  for (const NamedPath& path : paths.paths) {
    hops += path.nodes.size();
    for (const NamedPathNode& node : path.nodes) papers += node.papers.size();
  }
  if (hops > limits.ties_max) {
    return absl::OutOfRangeError("the paths have too many nodes together; ask for fewer paths");
  }
  if (papers > limits.ties_max) {
    return absl::OutOfRangeError("the explanation names too many papers; ask for fewer paths");
  }
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WritePaths(paths, message->initRoot<rpc::Snapshot::PathResults>().initList());
  return message;
}

using SlicePtr = std::unique_ptr<SliceMessages>;

absl::StatusOr<SlicePtr> SliceAnswer(const Snapshot& now, SliceQuery query,
                                     const CallLimits& limits,
                                     const std::shared_ptr<Session>& session,
                                     const CancelToken& token) {
  if (session->stream_bytes.load(std::memory_order_relaxed) > limits.unread_bytes_max) {
    return absl::ResourceExhaustedError("earlier slices wait for their sinks; take them first");
  }
  query.options.stop = token.stop_flag();
  ASSIGN_OR_RETURN(const NamedSlice slice, SliceWithNames(now, query));
  RETURN_IF_ERROR(CheckRows(static_cast<uint32_t>(slice.edges.size()), limits.ties_max, "edges"));
  uint64_t papers = 0;
  for (const NamedSliceEdge& edge : slice.edges) papers += edge.papers.size();
  if (papers > limits.ties_max) {
    return absl::OutOfRangeError("the explanation names too many papers; ask for fewer edges");
  }
  RETURN_IF_ERROR(token.stop_flag().Check());
  return std::make_unique<SliceMessages>(slice, session);
}

template <typename Results>
absl::StatusOr<MessagePtr> ShowMessage(const Snapshot& now, NodeId id) {
  ASSIGN_OR_RETURN(const NodeView view, Show(now, id));
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  WriteNode(view, message->initRoot<Results>().initNode());
  return message;
}

// ------------------------------------------------------------------------------------------------
// Streams

// Computes the slice and gives it to the sink. REQUIRES: `sink` is not null.
template <typename CallContext>
kj::Promise<void> StreamSlice(const ContextPtr& context, CallContext call, std::string_view method,
                              const SnapshotPtr& now, absl::StatusOr<SliceQuery> query) {
  AllowCancellation(call);
  if (!query.ok()) return ExceptionOf(query.status());
  if (!call.getParams().hasSink()) {
    return ExceptionOf(absl::InvalidArgumentError("a slice needs a sink to be given to"));
  }
  const CallLimits& limits = context->runner.limits();
  if (context->session->streams >= limits.in_flight_max) {
    return ExceptionOf(absl::ResourceExhaustedError(
        absl::StrCat(limits.in_flight_max, " slices wait for their sinks; take them first")));
  }
  rpc::SliceSink::Client sink = call.getParams().getSink();
  call.releaseParams();
  return context->runner
      .Run<SlicePtr>(context->session, method,
                     [context, now, query = *std::move(query)](const CancelToken& token) {
                       return SliceAnswer(*now, query, context->runner.limits(), context->session,
                                          token);
                     })
      .then([context, sink = kj::mv(sink)](SlicePtr messages) mutable {
        return SendSlice(kj::mv(sink), std::move(messages), context->runner.timer(),
                         context->runner.limits().sink_ms);
      });
}

// ------------------------------------------------------------------------------------------------
// Capabilities

class PersonServer final : public rpc::Person::Server {
 public:
  PersonServer(ContextPtr context, SnapshotPtr now, NodeId id)
      : context_(std::move(context)), now_(std::move(now)), id_(id), count_(context_->session) {}

  kj::Promise<void> show(ShowContext call) override {
    return Reply<ShowResults>(
        context_, call, "Person.show",
        [now = now_, id = id_](const CancelToken&) { return ShowMessage<ShowResults>(*now, id); });
  }

  kj::Promise<void> collaborators(CollaboratorsContext call) override {
    absl::StatusOr<CollaboratorQuery> query = ReadQuery(call.getParams().getSpec());
    if (!query.ok()) return ExceptionOf(query.status());
    return Reply<CollaboratorsResults>(
        context_, call, "Person.collaborators",
        [context = context_, now = now_, id = id_,
         query = *std::move(query)](const CancelToken& token) {
          return CollaboratorsMessage(*now, ToString(id), query, context->runner.limits(), token);
        });
  }

  kj::Promise<void> ego(EgoContext call) override {
    absl::StatusOr<EgoQuery> query = ReadQuery(call.getParams().getSpec());
    if (!query.ok()) return ExceptionOf(query.status());
    return Reply<EgoResults>(context_, call, "Person.ego",
                             [context = context_, now = now_, id = id_,
                              query = *std::move(query)](const CancelToken& token) {
                               return EgoMessage(*now, ToString(id), query,
                                                 context->runner.limits(), token);
                             });
  }

  kj::Promise<void> slice(SliceContext call) override {
    absl::StatusOr<SliceQuery> query =
        ReadQuery(call.getParams().getSpec(), context_->runner.limits());
    if (query.ok()) query->seeds = {ToString(id_)};
    return StreamSlice(context_, call, "Person.slice", now_, std::move(query));
  }

 private:
  const ContextPtr context_;
  const SnapshotPtr now_;
  const NodeId id_;
  const CapabilityCount count_;
};

class SnapshotServer final : public rpc::Snapshot::Server {
 public:
  SnapshotServer(ContextPtr context, SnapshotPtr now)
      : context_(std::move(context)), now_(std::move(now)), count_(context_->session) {}

  kj::Promise<void> resolve(ResolveContext call) override {
    AllowCancellation(call);
    absl::StatusOr<std::string> text = ReadText(call.getParams().getText());
    if (!text.ok()) return ExceptionOf(text.status());
    return context_->runner
        .Run<NodeId>(context_->session, "Snapshot.resolve",
                     [now = now_, text = *std::move(text)](const CancelToken&) {
                       return now->Resolve(text);
                     })
        .then([call](NodeId id) mutable { call.getResults().setId(id.value()); });
  }

  kj::Promise<void> find(FindContext call) override {
    const auto params = call.getParams();
    absl::StatusOr<std::string> text = ReadText(params.getText());
    if (!text.ok()) return ExceptionOf(text.status());
    const absl::StatusOr<std::optional<NodeKind>> kind = ReadKind(params.getKind());
    if (!kind.ok()) return ExceptionOf(kind.status());
    const uint32_t limit = params.getLimit();
    const absl::Status rows = CheckRows(limit, context_->runner.limits().rows_max, "rows");
    if (!rows.ok()) return ExceptionOf(rows);
    return Reply<FindResults>(context_, call, "Snapshot.find",
                              [now = now_, text = *std::move(text), kind = *kind,
                               limit](const CancelToken&) -> absl::StatusOr<MessagePtr> {
                                ASSIGN_OR_RETURN(const std::vector<FoundNode> found,
                                                 Find(*now, text, kind, limit));
                                auto message = std::make_unique<capnp::MallocMessageBuilder>();
                                WriteFound(found, message->initRoot<FindResults>().initRows(
                                                      static_cast<uint32_t>(found.size())));
                                return message;
                              });
  }

  kj::Promise<void> show(ShowContext call) override {
    const NodeId id = NodeId::FromValue(call.getParams().getId());
    return Reply<ShowResults>(
        context_, call, "Snapshot.show",
        [now = now_, id](const CancelToken&) { return ShowMessage<ShowResults>(*now, id); });
  }

  kj::Promise<void> person(PersonContext call) override {
    AllowCancellation(call);
    absl::StatusOr<std::string> text = ReadText(call.getParams().getText());
    if (!text.ok()) return ExceptionOf(text.status());
    const absl::Status capabilities = CheckCapabilities(*context_);
    if (!capabilities.ok()) return ExceptionOf(capabilities);
    return context_->runner
        .Run<NodeId>(
            context_->session, "Snapshot.person",
            [now = now_, text = *std::move(text)](const CancelToken&) -> absl::StatusOr<NodeId> {
              ASSIGN_OR_RETURN(const Vertex vertex, now->ResolveVertex(text, NodeKind::kPerson));
              return now->graph().NodeOf(vertex);
            })
        .then([context = context_, now = now_, call](NodeId id) mutable {
          auto results = call.getResults();
          results.setId(id.value());
          results.setPerson(kj::heap<PersonServer>(context, now, id));
        });
  }

  kj::Promise<void> stats(StatsContext call) override {
    return Reply<StatsResults>(
        context_, call, "Snapshot.stats",
        [context = context_, now = now_](const CancelToken&) -> absl::StatusOr<MessagePtr> {
          auto message = std::make_unique<capnp::MallocMessageBuilder>();
          WriteStats(Stats(*now, context->library.store()),
                     message->initRoot<StatsResults>().initStats());
          return message;
        });
  }

  kj::Promise<void> batchNodes(BatchNodesContext call) override {
    const auto wire_ids = call.getParams().getIds();
    const absl::Status size = CheckRows(wire_ids.size(), context_->runner.limits().ids_max, "ids");
    if (!size.ok()) return ExceptionOf(size);
    std::vector<NodeId> ids;
    ids.reserve(wire_ids.size());
    for (const uint64_t id : wire_ids) ids.push_back(NodeId::FromValue(id));
    return Reply<BatchNodesResults>(
        context_, call, "Snapshot.batchNodes",
        [now = now_, ids = std::move(ids)](const CancelToken&) -> absl::StatusOr<MessagePtr> {
          ASSIGN_OR_RETURN(const std::vector<NodeSummary> nodes, SummariesOf(*now, ids));
          auto message = std::make_unique<capnp::MallocMessageBuilder>();
          WriteSummaries(nodes, message->initRoot<BatchNodesResults>().initNodes());
          return message;
        });
  }

  kj::Promise<void> slice(SliceContext call) override {
    const auto params = call.getParams();
    const CallLimits& limits = context_->runner.limits();
    absl::StatusOr<SliceQuery> query = ReadQuery(params.getSpec(), limits);
    absl::StatusOr<std::vector<std::string>> seeds =
        ReadTexts(params.getSeeds(), limits.ids_max, "seeds");
    if (!seeds.ok()) return ExceptionOf(seeds.status());
    if (query.ok()) query->seeds = *std::move(seeds);
    return StreamSlice(context_, call, "Snapshot.slice", now_, std::move(query));
  }

  kj::Promise<void> path(PathContext call) override {
    const auto params = call.getParams();
    absl::StatusOr<std::string> from = ReadText(params.getFrom());
    if (!from.ok()) return ExceptionOf(from.status());
    absl::StatusOr<std::string> to = ReadText(params.getTo());
    if (!to.ok()) return ExceptionOf(to.status());
    absl::StatusOr<PathQuery> query = ReadQuery(params.getSpec(), context_->runner.limits());
    if (!query.ok()) return ExceptionOf(query.status());
    return Reply<PathResults>(
        context_, call, "Snapshot.path",
        [context = context_, now = now_, from = *std::move(from), to = *std::move(to),
         query = *std::move(query)](const CancelToken& token) {
          return PathMessage(*now, from, to, query, context->runner.limits(), token);
        });
  }

  kj::Promise<void> department(DepartmentContext call) override {
    const CallLimits& limits = context_->runner.limits();
    return Ask<DepartmentResults>(call, "Snapshot.department",
                                  ReadQuery(call.getParams().getSpec(), limits.ids_max),
                                  DepartmentMessage);
  }

  kj::Promise<void> traverse(TraverseContext call) override {
    const CallLimits& limits = context_->runner.limits();
    return Ask<TraverseResults>(call, "Snapshot.traverse",
                                ReadQuery(call.getParams().getSpec(), limits.ids_max),
                                TraversalMessage);
  }

  kj::Promise<void> recommend(RecommendContext call) override {
    absl::StatusOr<std::string> person = ReadText(call.getParams().getPerson());
    if (!person.ok()) return ExceptionOf(person.status());
    return Ask<RecommendResults>(
        call, "Snapshot.recommend", ReadQuery(call.getParams().getSpec()),
        [person = *std::move(person)](const Snapshot& now, const RecommendQuery& query,
                                      const CallLimits& limits, const CancelToken& token) {
          return RecommendMessage(now, person, query, limits, token);
        });
  }

  kj::Promise<void> similar(SimilarContext call) override {
    absl::StatusOr<std::string> paper = ReadText(call.getParams().getPaper());
    if (!paper.ok()) return ExceptionOf(paper.status());
    return Ask<SimilarResults>(
        call, "Snapshot.similar", ReadQuery(call.getParams().getSpec()),
        [paper = *std::move(paper)](const Snapshot& now, const SimilarOptions& options,
                                    const CallLimits& limits, const CancelToken& token) {
          return SimilarMessage(now, paper, options, limits, token);
        });
  }

 private:
  // Replies with `make(snapshot, query, limits, token)`, or refuses a query that could not be read.
  template <typename Results, typename CallContext, typename Query, typename Make>
  kj::Promise<void> Ask(CallContext call, std::string_view method, absl::StatusOr<Query> query,
                        Make make) {
    if (!query.ok()) return ExceptionOf(query.status());
    return Reply<Results>(context_, call, method,
                          [context = context_, now = now_, query = *std::move(query),
                           make = std::move(make)](const CancelToken& token) {
                            return make(*now, query, context->runner.limits(), token);
                          });
  }

  const ContextPtr context_;
  const SnapshotPtr now_;
  const CapabilityCount count_;
};

class LibraryServer final : public rpc::Library::Server {
 public:
  explicit LibraryServer(ContextPtr context) : context_(std::move(context)) {}

  kj::Promise<void> hello(HelloContext call) override {
    auto results = call.getResults();
    results.setProtocol(kProtocol);
    results.setSoftware("coterie " COTERIE_VERSION);
    return kj::READY_NOW;
  }

  kj::Promise<void> snapshot(SnapshotContext call) override {
    AllowCancellation(call);
    const absl::Status capabilities = CheckCapabilities(*context_);
    if (!capabilities.ok()) return ExceptionOf(capabilities);
    return context_->runner
        .Run<SnapshotPtr>(
            context_->session, "Library.snapshot",
            [context = context_](const CancelToken&) { return context->library.Read(); })
        .then([context = context_, call](SnapshotPtr now) mutable {
          auto results = call.getResults();
          results.setSequence(now->store().sequence());
          results.setSnapshot(kj::heap<SnapshotServer>(context, std::move(now)));
        });
  }

 private:
  const ContextPtr context_;
};

}  // namespace

capnp::Capability::Client MakeLibraryCapability(Library& library, CallRunner& runner,
                                                std::shared_ptr<Session> session) {
  auto context = std::make_shared<const Context>(Context{library, runner, std::move(session)});
  return rpc::Library::Client(kj::heap<LibraryServer>(std::move(context)));
}

}  // namespace coterie

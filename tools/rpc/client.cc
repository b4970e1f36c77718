#include "tools/rpc/client.h"

#include <chrono>
#include <thread>
#include <utility>

#include "schema/base.h"
#include "schema/rpc.capnp.h"
#include "tools/rpc/client_connection.h"
#include "tools/rpc/frame_guard.h"
#include "tools/rpc/slice_collector.h"
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

// StartConnect(), waiting for a place among those whom the server has not accepted yet.
absl::StatusOr<Socket> PatientConnect(const std::string& address, uint32_t timeout_ms) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    absl::StatusOr<Socket> socket = StartConnect(address);
    if (socket.status().code() != absl::StatusCode::kResourceExhausted ||
        std::chrono::steady_clock::now() >= deadline) {
      return socket;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

// A reply that does not fit the schema throws while it is read.
template <typename Read>
auto Reading(Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const kj::Exception&) {
    return MalformedAnswer("its bytes");
  }
}

// What a frame holds besides the request in it.
constexpr uint64_t kFrameOverheadBytes = 4'096;

}  // namespace

class Client::Impl {
 public:
  Impl(Socket socket, const std::string& address, const ClientOptions& options)
      : options_(options),
        address_(address),
        connection_(ThreadLoop(), std::move(socket), address),
        library_(connection_.Library()),
        snapshot_(nullptr) {}

  // Both calls leave at once: one round trip.
  absl::Status Begin() {
    auto hello = library_.helloRequest().send();
    auto pinned = library_.snapshotRequest().send();
    const auto answer = connection_.Wait<capnp::Response<rpc::Library::HelloResults>>(
        kj::mv(hello), options_.connect_timeout_ms);
    if (!answer.ok()) return NoServer(answer.status());
    software_ = StringOf(answer->getSoftware());
    if (answer->getProtocol() != kProtocol) {
      return absl::UnavailableError(
          absl::StrCat("the server at ", address_, " (", software_, ") speaks protocol ",
                       answer->getProtocol(), ", this client ", kProtocol, "; update the older"));
    }
    return Pin(kj::mv(pinned));
  }

  absl::Status CheckThread() const { return connection_.CheckThread(); }
  absl::Status Refresh() { return Pin(library_.snapshotRequest().send()); }

  // Sends and waits for the response.
  template <typename Params, typename Results>
  absl::StatusOr<capnp::Response<Results>> Ask(capnp::Request<Params, Results> request) {
    // Without its pipeline, which would keep the call alive beyond its deadline.
    kj::Promise<capnp::Response<Results>> promise = request.send();
    return connection_.Wait<capnp::Response<Results>>(kj::mv(promise), options_.call_timeout_ms);
  }

  // Has the slice that the request asks for, all of it or none.
  template <typename Params, typename Results>
  absl::StatusOr<NamedSlice> AskSlice(capnp::Request<Params, Results> request,
                                      const SliceQuery& query, const SliceWatcher& watcher) {
    WriteQuery(query, request.initSpec());
    if (request.totalSize().wordCount * sizeof(capnp::word) + kFrameOverheadBytes >
        FrameLimits().bytes_max) {
      return absl::OutOfRangeError(
          "the ids do not fit into one message; give NodeIds, or show fewer");
    }
    auto collected = std::make_shared<CollectedSlice>();
    collected->watcher = watcher;
    request.setSink(MakeSliceCollector(collected));
    const auto answer = Ask(kj::mv(request));
    collected->watcher = nullptr;  // it may refer to what its caller is about to leave
    if (!collected->status.ok()) return collected->status;
    if (!answer.ok()) return answer.status();
    if (!collected->is_done) return MalformedAnswer("a slice that is not whole");
    return std::move(collected->slice);
  }

  rpc::Library::Client& library() { return library_; }
  rpc::Snapshot::Client& snapshot() { return snapshot_; }
  // The promised person: calls on it leave with the call that finds it.
  rpc::Person::Client PersonNamed(std::string_view text) {
    auto request = snapshot_.personRequest();
    request.setText(TextOf(std::string(text)));
    return request.send().getPerson();
  }
  uint64_t sequence() const { return sequence_; }
  const std::string& software() const { return software_; }

 private:
  absl::Status Pin(kj::Promise<capnp::Response<rpc::Library::SnapshotResults>> promise) {
    auto answer = connection_.Wait<capnp::Response<rpc::Library::SnapshotResults>>(
        kj::mv(promise), options_.call_timeout_ms);
    if (!answer.ok()) return answer.status();
    snapshot_ = answer->getSnapshot();
    sequence_ = answer->getSequence();
    return absl::OkStatus();
  }

  // Whatever keeps the first answer away, there is no server to be used; unless it says it is full.
  absl::Status NoServer(const absl::Status& status) const {
    if (status.code() == absl::StatusCode::kResourceExhausted) {
      return Annotate(status, absl::StrCat("the server at ", address_));
    }
    return absl::UnavailableError(
        absl::StrCat("no Coterie server answers at ", address_, ": ", status.message()));
  }

  const ClientOptions options_;
  const std::string address_;
  std::string software_;
  ClientConnection connection_;
  rpc::Library::Client library_;
  rpc::Snapshot::Client snapshot_;
  uint64_t sequence_ = 0;
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

absl::StatusOr<Client> Client::Connect(const std::string& address, const ClientOptions& options) {
  ASSIGN_OR_RETURN(Socket socket, PatientConnect(address, options.connect_timeout_ms));
  auto impl = std::make_unique<Impl>(std::move(socket), address, options);
  RETURN_IF_ERROR(impl->Begin());
  return Client(std::move(impl));
}

uint64_t Client::sequence() const { return impl_->sequence(); }
const std::string& Client::software() const { return impl_->software(); }

absl::Status Client::Ping() {
  RETURN_IF_ERROR(impl_->CheckThread());
  return impl_->Ask(impl_->library().helloRequest()).status();
}

absl::Status Client::Refresh() {
  RETURN_IF_ERROR(impl_->CheckThread());
  return impl_->Refresh();
}

absl::StatusOr<NodeId> Client::Resolve(std::string_view text) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().resolveRequest();
  request.setText(TextOf(std::string(text)));
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return NodeId::FromValue(answer.getId());
}

absl::StatusOr<std::vector<FoundNode>> Client::Find(std::string_view text,
                                                    std::optional<NodeKind> kind, uint32_t limit) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().findRequest();
  request.setText(TextOf(std::string(text)));
  request.setKind(WireKind(kind));
  request.setLimit(limit);
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadFound(answer.getRows()); });
}

absl::StatusOr<NodeView> Client::Show(NodeId id) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().showRequest();
  request.setId(id.value());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadNode(answer.getNode()); });
}

absl::StatusOr<NodeView> Client::ShowPerson(std::string_view text) {
  RETURN_IF_ERROR(impl_->CheckThread());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(impl_->PersonNamed(text).showRequest()));
  return Reading([&] { return ReadNode(answer.getNode()); });
}

absl::StatusOr<StoreStats> Client::Stats() {
  RETURN_IF_ERROR(impl_->CheckThread());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(impl_->snapshot().statsRequest()));
  return Reading([&] { return ReadStats(answer.getStats()); });
}

absl::StatusOr<std::vector<NodeSummary>> Client::BatchNodes(std::span<const NodeId> ids) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().batchNodesRequest();
  FillColumn(request.initIds(static_cast<uint32_t>(ids.size())), ids,
             [](NodeId id) { return id.value(); });
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadSummaries(answer.getNodes()); });
}

absl::StatusOr<NamedCollaborators> Client::Collaborators(std::string_view person,
                                                         const CollaboratorQuery& query) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->PersonNamed(person).collaboratorsRequest();
  WriteQuery(query, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadCollaborators(answer.getList()); });
}

absl::StatusOr<NamedSlice> Client::Slice(const SliceQuery& query, const SliceWatcher& watcher) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().sliceRequest();
  FillTexts(request.initSeeds(static_cast<uint32_t>(query.seeds.size())), query.seeds);
  return impl_->AskSlice(kj::mv(request), query, watcher);
}

absl::StatusOr<NamedSlice> Client::SliceOf(std::string_view person, const SliceQuery& query,
                                           const SliceWatcher& watcher) {
  RETURN_IF_ERROR(impl_->CheckThread());
  return impl_->AskSlice(impl_->PersonNamed(person).sliceRequest(), query, watcher);
}

absl::StatusOr<NamedPaths> Client::Paths(std::string_view from, std::string_view to,
                                         const PathQuery& query) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().pathRequest();
  request.setFrom(TextOf(std::string(from)));
  request.setTo(TextOf(std::string(to)));
  WriteQuery(query, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadPaths(answer.getList()); });
}

absl::StatusOr<NamedEgo> Client::Ego(std::string_view person, const EgoQuery& query) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->PersonNamed(person).egoRequest();
  WriteQuery(query, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadEgo(answer.getNetwork()); });
}

absl::StatusOr<NamedDepartment> Client::Department(const DepartmentQuery& query) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().departmentRequest();
  WriteQuery(query, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadDepartment(answer.getDepartment()); });
}

absl::StatusOr<NamedTraversal> Client::Traverse(const TraversalQuery& query) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().traverseRequest();
  WriteQuery(query, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadTraversal(answer.getTraversal()); });
}

absl::StatusOr<NamedRecommendations> Client::Recommend(std::string_view person,
                                                       const RecommendQuery& query) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().recommendRequest();
  request.setPerson(TextOf(std::string(person)));
  WriteQuery(query, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadRecommendations(answer.getList()); });
}

absl::StatusOr<NamedSimilarPapers> Client::Similar(std::string_view paper,
                                                   const SimilarOptions& options) {
  RETURN_IF_ERROR(impl_->CheckThread());
  auto request = impl_->snapshot().similarRequest();
  request.setPaper(TextOf(std::string(paper)));
  WriteQuery(options, request.initSpec());
  ASSIGN_OR_RETURN(const auto answer, impl_->Ask(kj::mv(request)));
  return Reading([&] { return ReadSimilar(answer.getList()); });
}

}  // namespace coterie

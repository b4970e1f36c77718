// The reading verbs' questions, answered by a server that holds the store.
//
// Layer: tools.
#include <optional>
#include <utility>

#include "schema/base.h"
#include "tools/cli/backend.h"
#include "tools/rpc/client.h"

namespace coterie::cli {
namespace {

// What the server refuses for its size, the store beside whose socket it listens answers: a client
// on this machine may read it, and pays with its own memory.
class RemoteBackend final : public Backend {
 public:
  // `directory` is the server's store; none where that is not known.
  RemoteBackend(Client client, std::optional<std::string> directory)
      : client_(std::move(client)), directory_(std::move(directory)) {}

  absl::StatusOr<std::vector<FoundNode>> Find(std::string_view text, std::optional<NodeKind> kind,
                                              uint32_t limit) override {
    return OrLocally(client_.Find(text, kind, limit),
                     [&](Backend& local) { return local.Find(text, kind, limit); });
  }
  absl::StatusOr<NodeView> Show(std::string_view id) override {
    const absl::StatusOr<NodeId> node = client_.Resolve(id);
    absl::StatusOr<NodeView> view = node.ok() ? client_.Show(*node) : node.status();
    return OrLocally(std::move(view), [&](Backend& local) { return local.Show(id); });
  }
  absl::StatusOr<NamedCollaborators> Collaborators(std::string_view person,
                                                   const CollaboratorQuery& query) override {
    return OrLocally(client_.Collaborators(person, query),
                     [&](Backend& local) { return local.Collaborators(person, query); });
  }
  absl::StatusOr<NamedEgo> Ego(std::string_view person, const EgoQuery& query) override {
    return OrLocally(client_.Ego(person, query),
                     [&](Backend& local) { return local.Ego(person, query); });
  }
  absl::StatusOr<NamedSlice> Slice(const SliceQuery& query) override {
    return OrLocally(client_.Slice(query), [&](Backend& local) { return local.Slice(query); });
  }
  absl::StatusOr<NamedPaths> Paths(std::string_view from, std::string_view to,
                                   const PathQuery& query) override {
    return OrLocally(client_.Paths(from, to, query),
                     [&](Backend& local) { return local.Paths(from, to, query); });
  }
  absl::StatusOr<NamedDepartment> Department(const DepartmentQuery& query) override {
    return OrLocally(client_.Department(query),
                     [&](Backend& local) { return local.Department(query); });
  }
  absl::StatusOr<NamedTraversal> Traverse(const TraversalQuery& query) override {
    return OrLocally(client_.Traverse(query),
                     [&](Backend& local) { return local.Traverse(query); });
  }
  absl::StatusOr<NamedRecommendations> Recommend(std::string_view person,
                                                 const RecommendQuery& query) override {
    return OrLocally(client_.Recommend(person, query),
                     [&](Backend& local) { return local.Recommend(person, query); });
  }
  absl::StatusOr<NamedSimilarPapers> Similar(std::string_view paper,
                                             const SimilarOptions& options) override {
    return OrLocally(client_.Similar(paper, options),
                     [&](Backend& local) { return local.Similar(paper, options); });
  }
  absl::StatusOr<StoreStats> Stats() override { return client_.Stats(); }

 private:
  template <typename Answer, typename Ask>
  absl::StatusOr<Answer> OrLocally(absl::StatusOr<Answer> answer, const Ask& ask) {
    const bool is_refused =
        absl::IsOutOfRange(answer.status()) || absl::IsDeadlineExceeded(answer.status());
    if (!is_refused) return answer;
    if (!directory_) {
      return absl::Status(
          answer.status().code(),
          absl::StrCat(answer.status().message(),
                       "; without --unix, the store itself (--db) has no such limit"));
    }
    if (local_ == nullptr) {
      absl::StatusOr<std::unique_ptr<Backend>> local = OpenLocalBackend(*directory_);
      if (!local.ok()) return answer;  // the server's sentence says what to do
      local_ = *std::move(local);
    }
    return ask(*local_);
  }

  Client client_;
  const std::optional<std::string> directory_;
  std::unique_ptr<Backend> local_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Backend>> OpenRemoteBackend(const StoreLocation& location) {
  ASSIGN_OR_RETURN(Client client, Client::Connect("unix:" + location.socket));
  // A socket that the user named may be that of a server of any store, whatever --db says.
  std::optional<std::string> directory;
  if (!location.socket_was_named) directory = location.directory;
  return std::unique_ptr<Backend>(
      std::make_unique<RemoteBackend>(std::move(client), std::move(directory)));
}

}  // namespace coterie::cli

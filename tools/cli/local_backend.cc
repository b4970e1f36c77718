// The reading verbs' questions, answered from the store's directory.
//
// Layer: tools.
#include <utility>

#include "engine/library.h"
#include "schema/base.h"
#include "tools/cli/backend.h"

namespace coterie::cli {
namespace {

class LocalBackend final : public Backend {
 public:
  LocalBackend(Library library, std::shared_ptr<const Snapshot> now)
      : library_(std::move(library)), now_(std::move(now)) {}

  absl::StatusOr<std::vector<FoundNode>> Find(std::string_view text, std::optional<NodeKind> kind,
                                              uint32_t limit) override {
    return coterie::Find(*now_, text, kind, limit);
  }
  absl::StatusOr<NodeView> Show(std::string_view id) override {
    ASSIGN_OR_RETURN(const NodeId node, now_->Resolve(id));
    return coterie::Show(*now_, node);
  }
  absl::StatusOr<NamedCollaborators> Collaborators(std::string_view person,
                                                   const CollaboratorQuery& query) override {
    return CollaboratorsWithNames(*now_, person, query);
  }
  absl::StatusOr<NamedEgo> Ego(std::string_view person, const EgoQuery& query) override {
    return EgoWithNames(*now_, person, query);
  }
  absl::StatusOr<NamedSlice> Slice(const SliceQuery& query) override {
    return SliceWithNames(*now_, query);
  }
  absl::StatusOr<NamedPaths> Paths(std::string_view from, std::string_view to,
                                   const PathQuery& query) override {
    return PathsWithNames(*now_, from, to, query);
  }
  absl::StatusOr<NamedDepartment> Department(const DepartmentQuery& query) override {
    return DepartmentWithNames(*now_, query);
  }
  absl::StatusOr<NamedTraversal> Traverse(const TraversalQuery& query) override {
    return TraverseWithNames(*now_, query);
  }
  absl::StatusOr<NamedRecommendations> Recommend(std::string_view person,
                                                 const RecommendQuery& query) override {
    return RecommendWithNames(*now_, person, query);
  }
  absl::StatusOr<NamedSimilarPapers> Similar(std::string_view paper,
                                             const SimilarOptions& options) override {
    return SimilarWithNames(*now_, paper, options);
  }
  absl::StatusOr<StoreStats> Stats() override { return coterie::Stats(*now_, library_.store()); }

 private:
  Library library_;  // outlives now_
  std::shared_ptr<const Snapshot> now_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Backend>> OpenLocalBackend(const std::string& directory) {
  StoreOptions options;
  options.read_only = true;
  ASSIGN_OR_RETURN(Library library, Library::Open(directory, options));
  ASSIGN_OR_RETURN(std::shared_ptr<const Snapshot> now, library.Read());
  return std::unique_ptr<Backend>(
      std::make_unique<LocalBackend>(std::move(library), std::move(now)));
}

}  // namespace coterie::cli

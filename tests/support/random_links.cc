// Random links among the nodes of a random world.
#include "tests/support/random_links.h"

namespace coterie::testing {

namespace {

// For each of `rows`, members of [0, columns), each with that chance in percent.
RandomLinks::Rows RandomRows(std::mt19937& random, int rows, int columns, int percent) {
  RandomLinks::Rows result(static_cast<size_t>(rows));
  for (std::set<int>& row : result) {
    for (int column = 0; column < columns; ++column) {
      if (std::uniform_int_distribution<int>(1, 100)(random) <= percent) row.insert(column);
    }
  }
  return result;
}

void AddRows(GraphInput& input, const RandomLinks::Rows& rows, EdgeKind kind, NodeKind source,
             NodeKind target, int shift) {
  for (size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].empty()) continue;
    AdjacencyList& list = input.List(NodeId(source, row + 1), kind);
    for (const int column : rows[row]) {
      list.targets.emplace_back(target, static_cast<uint64_t>(column + shift) + 1);
    }
  }
}

}  // namespace

RandomLinks::RandomLinks(std::mt19937& random, const RandomWorld& world) {
  const auto papers = static_cast<int>(world.papers.size());
  stubs = std::uniform_int_distribution<int>(0, 8)(random);
  const int density = std::uniform_int_distribution<int>(5, 40)(random);
  references = RandomRows(random, papers, papers, density);
  stub_references = RandomRows(random, papers, stubs, density);
  affiliations = RandomRows(random, world.people, RandomWorld::kOthers, 20);
  topic_parents = RandomRows(random, RandomWorld::kOthers, RandomWorld::kOthers, 30);
  institution_parents = RandomRows(random, RandomWorld::kOthers, RandomWorld::kOthers, 30);
}

GraphInput RandomLinks::Input(const RandomWorld& world) const {
  GraphInput input = world.Input();
  const auto papers = static_cast<int>(world.papers.size());
  for (int stub = 0; stub < stubs; ++stub) {
    const NodeId id(NodeKind::kPaper, static_cast<uint64_t>(papers + stub) + 1);
    input.AddNode(id, "stub");
    input.MarkStub(id);
  }
  AddRows(input, references, EdgeKind::kCitation, NodeKind::kPaper, NodeKind::kPaper, 0);
  AddRows(input, stub_references, EdgeKind::kCitation, NodeKind::kPaper, NodeKind::kPaper, papers);
  AddRows(input, affiliations, EdgeKind::kAffiliation, NodeKind::kPerson, NodeKind::kInstitution,
          0);
  AddRows(input, topic_parents, EdgeKind::kTopicParent, NodeKind::kTopic, NodeKind::kTopic, 0);
  AddRows(input, institution_parents, EdgeKind::kInstitutionParent, NodeKind::kInstitution,
          NodeKind::kInstitution, 0);
  return input;
}

}  // namespace coterie::testing

// Making worlds and options at random.
#include "tests/support/slice_world.h"

#include <limits>

#include "tests/support/catch.h"

namespace coterie::testing {

namespace {

int Between(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}
bool Chance(std::mt19937& random, int percent) { return Between(random, 1, 100) <= percent; }

}  // namespace

void SliceWorld::Link(NaiveGroup group, int a, int b) {
  arcs[static_cast<size_t>(group)].insert({a, b});
  arcs[static_cast<size_t>(group)].insert({b, a});
}

SliceWorld::SliceWorld(std::mt19937& random, const SliceWorldSize& size) {
  GraphInput input;
  std::vector<NodeId> ids;
  std::map<NodeKind, std::vector<int>> of_kind;
  const auto add = [&](NodeKind kind, int count) {
    for (int i = 0; i < count; ++i) {
      of_kind[kind].push_back(this->size());
      nodes.emplace_back().kind = kind;
      // Gaps, so that vertices and ordinals differ.
      ids.emplace_back(kind, 10 * static_cast<uint64_t>(i) + 7);
    }
  };
  add(NodeKind::kPaper, Between(random, 1, size.papers_max));
  add(NodeKind::kPerson, Between(random, 0, size.people_max));
  add(NodeKind::kTopic, Between(random, 0, size.others_max));
  add(NodeKind::kInstitution, Between(random, 0, size.others_max));
  add(NodeKind::kVenue, Between(random, 0, size.others_max - 1));
  const auto id_of = [&](int v) { return ids[static_cast<size_t>(v)]; };
  const auto linked = [&] { return Chance(random, size.percent_linked); };

  for (int v = 0; v < this->size(); ++v) {
    Node& node = nodes[static_cast<size_t>(v)];
    if (node.kind == NodeKind::kPaper) {
      node.year = Chance(random, 15) ? 0 : Between(random, 2010, 2020);
      node.is_retracted = Chance(random, 10);
    }
    input.AddNode(id_of(v), "node", static_cast<int16_t>(node.year));
    if (node.is_retracted) input.MarkRetracted(id_of(v));
  }
  for (const int paper : of_kind[NodeKind::kPaper]) {
    Node& node = nodes[static_cast<size_t>(paper)];
    AdjacencyList& byline = input.List(id_of(paper), EdgeKind::kAuthorship);
    byline.nested_begin = {0};
    for (const int person : of_kind[NodeKind::kPerson]) {
      if (!linked()) continue;
      byline.targets.push_back(id_of(person));
      Link(NaiveGroup::kAuthorship, paper, person);
      ++node.byline_size;
      for (const int institution : of_kind[NodeKind::kInstitution]) {
        if (!linked()) continue;
        byline.institutions.push_back(id_of(institution));
        Link(NaiveGroup::kPaperInstitution, paper, institution);
        Link(NaiveGroup::kAffiliation, person, institution);
      }
      byline.nested_begin.push_back(static_cast<uint32_t>(byline.institutions.size()));
    }
    if (Chance(random, 20)) {  // a place without identity
      byline.targets.emplace_back();
      byline.nested_begin.push_back(static_cast<uint32_t>(byline.institutions.size()));
      ++node.byline_size;
    }
    AdjacencyList& topics = input.List(id_of(paper), EdgeKind::kTopicAssignment);
    for (const int topic : of_kind[NodeKind::kTopic]) {
      if (!linked()) continue;
      const float score = static_cast<float>(Between(random, 1, 4)) / 4;
      topics.targets.push_back(id_of(topic));
      topics.scores.push_back(score);
      topic_scores[{paper, topic}] = score;
      Link(NaiveGroup::kTopic, paper, topic);
    }
    if (!of_kind[NodeKind::kVenue].empty() && linked()) {
      const int venue = of_kind[NodeKind::kVenue].front();
      input.List(id_of(paper), EdgeKind::kPublication).targets = {id_of(venue)};
      Link(NaiveGroup::kVenue, paper, venue);
    }
    AdjacencyList& references = input.List(id_of(paper), EdgeKind::kCitation);
    for (const int cited : of_kind[NodeKind::kPaper]) {  // cycles and the paper itself included
      if (!Chance(random, size.percent_linked / 2)) continue;
      references.targets.push_back(id_of(cited));
      arcs[static_cast<size_t>(NaiveGroup::kReferences)].insert({paper, cited});
      arcs[static_cast<size_t>(NaiveGroup::kCitedBy)].insert({cited, paper});
    }
    if (Chance(random, 20)) {
      const NodeId stub(NodeKind::kPaper, 1'000'000);
      input.AddNode(stub, "stub");
      input.MarkStub(stub);
      references.targets.push_back(stub);
      node.unresolved = 1;
    }
  }
  for (const int person : of_kind[NodeKind::kPerson]) {
    for (const int institution : of_kind[NodeKind::kInstitution]) {
      if (!Chance(random, 15)) continue;
      input.List(id_of(person), EdgeKind::kAffiliation).targets.push_back(id_of(institution));
      Link(NaiveGroup::kAffiliation, person, institution);
    }
  }
  graph = ValueOf(input.Build());
  REQUIRE(graph->vertex_count() == nodes.size());
}

std::set<int> SliceWorld::Targets(NaiveGroup group, int v) const {
  std::set<int> targets;
  for (const auto& [from, to] : arcs[static_cast<size_t>(group)]) {
    if (from == v) targets.insert(to);
  }
  return targets;
}

std::set<int> SliceWorld::Neighbours(int v) const {
  std::set<int> all;
  for (size_t group = 0; group < kNaiveGroups; ++group) all.merge(Targets(NaiveGroup(group), v));
  all.erase(v);
  return all;
}

int SliceWorld::StoredArcs(int v) const {
  int count = 0;
  for (const auto& group : arcs) {
    for (const auto& [from, to] : group) count += from == v ? 1 : 0;
  }
  return count;
}

SliceOptions RandomSliceOptions(std::mt19937& random, const SliceWorld& world) {
  SliceOptions options;
  const auto any = [&] {
    return Vertex{static_cast<uint32_t>(Between(random, 0, world.size() - 1))};
  };
  const auto some = [&](int percent) {
    std::vector<Vertex> chosen;
    while (Chance(random, percent)) chosen.push_back(any());
    return chosen;
  };
  const auto some_of = [&](NodeKind kind, int percent) {
    std::vector<Vertex> chosen;
    for (const Vertex v : some(percent)) {
      if (world.KindOf(static_cast<int>(v.index)) == kind) chosen.push_back(v);
    }
    return chosen;
  };
  const auto some_kinds = [&](int percent) {
    std::vector<NodeKind> kinds;
    while (Chance(random, percent)) {
      kinds.push_back(kNodeKinds[static_cast<size_t>(Between(random, 0, 4))]);
    }
    return kinds;
  };
  options.node_budget = static_cast<uint32_t>(Between(random, 1, Chance(random, 50) ? 6 : 24));
  if (Chance(random, 40)) options.edge_budget = static_cast<uint32_t>(Between(random, 0, 12));
  options.types = some_kinds(40);
  options.invisible = some_kinds(12);
  if (Chance(random, 60)) {
    options.pins = some(20);
    options.shown = some(60);
    options.expand = some(20);
  }
  StrengthOptions& weights = options.weights;
  if (Chance(random, 25)) weights.first_year = static_cast<int16_t>(Between(random, 2009, 2015));
  if (Chance(random, 25)) weights.last_year = static_cast<int16_t>(Between(random, 2015, 2021));
  if (Chance(random, 20)) weights.topics = some_of(NodeKind::kTopic, 70);
  if (Chance(random, 15)) weights.institutions = some_of(NodeKind::kInstitution, 70);
  if (Chance(random, 10)) weights.venues = some_of(NodeKind::kVenue, 70);
  weights.include_retracted = Chance(random, 80);
  if (Chance(random, 30)) weights.half_life_years = std::numeric_limits<double>::infinity();
  if (Chance(random, 30)) weights.max_authors = static_cast<uint32_t>(Between(random, 1, 3));
  if (Chance(random, 20)) weights.as_of_year = static_cast<int16_t>(Between(random, 2012, 2022));
  if (Chance(random, 20)) weights.counting = Counting::kFull;
  return options;
}

}  // namespace coterie::testing

// The graph of a store against a naive reference, after each of many random batches.
#include <map>
#include <random>
#include <set>

#include "engine/graph/graph_snapshot.h"
#include "storage/store.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::TempDir;
using testing::ValueOf;

using Ids = std::set<NodeId>;

// What was last written of each node, as the batches said it.
struct Reference {
  struct Node {
    std::string name;
    int16_t year = kNoYear;
    bool is_stub = false;
    bool is_retracted = false;
    std::vector<Authorship> authorships;
    std::map<NodeId, float> topics;
    Ids references, venue, affiliations, parents;
  };
  std::map<NodeId, Node> nodes;
  int16_t import_year = kNoYear;

  bool IsVertex(NodeId id) const {
    const auto it = nodes.find(id);
    return it != nodes.end() && !it->second.is_stub;
  }
  // The rows of a relation that names its source kind first; the reverse ones are derived.
  Ids Row(Relation relation, NodeId id) const;
  Ids ReverseRow(Relation forward, NodeId id) const;
  Ids ByInstitution(NodeId person) const;
};

Ids Institutions(const std::vector<Authorship>& byline, std::optional<NodeId> person) {
  Ids all;
  for (const Authorship& place : byline) {
    if (person && place.person != *person) continue;
    all.insert(place.institutions.begin(), place.institutions.end());
  }
  return all;
}

Ids Reference::ByInstitution(NodeId person) const {
  Ids all = nodes.at(person).affiliations;
  for (const auto& [id, node] : nodes) {
    if (node.is_stub) continue;
    all.merge(Institutions(node.authorships, person));
  }
  return all;
}

Ids Reference::Row(Relation relation, NodeId id) const {
  const Node& node = nodes.at(id);
  Ids row;
  switch (relation) {
    case Relation::kPaperPeople:
      for (const Authorship& place : node.authorships) row.insert(place.person);
      row.erase(NodeId());
      return row;
    case Relation::kPaperTopics:
      for (const auto& [topic, score] : node.topics) row.insert(topic);
      return row;
    case Relation::kReferences:
      for (const NodeId cited : node.references) {
        if (IsVertex(cited)) row.insert(cited);
      }
      return row;
    case Relation::kPaperVenue:
      return node.venue;
    case Relation::kPaperInstitutions:
      return Institutions(node.authorships, std::nullopt);
    case Relation::kPersonInstitutions:
      return ByInstitution(id);
    case Relation::kTopicBroader:
    case Relation::kInstitutionParents:
      return node.parents;
    default:
      return row;
  }
}

Ids Reference::ReverseRow(Relation forward, NodeId id) const {
  Ids row;
  for (const auto& [source, node] : nodes) {
    const bool has_rows =
        !node.is_stub &&
        (forward == Relation::kPersonInstitutions ? source.kind() == NodeKind::kPerson : true);
    if (has_rows && Row(forward, source).count(id) > 0) row.insert(source);
  }
  return row;
}

// Random batches, told to a store and to the reference alike.
class RandomWriter {
 public:
  RandomWriter(Store& store, uint32_t seed) : store_(store), random_(seed) {}

  void WriteBatch() {
    StoreBatch batch;
    const uint32_t additions = Below(6);
    for (uint32_t i = 0; i < additions; ++i) AddNode(batch, kNodeKinds[Below(5)]);
    for (auto& [id, node] : reference_.nodes) {
      if (Below(100) < 20) Change(batch, id, node);
    }
    if (Below(4) == 0) {
      const auto year = static_cast<int16_t>(2000 + Below(30));
      batch.NoteImportYear(year);
      reference_.import_year = std::max(reference_.import_year, year);
    }
    REQUIRE_OK(store_.Apply(batch));
  }
  const Reference& reference() const { return reference_; }

 private:
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }

  void AddNode(StoreBatch& batch, NodeKind kind) {
    const NodeId id = store_.AllocateNode(kind);
    Reference::Node& node = reference_.nodes[id];
    node.is_stub = kind == NodeKind::kPaper && Below(2) == 0;
    Record(batch, id, node);
  }

  void Record(StoreBatch& batch, NodeId id, Reference::Node& node) {
    node.name = "name " + std::to_string(Below(1000));
    const auto named = [&node](auto record) {
      record.header.name = node.name;
      return NodeRecord(record);
    };
    switch (id.kind()) {
      case NodeKind::kPaper: {
        node.year = Below(5) == 0 ? kNoYear : static_cast<int16_t>(1990 + Below(40));
        node.is_retracted = !node.is_stub && Below(4) == 0;
        PaperRecord record;
        record.year = node.year;
        record.is_stub = node.is_stub;
        record.is_retracted = node.is_retracted;
        batch.Change(id).record = named(record);
        return;
      }
      case NodeKind::kPerson:
        batch.Change(id).record = named(PersonRecord());
        return;
      case NodeKind::kTopic:
        batch.Change(id).record = named(TopicRecord());
        return;
      case NodeKind::kInstitution:
        batch.Change(id).record = named(InstitutionRecord());
        return;
      case NodeKind::kVenue:
        batch.Change(id).record = named(VenueRecord());
        return;
    }
  }

  // Up to `limit` nodes of a kind, any of them.
  std::vector<NodeId> Some(NodeKind kind, uint32_t limit) {
    std::vector<NodeId> all;
    for (const auto& [id, node] : reference_.nodes) {
      if (id.kind() == kind) all.push_back(id);
    }
    std::vector<NodeId> some;
    const uint32_t count = all.empty() ? 0 : Below(limit + 1);
    for (uint32_t i = 0; i < count; ++i)
      some.push_back(all[Below(static_cast<uint32_t>(all.size()))]);
    return some;
  }
  std::vector<NodeId> Distinct(std::vector<NodeId> ids) {
    const Ids distinct(ids.begin(), ids.end());
    return {distinct.begin(), distinct.end()};
  }

  void ChangePaper(StoreBatch& batch, NodeId id, Reference::Node& node) {
    if (node.is_stub) {  // the paper itself comes
      node.is_stub = false;
      Record(batch, id, node);
    }
    std::vector<Authorship> byline;
    for (uint32_t i = Below(5); i > 0; --i) {
      Authorship place;
      const std::vector<NodeId> person = Some(NodeKind::kPerson, 1);
      if (!person.empty()) place.person = person[0];
      place.institutions = Distinct(Some(NodeKind::kInstitution, 2));
      byline.push_back(place);
    }
    batch.Change(id).authorships = node.authorships = byline;
    node.topics.clear();
    std::vector<TopicAssignment> topics;
    for (const NodeId topic : Distinct(Some(NodeKind::kTopic, 3))) {
      topics.push_back({topic, static_cast<float>(Below(100)) / 100});
      node.topics[topic] = topics.back().score;
    }
    batch.Change(id).topics = topics;
    const std::vector<NodeId> references = Some(NodeKind::kPaper, 6);
    batch.Change(id).references = references;
    node.references = Ids(references.begin(), references.end());
    const std::vector<NodeId> venue = Some(NodeKind::kVenue, 1);
    batch.Change(id).venue = venue;
    node.venue = Ids(venue.begin(), venue.end());
  }

  void Change(StoreBatch& batch, NodeId id, Reference::Node& node) {
    switch (id.kind()) {
      case NodeKind::kPaper:
        ChangePaper(batch, id, node);
        return;
      case NodeKind::kPerson: {
        std::vector<Affiliation> affiliations;
        for (const NodeId institution : Distinct(Some(NodeKind::kInstitution, 2))) {
          affiliations.push_back({institution, {2001}});
        }
        batch.Change(id).affiliations = affiliations;
        node.affiliations.clear();
        for (const Affiliation& a : affiliations) node.affiliations.insert(a.institution);
        return;
      }
      case NodeKind::kTopic:
      case NodeKind::kInstitution: {
        const std::vector<NodeId> parents = Distinct(Some(id.kind(), 2));
        batch.Change(id).parents = parents;
        node.parents = Ids(parents.begin(), parents.end());
        return;
      }
      case NodeKind::kVenue:
        Record(batch, id, node);
        return;
    }
  }

  Store& store_;
  std::mt19937 random_;
  Reference reference_;
};

Ids RowOf(const GraphSnapshot& graph, Relation relation, Vertex v) {
  Ids ids;
  for (const uint32_t u : graph.Adjacency(relation).Row(v.index))
    ids.insert(graph.NodeOf(Vertex{u}));
  return ids;
}

void CheckRelations(const GraphSnapshot& graph, const Reference& reference, NodeId id, Vertex v) {
  struct Pair {
    Relation forward;
    Relation reverse;
    NodeKind source;
    NodeKind listed;
  };
  constexpr Pair kPairs[] = {
      {Relation::kPaperPeople, Relation::kPersonPapers, NodeKind::kPaper, NodeKind::kPerson},
      {Relation::kPaperTopics, Relation::kTopicPapers, NodeKind::kPaper, NodeKind::kTopic},
      {Relation::kReferences, Relation::kCitedBy, NodeKind::kPaper, NodeKind::kPaper},
      {Relation::kPaperVenue, Relation::kVenuePapers, NodeKind::kPaper, NodeKind::kVenue},
      {Relation::kPaperInstitutions, Relation::kInstitutionPapers, NodeKind::kPaper,
       NodeKind::kInstitution},
      {Relation::kPersonInstitutions, Relation::kInstitutionPeople, NodeKind::kPerson,
       NodeKind::kInstitution},
      {Relation::kTopicBroader, Relation::kTopicNarrower, NodeKind::kTopic, NodeKind::kTopic},
      {Relation::kInstitutionParents, Relation::kInstitutionChildren, NodeKind::kInstitution,
       NodeKind::kInstitution}};
  for (const Pair& pair : kPairs) {
    INFO("relation " << static_cast<int>(pair.forward));
    if (id.kind() == pair.source) {
      CHECK(RowOf(graph, pair.forward, v) == reference.Row(pair.forward, id));
    }
    if (id.kind() == pair.listed) {
      CHECK(RowOf(graph, pair.reverse, v) == reference.ReverseRow(pair.forward, id));
    }
    const auto row = graph.Adjacency(pair.reverse).Row(v.index);
    CHECK(std::is_sorted(row.begin(), row.end()));
    CHECK(std::adjacent_find(row.begin(), row.end()) == row.end());
  }
}

void CheckPaper(const GraphSnapshot& graph, const Reference::Node& node, const Reference& reference,
                Vertex v) {
  const uint32_t paper = v.index - graph.VerticesOf(NodeKind::kPaper).first;
  CHECK(graph.Years()[paper] == node.year);
  CHECK(graph.IsRetracted(v) == node.is_retracted);
  Ids people;
  uint32_t byline_size = 0;
  for (const Authorship& place : node.authorships) {
    const bool is_new = place.person.IsNone() || people.insert(place.person).second;
    byline_size += is_new ? 1 : 0;
  }
  CHECK(graph.BylineSizes()[paper] == byline_size);
  uint32_t unresolved = 0;
  for (const NodeId cited : node.references) unresolved += reference.IsVertex(cited) ? 0 : 1;
  CHECK(graph.UnresolvedReferences()[paper] == unresolved);
  const Csr topics = graph.Adjacency(Relation::kPaperTopics);
  for (uint32_t arc = topics.RowBegin(v.index); arc < topics.RowBegin(v.index + 1); ++arc) {
    CHECK(graph.TopicScores()[arc] == node.topics.at(graph.NodeOf(Vertex{topics.targets[arc]})));
  }
  const Csr byline = graph.Adjacency(Relation::kPaperPeople);
  for (uint32_t arc = byline.RowBegin(v.index); arc < byline.RowBegin(v.index + 1); ++arc) {
    Ids own;
    for (const uint32_t u : graph.InstitutionsOfAuthorship(arc))
      own.insert(graph.NodeOf(Vertex{u}));
    CHECK(own == Institutions(node.authorships, graph.NodeOf(Vertex{byline.targets[arc]})));
  }
}

TEST_CASE("graph: of a store equals a naive reference after every random batch") {
  for (const uint32_t seed : {1u, 2u, 3u}) {
    const TempDir directory;
    Store store = ValueOf(Store::Open(directory.Path("db"), {.create_if_missing = true}));
    RandomWriter writer(store, seed);
    for (int batch = 0; batch < 25; ++batch) {
      INFO("seed " << seed << ", batch " << batch);
      writer.WriteBatch();
      const ReadSnapshot state = store.Read();
      const auto graph = ValueOf(GraphSnapshot::Build(state));
      const Reference& reference = writer.reference();
      CHECK(graph->sequence() == state.sequence());
      uint32_t vertices = 0;
      int16_t as_of = kNoYear;
      for (const auto& [id, node] : reference.nodes) {
        INFO(ToString(id));
        const std::optional<Vertex> v = graph->FindVertex(id);
        REQUIRE(v.has_value() == !node.is_stub);
        if (node.is_stub) continue;
        ++vertices;
        CHECK(graph->NodeOf(*v) == id);
        CHECK(graph->NameOf(*v) == node.name);
        CheckRelations(*graph, reference, id, *v);
        if (id.kind() != NodeKind::kPaper) continue;
        CheckPaper(*graph, node, reference, *v);
        if (reference.import_year == kNoYear || node.year <= reference.import_year) {
          as_of = std::max(as_of, node.year);
        }
      }
      CHECK(graph->vertex_count() == vertices);
      CHECK(graph->DefaultAsOfYear() == as_of);
    }
  }
}

}  // namespace
}  // namespace coterie

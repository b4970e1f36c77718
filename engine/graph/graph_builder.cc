// From a store scan to the arrays of a graph. Layer: engine.
#include "engine/graph/graph_builder.h"

#include <algorithm>

#include "engine/graph/graph_arrays.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr size_t kVerticesMax = std::numeric_limits<uint32_t>::max() - 1;

// The forward relation that an edge kind fills; affiliations are joined with those of authorships.
Relation ForwardRelation(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kAuthorship:
      return Relation::kPaperPeople;
    case EdgeKind::kTopicAssignment:
      return Relation::kPaperTopics;
    case EdgeKind::kCitation:
      return Relation::kReferences;
    case EdgeKind::kPublication:
      return Relation::kPaperVenue;
    case EdgeKind::kAffiliation:
      return Relation::kPersonInstitutions;
    case EdgeKind::kTopicParent:
      return Relation::kTopicBroader;
    case EdgeKind::kInstitutionParent:
      return Relation::kInstitutionParents;
  }
  return Relation::kPaperPeople;  // not reached: AddList refuses unknown kinds
}

bool IsKnown(EdgeKind kind) {
  return std::find(kEdgeKinds.begin(), kEdgeKinds.end(), kind) != kEdgeKinds.end();
}

void SortDistinct(std::vector<uint32_t>& row) {
  if (!std::is_sorted(row.begin(), row.end())) std::sort(row.begin(), row.end());
  row.erase(std::unique(row.begin(), row.end()), row.end());
}

absl::Status TooManyArcs(EdgeKind kind) {
  return absl::ResourceExhaustedError(absl::StrCat("the store has more than ", kArcsMax,
                                                   " edges of kind ", Sv(EdgeKindName(kind)),
                                                   ", which is as many as one graph can hold"));
}

}  // namespace

GraphBuilder::GraphBuilder(const StoreCounts& expected)
    : expected_(expected), arrays_(std::make_unique<GraphSnapshot::Arrays>()) {
  uint64_t nodes = 0;
  for (const uint64_t count : expected_.nodes) nodes += count;
  arrays_->nodes.reserve(nodes);
  arrays_->name_offsets.reserve(nodes + 1);
  arrays_->name_offsets.push_back(0);
  const uint64_t papers = expected_.nodes[static_cast<size_t>(NodeKind::kPaper)];
  arrays_->years.reserve(papers);
  arrays_->is_retracted.reserve(papers);
}

GraphBuilder::~GraphBuilder() = default;

absl::Status GraphBuilder::AddNode(const NodeBrief& node) {
  const auto kind = static_cast<size_t>(node.id.kind());
  if (kind == 0 || kind > kNodeKinds.size()) {
    return absl::DataLossError(
        absl::StrCat("a node has the unknown kind ", kind, "; the store is damaged or newer"));
  }
  if (node.id <= last_node_ || !writers_.empty()) {
    return absl::DataLossError(absl::StrCat("the scan of nodes is out of order at ",
                                            ToString(node.id), "; the store is damaged"));
  }
  last_node_ = node.id;
  if (node.is_stub) {
    stubs_.AddStub(node.id);
    return absl::OkStatus();
  }
  if (arrays_->nodes.size() >= kVerticesMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the store has more than ", kVerticesMax,
                     " nodes, which is as many as one graph can hold"));
  }
  arrays_->nodes.push_back(node.id);
  arrays_->names.append(node.name);
  arrays_->name_offsets.push_back(arrays_->names.size());
  ++arrays_->kind_begin[kind + 1];  // counts for now; BeginLists sums them
  if (node.id.kind() == NodeKind::kPaper) {
    arrays_->years.push_back(node.year);
    arrays_->is_retracted.push_back(node.is_retracted ? 1 : 0);
  }
  return absl::OkStatus();
}

void GraphBuilder::BeginLists() {
  GraphSnapshot::Arrays& a = *arrays_;
  for (size_t kind = 1; kind < a.kind_begin.size(); ++kind) {
    a.kind_begin[kind] += a.kind_begin[kind - 1];
  }
  a.index = NodeIndex(a.nodes);
  a.byline_sizes.assign(a.years.size(), 0);
  a.unresolved_references.assign(a.years.size(), 0);

  writers_.resize(kEdgeKinds.size() + 1);
  for (const EdgeKind kind : kEdgeKinds) {
    const GraphSnapshot::Range rows = a.VerticesOf(EdgeSourceKind(kind));
    Writer(kind) = CsrWriter(rows.first, rows.size(), expected_.edges[static_cast<size_t>(kind)]);
  }
  const GraphSnapshot::Range papers = a.VerticesOf(NodeKind::kPaper);
  paper_institutions_ = CsrWriter(papers.first, papers.size(), 0);
  stubs_.BeginReferences(papers.first, papers.size(), expected_.unresolved_references);
  const uint64_t authorships = expected_.edges[static_cast<size_t>(EdgeKind::kAuthorship)];
  a.authorship_offsets.reserve(authorships + 1);
  a.authorship_offsets.push_back(0);
  a.topic_scores.reserve(expected_.edges[static_cast<size_t>(EdgeKind::kTopicAssignment)]);
}

absl::Status GraphBuilder::AddList(const AdjacencyList& list) {
  if (writers_.empty()) BeginLists();
  const std::pair<NodeId, EdgeKind> at{list.source, list.kind};
  if (at <= last_list_ || !IsKnown(list.kind)) {
    return absl::DataLossError(
        absl::StrCat("the scan of edges is out of order, or of an unknown kind, at ",
                     ToString(list.source), "; the store is damaged"));
  }
  last_list_ = at;
  const std::optional<Vertex> source = arrays_->index.Find(list.source);
  if (!source) return absl::OkStatus();  // a stub
  if (list.source.kind() != EdgeSourceKind(list.kind)) {
    return absl::DataLossError(absl::StrCat(ToString(list.source), " has edges of kind ",
                                            Sv(EdgeKindName(list.kind)),
                                            ", which its kind cannot have; the store is damaged"));
  }
  switch (list.kind) {
    case EdgeKind::kAuthorship:
      return AddByline(source->index, list);
    case EdgeKind::kTopicAssignment:
      return AddTopics(source->index, list);
    case EdgeKind::kCitation:
      return AddReferences(source->index, list);
    default:
      return AddPlain(source->index, list);
  }
}

absl::StatusOr<uint32_t> GraphBuilder::TargetVertex(const AdjacencyList& list, NodeId target,
                                                    NodeKind kind) const {
  const std::optional<Vertex> v = arrays_->index.Find(target);
  if (v && target.kind() == kind) return v->index;
  return absl::DataLossError(absl::StrCat(
      ToString(list.source), " has an edge of kind ", Sv(EdgeKindName(list.kind)), " to ",
      ToString(target), ", which is ", v ? "of another kind" : "not a node of the store",
      "; the store is damaged: restore it, or import it anew"));
}

absl::Status GraphBuilder::AppendRow(EdgeKind kind, uint32_t source) {
  SortDistinct(row_);
  if (!Writer(kind).HasRoomFor(row_.size())) return TooManyArcs(kind);
  Writer(kind).AppendRow(source, row_);
  return absl::OkStatus();
}

absl::Status GraphBuilder::AddByline(uint32_t paper, const AdjacencyList& list) {
  GraphSnapshot::Arrays& a = *arrays_;
  const bool has_nested = list.nested_begin.size() == list.targets.size() + 1;
  institutions_.clear();
  for (const NodeId institution : list.institutions) {
    ASSIGN_OR_RETURN(const uint32_t v, TargetVertex(list, institution, NodeKind::kInstitution));
    institutions_.push_back(v);
  }
  places_.clear();
  uint32_t anonymous = 0;
  for (size_t place = 0; place < list.targets.size(); ++place) {
    if (list.targets[place].IsNone()) {
      ++anonymous;
      continue;
    }
    ASSIGN_OR_RETURN(const uint32_t person,
                     TargetVertex(list, list.targets[place], NodeKind::kPerson));
    places_.emplace_back(person, static_cast<uint32_t>(place));
  }
  std::sort(places_.begin(), places_.end());

  row_.clear();
  for (size_t i = 0; i < places_.size();) {
    const uint32_t person = places_[i].first;
    own_.clear();
    for (; i < places_.size() && places_[i].first == person; ++i) {
      if (!has_nested) continue;
      const uint32_t place = places_[i].second;
      own_.insert(own_.end(), institutions_.begin() + list.nested_begin[place],
                  institutions_.begin() + list.nested_begin[place + 1]);
    }
    SortDistinct(own_);
    if (own_.size() > kArcsMax - a.authorship_institutions.size()) {
      return TooManyArcs(EdgeKind::kAffiliation);
    }
    row_.push_back(person);
    a.authorship_institutions.insert(a.authorship_institutions.end(), own_.begin(), own_.end());
    a.authorship_offsets.push_back(static_cast<uint32_t>(a.authorship_institutions.size()));
  }
  a.byline_sizes[paper - a.VerticesOf(NodeKind::kPaper).first] =
      static_cast<uint32_t>(row_.size()) + anonymous;
  SortDistinct(institutions_);
  if (!paper_institutions_.HasRoomFor(institutions_.size())) {
    return TooManyArcs(EdgeKind::kAffiliation);
  }
  paper_institutions_.AppendRow(paper, institutions_);
  return AppendRow(EdgeKind::kAuthorship, paper);
}

absl::Status GraphBuilder::AddTopics(uint32_t paper, const AdjacencyList& list) {
  scored_.clear();
  for (size_t i = 0; i < list.targets.size(); ++i) {
    ASSIGN_OR_RETURN(const uint32_t topic, TargetVertex(list, list.targets[i], NodeKind::kTopic));
    scored_.emplace_back(topic, i < list.scores.size() ? list.scores[i] : 0.0f);
  }
  // Of a topic assigned twice the greater score stays: it comes first.
  std::sort(scored_.begin(), scored_.end(), [](const auto& x, const auto& y) {
    return x.first != y.first ? x.first < y.first : x.second > y.second;
  });
  row_.clear();
  for (const auto& [topic, score] : scored_) {
    if (!row_.empty() && row_.back() == topic) continue;
    row_.push_back(topic);
    arrays_->topic_scores.push_back(score);
  }
  return AppendRow(EdgeKind::kTopicAssignment, paper);
}

absl::Status GraphBuilder::AddReferences(uint32_t paper, const AdjacencyList& list) {
  row_.clear();
  unresolved_.clear();
  for (size_t i = 0; i < list.targets.size(); ++i) {
    if (i > 0 && list.targets[i] == list.targets[i - 1]) continue;  // stored ascending
    const std::optional<Vertex> v = arrays_->index.Find(list.targets[i]);
    if (v && list.targets[i].kind() == NodeKind::kPaper) {
      row_.push_back(v->index);
    } else {
      unresolved_.push_back(list.targets[i]);
    }
  }
  arrays_->unresolved_references[paper - arrays_->VerticesOf(NodeKind::kPaper).first] =
      static_cast<uint32_t>(unresolved_.size());
  RETURN_IF_ERROR(stubs_.AddReferences(paper, unresolved_));
  return AppendRow(EdgeKind::kCitation, paper);
}

absl::Status GraphBuilder::AddPlain(uint32_t source, const AdjacencyList& list) {
  row_.clear();
  for (const NodeId target : list.targets) {
    ASSIGN_OR_RETURN(const uint32_t v, TargetVertex(list, target, EdgeTargetKind(list.kind)));
    row_.push_back(v);
  }
  return AppendRow(list.kind, source);
}

void GraphBuilder::AddReverse(Relation forward, Relation reverse, NodeKind listed) {
  const GraphSnapshot::Range rows = arrays_->VerticesOf(listed);
  arrays_->Of(reverse) = Transpose(arrays_->Of(forward).View(), rows.first, rows.size());
}

// A person's institutions: those that a source asserts and those of the person's authorships, by
// a counting sort of all of them by person.
absl::Status GraphBuilder::MakePersonInstitutions(const CsrArrays& asserted) {
  GraphSnapshot::Arrays& a = *arrays_;
  const GraphSnapshot::Range people = a.VerticesOf(NodeKind::kPerson);
  const std::vector<uint32_t>& authors = a.Of(Relation::kPaperPeople).targets;
  if (asserted.targets.size() > kArcsMax - a.authorship_institutions.size()) {
    return TooManyArcs(EdgeKind::kAffiliation);
  }
  CsrArrays all;
  all.first_row = people.first;
  std::vector<uint32_t>& cursor = all.offsets;  // advanced one row ahead, as in csr_builder.cc
  cursor.assign(size_t{people.size()} + 2, 0);
  for (size_t row = 0; row < people.size(); ++row) {
    cursor[row + 2] = asserted.offsets[row + 1] - asserted.offsets[row];
  }
  for (size_t arc = 0; arc < authors.size(); ++arc) {
    cursor[size_t{authors[arc]} - people.first + 2] +=
        a.authorship_offsets[arc + 1] - a.authorship_offsets[arc];
  }
  for (size_t row = 2; row < cursor.size(); ++row) cursor[row] += cursor[row - 1];
  all.targets.resize(cursor.back());
  for (size_t row = 0; row < people.size(); ++row) {
    for (uint32_t i = asserted.offsets[row]; i < asserted.offsets[row + 1]; ++i) {
      all.targets[cursor[row + 1]++] = asserted.targets[i];
    }
  }
  for (size_t arc = 0; arc < authors.size(); ++arc) {
    uint32_t& slot = cursor[size_t{authors[arc]} - people.first + 1];
    for (uint32_t i = a.authorship_offsets[arc]; i < a.authorship_offsets[arc + 1]; ++i) {
      all.targets[slot++] = a.authorship_institutions[i];
    }
  }
  cursor.pop_back();
  SortRows(all);
  a.Of(Relation::kPersonInstitutions) = std::move(all);
  return absl::OkStatus();
}

void GraphBuilder::ChooseAsOfYear(int16_t newest_import_year) {
  int16_t newest = kNoYear;
  for (const int16_t year : arrays_->years) {
    if (newest_import_year != kNoYear && year > newest_import_year) continue;
    if (year != kNoYear && (newest == kNoYear || year > newest)) newest = year;
  }
  arrays_->default_as_of_year = newest;
}

absl::StatusOr<std::shared_ptr<const GraphSnapshot>> GraphBuilder::Finish(
    uint64_t sequence, int16_t newest_import_year) && {
  if (writers_.empty()) BeginLists();
  GraphSnapshot::Arrays& a = *arrays_;
  a.sequence = sequence;
  ChooseAsOfYear(newest_import_year);
  CsrArrays asserted = std::move(Writer(EdgeKind::kAffiliation)).Finish();
  for (const EdgeKind kind : kEdgeKinds) {
    if (kind == EdgeKind::kAffiliation) continue;
    a.Of(ForwardRelation(kind)) = std::move(Writer(kind)).Finish();
  }
  a.Of(Relation::kPaperInstitutions) = std::move(paper_institutions_).Finish();
  a.stubs = std::move(stubs_).Finish();
  RETURN_IF_ERROR(MakePersonInstitutions(asserted));
  asserted = {};

  AddReverse(Relation::kPaperPeople, Relation::kPersonPapers, NodeKind::kPerson);
  AddReverse(Relation::kPaperTopics, Relation::kTopicPapers, NodeKind::kTopic);
  AddReverse(Relation::kReferences, Relation::kCitedBy, NodeKind::kPaper);
  AddReverse(Relation::kPaperVenue, Relation::kVenuePapers, NodeKind::kVenue);
  AddReverse(Relation::kPaperInstitutions, Relation::kInstitutionPapers, NodeKind::kInstitution);
  AddReverse(Relation::kPersonInstitutions, Relation::kInstitutionPeople, NodeKind::kInstitution);
  AddReverse(Relation::kTopicBroader, Relation::kTopicNarrower, NodeKind::kTopic);
  AddReverse(Relation::kInstitutionParents, Relation::kInstitutionChildren, NodeKind::kInstitution);
  a.recency = RecencyIndex(static_cast<uint32_t>(a.nodes.size()));
  for (int i = 0; i < kRelationCount; ++i) {
    const auto relation = static_cast<Relation>(i);
    if (relation >= Relation::kTopicBroader) break;  // walks leave hierarchies out
    a.recency.AddRelation(relation, a.Of(relation).View(), a.years,
                          a.VerticesOf(NodeKind::kPaper).first);
  }
  return std::shared_ptr<const GraphSnapshot>(new GraphSnapshot(std::move(arrays_)));
}

}  // namespace coterie

// Show: everything the store and the graph know of one node, with names looked up.
//
// Layer: engine.
#include <algorithm>
#include <map>
#include <set>

#include "engine/analysis/collaborators.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/views.h"
#include "schema/base.h"

namespace coterie {
namespace {

absl::Status SplitPids(const Snapshot& now, const NodeHeader& header, NodeView& view) {
  ASSIGN_OR_RETURN(view.pids, now.store().OwnedPids(view.id, header.pids));
  for (const Pid& pid : header.pids) {
    if (std::find(view.pids.begin(), view.pids.end(), pid) == view.pids.end()) {
      view.contested_pids.push_back(pid);
    }
  }
  view.raw_pids = header.raw_pids;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<BylineView>> BylineOf(const Snapshot& now, NodeId paper) {
  ASSIGN_OR_RETURN(std::vector<Authorship> authorships, now.store().GetAuthorships(paper));
  std::vector<BylineView> byline;
  byline.reserve(authorships.size());
  for (Authorship& authorship : authorships) {
    BylineView& place = byline.emplace_back();
    if (!authorship.person.IsNone()) place.person = RefOf(now.graph(), authorship.person);
    place.raw_name = std::move(authorship.raw_name);
    place.is_corresponding = authorship.is_corresponding;
    for (const NodeId id : authorship.institutions) {
      place.institutions.push_back(RefOf(now.graph(), id));
    }
    place.raw_affiliations = std::move(authorship.raw_affiliations);
  }
  return byline;
}

absl::Status FillPaper(const Snapshot& now, const PaperRecord& record, NodeView& view) {
  const GraphSnapshot& graph = now.graph();
  view.is_stub = record.is_stub;
  view.year = record.year;
  view.type = record.type;
  view.date = record.date;
  view.language = record.language;
  view.raw_venue = record.raw_venue;
  view.is_retracted = record.is_retracted;
  view.source_cited_by = record.source_cited_by;
  const std::optional<Vertex> v = graph.FindVertex(view.id);
  if (!v.has_value()) {  // a stub has nothing but the papers that refer to it
    ASSIGN_OR_RETURN(const std::vector<NodeId> citing,
                     now.store().GetSources(view.id, EdgeKind::kCitation, kNoLimit));
    view.cited_by = static_cast<uint32_t>(citing.size());
    return absl::OkStatus();
  }
  view.references = graph.Adjacency(Relation::kReferences).Degree(v->index);
  view.cited_by = graph.Adjacency(Relation::kCitedBy).Degree(v->index);
  view.unresolved_references =
      graph.UnresolvedReferences()[v->index - graph.VerticesOf(NodeKind::kPaper).first];
  const std::span<const uint32_t> venue = graph.Adjacency(Relation::kPaperVenue).Row(v->index);
  if (!venue.empty()) view.venue = RefOf(graph, venue.front());
  ASSIGN_OR_RETURN(view.abstract, now.store().GetAbstract(view.id));
  ASSIGN_OR_RETURN(view.byline, BylineOf(now, view.id));
  ASSIGN_OR_RETURN(std::vector<TopicAssignment> topics, now.store().GetTopics(view.id));
  std::stable_sort(topics.begin(), topics.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  for (const TopicAssignment& topic : topics) {
    view.topics.push_back({RefOf(graph, topic.topic), topic.score});
  }
  return absl::OkStatus();
}

// Years by institution, from the person's own authorships.
std::map<uint32_t, std::set<int16_t>> DerivedAffiliations(const GraphSnapshot& graph,
                                                          Vertex person) {
  const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
  std::map<uint32_t, std::set<int16_t>> years;
  for (const uint32_t paper : graph.Adjacency(Relation::kPersonPapers).Row(person.index)) {
    const std::optional<uint32_t> arc = FindBylineArc(graph, paper, person);
    if (!arc.has_value()) continue;
    const int16_t year = graph.Years()[paper - first_paper];
    for (const uint32_t institution : graph.InstitutionsOfAuthorship(*arc)) {
      std::set<int16_t>& known = years[institution];
      if (year != kNoYear) known.insert(year);
    }
  }
  return years;
}

absl::Status FillAffiliations(const Snapshot& now, Vertex person, NodeView& view) {
  ASSIGN_OR_RETURN(std::vector<Affiliation> asserted, now.store().GetAffiliations(view.id));
  for (Affiliation& affiliation : asserted) {
    view.affiliations.push_back(
        {RefOf(now.graph(), affiliation.institution), std::move(affiliation.years), true});
  }
  for (const auto& [institution, years] : DerivedAffiliations(now.graph(), person)) {
    view.affiliations.push_back(
        {RefOf(now.graph(), institution), std::vector<int16_t>(years.begin(), years.end()), false});
  }
  const auto last_year = [](const AffiliationView& a) {
    return a.years.empty() ? kNoYear : a.years.back();
  };
  std::stable_sort(view.affiliations.begin(), view.affiliations.end(),
                   [&](const auto& a, const auto& b) { return last_year(a) > last_year(b); });
  return absl::OkStatus();
}

absl::Status FillPerson(const Snapshot& now, const PersonRecord& record, Vertex person,
                        NodeView& view) {
  const GraphSnapshot& graph = now.graph();
  view.alternative_names = record.alternative_names;
  const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
  const Csr paper_topics = graph.Adjacency(Relation::kPaperTopics);
  std::set<uint32_t> topics;
  for (const uint32_t paper : graph.Adjacency(Relation::kPersonPapers).Row(person.index)) {
    ++view.papers;
    for (const uint32_t topic : paper_topics.Row(paper)) topics.insert(topic);
    const int16_t year = graph.Years()[paper - first_paper];
    if (year == kNoYear) continue;
    if (view.first_year == kNoYear || year < view.first_year) view.first_year = year;
    view.last_year = std::max(view.last_year, year);
  }
  view.topic_count = static_cast<uint32_t>(topics.size());
  CollaboratorOptions counting;
  counting.limit = 0;  // the totals alone
  counting.detail_limit = 0;
  ASSIGN_OR_RETURN(const CollaboratorList collaborators, Collaborators(graph, person, counting));
  view.collaborators = collaborators.total;
  view.close_collaborators = collaborators.close;
  return FillAffiliations(now, person, view);
}

void FillTopic(const GraphSnapshot& graph, const TopicRecord& record, Vertex topic,
               NodeView& view) {
  view.level = TopicLevelName(record.level);
  view.description = record.description;
  view.parents = RefsOf(graph, graph.Adjacency(Relation::kTopicBroader).Row(topic.index));
  view.children = RefsOf(graph, graph.Adjacency(Relation::kTopicNarrower).Row(topic.index));
  view.papers = graph.Adjacency(Relation::kTopicPapers).Degree(topic.index);
}

void FillInstitution(const GraphSnapshot& graph, const InstitutionRecord& record,
                     Vertex institution, NodeView& view) {
  view.type = record.type;
  view.country_code = record.country_code;
  view.city = record.city;
  view.homepage = record.homepage;
  view.alternative_names = record.alternative_names;
  view.parents =
      RefsOf(graph, graph.Adjacency(Relation::kInstitutionParents).Row(institution.index));
  view.children =
      RefsOf(graph, graph.Adjacency(Relation::kInstitutionChildren).Row(institution.index));
  view.papers = graph.Adjacency(Relation::kInstitutionPapers).Degree(institution.index);
  view.people = graph.Adjacency(Relation::kInstitutionPeople).Degree(institution.index);
}

void FillVenue(const GraphSnapshot& graph, const VenueRecord& record, Vertex venue,
               NodeView& view) {
  view.type = record.type;
  view.issns = record.issns;
  view.publisher = record.publisher;
  view.homepage = record.homepage;
  view.papers = graph.Adjacency(Relation::kVenuePapers).Degree(venue.index);
}

}  // namespace

absl::StatusOr<NodeView> Show(const Snapshot& now, NodeId id) {
  ASSIGN_OR_RETURN(const NodeRecord record, now.store().GetNode(id));
  NodeView view;
  view.id = id;
  view.name = HeaderOf(record).name;
  RETURN_IF_ERROR(SplitPids(now, HeaderOf(record), view));
  if (const auto* paper = std::get_if<PaperRecord>(&record)) {
    RETURN_IF_ERROR(FillPaper(now, *paper, view));
    return view;
  }
  const std::optional<Vertex> v = now.graph().FindVertex(id);
  if (!v.has_value()) {
    return absl::InternalError(
        absl::StrCat("the graph lacks ", ToString(id), ", which the store has; report this"));
  }
  if (const auto* person = std::get_if<PersonRecord>(&record)) {
    RETURN_IF_ERROR(FillPerson(now, *person, *v, view));
  } else if (const auto* topic = std::get_if<TopicRecord>(&record)) {
    FillTopic(now.graph(), *topic, *v, view);
  } else if (const auto* institution = std::get_if<InstitutionRecord>(&record)) {
    FillInstitution(now.graph(), *institution, *v, view);
  } else if (const auto* venue = std::get_if<VenueRecord>(&record)) {
    FillVenue(now.graph(), *venue, *v, view);
  }
  return view;
}

}  // namespace coterie

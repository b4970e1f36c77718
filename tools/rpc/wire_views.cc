#include "tools/rpc/wire_views.h"

#include <utility>

#include "tools/rpc/wire_lists.h"
#include "tools/rpc/wire_rows.h"

namespace coterie {
namespace {

void WritePaper(const NodeView& view, rpc::NodeView::Builder out) {
  out.setYear(view.year);
  out.setType(TextOf(view.type));
  out.setDate(TextOf(view.date));
  out.setLanguage(TextOf(view.language));
  out.setAbstract(TextOf(view.abstract));
  out.setRawVenue(TextOf(view.raw_venue));
  out.setIsRetracted(view.is_retracted);
  if (view.venue.has_value()) WriteRef(*view.venue, out.initVenue());
  auto byline = out.initByline(view.byline.size());
  for (uint32_t i = 0; i < view.byline.size(); ++i) {
    const BylineView& place = view.byline[i];
    if (place.person.has_value()) WriteRef(*place.person, byline[i].initPerson());
    byline[i].setRawName(TextOf(place.raw_name));
    byline[i].setIsCorresponding(place.is_corresponding);
    WriteRefs(place.institutions, byline[i].initInstitutions(place.institutions.size()));
    FillTexts(byline[i].initRawAffiliations(place.raw_affiliations.size()), place.raw_affiliations);
  }
  auto topics = out.initTopics(view.topics.size());
  for (uint32_t i = 0; i < view.topics.size(); ++i) {
    WriteRef(view.topics[i].topic, topics[i].initTopic());
    topics[i].setScore(view.topics[i].score);
  }
  out.setReferences(view.references);
  out.setCitedBy(view.cited_by);
  out.setUnresolvedReferences(view.unresolved_references);
  out.setSourceCitedBy(view.source_cited_by);
}

void ReadPaper(rpc::NodeView::Reader in, NodeView& view) {
  view.year = in.getYear();
  view.type = StringOf(in.getType());
  view.date = StringOf(in.getDate());
  view.language = StringOf(in.getLanguage());
  view.abstract = StringOf(in.getAbstract());
  view.raw_venue = StringOf(in.getRawVenue());
  view.is_retracted = in.getIsRetracted();
  if (in.hasVenue()) view.venue = ReadRef(in.getVenue());
  for (const auto place : in.getByline()) {
    BylineView& out = view.byline.emplace_back();
    if (place.hasPerson()) out.person = ReadRef(place.getPerson());
    out.raw_name = StringOf(place.getRawName());
    out.is_corresponding = place.getIsCorresponding();
    out.institutions = ReadRefs(place.getInstitutions());
    out.raw_affiliations = StringsOf(place.getRawAffiliations());
  }
  for (const auto topic : in.getTopics()) {
    view.topics.push_back({ReadRef(topic.getTopic()), topic.getScore()});
  }
  view.references = in.getReferences();
  view.cited_by = in.getCitedBy();
  view.unresolved_references = in.getUnresolvedReferences();
  view.source_cited_by = in.getSourceCitedBy();
}

void WritePerson(const NodeView& view, rpc::NodeView::Builder out) {
  auto affiliations = out.initAffiliations(view.affiliations.size());
  for (uint32_t i = 0; i < view.affiliations.size(); ++i) {
    const AffiliationView& affiliation = view.affiliations[i];
    WriteRef(affiliation.institution, affiliations[i].initInstitution());
    FillColumn(affiliations[i].initYears(affiliation.years.size()), affiliation.years,
               [](int16_t year) { return year; });
    affiliations[i].setIsAsserted(affiliation.is_asserted);
  }
  out.setPapers(view.papers);
  out.setTopicCount(view.topic_count);
  out.setCollaborators(view.collaborators);
  out.setCloseCollaborators(view.close_collaborators);
  out.setFirstYear(view.first_year);
  out.setLastYear(view.last_year);
}

void ReadPerson(rpc::NodeView::Reader in, NodeView& view) {
  for (const auto affiliation : in.getAffiliations()) {
    view.affiliations.push_back({ReadRef(affiliation.getInstitution()),
                                 VectorOf<int16_t>(affiliation.getYears()),
                                 affiliation.getIsAsserted()});
  }
  view.papers = in.getPapers();
  view.topic_count = in.getTopicCount();
  view.collaborators = in.getCollaborators();
  view.close_collaborators = in.getCloseCollaborators();
  view.first_year = in.getFirstYear();
  view.last_year = in.getLastYear();
}

void WriteOther(const NodeView& view, rpc::NodeView::Builder out) {
  out.setLevel(TextOf(view.level));
  out.setDescription(TextOf(view.description));
  out.setCountryCode(TextOf(view.country_code));
  out.setCity(TextOf(view.city));
  out.setHomepage(TextOf(view.homepage));
  out.setPublisher(TextOf(view.publisher));
  FillTexts(out.initAlternativeNames(view.alternative_names.size()), view.alternative_names);
  FillTexts(out.initIssns(view.issns.size()), view.issns);
  WriteRefs(view.parents, out.initParents(view.parents.size()));
  WriteRefs(view.children, out.initChildren(view.children.size()));
  out.setPeople(view.people);
}

void ReadOther(rpc::NodeView::Reader in, NodeView& view) {
  view.level = StringOf(in.getLevel());
  view.description = StringOf(in.getDescription());
  view.country_code = StringOf(in.getCountryCode());
  view.city = StringOf(in.getCity());
  view.homepage = StringOf(in.getHomepage());
  view.publisher = StringOf(in.getPublisher());
  view.alternative_names = StringsOf(in.getAlternativeNames());
  view.issns = StringsOf(in.getIssns());
  view.parents = ReadRefs(in.getParents());
  view.children = ReadRefs(in.getChildren());
  view.people = in.getPeople();
}

}  // namespace

void WriteRef(const NodeRef& ref, rpc::NodeRef::Builder out) {
  out.setId(ref.id.value());
  out.setName(TextOf(ref.name));
}

NodeRef ReadRef(rpc::NodeRef::Reader in) {
  return {NodeId::FromValue(in.getId()), StringOf(in.getName())};
}

void WriteFound(const std::vector<FoundNode>& rows, capnp::List<rpc::FoundNode>::Builder out) {
  for (uint32_t i = 0; i < rows.size(); ++i) {
    out[i].setId(rows[i].id.value());
    out[i].setName(TextOf(rows[i].name));
    out[i].setHint(TextOf(rows[i].hint));
    FillPidTexts(out[i].initPids(rows[i].pids.size()), rows[i].pids);
  }
}

absl::StatusOr<std::vector<FoundNode>> ReadFound(capnp::List<rpc::FoundNode>::Reader in) {
  std::vector<FoundNode> rows;
  rows.reserve(in.size());
  for (const rpc::FoundNode::Reader row : in) {
    ASSIGN_OR_RETURN(std::vector<Pid> pids, PidsOf(row.getPids()));
    rows.push_back({NodeId::FromValue(row.getId()), StringOf(row.getName()),
                    StringOf(row.getHint()), std::move(pids)});
  }
  return rows;
}

void WriteNode(const NodeView& view, rpc::NodeView::Builder out) {
  out.setId(view.id.value());
  out.setName(TextOf(view.name));
  FillPidTexts(out.initPids(view.pids.size()), view.pids);
  FillPidTexts(out.initContestedPids(view.contested_pids.size()), view.contested_pids);
  FillTexts(out.initRawPids(view.raw_pids.size()), view.raw_pids);
  out.setIsStub(view.is_stub);
  WritePaper(view, out);
  WritePerson(view, out);
  WriteOther(view, out);
}

absl::StatusOr<NodeView> ReadNode(rpc::NodeView::Reader in) {
  NodeView view;
  view.id = NodeId::FromValue(in.getId());
  view.name = StringOf(in.getName());
  ASSIGN_OR_RETURN(view.pids, PidsOf(in.getPids()));
  ASSIGN_OR_RETURN(view.contested_pids, PidsOf(in.getContestedPids()));
  view.raw_pids = StringsOf(in.getRawPids());
  view.is_stub = in.getIsStub();
  ReadPaper(in, view);
  ReadPerson(in, view);
  ReadOther(in, view);
  return view;
}

void WriteStats(const StoreStats& stats, rpc::StoreStats::Builder out) {
  const auto same = [](uint64_t count) { return count; };
  out.setSequence(stats.sequence);
  out.setFormatVersion(stats.format_version);
  out.setAsOfYear(stats.as_of_year);
  out.setNewestImportYear(stats.newest_import_year);
  FillColumn(out.initNodes(stats.counts.nodes.size()), stats.counts.nodes, same);
  out.setStubs(stats.counts.stubs);
  FillColumn(out.initEdges(stats.counts.edges.size()), stats.counts.edges, same);
  out.setAnonymousAuthorships(stats.counts.anonymous_authorships);
  out.setUnresolvedReferences(stats.counts.unresolved_references);
  out.setAbstracts(stats.counts.abstracts);
  out.setPids(stats.counts.pids);
  out.setContestedPids(stats.counts.contested_pids);
  auto disk = out.initDisk(stats.disk_bytes.size());
  for (uint32_t i = 0; i < stats.disk_bytes.size(); ++i) {
    disk[i].setFamily(TextOf(stats.disk_bytes[i].first));
    disk[i].setBytes(stats.disk_bytes[i].second);
  }
}

absl::StatusOr<StoreStats> ReadStats(rpc::StoreStats::Reader in) {
  StoreStats stats;
  stats.sequence = in.getSequence();
  stats.format_version = in.getFormatVersion();
  stats.as_of_year = in.getAsOfYear();
  stats.newest_import_year = in.getNewestImportYear();
  const auto set = [](uint64_t& count, uint64_t value) { count = value; };
  if (!ReadColumn(in.getNodes(), stats.counts.nodes, set) ||
      !ReadColumn(in.getEdges(), stats.counts.edges, set)) {
    return MalformedAnswer("counts of kinds");
  }
  stats.counts.stubs = in.getStubs();
  stats.counts.anonymous_authorships = in.getAnonymousAuthorships();
  stats.counts.unresolved_references = in.getUnresolvedReferences();
  stats.counts.abstracts = in.getAbstracts();
  stats.counts.pids = in.getPids();
  stats.counts.contested_pids = in.getContestedPids();
  for (const auto use : in.getDisk()) {
    stats.disk_bytes.emplace_back(StringOf(use.getFamily()), use.getBytes());
  }
  return stats;
}

void WriteSummaries(const std::vector<NodeSummary>& nodes, rpc::NodeColumns::Builder out) {
  const auto count = static_cast<uint32_t>(nodes.size());
  FillColumn(out.initIds(count), nodes, [](const NodeSummary& node) { return node.id.value(); });
  FillColumn(out.initExists(count), nodes, [](const NodeSummary& node) { return node.exists; });
  FillColumn(out.initNames(count), nodes,
             [](const NodeSummary& node) { return TextOf(node.name); });
  FillColumn(out.initYears(count), nodes, [](const NodeSummary& node) { return node.year; });
  FillColumn(out.initStubs(count), nodes, [](const NodeSummary& node) { return node.is_stub; });
  FillColumn(out.initRetracted(count), nodes,
             [](const NodeSummary& node) { return node.is_retracted; });
}

absl::StatusOr<std::vector<NodeSummary>> ReadSummaries(rpc::NodeColumns::Reader in) {
  using Row = NodeSummary;
  const auto ids = in.getIds();
  std::vector<Row> nodes(ids.size());
  const bool fits =
      ReadColumn(ids, nodes, [](Row& row, uint64_t id) { row.id = NodeId::FromValue(id); }) &&
      ReadColumn(in.getExists(), nodes, &Row::exists) &&
      ReadColumn(in.getNames(), nodes, &Row::name) &&
      ReadColumn(in.getYears(), nodes, &Row::year) &&
      ReadColumn(in.getStubs(), nodes, &Row::is_stub) &&
      ReadColumn(in.getRetracted(), nodes, &Row::is_retracted);
  if (!fits) return MalformedAnswer("columns of unequal length");
  return nodes;
}

}  // namespace coterie

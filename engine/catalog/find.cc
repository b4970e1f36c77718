// Find: a node by identifier, or nodes by the start of a name, each with a hint.
//
// Layer: engine. A person is also found by the name as reference lists write it, "Piwowar,
// Heather". The hint tells namesakes apart: a person's last institution, a paper's first author and
// year, an institution's country, a topic's level and parent, a venue's type.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/views.h"
#include "schema/base.h"
#include "schema/names.h"

namespace coterie {
namespace {

// The name of an institution on the newest dated paper that gives one; "" if none does.
std::string LastInstitution(const GraphSnapshot& graph, Vertex person) {
  const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
  int best_year = -1;
  uint32_t best_institution = 0;
  for (const uint32_t paper : graph.Adjacency(Relation::kPersonPapers).Row(person.index)) {
    const int year = graph.Years()[paper - first_paper];
    if (year <= best_year) continue;
    const std::optional<uint32_t> arc = FindBylineArc(graph, paper, person);
    if (!arc.has_value()) continue;
    const std::span<const uint32_t> institutions = graph.InstitutionsOfAuthorship(*arc);
    if (institutions.empty()) continue;
    best_year = year;
    best_institution = institutions.front();
  }
  return best_year < 0 ? "" : std::string(graph.NameOf(Vertex{best_institution}));
}

std::string PersonHint(const GraphSnapshot& graph, Vertex person) {
  const uint32_t papers = graph.Adjacency(Relation::kPersonPapers).Degree(person.index);
  std::string hint = absl::StrCat(papers, papers == 1 ? " paper" : " papers");
  if (const std::string institution = LastInstitution(graph, person); !institution.empty()) {
    hint = absl::StrCat(institution, "; ", hint);
  }
  return hint;
}

absl::StatusOr<std::string> PaperHint(const Snapshot& now, Vertex paper) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const std::vector<Authorship> byline,
                   now.store().GetAuthorships(graph.NodeOf(paper)));
  std::string hint;
  if (!byline.empty()) {
    hint = byline[0].person.IsNone() ? byline[0].raw_name : RefOf(graph, byline[0].person).name;
    if (byline.size() > 1) absl::StrAppend(&hint, " et al.");
  }
  const int16_t year = graph.Years()[paper.index - graph.VerticesOf(NodeKind::kPaper).first];
  if (year != kNoYear) absl::StrAppend(&hint, hint.empty() ? "" : ", ", year);
  return hint;
}

std::string TopicHint(const GraphSnapshot& graph, Vertex topic, const TopicRecord& record) {
  std::string hint(TopicLevelName(record.level));
  const std::span<const uint32_t> broader =
      graph.Adjacency(Relation::kTopicBroader).Row(topic.index);
  if (!broader.empty()) absl::StrAppend(&hint, " of ", Sv(graph.NameOf(Vertex{broader.front()})));
  return hint;
}

absl::StatusOr<std::string> HintOf(const Snapshot& now, NodeId id, const NodeRecord& record) {
  const std::optional<Vertex> v = now.graph().FindVertex(id);
  if (!v.has_value()) return std::string("known only as a reference");
  switch (id.kind()) {
    case NodeKind::kPaper:
      return PaperHint(now, *v);
    case NodeKind::kPerson:
      return PersonHint(now.graph(), *v);
    case NodeKind::kTopic:
      return TopicHint(now.graph(), *v, std::get<TopicRecord>(record));
    case NodeKind::kInstitution:
      return std::get<InstitutionRecord>(record).country_code;
    case NodeKind::kVenue:
      return std::get<VenueRecord>(record).type;
  }
  return std::string();
}

absl::StatusOr<FoundNode> FoundNodeOf(const Snapshot& now, NodeId id, const NodeRecord& record) {
  const NodeHeader& header = HeaderOf(record);
  ASSIGN_OR_RETURN(std::string hint, HintOf(now, id, record));
  ASSIGN_OR_RETURN(std::vector<Pid> pids, now.store().OwnedPids(id, header.pids));
  return FoundNode{id, header.name, std::move(hint), std::move(pids)};
}

// "Heather Piwowar" of "Piwowar, Heather"; "" of a text without a comma that has both sides.
std::string Uninverted(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos) return "";
  const std::string family = FoldName(text.substr(0, comma));
  const std::string given = FoldName(text.substr(comma + 1));
  return family.empty() || given.empty() ? "" : absl::StrCat(given, " ", family);
}

// Nodes by the start of a name, and after them people by the name the other way round.
absl::StatusOr<std::vector<NodeId>> FindByName(const Snapshot& now, std::string_view text,
                                               std::optional<NodeKind> kind, uint32_t limit) {
  std::vector<NodeId> ids;
  const std::string folded = FoldName(text);
  if (folded.empty()) return ids;  // of punctuation alone nothing is left, and no name is it
  ASSIGN_OR_RETURN(const std::vector<NameHit> hits,
                   now.store().FindByNamePrefix(folded, kind, limit));
  for (const NameHit& hit : hits) ids.push_back(hit.id);
  const std::string uninverted = Uninverted(text);
  if (uninverted.empty() || kind.value_or(NodeKind::kPerson) != NodeKind::kPerson) return ids;
  ASSIGN_OR_RETURN(const std::vector<NameHit> people,
                   now.store().FindByNamePrefix(uninverted, NodeKind::kPerson, limit));
  for (const NameHit& hit : people) {
    if (std::find(ids.begin(), ids.end(), hit.id) == ids.end()) ids.push_back(hit.id);
  }
  return ids;
}

}  // namespace

absl::StatusOr<std::vector<FoundNode>> Find(const Snapshot& now, std::string_view text,
                                            std::optional<NodeKind> kind, uint32_t limit) {
  if (text.find_first_not_of(" \t\r\n") == text.npos) {
    return absl::InvalidArgumentError(
        "there is no text to find; give the start of a name or title, or an identifier");
  }
  std::vector<NodeId> ids;
  if (const absl::StatusOr<NodeId> exact = now.Resolve(text); exact.ok()) {
    if (!kind.has_value() || exact->kind() == *kind) ids.push_back(*exact);
  } else if (absl::IsInvalidArgument(exact.status())) {  // no identifier, so a name
    ASSIGN_OR_RETURN(ids, FindByName(now, text, kind, limit));
  } else if (!absl::IsNotFound(exact.status())) {
    return exact.status();
  }

  ASSIGN_OR_RETURN(const auto records, now.store().FindNodes(ids));
  std::vector<FoundNode> found;
  for (size_t i = 0; i < ids.size() && found.size() < limit; ++i) {
    if (!records[i].has_value()) continue;
    ASSIGN_OR_RETURN(FoundNode row, FoundNodeOf(now, ids[i], *records[i]));
    found.push_back(std::move(row));
  }
  return found;
}

}  // namespace coterie

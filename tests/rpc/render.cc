#include "tests/rpc/render.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "schema/base.h"

namespace coterie::testing {
namespace {

std::string Exact(double value) {
  char text[40];
  std::snprintf(text, sizeof(text), "%.17g", value);
  return text;
}

std::string Ref(const NodeRef& ref) { return absl::StrCat(ToString(ref.id), "=", ref.name); }

std::string Refs(const std::vector<NodeRef>& refs) {
  return absl::StrJoin(refs, ",",
                       [](std::string* out, const NodeRef& ref) { out->append(Ref(ref)); });
}

std::string Pids(const std::vector<Pid>& pids) {
  return absl::StrJoin(pids, ",",
                       [](std::string* out, const Pid& pid) { out->append(pid.ToString()); });
}

std::string Left(const LeftOut& left) {
  return absl::StrCat(left.after_as_of, "/", left.retracted, "/", left.hyper_authored);
}

std::string Papers(const std::vector<NamedSharedPaper>& papers) {
  std::string text;
  for (const NamedSharedPaper& paper : papers) {
    absl::StrAppend(&text, " {", Ref(paper.paper), " ", paper.year, " n=", paper.byline_size,
                    " w=", Exact(paper.weight), "}");
  }
  return text;
}

}  // namespace

std::string Render(NodeId id) { return ToString(id); }

std::string Render(const NamedCollaborators& list) {
  std::string text =
      absl::StrCat(Ref(list.person), " [", list.definition, "] by ", list.formula, " as of ",
                   list.as_of_year, " total ", list.total, " close ", list.close, " left out ",
                   Left(list.left_out), " undated ", list.undated_counted, "\n");
  for (const NamedCollaborator& row : list.rows) {
    absl::StrAppend(&text, Ref(row.person), " (", Pids(row.pids), ") S=", Exact(row.strength),
                    " c=", row.shared_papers, " ", row.first_year, "-", row.last_year,
                    row.is_close ? " close" : "", " topics ", Refs(row.topics), " at ",
                    Refs(row.institutions));
    text += Papers(row.papers) + "\n";
  }
  return text;
}

std::string Render(const NamedEgo& network) {
  std::string text =
      absl::StrCat(Ref(network.ego), " [", network.definition, "] by ", network.formula, " as of ",
                   network.as_of_year, " total ", network.total_collaborators, " components ",
                   network.components, " largest ", network.largest_component, " degeneracy ",
                   network.degeneracy, " density ", Exact(network.density), " left out ",
                   Left(network.left_out), " undated ", network.undated_counted, "\n");
  for (const NamedEgoMember& member : network.members) {
    absl::StrAppend(&text, Ref(member.person), " (", Pids(member.pids),
                    ") S=", Exact(member.strength), " c=", member.shared_papers, " ties ",
                    member.ties, " core ", member.core, " component ", member.component,
                    " distance ", Exact(member.distance), " clustering ", Exact(member.clustering),
                    "\n");
  }
  for (const NamedEgoTie& tie : network.ties) {
    absl::StrAppend(&text, tie.a, "-", tie.b, " S=", Exact(tie.strength), " c=", tie.shared_papers,
                    "\n");
  }
  return text;
}

std::string Render(const NamedSlice& slice) {
  const SliceHead& head = slice.head;
  const SliceParameters& used = head.parameters;
  std::string text = absl::StrCat(
      "[", head.definition, "] by ", head.formula, " seeds ", Refs(head.seeds), " left out ",
      head.edges_left_out, head.complete ? " complete" : "", head.exhausted ? " exhausted" : "",
      " unresolved ", head.unresolved_references, " error ", Exact(head.error_bound), " touched ",
      head.arcs_touched, " unknown ", head.unknown_shown, " ",
      absl::StrJoin(head.unknown_shown_examples, ","), "\n", used.node_budget, " ",
      used.edge_budget, " ", Exact(used.alpha), " ", used.arcs_max, " ", Exact(used.epsilon), " ",
      used.as_of_year, " ", Exact(used.half_life_years), " ", used.max_authors, "\n");
  for (const NamedSliceNode& row : slice.nodes) {
    absl::StrAppend(&text, Ref(row.node), " ", row.year, " ", Exact(row.score),
                    row.apart ? " apart" : "", " because");
    for (const NamedStep& step : row.path) {
      absl::StrAppend(&text, step.is_forward ? " >" : " <", Ref(step.node));
      if (step.chance > 0) absl::StrAppend(&text, " ", Exact(step.chance));
    }
    const HiddenCounts& hidden = row.hidden;
    absl::StrAppend(&text, " hides ", hidden.paper, "/", hidden.person, "/", hidden.topic, "/",
                    hidden.institution, "/", hidden.venue, hidden.at_least ? " at least" : "",
                    "\n");
  }
  for (const NamedSliceEdge& edge : slice.edges) {
    absl::StrAppend(&text, ToString(edge.source), "-", ToString(edge.target), " ",
                    Sv(SliceEdgeTypeName(edge.type)), " ", Exact(edge.weight), Papers(edge.papers),
                    " without ", edge.papers_left_out, "\n");
  }
  return text;
}

std::string Render(const NamedPaths& paths) {
  const auto size = [](const std::optional<ComponentSize>& component) {
    return component ? absl::StrCat(component->nodes, component->at_least ? "+" : "")
                     : std::string("-");
  };
  std::string text = absl::StrCat(
      "[", paths.definition, "] by ", paths.formula, " over ", static_cast<int>(paths.over), " ",
      Ref(paths.from), " to ", Ref(paths.to), " distance ",
      paths.distance ? Exact(*paths.distance) : "none", " count ", paths.count,
      paths.count_is_exact ? " exact" : "", paths.count_is_saturated ? " saturated" : "",
      " explored ", paths.explored, " components ", size(paths.from_component), "/",
      size(paths.to_component), " as of ", paths.as_of_year, "\n");
  for (const NamedPath& path : paths.paths) {
    absl::StrAppend(&text, Exact(path.length), ":");
    for (const NamedPathNode& node : path.nodes) {
      absl::StrAppend(&text, " ", Ref(node.node), " via ",
                      node.via_paper ? Ref(*node.via_paper) : "-", " ", node.shared_papers, " ",
                      Exact(node.strength), " ",
                      node.direction ? static_cast<int>(*node.direction) : 0, Papers(node.papers));
    }
    text += "\n";
  }
  return text;
}

std::string Render(const NodeView& view) {
  std::string text = absl::StrCat(
      ToString(view.id), " ", view.name, " (", Pids(view.pids), ") contested (",
      Pids(view.contested_pids), ") raw (", absl::StrJoin(view.raw_pids, ","), ")",
      view.is_stub ? " stub" : "", "\n", view.year, " ", view.type, " ", view.date, " ",
      view.language, " ", view.raw_venue, view.is_retracted ? " retracted" : "", " venue ",
      view.venue.has_value() ? Ref(*view.venue) : "-", "\n", view.abstract, "\n");
  for (const BylineView& place : view.byline) {
    absl::StrAppend(&text, "by ", place.person.has_value() ? Ref(*place.person) : "-", " ",
                    place.raw_name, place.is_corresponding ? " corresponding" : "", " at ",
                    Refs(place.institutions), " raw ", absl::StrJoin(place.raw_affiliations, "|"),
                    "\n");
  }
  for (const TopicView& topic : view.topics) {
    absl::StrAppend(&text, "about ", Ref(topic.topic), " ", Exact(topic.score), "\n");
  }
  absl::StrAppend(&text, "references ", view.references, " cited by ", view.cited_by,
                  " unresolved ", view.unresolved_references, " source ", view.source_cited_by,
                  "\n");
  for (const AffiliationView& affiliation : view.affiliations) {
    absl::StrAppend(&text, "affiliated ", Ref(affiliation.institution), " ",
                    absl::StrJoin(affiliation.years, ","),
                    affiliation.is_asserted ? " asserted" : "", "\n");
  }
  absl::StrAppend(&text, "papers ", view.papers, " topics ", view.topic_count, " collaborators ",
                  view.collaborators, " close ", view.close_collaborators, " ", view.first_year,
                  "-", view.last_year, " people ", view.people, "\n");
  absl::StrAppend(&text, view.level, "|", view.description, "|", view.country_code, "|", view.city,
                  "|", view.homepage, "|", view.publisher, "|",
                  absl::StrJoin(view.alternative_names, ","), "|", absl::StrJoin(view.issns, ","),
                  " parents ", Refs(view.parents), " children ", Refs(view.children), "\n");
  return text;
}

std::string Render(const std::vector<FoundNode>& rows) {
  std::string text;
  for (const FoundNode& row : rows) {
    absl::StrAppend(&text, ToString(row.id), " ", row.name, " [", row.hint, "] ", Pids(row.pids),
                    "\n");
  }
  return text;
}

std::string Render(const std::vector<NodeSummary>& nodes) {
  std::string text;
  for (const NodeSummary& node : nodes) {
    absl::StrAppend(&text, ToString(node.id), node.exists ? " " : " missing ", node.name, " ",
                    node.year, node.is_stub ? " stub" : "", node.is_retracted ? " retracted" : "",
                    "\n");
  }
  return text;
}

std::string Render(const StoreStats& stats) {
  const StoreCounts& c = stats.counts;
  std::string text = absl::StrCat(
      "sequence ", stats.sequence, " format ", stats.format_version, " as of ", stats.as_of_year,
      " imported ", stats.newest_import_year, " nodes ", absl::StrJoin(c.nodes, ","), " stubs ",
      c.stubs, " edges ", absl::StrJoin(c.edges, ","), " anonymous ", c.anonymous_authorships,
      " unresolved ", c.unresolved_references, " abstracts ", c.abstracts, " pids ", c.pids,
      " contested ", c.contested_pids, "\n");
  for (const auto& [family, bytes] : stats.disk_bytes) {
    absl::StrAppend(&text, family, " ", bytes, "\n");
  }
  return text;
}

}  // namespace coterie::testing

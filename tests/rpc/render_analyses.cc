// Departments, traversals, recommendations and similar papers as text.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/rpc/render.h"

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

std::string Next(std::optional<NodeId> node) { return node ? ToString(*node) : "-"; }
std::string Next(const std::optional<std::pair<NodeId, NodeId>>& pair) {
  return pair ? absl::StrCat(ToString(pair->first), "+", ToString(pair->second)) : "-";
}

}  // namespace

std::string Render(const NamedDepartment& d) {
  std::string text = absl::StrCat(
      Refs(d.subjects), " [", d.definition, "] by ", d.formula, " as of ", d.as_of_year,
      " members ", d.total_members, " ties ", d.total_ties, " connectors ", d.total_connectors,
      " papers ", d.papers, "/", d.papers_inside, " components ", d.components, "/",
      d.largest_component, "/", d.components_with_connectors, " isolated ", d.isolated,
      " degeneracy ", d.degeneracy, " density ", Exact(d.density), " clustering ",
      Exact(d.clustering));
  absl::StrAppend(&text, " left out ", Left(d.left_out), " undated ", d.undated_counted, " next ",
                  Next(d.next_member), " ", Next(d.next_tie), "\n");
  for (const NamedDepartmentMember& m : d.members) {
    absl::StrAppend(&text, Ref(m.person), " (", Pids(m.pids), ") S=", Exact(m.strength), " papers ",
                    m.papers, "/", m.papers_inside, " ", m.first_year, "-", m.last_year, " ties ",
                    m.ties, " core ", m.core, " component ", m.component);
    absl::StrAppend(&text, " clustering ", Exact(m.clustering), "\n");
  }
  for (const NamedDepartmentTie& tie : d.ties) {
    absl::StrAppend(&text, Ref(tie.a), "-", Ref(tie.b), " S=", Exact(tie.strength),
                    " c=", tie.shared_papers, " ", tie.first_year, "-", tie.last_year);
    for (const NamedSharedPaper& paper : tie.papers) {
      absl::StrAppend(&text, " {", Ref(paper.paper), " ", paper.year, " n=", paper.byline_size,
                      " w=", Exact(paper.weight), "}");
    }
    text += "\n";
  }
  for (const NamedConnector& c : d.connectors) {
    absl::StrAppend(&text, Ref(c.person), " (", Pids(c.pids), ") S=", Exact(c.strength), " papers ",
                    c.papers, " joins ", c.pairs_joined);
    for (const NamedConnectorTie& tie : c.ties) {
      absl::StrAppend(&text, " {", Ref(tie.member), " S=", Exact(tie.strength),
                      " c=", tie.shared_papers, "}");
    }
    text += "\n";
  }
  return text;
}

std::string Render(const NamedTraversal& t) {
  std::string text = absl::StrCat(Refs(t.starts), " [", t.definition, "] by ", t.formula, " nodes ",
                                  t.total_nodes, " edges ", t.total_edges, " arcs ", t.arcs_walked,
                                  t.work_truncated ? " truncated" : "", " next ", Next(t.next_node),
                                  " ", Next(t.next_edge), "\n");
  for (const NamedTraversedNode& n : t.nodes) {
    absl::StrAppend(&text, Ref(n.node), " (", Pids(n.pids), ") ", n.year, " step ", n.step,
                    " depth ", n.depth, " arcs ", n.arcs, " paths ", n.paths, " from ",
                    Ref(n.parent));
    absl::StrAppend(&text, " via ", Refs(n.via), "\n");
  }
  for (const NamedTraversedEdge& e : t.edges) {
    absl::StrAppend(&text, Ref(e.source), "->", Ref(e.target), " step ", e.step, " depth ", e.depth,
                    " arcs ", e.arcs, "\n");
  }
  return text;
}

std::string Render(const NamedRecommendations& list) {
  std::string text = absl::StrCat(
      Ref(list.person), " [", list.definition, "] by ", list.formula, " as of ", list.as_of_year,
      " coauthors ", list.coauthors, "/", list.coauthors_walked, " arcs ", list.arcs_walked,
      " bound ", Exact(list.error_bound), list.truncated ? " truncated" : "", " left out ",
      Left(list.left_out), " next ", Next(list.next), "\n");
  for (const NamedRecommendation& row : list.rows) {
    absl::StrAppend(&text, Ref(row.person), " (", Pids(row.pids), ") ", Exact(row.score),
                    " people ", row.common_coauthors, " topics ", row.common_topics);
    for (const auto& connections : {row.people, row.topics}) {
      for (const NamedConnection& c : connections) {
        absl::StrAppend(&text, " {", Ref(c.node), " ", c.papers_of_person, "/",
                        c.papers_of_candidate, "}");
      }
    }
    text += "\n";
  }
  return text;
}

std::string Render(const NamedSimilarPapers& list) {
  std::string text = absl::StrCat(
      Ref(list.paper), " [", list.definition, "] by ", list.formula, " total ", list.total,
      " links ", list.links, "/", list.stub_links, "/", list.links_walked, " arcs ",
      list.arcs_walked, list.truncated ? " truncated" : "", " next ", Next(list.next), "\n");
  for (const NamedSimilarPaper& row : list.rows) {
    absl::StrAppend(&text, Ref(row.paper), " (", Pids(row.pids), ") ", row.year, " ",
                    Exact(row.similarity), " shared ", row.shared, "/", row.shared_stubs);
    for (const NamedExample& example : row.examples) {
      absl::StrAppend(&text, " {", Ref(example.paper), " ", example.pid,
                      example.is_stub ? " stub" : "", "}");
    }
    text += "\n";
  }
  return text;
}

}  // namespace coterie::testing

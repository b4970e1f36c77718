#!/usr/bin/env python3
"""Departments straight from OpenAlex JSON, measured by networkx.

  department.py FILE_OR_DIRECTORY… --id A123 --id A456 …          one set of people
  department.py FILE_OR_DIRECTORY… --institution I123             its people by authorship

Compared with `coterie department ID… --json --limit inf --connectors inf`:

  {parameters: {as_of, …}, measures: {members, ties, papers, papers_inside, components,
   largest_component, isolated, degeneracy, density, clustering, connectors,
   components_with_connectors},
   results: [{id, pids, name, strength, papers, papers_inside, first_year, last_year, ties, core,
   component, clustering}],
   ties: [{source, target, strength, shared_papers, first_year, last_year}],
   connectors: [{id, pids, name, strength, papers, pairs_joined,
                 ties: [{id, name, strength, shared_papers}]}],
   next, left_out, undated_counted}
"""

import argparse
import collections
import itertools
import json

try:
    import networkx
except ImportError:
    networkx = None  # compare.py says so and skips

import collaborators
import openalex


def people_of(library, institution):
    """Who has an authorship that names the institution."""
    return {person for paper in library.papers.values() for person, where in paper.places
            if person and institution in where}


class Department:
    """The members, their ties, and the people outside who tie at least two of them."""

    def __init__(self, strengths, members):
        self.strengths = strengths
        self.members = set(members)
        papers = {p.key: p for m in self.members for p in strengths.library.papers_of[m]}
        reasons = {key: strengths.reason_to_leave_out(p) for key, p in papers.items()
                   if strengths.passes_filters(p)}
        counts = collections.Counter(reason for reason in reasons.values() if reason)
        self.left_out = {reason: counts[reason]
                         for reason in ("hyper_authored", "after_as_of", "retracted")}
        self.papers = [papers[key] for key, reason in reasons.items() if not reason]
        self.inside = [p for p in self.papers if len(p.people & self.members) >= 2]
        self.undated_counted = sum(1 for p in self.papers if not p.year and p.byline_size >= 2)
        self.graph = networkx.Graph()
        self.graph.add_nodes_from(self.members)
        for paper in self.inside:
            for a, b in itertools.combinations(sorted(paper.people & self.members), 2):
                self.add(self.graph, a, b, paper)
        self.outside = networkx.Graph()  # outsiders to members
        for paper in self.papers:
            for person in paper.people - self.members:
                for member in paper.people & self.members:
                    self.add(self.outside, person, member, paper)
        self.connectors = [x for x in self.outside if x not in self.members
                           and self.outside.degree(x) >= 2]

    def add(self, graph, a, b, paper):
        had = graph.get_edge_data(a, b, {"strength": 0.0, "papers": []})
        weight = 1 if self.strengths.options.counting == "full" else self.strengths.weight(paper)
        graph.add_edge(a, b, strength=had["strength"] + weight, papers=had["papers"] + [paper])

    def measures(self):
        components = list(networkx.connected_components(self.graph))
        joined = networkx.compose(self.graph, self.outside.subgraph(
            set(self.connectors) | (self.members & set(self.outside))))
        cores = networkx.core_number(self.graph)
        return {
            "members": len(self.members), "ties": self.graph.number_of_edges(),
            "papers": len(self.papers), "papers_inside": len(self.inside),
            "components": len(components), "largest_component": max(map(len, components)),
            "isolated": networkx.number_of_isolates(self.graph),
            "degeneracy": max(cores.values()), "density": networkx.density(self.graph),
            "clustering": networkx.average_clustering(self.graph),
            "connectors": len(self.connectors),
            "components_with_connectors": networkx.number_connected_components(joined),
        }

    def strength(self, person):
        return sum(tie["strength"] for _, _, tie in self.graph.edges(person, data=True))

    def papers_of(self, person, papers):
        return [p for p in papers if person in p.people]

    def pairs_joined(self, connector):
        pairs = itertools.combinations(self.outside[connector], 2)
        return sum(1 for a, b in pairs if not self.graph.has_edge(a, b))


def years(papers):
    dated = [p.year for p in papers if p.year]
    return (min(dated), max(dated)) if dated else (None, None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", default=[])
    parser.add_argument("--institution")
    arguments = parser.parse_args()
    library = openalex.load(arguments.files)
    members = set(arguments.id)
    if arguments.institution:
        members |= people_of(library, arguments.institution)
    department = Department(collaborators.Strengths(library, collaborators.Options()), members)
    print(json.dumps({"measures": department.measures(), "left_out": department.left_out,
                      "undated_counted": department.undated_counted}))


if __name__ == "__main__":
    main()

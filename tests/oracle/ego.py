#!/usr/bin/env python3
"""Ego networks straight from OpenAlex JSON, measured by networkx.

  ego.py FILE_OR_DIRECTORY… --id A123 [--id …] [--limit N]
"""

import argparse
import itertools
import json

try:
    import networkx
except ImportError:
    networkx = None  # compare.py says so and skips

import collaborators
import openalex


class Ego:
    """A person, the collaborators, and the ties among them, with networkx's measures."""

    def __init__(self, strengths, person, members=None):
        """`members`: who takes part; the caller knows whom of those that tie for the last place."""
        self.rows = {r.person: r for r in strengths.rows(person)}
        self.members = list(self.rows) if members is None else list(members)
        self.alone = networkx.Graph()
        self.alone.add_nodes_from(self.members)
        inside = set(self.members)
        papers = {p.key: p for m in self.members for p in strengths.counted_papers(m)}
        for paper in papers.values():
            for a, b in itertools.combinations(sorted(paper.people & inside), 2):
                had = self.alone.get_edge_data(a, b, {"strength": 0.0, "shared": 0})
                self.alone.add_edge(a, b, strength=had["strength"] + strengths.weight(paper),
                                    shared=had["shared"] + 1)
        if strengths.options.counting == "full":
            for _, _, tie in self.alone.edges(data=True):
                tie["strength"] = tie["shared"]
        self.whole = self.alone.copy()
        self.whole.add_node(person)
        for member in self.members:
            self.whole.add_edge(person, member, strength=self.rows[member].strength)
        for _, _, tie in self.whole.edges(data=True):
            tie["length"] = 1 / tie["strength"]

        self.components = [set(c) for c in networkx.connected_components(self.alone)]
        self.cores = networkx.core_number(self.whole)
        self.distances = networkx.single_source_dijkstra_path_length(
            self.whole, person, weight="length")
        self.clustering = networkx.clustering(self.whole)
        self.degeneracy = max(self.cores.values())
        self.density = self.clustering[person]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    library = openalex.load(arguments.files)
    strengths = collaborators.Strengths(library, collaborators.Options())
    for person in arguments.id:
        first = [r.person for r in strengths.rows(person)][: arguments.limit]
        ego = Ego(strengths, person, first)
        print(json.dumps({
            "ego": person, "density": ego.density, "degeneracy": ego.degeneracy,
            "components": sorted(map(len, ego.components), reverse=True),
            "members": [{"person": m, "strength": ego.rows[m].strength, "ties": ego.alone.degree(m),
                         "core": ego.cores[m], "distance": ego.distances[m],
                         "clustering": ego.clustering[m]} for m in ego.members]}))


if __name__ == "__main__":
    main()

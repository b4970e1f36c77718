#!/usr/bin/env python3
"""Similar papers straight from OpenAlex JSON, by the definitions over sets.

  similar.py FILE_OR_DIRECTORY… --id W123 [--id …] [--by coupling|cocitation] [--measure salton]

Compared with `coterie similar ID --json --limit inf --by … --norm …`:

  {parameters: {by, norm, …}, results: [{id, pids, name, year, similarity, shared, shared_stubs,
   examples: [{id, name}]}], next, total, links, stub_links, links_walked, arcs_walked, truncated}
"""

import argparse
import collections
import json
import math

import openalex


class Similarity:
    """One library, coupled or co-cited."""

    def __init__(self, library, by):
        self.library = library
        self.by = by
        papers = library.papers
        if by == "coupling":  # X(p): what p refers to, absent papers included
            self.x = {key: set(p.references) for key, p in papers.items()}
        else:  # X(p): the papers that cite p
            self.x = {key: set() for key in papers}
            for key, paper in papers.items():
                for cited in paper.references & papers.keys():
                    self.x[cited].add(key)
        self.having = collections.defaultdict(set)  # z -> papers with z in X
        for key, links in self.x.items():
            for z in links:
                self.having[z].add(key)

    def shared(self, paper):
        """Other paper -> what both have."""
        found = collections.defaultdict(set)
        for z in self.x[paper]:
            for other in self.having[z] - {paper}:
                found[other].add(z)
        return found

    def stubs(self, links):
        return sum(1 for z in links if z not in self.library.papers)

    def degree(self, z):
        return len(self.having[z])

    def value(self, measure, a, b, shared):
        na, nb, c = len(self.x[a]), len(self.x[b]), len(shared)
        if measure == "salton":
            return c / math.sqrt(na * nb)
        if measure == "jaccard":
            return c / (na + nb - c)
        if measure == "adamic-adar":
            return math.fsum(1 / math.log(self.degree(z)) for z in shared)
        return c


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    parser.add_argument("--by", default="coupling")
    parser.add_argument("--measure", default="salton")
    parser.add_argument("--limit", type=int, default=20)
    arguments = parser.parse_args()
    similarity = Similarity(openalex.load(arguments.files), arguments.by)
    for paper in arguments.id:
        rows = similarity.shared(paper)
        values = {b: similarity.value(arguments.measure, paper, b, z) for b, z in rows.items()}
        best = sorted(rows, key=lambda b: (-values[b], -len(rows[b]), b))[: arguments.limit]
        print(json.dumps({"paper": paper, "links": len(similarity.x[paper]), "results": [
            {"paper": b, "similarity": values[b], "shared": len(rows[b]),
             "shared_stubs": similarity.stubs(rows[b])} for b in best]}))


if __name__ == "__main__":
    main()

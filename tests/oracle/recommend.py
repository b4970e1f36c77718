#!/usr/bin/env python3
"""Recommended collaborators straight from OpenAlex JSON; the scores of common co-authors are
networkx's, the walk is iterated over everything.

  recommend.py FILE_OR_DIRECTORY… --id A123 [--id …] [--by adamic-adar|resource-allocation|pagerank]

Compared with `coterie recommend ID --json --limit inf --by …`:

  {parameters: {as_of, by, …}, results: [{id, pids, name, score, common_coauthors, common_topics,
   people: [{id, name, papers_with_person, papers_with_candidate}],
   topics: [{id, name, papers_of_person, papers_of_candidate}]}],
   next, coauthors, coauthors_walked, arcs_walked, error_bound, truncated, left_out}
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

ALPHA = 0.15
LEFT = 1e-6  # mass that the iterated walk may leave over


class Recommender:
    """One library under one set of options; the same for all people."""

    def __init__(self, strengths):
        self.strengths = strengths
        self.library = strengths.library
        self.counted = [p for p in self.library.papers.values()
                        if strengths.passes_filters(p) and not strengths.reason_to_leave_out(p)]
        self.graph = networkx.Graph()  # of people tied by papers that count
        for paper in self.counted:
            self.graph.add_nodes_from(paper.people)
            self.graph.add_edges_from(itertools.combinations(paper.people, 2))
        self.walk_arcs = None  # made when first asked for
        self.topic_papers = collections.Counter(
            t for p in self.library.papers.values() for t in p.topics)

    def known(self, person):
        """The person, and everybody with any paper in common, whether it counts or not."""
        return {person}.union(*(p.people for p in self.library.papers_of[person]))

    def coauthors(self, person):
        return set(self.graph[person]) if person in self.graph else set()

    def by_coauthors(self, person, by):
        """Candidate -> score."""
        reached = {c for b in self.coauthors(person) for c in self.graph[b]} - self.known(person)
        index = {"adamic-adar": networkx.adamic_adar_index,
                 "resource-allocation": networkx.resource_allocation_index}[by]
        return {c: score for _, c, score in index(self.graph, [(person, c) for c in reached])}

    def arcs(self):
        """Node -> its groups, each a list of nodes; none where a walk ends."""
        counted = {p.key for p in self.counted}
        groups = collections.defaultdict(list)
        lists = collections.defaultdict(list)
        for paper in self.library.papers.values():
            for node in paper.people | paper.topics:
                lists[node].append(paper.key)
            if paper.key in counted:
                groups[paper.key] = [list(g) for g in (paper.people, paper.topics) if g]
        groups.update((node, [papers]) for node, papers in lists.items())
        return groups

    def by_walk(self, person):
        """Person -> personalised PageRank, short of at most LEFT in all."""
        self.walk_arcs = self.walk_arcs or self.arcs()
        settled = collections.defaultdict(float)
        mass = {person: 1.0}
        while sum(mass.values()) > LEFT:
            following = collections.defaultdict(float)
            for node, amount in mass.items():
                groups = self.walk_arcs.get(node)
                if not groups:
                    settled[node] += amount
                    continue
                settled[node] += ALPHA * amount
                for group in groups:
                    part = (1 - ALPHA) * amount / (len(groups) * len(group))
                    for target in group:
                        following[target] += part
            mass = following
        return {node: score for node, score in settled.items() if node[0] == "A"}

    def common_coauthors(self, a, c):
        """Person tied to both -> (papers shared with a, papers shared with c)."""
        shared = collections.Counter(b for p in self.papers(a) for b in p.people)
        of_c = collections.Counter(b for p in self.papers(c) for b in p.people)
        return {b: (shared[b], of_c[b]) for b in shared.keys() & of_c.keys() - {a, c}}

    def common_topics(self, a, c):
        of_a = collections.Counter(t for p in self.papers(a) for t in p.topics)
        of_c = collections.Counter(t for p in self.papers(c) for t in p.topics)
        return {t: (of_a[t], of_c[t]) for t in of_a.keys() & of_c.keys()}

    def papers(self, person):
        return self.strengths.counted_papers(person)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    parser.add_argument("--by", default="adamic-adar")
    parser.add_argument("--limit", type=int, default=20)
    arguments = parser.parse_args()
    library = openalex.load(arguments.files)
    recommender = Recommender(collaborators.Strengths(library, collaborators.Options()))
    for person in arguments.id:
        if arguments.by == "pagerank":
            known = recommender.known(person)
            scores = {c: s for c, s in recommender.by_walk(person).items() if c not in known}
        else:
            scores = recommender.by_coauthors(person, arguments.by)
        best = sorted(scores, key=lambda c: (-scores[c], c))[: arguments.limit]
        print(json.dumps({"person": person, "results": [
            {"person": c, "score": scores[c],
             "common_coauthors": len(recommender.common_coauthors(person, c)),
             "common_topics": len(recommender.common_topics(person, c))} for c in best]}))


if __name__ == "__main__":
    main()

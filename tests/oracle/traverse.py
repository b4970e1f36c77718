#!/usr/bin/env python3
"""Traversals straight from OpenAlex JSON, by the definition over sets.

  traverse.py FILE_OR_DIRECTORY… --id A123 [--id W456 …] --step coauthors:2 [--step …]

Compared with `coterie traverse ID… --json --rows every --limit inf --work inf --step …`:

  {parameters: {steps, …}, starts: [{id, name}], results: [{id, pids, name, type, year, step, depth,
   arcs, paths, parent: {id, name}}], next, total, arcs_walked, truncated}

Level 1 of a step is what an arc leads to from what the step before reached; level k > 1 what an arc
leads to from level k - 1 and that is neither there nor in an earlier level.
"""

import argparse
import collections
import dataclasses
import json

import openalex


@dataclasses.dataclass(frozen=True)
class Step:
    name: str
    depth: int = 1
    first_year: int | None = None  # of papers reached or walked through
    least_count: int = 1           # arcs that reach a node

    @property
    def flags(self):
        where = [f"year>={self.first_year}"] if self.first_year else []
        where += [f"count>={self.least_count}"] if self.least_count > 1 else []
        return ["--step", f"{self.name}:{self.depth}"] + (
            ["--where", " and ".join(where)] if where else [])


@dataclasses.dataclass
class Reached:
    step: int
    depth: int
    arcs: int = 0
    paths: int = 0
    sources: set = dataclasses.field(default_factory=set)


class Walker:
    """One library; arcs by the name of a step."""

    def __init__(self, library):
        self.library = library
        self.papers_of_topic = collections.defaultdict(list)
        self.cited_by = collections.defaultdict(list)
        for key, paper in library.papers.items():
            for topic in paper.topics:
                self.papers_of_topic[topic].append(key)
            for cited in paper.references & library.papers.keys():
                self.cited_by[cited].append(key)

    def arcs(self, step, node):
        """Target -> number of arcs."""
        papers = self.library.papers
        own = papers.get(node)
        if step.name == "coauthors":
            walked = [p for p in self.library.papers_of[node] if self.has_year(step, p.key)]
            return collections.Counter(b for p in walked for b in p.people if b != node)
        if step.name in ("authored", "wrote"):
            return dict.fromkeys(own.people if own else
                                 [p.key for p in self.library.papers_of[node]], 1)
        if step.name == "cites":
            return dict.fromkeys(own.references & papers.keys(), 1)
        if step.name == "cited-by":
            return dict.fromkeys(self.cited_by[node], 1)
        if step.name == "about":
            return dict.fromkeys(own.topics if own else self.papers_of_topic[node], 1)
        raise ValueError(step.name)

    def has_year(self, step, paper):
        year = self.library.papers[paper].year
        return step.first_year is None or bool(year and year >= step.first_year)

    def passes(self, step, node, arcs):
        is_paper = node in self.library.papers
        return arcs >= step.least_count and (not is_paper or self.has_year(step, node))

    def walk(self, starts, steps):
        """(step, node) -> Reached, of every step."""
        everything = {}
        paths = dict.fromkeys(starts, 1)
        for number, step in enumerate(steps, start=1):
            begun = set(paths)
            reached = {}
            level = paths
            for depth in range(1, step.depth + 1):
                found = {}
                for source, ways in level.items():
                    for target, arcs in self.arcs(step, source).items():
                        node = found.setdefault(target, Reached(number, depth))
                        node.arcs += arcs
                        node.paths += ways * arcs
                        node.sources.add(source)
                found = {n: r for n, r in found.items() if self.passes(step, n, r.arcs)
                         and (depth == 1 or n not in begun and n not in reached)}
                reached.update(found)
                level = {n: r.paths for n, r in found.items() if n not in begun}
            everything.update({(number, n): r for n, r in reached.items()})
            paths = {n: r.paths for n, r in reached.items()}
        return everything


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    parser.add_argument("--step", action="append", required=True)
    arguments = parser.parse_args()
    steps = []
    for text in arguments.step:
        name, _, depth = text.partition(":")
        steps.append(Step(name, int(depth or 1)))
    reached = Walker(openalex.load(arguments.files)).walk(arguments.id, steps)
    for (step, node), row in sorted(reached.items()):
        print(json.dumps({"node": node, "step": step, "depth": row.depth, "arcs": row.arcs,
                          "paths": row.paths}))


if __name__ == "__main__":
    main()

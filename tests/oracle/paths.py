#!/usr/bin/env python3
"""Shortest paths between people and between papers, straight from OpenAlex JSON, by networkx.

  paths.py FILE_OR_DIRECTORY… --id A1 --id A2 [--over citation] [--weighted] [--max-authors 100]

compare.py asks `coterie path` the same, beside a server so that the store is opened once, and wants
equal distances and counts, and paths that are paths. A program without that verb is skipped,
visibly.
"""

import argparse
import contextlib
import dataclasses
import hashlib
import itertools
import json
import math
import subprocess

try:
    import networkx
except ImportError:
    networkx = None  # compare.py says so and skips

import check_answers
import collaborators
import openalex

LISTED = 100       # --max-paths
ENUMERATED = 2000  # shortest paths of a pair that networkx is asked to list, too
# Hops have no as-of year and do not decay.
ANY_YEAR = collaborators.Options(as_of=9999, half_life=math.inf)


def same_length(a, b):
    """Sums of doubles in another order."""
    return math.isclose(a, b, rel_tol=1e-12)


class Question:
    """A graph to search and the flags that make `coterie path` search the same."""

    def __init__(self, name, flags):
        self.name = name
        self.flags = flags
        self.weighted = "--weighted" in flags
        self.shortest = {}  # source -> (distance by node, number of shortest paths by node)

    def graph(self):
        raise NotImplementedError

    def from_source(self, source):
        if source not in self.shortest:
            self.shortest = {source: self.search(source)}  # pairs come by source
        return self.shortest[source]

    def search(self, source):
        graph = self.graph()
        if source not in graph:
            return {source: 0}, {source: 1}
        if self.weighted:
            distances = networkx.single_source_dijkstra_path_length(graph, source, weight="length")
        else:
            distances = networkx.single_source_shortest_path_length(graph, source)
        counts = {source: 1}
        for node in sorted(distances, key=distances.get):  # so that predecessors come first
            if node == source:
                continue
            counts[node] = sum(
                counts[p] for p in graph.predecessors(node)
                if p in counts and same_length(
                    distances[p] + (graph.edges[p, node]["length"] if self.weighted else 1),
                    distances[node]))
        return distances, counts

    def check(self, pair, answer, name_of):
        """name_of: NodeId as printed -> OpenAlex id. Returns the number of shortest paths."""
        what = f"{self.name}: paths from {pair[0]} to {pair[1]}"
        distances, counts = self.from_source(pair[0])
        distance = distances.get(pair[1])
        paths = answer["paths"]
        if distance is None:
            check_answers.same((answer["distance"], answer["count"], paths), (None, 0, []), what)
            return 0
        if answer["distance"] is None:
            raise SystemExit(f"FAILED: {what}: coterie finds none, the oracle's has {distance}")
        if not same_length(answer["distance"], distance):
            check_answers.same(answer["distance"], distance, f"{what}: distance")
        expected = self.count(pair, counts)
        if expected is not None:
            check_answers.same(answer["count"], expected, f"{what}: count")
        check_answers.same(len(paths), min(answer["count"], LISTED), f"{what}: paths listed")
        order = [[check_answers.ordinal(hop["id"]) for hop in path] for path in paths]
        check_answers.same(order, sorted(order), f"{what}: order")
        check_answers.same(len(set(map(tuple, order))), len(order), f"{what}: distinct paths")
        for path in paths:
            self.check_path(pair, distance, path, name_of, what)
        return answer["count"]

    def count(self, pair, counts):
        """Also by listing them, where they are few and no sums of lengths are compared."""
        count = counts[pair[1]]
        if count <= ENUMERATED and pair[0] != pair[1] and not self.weighted:
            listed = networkx.all_shortest_paths(self.graph(), *pair)
            check_answers.same(sum(1 for _ in listed), count,
                               f"{self.name}: {pair}: the oracle's own two counts")
        return count

    def check_path(self, pair, distance, path, name_of, what):
        nodes = [name_of[hop["id"]] for hop in path]
        check_answers.same((nodes[0], nodes[-1]), pair, f"{what}: ends")
        check_answers.same(len(set(nodes)), len(nodes), f"{what}: a simple path")
        length = math.fsum(self.hop_length(a, b, what) for a, b in zip(nodes, nodes[1:]))
        if not same_length(length, distance):
            check_answers.same(length, distance, f"{what}: length of {nodes}")
        for hop, (a, b) in zip(path[1:], zip(nodes, nodes[1:])):
            self.check_via(a, b, hop, name_of, what)

    def hop_length(self, a, b, what):
        edge = self.graph().get_edge_data(a, b)
        if edge is None:
            raise SystemExit(f"FAILED: {what}: the oracle has no hop from {a} to {b}")
        return edge["length"] if self.weighted else 1

    def check_via(self, a, b, hop, name_of, what):
        pass


class Coauthors(Question):
    """One edge a pair of people; bylines up to a length, since n people make n²/2 pairs."""

    def __init__(self, library, name, flags, options):
        super().__init__(name, ["--over", "coauthor", *flags])
        self.strengths = collaborators.Strengths(library, options)
        self.shared = networkx.DiGraph()  # both directions, for `predecessors`
        for paper in library.papers.values():
            if paper.byline_size < 2 or not self.counts(paper):
                continue
            weight = 1 if options.counting == "full" else self.strengths.weight(paper)
            for a, b in itertools.permutations(sorted(paper.people), 2):
                edge = self.shared.get_edge_data(a, b)
                if edge is None:
                    self.shared.add_edge(a, b, strength=weight, papers=[paper])
                else:
                    edge["strength"] += weight
                    edge["papers"].append(paper)
        for _, _, edge in self.shared.edges(data=True):
            edge["length"] = 1 / edge["strength"]

    def counts(self, paper):
        return (self.strengths.passes_filters(paper)
                and not self.strengths.reason_to_leave_out(paper))

    def graph(self):
        return self.shared

    def check_via(self, a, b, hop, name_of, what):
        papers = {p.key: p for p in self.shared.edges[a, b]["papers"]}
        via = name_of[hop["via_paper"]]
        if via not in papers:
            raise SystemExit(f"FAILED: {what}: {a} and {b} do not share {via}")
        newest = max(p.year or 0 for p in papers.values())
        check_answers.same(papers[via].year or 0, newest, f"{what}: year of {via}")


class CoauthorDistances(Question):
    """Any byline: people and papers as one graph of two kinds, whose paths are twice as long."""

    def __init__(self, library, name):
        super().__init__(name, ["--over", "coauthor"])
        self.library = library
        self.both = networkx.Graph()
        for paper in library.papers.values():
            self.both.add_edges_from((paper.key, person) for person in paper.people)

    def search(self, source):
        if source not in self.both:
            return {source: 0}, {}
        steps = networkx.single_source_shortest_path_length(self.both, source)
        return {node: step // 2 for node, step in steps.items() if node[0] == "A"}, {}

    def count(self, pair, counts):
        return None  # paths through different papers are one path of people

    def hop_length(self, a, b, what):
        if not any(b in paper.people for paper in self.library.papers_of[a]):
            raise SystemExit(f"FAILED: {what}: {a} and {b} share no paper")
        return 1


class Citations(Question):
    """References among the papers that are there, followed either way."""

    def __init__(self, library, name):
        super().__init__(name, ["--over", "citation"])
        self.citations = networkx.DiGraph()
        for paper in library.papers.values():
            for reference in paper.references & library.papers.keys():
                if reference != paper.key:
                    self.citations.add_edge(paper.key, reference)
                    self.citations.add_edge(reference, paper.key)

    def graph(self):
        return self.citations


def questions(library):
    hops = dataclasses.replace(ANY_YEAR, max_authors=100)
    yield "people", CoauthorDistances(library, "co-authors, any byline")
    yield "people", Coauthors(library, "co-authors", ["--max-authors", "100"], hops)
    yield "people", Coauthors(library, "co-authors, 2010 to 2020",
                              ["--max-authors", "30", "--years", "2010..2020", "--no-retracted"],
                              dataclasses.replace(hops, max_authors=30, years=(2010, 2020),
                                                  no_retracted=True))
    yield "people", Coauthors(library, "co-authors, weighted",
                              ["--max-authors", "100", "--weighted"],
                              collaborators.Options(max_authors=100))
    yield "papers", Citations(library, "citations")


def by_hash(keys, number):
    return sorted(keys, key=lambda k: hashlib.sha256(k.encode()).digest())[:number]


def choose_pairs(nodes, each):
    """Every node with the next few in a circle, and with itself once."""
    nodes = list(nodes)
    for i, node in enumerate(nodes):
        yield node, node
        for step in range(1, min(each, len(nodes) - 1) + 1):
            yield node, nodes[(i + step * step) % len(nodes)]


@contextlib.contextmanager
def server(coterie):
    """A server that holds the store; the program finds it by itself."""
    command = [coterie.binary, "serve", "--db", coterie.store]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if not line.startswith("listening on unix:"):
            raise SystemExit(f"FAILED: {' '.join(command)} said {line!r}")
        yield
    finally:
        process.terminate()
        process.wait()


def names_of(coterie, answers):
    """NodeId as printed -> OpenAlex id, of all nodes and papers on the paths."""
    ids = {hop[key] for _, answer in answers for path in answer["paths"] for hop in path
           for key in ("id", "via_paper") if hop.get(key)}
    ids = sorted(ids)
    if not ids:
        return {}
    shown = json.loads(coterie.run("show", "-", "--json", stdin="".join(f"{i}\n" for i in ids)))
    return {node: check_answers.person_of(view) for node, view in zip(ids, shown["answers"])}



def compare(coterie, library, people, pairs_each=1):
    papers = by_hash((p.key for p in library.papers.values() if p.references), len(people))
    with server(coterie):
        for kind, question in questions(library):
            answers = []
            for pair in choose_pairs(people if kind == "people" else papers, pairs_each):
                ids = [f"openalex:{node}" for node in pair]
                told = coterie.run("path", *ids, "--json", "--max-paths", str(LISTED),
                                   *question.flags)
                answers.append((pair, json.loads(told)))
            names = names_of(coterie, answers)
            counts = [question.check(pair, answer, names) for pair, answer in answers]
            print(f"paths ({question.name}): {len(answers)} pairs agree, {sum(map(bool, counts))} "
                  f"of them joined, by up to {max(counts)} shortest paths")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    parser.add_argument("--over", default="coauthor")
    parser.add_argument("--weighted", action="store_true")
    parser.add_argument("--max-authors", type=collaborators.number_or_inf, default=100)
    arguments = parser.parse_args()
    library = openalex.load(arguments.files)
    if arguments.over == "citation":
        question = Citations(library, "citations")
    else:
        options = collaborators.Options() if arguments.weighted else ANY_YEAR
        options = dataclasses.replace(options, max_authors=arguments.max_authors)
        flags = ["--weighted"] if arguments.weighted else []
        question = Coauthors(library, "co-authors", flags, options)
    for pair in itertools.permutations(arguments.id, 2):
        distances, counts = question.from_source(pair[0])
        print(json.dumps({"pair": pair, "distance": distances.get(pair[1]),
                          "count": counts.get(pair[1], 0)}))


if __name__ == "__main__":
    main()

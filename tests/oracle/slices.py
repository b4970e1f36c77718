#!/usr/bin/env python3
"""Slices checked against the typed graph, straight from OpenAlex JSON.

  slices.py FILE_OR_DIRECTORY… --id A1 [--budget 60]     prints what can be reached, by type

Which nodes are nearest is a matter of the walk, which the C++ tests hold against the definition;
what any slice must be is recomputed here: connected, within its budget, its quotas kept, every
hidden neighbour counted, every edge there with its weight and the left-out ones counted, each why a
path, `complete` and `exhausted` true exactly where they should be, and an expansion without what
was shown, with the expanded node's own neighbours first.
"""

import argparse
import collections
import dataclasses
import itertools
import json
import math

import check_answers
import collaborators
import openalex
import paths

KINDS = {"W": "paper", "A": "person", "T": "topic", "C": "topic", "s": "topic", "f": "topic",
         "d": "topic", "I": "institution", "S": "venue", "V": "venue"}
KIND_ORDER = ["paper", "person", "topic", "institution", "venue"]
EDGE_ORDER = ["authorship", "affiliation", "paper_institution", "topic", "venue", "citation",
              "coauthor"]
QUOTA_KINDS = ["person", "paper", "topic", "institution"]
HIDDEN_ARCS = 10_000  # above it, hidden counts are lower bounds


def kind_of(key):
    return KINDS[key[0]]


class TypedGraph:
    """Everything that is stored: neighbours by node, without regard to filters."""

    def __init__(self, library):
        self.library = library
        self.neighbours = collections.defaultdict(set)
        self.edges = {}  # (source, target, type) -> weight
        for paper in library.papers.values():
            for person, institutions in paper.places:
                if person:
                    self.add(paper.key, person, "authorship")
                for institution in institutions:
                    self.add(paper.key, institution, "paper_institution")
                    if person:
                        self.add(person, institution, "affiliation")
            for topic, score in paper.topic_scores.items():
                self.add(paper.key, topic, "topic", score)
            if paper.venue:
                self.add(paper.key, paper.venue, "venue")
            for reference in paper.references & library.papers.keys():
                if reference != paper.key:
                    self.add(paper.key, reference, "citation")
        for person, institutions in library.affiliations.items():
            for institution in institutions:
                self.add(person, institution, "affiliation")

    def add(self, source, target, kind, weight=1):
        self.edges[source, target, kind] = weight
        self.neighbours[source].add(target)
        self.neighbours[target].add(source)

    def arcs_between(self, a, b):
        return [(key, self.edges[key]) for x, y in ((a, b), (b, a)) for kind in EDGE_ORDER
                if (key := (x, y, kind)) in self.edges]


class Filtered:
    """G_F: what of it passes the filters. Seeds, expanded nodes and pins always do."""

    def __init__(self, graph, options, exempt):
        self.graph = graph
        self.strengths = collaborators.Strengths(graph.library, options)
        self.exempt = set(exempt)
        self.is_filtered = (options.years != (None, None) or options.no_retracted
                            or options.topic or options.institution or options.venue)
        self.known = {}

    def passes(self, key):
        paper = self.graph.library.papers[key]
        return self.strengths.passes_filters(paper) and not (
            paper.retracted and self.strengths.options.no_retracted)

    def has(self, key):
        if not self.is_filtered or key in self.exempt:
            return True
        if key not in self.known:
            if kind_of(key) == "paper":
                self.known[key] = self.passes(key)
            else:
                self.known[key] = any(
                    p in self.exempt or self.passes(p)
                    for p in self.graph.neighbours[key] if kind_of(p) == "paper")
        return self.known[key]

    def neighbours(self, key):
        return [n for n in self.graph.neighbours[key] if self.has(n)]

    def reach(self, start, may_enter):
        """Nodes reached from `start` through nodes that may be entered; lazily, nearest first."""
        seen, queue = {start}, collections.deque([start])
        while queue:
            node = queue.popleft()
            yield node
            for neighbour in self.neighbours(node):
                if neighbour not in seen and may_enter(neighbour):
                    seen.add(neighbour)
                    queue.append(neighbour)

    def shared_papers(self, a, b):
        return [p for p in self.graph.library.papers_of[a]
                if b in p.people and (self.has(p.key))]

    def strength(self, papers):
        return math.fsum(self.strengths.weight(p) for p in papers
                         if p.byline_size > 1 and self.strengths.passes_filters(p)
                         and not self.strengths.reason_to_leave_out(p))


@dataclasses.dataclass
class Question:
    name: str
    seeds: list
    flags: list
    budget: int = 60
    types: tuple = ()
    options: collaborators.Options = collaborators.Options()
    shown: list = dataclasses.field(default_factory=list)  # NodeIds as printed
    expand: str | None = None


class Check:
    """One answer against the graph; every check raises SystemExit."""

    def __init__(self, graph, question, answer, key_of):
        self.question = question
        self.answer = answer
        self.key_of = key_of  # NodeId as printed -> OpenAlex id
        exempt = question.seeds + ([question.expand] if question.expand else [])
        self.view = Filtered(graph, question.options, exempt)
        self.rows = answer["nodes"]
        self.nodes = [key_of[row["id"]] for row in self.rows]
        self.shown = {key_of[node] for node in question.shown}
        self.inside = self.shown | set(self.nodes)
        self.types = set(question.types or KIND_ORDER)
        self.what = f"slice {question.name} around {question.seeds}"

    def run(self):
        self.check_rows()
        self.check_joined()
        self.check_ends()
        if not self.question.shown:
            self.check_quotas()
        for row, node in zip(self.rows, self.nodes):
            self.check_hidden(row, node)
            self.check_why(row, node)
        self.check_edges()
        papers = [self.view.graph.library.papers[n] for n in self.nodes if kind_of(n) == "paper"]
        absent = sum(len(p.references - self.view.graph.library.papers.keys()) for p in papers)
        check_answers.same(self.answer["unresolved_references"], absent,
                           f"{self.what}: unresolved references")
        return len(self.rows)

    def fail(self, sentence):
        raise SystemExit(f"FAILED: {self.what}: {sentence}")

    def check_rows(self):
        check_answers.same(len(set(self.nodes)), len(self.nodes), f"{self.what}: each node once")
        if len(self.nodes) > self.question.budget:
            self.fail(f"{len(self.nodes)} nodes, above the budget of {self.question.budget}")
        if self.shown & set(self.nodes):
            self.fail("what is shown is returned again")
        for row, node in zip(self.rows, self.nodes):
            check_answers.same(row["type"], kind_of(node), f"{self.what}: type of {node}")
            if not self.view.has(node):
                self.fail(f"{node} does not pass the filters")
            if kind_of(node) not in self.types and node not in self.question.seeds:
                self.fail(f"{node} is of a type that was not asked for")
        check_answers.same([r["rank"] for r in self.rows], list(range(1, len(self.rows) + 1)),
                           f"{self.what}: ranks")
        if not self.question.shown:
            order = [(-r["score"], KIND_ORDER.index(r["type"]), check_answers.ordinal(r["id"]))
                     for r in self.rows]
            check_answers.same(order, sorted(order), f"{self.what}: order")

    def may_pass(self, node):
        return node in self.inside or kind_of(node) not in self.types

    def check_joined(self):
        reached = set(self.view.reach(self.question.seeds[0], self.may_pass))
        for row, node in zip(self.rows, self.nodes):
            check_answers.same(row["apart"], node not in reached, f"{self.what}: {node} apart")
            if node not in reached and node not in self.question.seeds:
                self.fail(f"{node} is not joined to the first seed")

    def is_left(self, node):
        return kind_of(node) in self.types and node not in self.inside

    def check_ends(self):
        reachable = {node for seed in self.question.seeds
                     for node in self.view.reach(seed, lambda _: True)}
        check_answers.same(self.answer["complete"], reachable <= self.inside,
                           f"{self.what}: complete")
        left = any(self.is_left(node) for node in reachable)
        if len(self.nodes) < self.question.budget and left and not self.question.shown:
            self.fail("the budget is not used, and there is more")
        starts = [self.question.expand] if self.question.expand else self.question.seeds
        own = any(self.is_left(n) for start in starts for n in self.view.neighbours(start))
        check_answers.same(self.answer["exhausted"], not own, f"{self.what}: exhausted")

    def check_quotas(self):
        """What lacks its quota has nothing left beside the slice, but for the last node's."""
        quota = self.question.budget // 10
        frontier = collections.Counter(
            kind_of(n) for n in {n for node in self.nodes for n in self.view.neighbours(node)}
            if self.is_left(n))
        counts = collections.Counter(map(kind_of, self.nodes))
        lacking = [k for k in QUOTA_KINDS if k in self.types and counts[k] < quota]
        for kind in lacking:
            others = sum(max(0, counts[k] - quota) for k in self.types)
            if frontier[kind] and others > len(self.question.seeds) and len(lacking) == 1 \
                    and not self.late(kind):
                self.fail(f"{counts[kind]} of type {kind}, below the quota of {quota}, and "
                          f"{frontier[kind]} beside the slice")

    def late(self, kind):
        """All that is left of the kind hangs on one node, which may have come last."""
        hosts = [node for node in self.nodes
                 if any(self.is_left(n) and kind_of(n) == kind for n in self.view.neighbours(node))]
        return len(hosts) <= 1

    def check_hidden(self, row, node):
        hidden = collections.Counter(
            kind_of(n) for n in set(self.view.neighbours(node)) - self.inside - {node})
        told = {kind: row["hidden"][kind] for kind in KIND_ORDER}
        if row["hidden"]["at_least"]:
            for kind in KIND_ORDER:
                if told[kind] > hidden[kind]:
                    self.fail(f"{node} hides at least {told[kind]}, which are {hidden[kind]}")
            return
        check_answers.same(told, {kind: hidden[kind] for kind in KIND_ORDER},
                           f"{self.what}: hidden by {node}")

    def check_why(self, row, node):
        path = [self.key_of[n] for n in row["why"]["path"]]
        if not path and row["apart"]:
            return
        if not path or path[-1] != node or path[0] not in self.view.exempt:
            self.fail(f"why {node}: {path} does not lead there from a seed")
        for a, b in zip(path, path[1:]):
            if b not in self.view.neighbours(a):
                self.fail(f"why {node}: no arc joins {a} and {b}")
        check_answers.same(row["why"]["papers"],
                           [n for n in row["why"]["path"] if n.startswith("paper:")],
                           f"{self.what}: papers of why {node}")

    def expected_edges(self):
        new = set(self.nodes)
        edges = {}
        for node in new:
            for other in self.view.neighbours(node):
                if other in self.inside:
                    edges.update(self.view.graph.arcs_between(node, other))
        people = sorted(n for n in self.inside if kind_of(n) == "person" and self.view.has(n))
        for a, b in itertools.combinations(people, 2):
            if (a in new or b in new) and (papers := self.view.shared_papers(a, b)):
                edges[frozenset((a, b))] = self.view.strength(papers)
        return edges

    def check_edges(self):
        expected = self.expected_edges()
        listed = self.answer["edges"]
        for edge in listed:
            ends = self.key_of[edge["source"]], self.key_of[edge["target"]]
            key = frozenset(ends) if edge["type"] == "coauthor" else (*ends, edge["type"])
            if key not in expected:
                self.fail(f"the oracle has no edge {edge}, or it is listed twice")
            check_answers.near(edge["weight"], expected.pop(key), f"{self.what}: weight of {edge}")
        check_answers.same(self.answer["edges_left_out"], len(expected),
                           f"{self.what}: edges left out")
        order = [(-e["weight"], *(place(e[end]) for end in ("source", "target")),
                  EDGE_ORDER.index(e["type"])) for e in listed]
        check_answers.same(order, sorted(order), f"{self.what}: order of edges")
        budget = 4 * len(self.nodes)
        if len(listed) > budget or (expected and len(listed) < budget):
            self.fail(f"{len(listed)} edges, for a budget of {budget}, {len(expected)} left out")
        if expected:  # then a spanning forest comes first
            joined = [tuple(self.key_of[e[end]] for end in ("source", "target")) for e in listed]
            left_out = [tuple(key) if isinstance(key, frozenset) else key[:2] for key in expected]
            # What is shown counts as one: who asks has what joins it.
            first, *others = self.shown or {self.nodes[0]}
            joined += [(first, other) for other in others]
            check_answers.same(components(self.inside, joined),
                               components(self.inside, joined + left_out),
                               f"{self.what}: components that the listed edges leave")


def place(node_id):
    kind, number = node_id.split(":")
    return KIND_ORDER.index(kind), int(number)


def components(nodes, pairs):
    parent = {n: n for n in nodes}

    def root(n):
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in pairs:
        parent[root(a)] = root(b)
    return len({root(n) for n in nodes})


def questions(library, number):
    """Seeds of each type, the same every time, under changing options."""
    topics = {t for p in library.papers.values() for t in p.topics}
    institutions = {i for p in library.papers.values() for i in p.institutions}
    venues = {p.venue for p in library.papers.values() if p.venue}
    seeds = {
        "person": paths.by_hash((a for a in library.papers_of), number),
        "paper": paths.by_hash(library.papers, number),
        "topic": paths.by_hash(topics, number),
        "institution": paths.by_hash(institutions, number),
        "venue": paths.by_hash(venues, number),
    }
    plain = collaborators.Options()
    variants = [
        ("plain", [], {}),
        ("plain", [], {}),
        ("small", ["--budget", "12"], {"budget": 12}),
        ("years", ["--years", "2010..2020", "--budget", "40"],
         {"budget": 40, "options": dataclasses.replace(plain, years=(2010, 2020))}),
        ("people", ["--types", "person", "--budget", "25"], {"budget": 25, "types": ("person",)}),
        ("sound", ["--no-retracted", "--half-life", "inf", "--max-authors", "8"],
         {"options": dataclasses.replace(plain, no_retracted=True, half_life=math.inf,
                                         max_authors=8)}),
        ("people and topics", ["--types", "person,topic"], {"types": ("person", "topic")}),
    ]
    kinds = ["person", "paper", "topic", "institution", "person", "paper", "venue"]
    for i in range(number):
        kind = kinds[i % len(kinds)]
        name, flags, settings = variants[(i // 2 + i) % len(variants)]
        chosen = [seeds[kind][i % len(seeds[kind])]]
        if i % 5 == 4:  # two that need not be joined
            chosen.append(seeds["person"][-1 - i % len(seeds["person"])])
        yield Question(name, list(dict.fromkeys(chosen)), flags, **settings)


def ask(coterie, question):
    seeds = [f"openalex:{s}" for s in question.seeds]
    expand = ["--expand", f"openalex:{question.expand}"] if question.expand else []
    shown = ["--shown", "-"] if question.shown else []
    told = coterie.run("slice", *seeds, "--json", *question.flags, *expand, *shown,
                       stdin="".join(f"{n}\n" for n in question.shown))
    return json.loads(told)


def keys_of(coterie, answers):
    """NodeId as printed -> OpenAlex id, of all nodes in the answers."""
    ids = {n for a in answers for row in a["nodes"] for n in (row["id"], *row["why"]["path"])}
    ids |= {e[end] for a in answers for e in a["edges"] for end in ("source", "target")}
    ids |= {seed for a in answers for seed in a["seeds"]}
    ids = sorted(ids)
    shown = json.loads(coterie.run("show", "-", "--json", stdin="".join(f"{i}\n" for i in ids)))
    return {node: check_answers.person_of(view) for node, view in zip(ids, shown["answers"])}


def check_expansion(graph, first, question, answer, key_of):
    """What Check cannot know: the expanded node's own hidden neighbours come first."""
    check = Check(graph, question, answer, key_of)
    rows = check.run()
    own = set(check.view.neighbours(question.expand)) - check.shown - {question.expand}
    got = [n in own for n in check.nodes]
    expected = min(len(own), question.budget)
    check_answers.same(sum(got), expected, f"{check.what}: hidden neighbours of the expanded node")
    check_answers.same(got, sorted(got, reverse=True), f"{check.what}: they come first")
    told = next(r for r in first["nodes"] if key_of[r["id"]] == question.expand)["hidden"]
    if not told["at_least"]:
        check_answers.same(sum(told[k] for k in KIND_ORDER), len(own),
                           f"{check.what}: hidden, as it was told before")
    return rows


def compare(coterie, library, number):
    graph = TypedGraph(library)
    with paths.server(coterie):
        asked = [(q, ask(coterie, q)) for q in questions(library, number)]
        key_of = keys_of(coterie, [answer for _, answer in asked])
        nodes = sum(Check(graph, q, answer, key_of).run() for q, answer in asked)
        edges = sum(len(answer["edges"]) for _, answer in asked)
        print(f"slices: {len(asked)} agree, {nodes} nodes and {edges} edges")
        expansions = []
        for question, first in asked:
            if question.types or question.options != collaborators.Options():
                continue
            row = max(first["nodes"], key=lambda r: sum(r["hidden"][k] for k in KIND_ORDER))
            expansion = Question("expanded", question.seeds, ["--budget", "15"], budget=15,
                                 shown=[r["id"] for r in first["nodes"]],
                                 expand=key_of[row["id"]])
            expansions.append((first, expansion, ask(coterie, expansion)))
        key_of |= keys_of(coterie, [answer for _, _, answer in expansions])
        nodes = sum(check_expansion(graph, *one, key_of) for one in expansions)
        print(f"expansions of slices: {len(expansions)} agree, {nodes} new nodes")



def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    arguments = parser.parse_args()
    view = Filtered(TypedGraph(openalex.load(arguments.files)), collaborators.Options(), [])
    for key in arguments.id:
        reached = collections.Counter(map(kind_of, view.reach(key, lambda _: True)))
        neighbours = collections.Counter(map(kind_of, view.neighbours(key)))
        print(json.dumps({"seed": key, "neighbours": neighbours, "reached": reached}))


if __name__ == "__main__":
    main()

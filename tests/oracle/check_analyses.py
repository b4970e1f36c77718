"""Checks of `recommend`, `similar` and `department` answers against the oracles, as
check_answers.py does of the others; each raises SystemExit."""

import fractions

import department
import recommend
from check_answers import near, ordinal, person_of, same

NODE_KINDS = ["paper", "person", "topic", "institution", "venue"]  # as NodeIds sort
SCORES = 1e-9  # sums of logarithms in another order
EXPLAINED = 300  # rows whose connecting people and topics are recomputed


def close(actual, expected, tolerance, what):
    if abs(actual - expected) > tolerance * max(1, abs(expected)):
        raise SystemExit(f"FAILED: {what}: coterie {actual!r}, oracle {expected!r}")


def key_of(row, letter):
    """The OpenAlex id of that letter among a row's Pids."""
    ids = [pid.removeprefix("openalex:") for pid in row["pids"] if pid.startswith("openalex:")]
    same([key[0] for key in ids], [letter], f"OpenAlex ids of {row['id']}")
    return ids[0]


def check_recommend(recommender, person, by, answer):
    """A complete answer; returns the number of rows."""
    what = f"{by} for {person}"
    same(answer["parameters"]["as_of"], recommender.strengths.as_of, f"{what}: as-of year")
    same(answer["coauthors"], len(recommender.coauthors(person)), f"{what}: co-authors")
    same(answer["left_out"], recommender.strengths.left_out(person), f"{what}: left_out")
    rows = {person_of(row): row for row in answer["results"]}
    same(len(rows), len(answer["results"]), f"{what}: rows, each person once")
    known = recommender.known(person)
    if by == "pagerank":
        bound = answer["error_bound"]
        exact = {c: s for c, s in recommender.by_walk(person).items() if c not in known}
        for candidate, score in exact.items():
            found = rows[candidate]["score"] if candidate in rows else 0
            if not -recommend.LEFT - SCORES <= score - found <= bound + SCORES:
                raise SystemExit(f"FAILED: {what}: {candidate} has {found}, oracle {score}, "
                                 f"further off than the bound {bound}")
        same(rows.keys() - exact.keys(), set(), f"{what}: nobody else")
    else:
        exact = recommender.by_coauthors(person, by)
        if answer["truncated"]:
            print(f"  {what}: cut by the work limit after {answer['coauthors_walked']} co-authors")
        else:
            same(set(rows), set(exact), f"{what}: who they are")
        for candidate, row in rows.items():
            if not answer["truncated"]:
                close(row["score"], exact[candidate], SCORES, f"{what}: score of {candidate}")
            elif row["score"] > exact[candidate] * (1 + SCORES):
                raise SystemExit(f"FAILED: {what}: {candidate} has more than all co-authors give")
    order = [(-row["score"], ordinal(row["id"])) for row in answer["results"]]
    same(order, sorted(order), f"{what}: order")
    for candidate, row in list(rows.items())[:EXPLAINED]:
        check_connections(recommender, person, candidate, row, f"{what}: {candidate}")
    return len(rows)


def check_connections(recommender, person, candidate, row, what):
    people = recommender.common_coauthors(person, candidate)
    topics = recommender.common_topics(person, candidate)
    same(row["common_coauthors"], len(people), f"{what}: common co-authors")
    same(row["common_topics"], len(topics), f"{what}: common topics")
    # Which of equal ones are named is up to NodeIds; their numbers are not.
    for shown, expected, fields, size in (
            (row["people"], people, ("papers_with_person", "papers_with_candidate"),
             lambda person: 1),
            (row["topics"], topics, ("papers_of_person", "papers_of_candidate"),
             lambda topic: recommender.topic_papers[topic])):
        best = sorted(expected, key=lambda key: (fractions.Fraction(-min(expected[key]), size(key)),
                                                 -min(expected[key]), -sum(expected[key])))[:3]
        rank = [(min(expected[key]), sum(expected[key])) for key in best]
        told = [tuple(node[field] for field in fields) for node in shown]
        same([(min(n), sum(n)) for n in told], rank, f"{what}: {fields[0]} of those named")


def check_similar(similarity, paper, measure, answer):
    """A complete answer; returns the number of rows."""
    what = f"{similarity.by} ({measure}) of {paper}"
    links = similarity.x[paper]
    same(answer["truncated"], False, f"{what}: truncated")
    same(answer["links"], len(links), f"{what}: links")
    same(answer["stub_links"], similarity.stubs(links), f"{what}: stub links")
    expected = similarity.shared(paper)
    rows = {key_of(row, "W"): row for row in answer["results"]}
    same(set(rows), set(expected), f"{what}: which they are")
    same(answer["total"], len(expected), f"{what}: total")
    for other, row in rows.items():
        shared = expected[other]
        same(row["shared"], len(shared), f"{what}: shared with {other}")
        same(row["shared_stubs"], similarity.stubs(shared), f"{what}: stubs shared with {other}")
        close(row["similarity"], similarity.value(measure, paper, other, shared), SCORES,
              f"{what}: similarity to {other}")
        same(len(row["examples"]), min(3, len(shared)), f"{what}: examples of {other}")
    order = [(-row["similarity"], -row["shared"], -(row["year"] or 0), ordinal(row["id"]))
             for row in answer["results"]]
    same(order, sorted(order), f"{what}: order")
    return len(rows)


def check_traversal(walker, starts, steps, answer):
    """A complete answer with the rows of every step; returns their number."""
    what = f"{', '.join(f'{s.name}:{s.depth}' for s in steps)} from {', '.join(starts)}"
    expected = walker.walk(starts, steps)
    same(answer["truncated"], False, f"{what}: truncated")
    same(answer["total"], len(expected), f"{what}: total")
    node_of = {start["id"]: key for start, key in zip(answer["starts"], starts)}
    letters = {"paper": "W", "person": "A", "topic": "TC"}
    rows = {}
    for row in answer["results"]:
        keys = [pid.removeprefix("openalex:") for pid in row["pids"] if pid.startswith("openalex:")]
        keys = [key for key in keys if key[0] in letters[row["type"]]]
        key = next((k for k in keys if (row["step"], k) in expected), None)
        if key is None:
            raise SystemExit(f"FAILED: {what}: step {row['step']} does not reach {row['name']}")
        node_of[row["id"]] = key
        rows[row["step"], key] = row
    same(set(rows), set(expected), f"{what}: which they are")
    id_of = {key: node_id for node_id, key in node_of.items()}
    for (step, key), row in rows.items():
        reached = expected[step, key]
        same((row["depth"], row["arcs"], row["paths"]),
             (reached.depth, reached.arcs, reached.paths),
             f"{what}: depth, arcs and paths of {key} in step {step}")
        first = min((id_of[source] for source in reached.sources),
                    key=lambda n: (NODE_KINDS.index(n.split(":")[0]), ordinal(n)))
        same(row["parent"]["id"], first, f"{what}: parent of {key} in step {step}")
    order = [(r["step"], r["depth"], NODE_KINDS.index(r["type"]), ordinal(r["id"]))
             for r in answer["results"]]
    same(order, sorted(order), f"{what}: order")
    return len(rows)


def check_department(expected, answer, what):
    """A complete answer with connectors; returns the number of ties."""
    for name, value in expected.measures().items():
        close(answer["measures"][name], value, SCORES, f"{what}: {name}")
    same(answer["left_out"], expected.left_out, f"{what}: left_out")
    same(answer["undated_counted"], expected.undated_counted, f"{what}: undated_counted")
    member_of = {row["id"]: person_of(row) for row in answer["results"]}
    same(set(member_of.values()), expected.members, f"{what}: members")
    cores = department.networkx.core_number(expected.graph)
    clustering = department.networkx.clustering(expected.graph)
    for row in answer["results"]:
        member = member_of[row["id"]]
        where = f"{what}: {row['name']}"
        inside = expected.papers_of(member, expected.inside)
        near(row["strength"], expected.strength(member), f"{where}: strength")
        same(row["papers"], len(expected.papers_of(member, expected.papers)), f"{where}: papers")
        same(row["papers_inside"], len(inside), f"{where}: papers inside")
        same((row["first_year"], row["last_year"]), department.years(inside), f"{where}: years")
        same(row["ties"], expected.graph.degree(member), f"{where}: ties")
        same(row["core"], cores[member], f"{where}: core number")
        near(row["clustering"], clustering[member], f"{where}: clustering")
    same(len(answer["ties"]), expected.graph.number_of_edges(), f"{what}: ties listed")
    for tie in answer["ties"]:
        a, b = member_of[tie["source"]], member_of[tie["target"]]
        edge = expected.graph.get_edge_data(a, b, {"strength": 0, "papers": []})
        near(tie["strength"], edge["strength"], f"{what}: tie {a} {b}")
        same(tie["shared_papers"], len(edge["papers"]), f"{what}: shared papers of {a} and {b}")
        same((tie["first_year"], tie["last_year"]), department.years(edge["papers"]),
             f"{what}: years of {a} and {b}")
    same({person_of(row) for row in answer["connectors"]}, set(expected.connectors),
         f"{what}: connectors")
    for row in answer["connectors"]:
        check_connector(expected, row, member_of, f"{what}: connector {row['name']}")
    return len(answer["ties"])


def check_connector(expected, row, member_of, what):
    person = person_of(row)
    ties = expected.outside[person]
    near(row["strength"], sum(t["strength"] for t in ties.values()), f"{what}: strength")
    same(row["papers"], len(expected.papers_of(person, expected.papers)), f"{what}: papers")
    same(row["pairs_joined"], expected.pairs_joined(person), f"{what}: pairs joined")
    same({member_of[t["id"]] for t in row["ties"]}, set(ties), f"{what}: members tied")
    for tie in row["ties"]:
        edge = ties[member_of[tie["id"]]]
        near(tie["strength"], edge["strength"], f"{what}: tie to {tie['name']}")
        same(tie["shared_papers"], len(edge["papers"]), f"{what}: papers with {tie['name']}")

"""Checks of single answers of the `coterie` program against the oracles; each raises SystemExit."""

import collections
import math

import ego

TOLERANCE = 1e-12


def same(actual, expected, what):
    if actual != expected:
        raise SystemExit(f"FAILED: {what}: coterie {actual!r}, oracle {expected!r}")


def near(actual, expected, what):
    if not math.isclose(actual, expected, rel_tol=TOLERANCE, abs_tol=0 if expected else TOLERANCE):
        raise SystemExit(f"FAILED: {what}: coterie {actual!r}, oracle {expected!r}")


def ordinal(node_id):
    """"person:42" -> 42."""
    return int(node_id.split(":")[1])


def person_of(row):
    """The OpenAlex id among a row's Pids."""
    ids = [pid.removeprefix("openalex:") for pid in row["pids"] if pid.startswith("openalex:")]
    same(len(ids), 1, f"OpenAlex ids of {row['id']}")
    return ids[0]


def check_collaborators(strengths, person, answer):
    """Everything in a complete, explained answer; returns the number of rows."""
    what = f"collaborators of {person}"
    expected = {row.person: row for row in strengths.rows(person)}
    rows = answer["results"]
    same(answer["parameters"]["as_of"], strengths.as_of, f"{what}: as-of year")
    same(answer["total"], len(expected), f"{what}: total")
    same({person_of(r) for r in rows}, set(expected), f"{what}: who they are")
    same(answer["left_out"], strengths.left_out(person), f"{what}: left_out")
    same(answer["undated_counted"], strengths.undated_counted(person), f"{what}: undated_counted")
    close = sum(strengths.is_close(r, expected.values()) for r in expected.values())
    same(answer["close_collaborators"], close, f"{what}: close collaborators")
    order = [(-r["strength"], -r["shared_papers"], -(r["last_year"] or 0), ordinal(r["id"]))
             for r in rows]
    same(order, sorted(order), f"{what}: order")
    for row in rows:
        check_row(strengths, expected[person_of(row)], row, f"{what}: {row['name']}")
    return len(rows)


def check_row(strengths, expected, row, what):
    near(row["strength"], expected.strength, f"{what}: strength")
    same(row["shared_papers"], expected.shared, f"{what}: shared papers")
    same((row["first_year"], row["last_year"]), expected.years, f"{what}: years")
    explained = row["papers"]
    same(sorted((p["year"], p["authors"]) for p in explained if p["year"]),
         sorted((p.year, p.byline_size) for p in expected.papers if p.year), f"{what}: papers")
    plain = strengths.options.norm == "none"
    total = math.fsum(p["weight"] for p in explained)
    near(total, expected.strength if plain else expected.shared, f"{what}: sum of weights")
    names = strengths.library.names
    check_frequent(row["topics"], [p.topics for p in expected.papers], names, f"{what}: topics")
    institutions = [p.institutions_of(expected.person) for p in expected.papers]
    check_frequent(row["institutions"], institutions, names, f"{what}: institutions")


def check_frequent(shown, sets, names, what):
    """The three most frequent; which of equally frequent ones is up to NodeIds. Known by name."""
    counts = collections.Counter(key for keys in sets for key in keys)
    expected = [count for _, count in counts.most_common(3)]
    actual = []
    for node in shown:
        name = " ".join(node["name"].split())
        of_name = {count for key, count in counts.items() if name in names[key]}
        if not of_name:
            raise SystemExit(f"FAILED: {what}: {name!r} is on none of the shared papers")
        actual.append(of_name)
    fits = len(actual) == len(expected) and all(e in a for e, a in zip(expected, actual))
    if not fits:
        raise SystemExit(f"FAILED: {what}: on {actual} papers, where the oracle has {expected}")


def check_ego(strengths, person, answer, limit):
    """Members, ties and measures of an ego network; returns the number of ties."""
    what = f"ego network of {person}"
    ranked = [r.strength for r in strengths.rows(person)]
    of_node = {m["id"]: person_of(m) for m in answer["results"]}
    members = list(of_node.values())
    same(len(members), min(limit or len(ranked), len(ranked)), f"{what}: members")
    expected = ego.Ego(strengths, person, members)
    for member, strength in zip(answer["results"], ranked):
        near(member["strength"], strength, f"{what}: strength at this rank ({member['name']})")

    measures = answer["measures"]
    same(measures["total_collaborators"], len(ranked), f"{what}: total collaborators")
    same(measures["ties"], expected.alone.number_of_edges(), f"{what}: ties")
    same(measures["components"], len(expected.components), f"{what}: components")
    same(measures["largest_component"], max(map(len, expected.components), default=0),
         f"{what}: largest component")
    same(measures["degeneracy"], expected.degeneracy, f"{what}: degeneracy")
    near(measures["density"], expected.density, f"{what}: density")
    check_members(expected, answer["results"], what)
    for tie in answer["ties"]:
        a, b = of_node[tie["source"]], of_node[tie["target"]]
        edge = expected.alone.get_edge_data(a, b)
        if edge is None:
            raise SystemExit(f"FAILED: {what}: the oracle has no tie between {a} and {b}")
        near(tie["strength"], edge["strength"], f"{what}: tie {a} {b}")
        same(tie["shared_papers"], edge["shared"], f"{what}: shared papers of {a} and {b}")
    order = [(ordinal(t["source"]), ordinal(t["target"])) for t in answer["ties"]]
    same(order, sorted(set(order)), f"{what}: order of ties, each once")
    same(len(order), measures["ties"], f"{what}: ties listed")
    return len(order)


def check_members(expected, rows, what):
    by_component = collections.defaultdict(set)
    for row in rows:
        member = person_of(row)
        where = f"{what}: {row['name']}"
        near(row["strength"], expected.rows[member].strength, f"{where}: strength")
        same(row["shared_papers"], expected.rows[member].shared, f"{where}: shared papers")
        same(row["ties"], expected.alone.degree(member), f"{where}: ties")
        same(row["core"], expected.cores[member], f"{where}: core number")
        near(row["distance"], expected.distances[member], f"{where}: distance")
        near(row["clustering"], expected.clustering[member], f"{where}: clustering")
        by_component[row["component"]].add(member)
    found = {frozenset(c) for c in by_component.values()}
    same(found, {frozenset(c) for c in expected.components}, f"{what}: components")
    sizes = [len(by_component[i]) for i in range(len(by_component))]
    same(sizes, sorted(sizes, reverse=True), f"{what}: component sizes, largest first")

#!/usr/bin/env python3
"""Cuts the bundled sample, tests/data/sample, from a directory of OpenAlex JSONL files (CC0).

  tools/cut_sample.py ../shared/data/openalex tests/data/sample

Records are taken whole, byte for byte. Of each file of works it keeps as many as QUOTA says:

1. A few records of every quirk (no title, markup in the title, an author without id, one DOI on two
   works, a retraction, a long or cut byline), drawn with SEED.
2. The works of the people in WHOLE_PEOPLE, so that the README's examples are complete.
3. The densest rest. Starting with all works, the one with the fewest ties to works still there is
   dropped until the quota is met. A tie is a citation either way, or two people in common, that is
   a repeated collaboration; at most TIES_MAX of these count, so that one prolific person does not
   fill the sample. Equal numbers are dropped in the order of a hash of SEED and the id.

Then the entity records (authors, institutions, topics, sources, concepts) that those works name
most often, and a few publishers and funders, which an import must count as ignored.

The outcome depends on the input and SEED alone. Needs the `zstd` program.
"""

import collections
import gzip
import hashlib
import heapq
import itertools
import json
import pathlib
import random
import subprocess
import sys

SEED = 20231
TIES_MAX = 6
QUIRKS_EACH = 4
LONG_BYLINE = 25
# Source file -> (file in the sample, number of works).
QUOTA = {
    "works-2026-kfupm-idb": ("works-2026", 900),
    "works-2023-synergy": ("works-2023", 640),
    "works-2025-2026-bibgraph": ("works-2025", 300),
    "works-2025-2026-openalexpro": ("works-2025-more-keys", 60),
    "works-partial-select": ("works-select", 80),
    "works-snapshot-2022-2023-go-openalex": ("works-snapshot-2022", 20),
}
# Jason Priem, whose 50 papers are the largest body of work in the highly cited set.
WHOLE_PEOPLE = {"https://openalex.org/A5023888391"}
# Source files -> (file in the sample, greatest number of records).
ENTITIES = {
    ("authors", "authors-kfupm"): ("authors", 90),
    ("institutions",): ("institutions", 220),
    ("sources",): ("sources", 120),
    ("topics",): ("topics", 60),
    ("concepts",): ("concepts", 70),
    ("publishers",): ("publishers", 3),
    ("funders",): ("funders", 3),
}


def read(source, name):
    """The lines of NAME.jsonl.zst as (bytes, parsed record)."""
    command = ["zstd", "-dcq", source / f"{name}.jsonl.zst"]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return [(line, json.loads(line)) for line in text.split(b"\n") if line.strip()]


def order(identifier):
    return hashlib.sha256(f"{SEED} {identifier}".encode()).digest()


def people(work):
    ids = {(a.get("author") or {}).get("id") for a in work.get("authorships") or []}
    return ids - {None}


def quirks(work, repeated_dois):
    authorships = work.get("authorships") or []
    title = work.get("title") or work.get("display_name")
    if not title:
        yield "no title"
    if title and "<" in title:
        yield "markup in the title"
    if any((a.get("author") or {}).get("id") is None for a in authorships):
        yield "author without id"
    if any(i.get("id") is None for a in authorships for i in a.get("institutions") or []):
        yield "institution without id"
    if work.get("is_retracted"):
        yield "retracted"
    if len(authorships) > LONG_BYLINE:
        yield "long byline"
    if work.get("is_authors_truncated"):
        yield "cut byline"
    if work.get("doi") in repeated_dois:
        yield "shared DOI"


def kept_for_themselves(works):
    """Indexes of the works of WHOLE_PEOPLE and of a few of every quirk."""
    dois = collections.Counter(w.get("doi") for w in works)
    repeated = {doi for doi, count in dois.items() if doi and count > 1}
    by_quirk = collections.defaultdict(list)
    for index, work in enumerate(works):
        for quirk in quirks(work, repeated):
            by_quirk[quirk].append(index)
    kept = {i for i, w in enumerate(works) if people(w) & WHOLE_PEOPLE}
    for quirk in sorted(by_quirk):
        found = by_quirk[quirk]
        kept.update(random.Random(f"{SEED} {quirk}").sample(found, min(QUIRKS_EACH, len(found))))
    return kept


def ties(works):
    """For each work, the works it cites or is cited by, and those it shares two people with."""
    index_of = {w["id"]: i for i, w in enumerate(works)}
    cited = [set() for _ in works]
    together = [set() for _ in works]
    works_of_pair = collections.defaultdict(list)
    for i, work in enumerate(works):
        for reference in work.get("referenced_works") or []:
            j = index_of.get(reference, i)
            if j != i:
                cited[i].add(j)
                cited[j].add(i)
        group = sorted(people(work))
        if len(group) <= LONG_BYLINE:
            for pair in itertools.combinations(group, 2):
                works_of_pair[pair].append(i)
    for found in works_of_pair.values():
        for i, j in itertools.combinations(found, 2):
            together[i].add(j)
            together[j].add(i)
    return cited, together


def densest(works, quota):
    kept = kept_for_themselves(works)
    cited, together = ties(works)
    alive = set(range(len(works)))

    def score(i):
        return len(cited[i]) + min(TIES_MAX, len(together[i]))

    heap = [(score(i), order(works[i]["id"]), i) for i in alive - kept]
    heapq.heapify(heap)
    while len(alive) > quota and heap:
        had, _, i = heapq.heappop(heap)
        if i not in alive or had != score(i):
            continue  # an entry of before a neighbour was dropped; a newer one follows
        alive.remove(i)
        for j in cited[i] | together[i]:
            cited[j].discard(i)
            together[j].discard(i)
            if j in alive and j not in kept:
                heapq.heappush(heap, (score(j), order(works[j]["id"]), j))
    return sorted(alive)


def named_entities(works):
    """How often the works name each entity id."""
    named = collections.Counter()

    def walk(value):
        if isinstance(value, dict):
            if isinstance(value.get("id"), str):
                named[value["id"]] += 1
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    for work in works:
        walk(work)
    return named


def write(target, name, lines, compression="zst"):
    path = target / f"{name}.jsonl.{compression}"
    data = b"\n".join(lines) + b"\n"
    if compression == "gz":
        path.write_bytes(gzip.compress(data, 9, mtime=0))
    else:
        subprocess.run(["zstd", "-19", "-q", "-f", "-o", path], input=data, check=True)
    compressed = path.stat().st_size
    print(f"{path.name}: {len(lines)} records, {len(data):,} bytes, {compressed:,} compressed")


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    chosen = []
    for name, (new_name, quota) in QUOTA.items():
        lines = read(source, name)
        indexes = densest([work for _, work in lines], quota)
        chosen += [lines[i][1] for i in indexes]
        compression = "gz" if "snapshot" in new_name else "zst"
        write(target, new_name, [lines[i][0] for i in indexes], compression)
    named = named_entities(chosen)
    for names, (new_name, limit) in ENTITIES.items():
        lines = [line for name in names for line in read(source, name)]
        if new_name not in ("publishers", "funders"):
            lines = [line for line in lines if named[line[1]["id"]]]
        lines.sort(key=lambda line: (-named[line[1]["id"]], order(line[1]["id"])))
        write(target, new_name, [line for line, _ in lines[:limit]])


if __name__ == "__main__":
    main()

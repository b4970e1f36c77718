#!/usr/bin/env python3
"""Compares what the `coterie` program answers with independent computations over the same JSON.

  compare.py --coterie BINARY [--people 200] FILE_OR_DIRECTORY…
  compare.py --coterie BINARY [--people 200] --shared      on the shared data set
  compare.py --coterie BINARY --analyses …                 also recommend, similar and department

Imports the files into a new store (twice: the second time must change nothing), then compares
counts, collaborators under several options, and ego networks of people chosen by weight and by a
hash, the same every time, the shortest paths between them, and slices around nodes of every type.
Floats must agree to 1e-12, relative. NodeIds break ties in an order that JSON cannot know, so rows
that tie are compared as a set, and the order itself against the NodeIds in the answer. With
--shared, the numbers promised of the profile page are checked, too.

Prints "SKIPPED file:line: reason" where a prerequisite is missing; fails at the first difference.
"""

import argparse
import hashlib
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import check_answers
import collaborators
import compare_analyses
import count_openalex
import ego
import openalex
import paths
import slices

ROOT = pathlib.Path(__file__).resolve().parents[2]

VARIANTS = [
    ("default", [], collaborators.Options()),
    ("Newman", ["--half-life", "inf", "--max-authors", "inf"],
     collaborators.Options(half_life=math.inf, max_authors=math.inf)),
    ("full, without retracted", ["--counting", "full", "--no-retracted"],
     collaborators.Options(counting="full", no_retracted=True)),
    ("as of 2018", ["--as-of", "2018", "--half-life", "2.5"],
     collaborators.Options(as_of=2018, half_life=2.5)),
    ("years", ["--years", "2010..2019", "--max-authors", "8"],
     collaborators.Options(years=(2010, 2019), max_authors=8)),
    ("Salton", ["--norm", "salton"], collaborators.Options(norm="salton")),
    ("Jaccard", ["--norm", "jaccard"], collaborators.Options(norm="jaccard")),
    ("association", ["--norm", "association"], collaborators.Options(norm="association")),
]


class Coterie:
    """The program, on one store."""

    def __init__(self, binary, store):
        self.binary = binary
        self.store = store

    def run(self, *arguments, stdin=""):
        command = [self.binary, *arguments[:1], "--db", self.store, *arguments[1:]]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            told = done.stderr.strip()
            raise SystemExit(f"FAILED: {' '.join(command)} ended with {done.returncode}: {told}")
        return done.stdout

    def answers(self, verb, people, *options):
        """One parsed answer for each person, ids given on standard input."""
        ids = "".join(f"openalex:{person}\n" for person in people)
        answers = json.loads(self.run(verb, "-", "--json", *options, stdin=ids))["answers"]
        check_answers.same(len(answers), len(people), f"number of answers of {verb}")
        return zip(people, answers)

    def fingerprint(self):
        """The stats, and a checksum of the dump, which holds no ids or times of this store."""
        dump = self.run("dump")
        return json.loads(self.run("stats", "--json")), hashlib.sha256(dump.encode()).hexdigest()


def choose_people(library, number):
    """A quarter by most papers; the rest by a hash, half of them among the better connected."""
    people = sorted(library.papers_of, key=lambda p: (-len(library.papers_of[p]), p))
    hashed = sorted(people, key=lambda p: hashlib.sha256(p.encode()).digest())
    busy = [p for p in hashed if len(library.papers_of[p]) >= 2]
    chosen = dict.fromkeys(people[: number // 4])
    for source, limit in ((busy, number * 5 // 8), (hashed, number)):
        for person in source:
            if len(chosen) >= limit:
                break
            chosen[person] = None
    return list(chosen)


def most_frequent(library, people, values_of):
    """The topic, institution or venue that most papers of these people have."""
    counts = {}
    for person in people:
        for paper in library.papers_of[person]:
            for value in values_of(paper):
                counts[value] = counts.get(value, 0) + 1
    return max(sorted(counts), key=counts.get)


def all_variants(library, people):
    yield from VARIANTS
    filters = {"topic": lambda p: p.topics, "institution": lambda p: p.institutions,
               "venue": lambda p: [p.venue] if p.venue else []}
    for flag, values_of in filters.items():
        value = most_frequent(library, people, values_of)
        yield (f"{flag} {value}", [f"--{flag}", f"openalex:{value}"],
               collaborators.Options(**{flag: value}))


def import_twice(coterie, files):
    coterie.run("import", *files)
    first = coterie.fingerprint()
    coterie.run("import", *files)
    check_answers.same(coterie.fingerprint(), first, "stats and dump after a second import")
    print("the second import changed nothing")
    return first[0]


def compare_counts(library, stats):
    counted = count_openalex.count(library)
    check_answers.same({field: stats[field] for field in counted}, counted, "stats")
    print(f"{len(counted)} counts agree: {counted}")


def compare_people(coterie, library, people):
    for name, flags, options in all_variants(library, people):
        strengths = collaborators.Strengths(library, options)
        rows = 0
        complete = ["--limit", "inf", "--explain", *flags]
        for person, answer in coterie.answers("collaborators", people, *complete):
            rows += check_answers.check_collaborators(strengths, person, answer)
        print(f"collaborators ({name}): {rows} rows of {len(people)} people agree")
    plain = collaborators.Options()
    for name, flags, options, limit in (("default", [], plain, None),
                                        ("30 strongest", ["--limit", "30"], plain, 30),
                                        ("full", *VARIANTS[2][1:], None)):
        strengths = collaborators.Strengths(library, options)
        ties = 0
        for person, answer in coterie.answers("ego", people, *flags):
            ties += check_answers.check_ego(strengths, person, answer, limit)
        print(f"ego networks ({name}): {ties} ties of {len(people)} people agree")


def compare_profile(binary, directory, profile):
    """The numbers that the data's README promises of the researcher-profile page."""
    coterie = Coterie(binary, str(pathlib.Path(directory, "profile.db")))
    coterie.run("import", str(profile))
    found = json.loads(coterie.run("find", "Minjia Zhang", "--type", "person", "--json"))
    person = found["results"][0]["id"]
    view = json.loads(coterie.run("show", person, "--json"))
    answer = json.loads(coterie.run("collaborators", person, "--json", "--half-life", "inf",
                                    "--max-authors", "inf", "--limit", "inf"))
    close = json.loads(coterie.run("collaborators", person, "--json", "--fields", "name,close"))
    names = {row["name"] for row in close["results"] if row["close"]}
    check_answers.same(view["papers"], 16, "papers of Minjia Zhang")
    check_answers.same(view["topics"], 6, "topics of Minjia Zhang")
    check_answers.same(names, {"Yuxiong He", "Conglong Li", "Zhewei Yao", "Reza Yazdani Aminabadi"},
                       "close collaborators of Minjia Zhang")
    check_answers.near(sum(r["strength"] for r in answer["results"]), 12, "sum of Newman's weights")
    print("profile page: 16 papers, 6 topics, 4 close collaborators, Newman's weights make 12")


def skip(reason):
    frame = sys._getframe(1)
    print(f"SKIPPED {os.path.relpath(frame.f_code.co_filename)}:{frame.f_lineno}: {reason}")
    sys.exit(0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--coterie", required=True)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--analyses", action="store_true")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    shared = pathlib.Path(os.environ.get("COTERIE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if arguments.shared and not shared.is_dir():
        skip("the shared data set is not next to the checkout (../shared/data)")
    files = [str(shared / "openalex")] if arguments.shared else arguments.files
    if ego.networkx is None:
        skip("networkx is not installed (Debian: python3-networkx)")
    if shutil.which("zstd") is None:
        skip("the zstd program is not installed (Debian: zstd)")
    library = openalex.load(files)
    people = choose_people(library, arguments.people)
    with tempfile.TemporaryDirectory(prefix="coterie-oracle-") as directory:
        coterie = Coterie(arguments.coterie, str(pathlib.Path(directory, "store.db")))
        compare_counts(library, import_twice(coterie, files))
        compare_people(coterie, library, people)
        paths.compare(coterie, library, people[:100] if arguments.shared else people[:20])
        if arguments.analyses:
            compare_analyses.compare(coterie, library, people)
        slices.compare(coterie, library, 100 if arguments.shared else 30)
        if arguments.shared:
            compare_profile(arguments.coterie, directory, shared / "profile" / "works.jsonl")
    print("everything agrees")


if __name__ == "__main__":
    main()

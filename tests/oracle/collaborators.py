#!/usr/bin/env python3
"""Collaborators of people, computed straight from OpenAlex JSON by the definitions of the product.

  collaborators.py FILE_OR_DIRECTORY… --id A123 [--id …] [options as of `coterie collaborators`]

S(A,B) is the sum over shared papers of 2^(-(Y-y)/H) / (n-1), n >= 2; an undated paper counts as H
years old (1/2; 1 for an infinite H); papers after Y, with more than --max-authors people or (if
asked) retracted are left out and counted, each under the first reason that applies.
"""

import argparse
import dataclasses
import json
import math

import openalex


@dataclasses.dataclass(frozen=True)
class Options:
    half_life: float = 5
    as_of: int | None = None
    years: tuple = (None, None)
    counting: str = "fractional"
    norm: str = "none"
    max_authors: float = 25
    no_retracted: bool = False
    topic: str | None = None
    institution: str | None = None
    venue: str | None = None


@dataclasses.dataclass
class Row:
    person: str
    fractional: float = 0.0  # S, whatever the counting and normalisation
    strength: float = 0.0    # what is ranked by
    papers: list = dataclasses.field(default_factory=list)

    @property
    def shared(self):
        return len(self.papers)

    @property
    def years(self):
        """(first, last) of the dated shared papers, or (None, None)."""
        dated = [p.year for p in self.papers if p.year]
        return (min(dated), max(dated)) if dated else (None, None)


class Strengths:
    """One library under one set of options."""

    def __init__(self, library, options):
        self.library = library
        self.options = options
        self.as_of = options.as_of if options.as_of is not None else library.default_as_of_year()

    def passes_filters(self, paper):
        first, last = self.options.years
        if (first is not None or last is not None) and not paper.year:
            return False
        if (first is not None and paper.year < first) or (last is not None and paper.year > last):
            return False
        if self.options.topic and self.options.topic not in paper.topics:
            return False
        if self.options.institution and self.options.institution not in paper.institutions:
            return False
        return not self.options.venue or self.options.venue == paper.venue

    def reason_to_leave_out(self, paper):
        if paper.year and paper.year > self.as_of:
            return "after_as_of"
        if paper.retracted and self.options.no_retracted:
            return "retracted"
        if paper.byline_size > self.options.max_authors:
            return "hyper_authored"
        return None

    def counted_papers(self, person):
        return [p for p in self.library.papers_of[person]
                if self.passes_filters(p) and not self.reason_to_leave_out(p)]

    def left_out(self, person):
        counts = {"hyper_authored": 0, "after_as_of": 0, "retracted": 0}
        for paper in self.library.papers_of[person]:
            if self.passes_filters(paper) and (reason := self.reason_to_leave_out(paper)):
                counts[reason] += 1
        return counts

    def undated_counted(self, person):
        return sum(1 for p in self.counted_papers(person) if not p.year and p.byline_size >= 2)

    def weight(self, paper):
        if math.isinf(self.options.half_life):
            decay = 1.0
        elif not paper.year:
            decay = 0.5
        else:
            decay = 2.0 ** (-(self.as_of - paper.year) / self.options.half_life)
        return decay / (paper.byline_size - 1)

    def rows(self, person):
        """Every collaborator, strongest first; equal ones in no particular order."""
        rows = {}
        for paper in self.counted_papers(person):
            if paper.byline_size < 2:
                continue
            for other in paper.people - {person}:
                row = rows.setdefault(other, Row(other))
                row.papers.append(paper)
                row.fractional += self.weight(paper)
        for row in rows.values():
            row.strength = self.strength(person, row)
        return sorted(rows.values(), key=lambda r: (-r.strength, -r.shared, -(r.years[1] or 0)))

    def strength(self, person, row):
        c = row.shared
        if self.options.norm == "salton":
            return c / math.sqrt(self.paper_count(person) * self.paper_count(row.person))
        if self.options.norm == "jaccard":
            return c / (self.paper_count(person) + self.paper_count(row.person) - c)
        if self.options.norm == "association":
            return c / (self.total_links(person) * self.total_links(row.person))
        return c if self.options.counting == "full" else row.fractional

    def paper_count(self, person):
        return len(self.counted_papers(person))

    def total_links(self, person):
        """s: the sum of c(person, Y) over identified Y."""
        return sum(len(p.people) - 1 for p in self.counted_papers(person))

    @staticmethod
    def is_close(row, rows):
        return row.shared >= 2 and row.fractional >= 0.25 * max(r.fractional for r in rows)


def number_or_inf(text):
    return math.inf if text == "inf" else float(text)


def year_range(text):
    first, last = text.split("..")
    return (int(first) if first else None, int(last) if last else None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--id", action="append", required=True)
    parser.add_argument("--half-life", type=number_or_inf, default=5)
    parser.add_argument("--as-of", type=int)
    parser.add_argument("--years", type=year_range, default=(None, None))
    parser.add_argument("--counting", default="fractional")
    parser.add_argument("--norm", default="none")
    parser.add_argument("--max-authors", type=number_or_inf, default=25)
    parser.add_argument("--no-retracted", action="store_true")
    for name in ("--topic", "--institution", "--venue"):
        parser.add_argument(name)
    arguments = vars(parser.parse_args())
    library = openalex.load(arguments.pop("files"))
    people = arguments.pop("id")
    strengths = Strengths(library, Options(**arguments))
    for person in people:
        rows = strengths.rows(person)
        print(json.dumps({
            "person": person, "as_of": strengths.as_of, "left_out": strengths.left_out(person),
            "undated_counted": strengths.undated_counted(person),
            "close_collaborators": sum(strengths.is_close(r, rows) for r in rows),
            "results": [{"person": r.person, "strength": r.strength, "shared_papers": r.shared,
                         "first_year": r.years[0], "last_year": r.years[1]} for r in rows]}))


if __name__ == "__main__":
    main()

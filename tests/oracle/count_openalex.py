#!/usr/bin/env python3
"""Counts what an import of these OpenAlex files must leave in a store, straight from the JSON.

  count_openalex.py FILE_OR_DIRECTORY…      prints the fields of `coterie stats` that it can know
"""

import json
import sys

import openalex


def count(library):
    papers = library.papers.values()
    present = library.papers.keys()
    references = [(p.key, r) for p in papers for r in p.references]
    resolved = sum(1 for _, reference in references if reference in present)
    return {
        "papers": len(library.papers),
        "people": len(library.seen["A"]),
        "authorships": sum(len(p.places) for p in papers),
        "anonymous_authorships": sum(1 for p in papers for person, _ in p.places if not person),
        "topic_assignments": sum(len(p.topics) for p in papers),
        "citations": resolved,
        "unresolved_references": len(references) - resolved,
        "stubs": len({reference for _, reference in references if reference not in present}),
        "publications": sum(1 for p in papers if p.venue),
        "abstracts": sum(1 for p in papers if p.has_abstract),
        "as_of_year": library.default_as_of_year(),
    }


if __name__ == "__main__":
    print(json.dumps(count(openalex.load(sys.argv[1:])), indent=2))

#!/usr/bin/env python3
"""Prints the works of OpenAlex JSONL files several times, each copy under ids of its own.

  bench/replicate_works.py COPIES FILE... > many.jsonl

Makes a large file for the import out of a small real one: works keep their length, their names and
their number of authors, topics and references, where the generator's are shorter and more regular.
Of copy k (0, 1, 2 …) every number in an OpenAlex id is raised by k·10^11, every DOI gets ".k" at
its end, and ORCIDs, RORs and ISSNs go, so that the copies share no node but the levels above
topics, and contest no identifier. Copy 0 is the files themselves. Reads plain files, .gz, and with
the `zstd` program .zst.

The outcome depends on the input alone.
"""

import gzip
import re
import subprocess
import sys

STEP = 10**11  # ids have ten digits, and the importer takes sixteen
ID = re.compile(rb'(openalex\.org/[A-Z])(\d+)')
DOI = re.compile(rb'("https?://doi\.org/[^"\\]+)"')
CHECKED = re.compile(rb'"(orcid|ror|issn_l)":\s*"[^"]*"')
ISSNS = re.compile(rb'"issn":\s*\[[^\]]*\]')


def lines(path):
    if path.endswith('.zst'):
        with subprocess.Popen(['zstd', '-dcq', path], stdout=subprocess.PIPE) as process:
            yield from process.stdout
        if process.returncode != 0:
            sys.exit(f'{path}: zstd failed')
    elif path.endswith('.gz'):
        with gzip.open(path) as file:
            yield from file
    else:
        with open(path, 'rb') as file:
            yield from file


def renumbered(line, copy):
    line = ID.sub(lambda m: m[1] + b'%d' % (int(m[2]) + copy * STEP), line)
    line = DOI.sub(rb'\1.%d"' % copy, line)
    line = CHECKED.sub(rb'"\1":null', line)
    return ISSNS.sub(b'"issn":null', line)


def main():
    if len(sys.argv) < 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    for copy in range(int(sys.argv[1])):
        for path in sys.argv[2:]:
            for line in lines(path):
                sys.stdout.buffer.write(renumbered(line, copy) if copy else line)


main()

"""OpenAlex records read straight from JSON, by docs/adr/0001-order-independent-import.md.

Independent of the C++ code on purpose: what both agree on is probably right. Standard library and
the `zstd` program only.
"""

import collections
import datetime
import gzip
import json
import pathlib
import re
import struct
import subprocess

# OpenAlex's stand-ins for "no author"; no identity.
PLACEHOLDER_AUTHORS = {"A9999999999", "A5317838346"}


class Paper:
    """What the analyses need of a paper."""

    def __init__(self, key):
        self.key = key  # "W123"
        self.name = ""
        self.year = None
        self.retracted = False
        self.places = []  # (author id or None, [institution ids]) in byline order
        self.references = set()
        self.topics = set()  # "T…" and "C…"
        self.topic_scores = {}  # of these, as a float of 32 bits keeps them
        self.venue = None
        self.has_abstract = False

    @property
    def people(self):
        """The identified people of the byline, each once."""
        return {person for person, _ in self.places if person}

    @property
    def byline_size(self):
        """n_p: each person once, and each place without an identity as a person of its own."""
        return len(self.people) + sum(1 for person, _ in self.places if not person)

    def institutions_of(self, person):
        return {i for who, institutions in self.places if who == person for i in institutions}

    @property
    def institutions(self):
        return {i for _, institutions in self.places for i in institutions}


class Library:
    """All papers of some files, and the names that each id has gone by."""

    def __init__(self):
        self.papers = {}
        self.names = collections.defaultdict(set)
        self.seen = collections.defaultdict(set)  # letter -> ids met anywhere as a node
        self.affiliations = {}  # person -> institutions that the person's record asserts
        self.ignored = 0
        self.records = 0
        self.papers_of = collections.defaultdict(list)  # person -> papers

    def default_as_of_year(self):
        """Y: the newest year not later than the import's, that is the present one."""
        this_year = datetime.datetime.now(datetime.timezone.utc).year
        years = (p.year for p in self.papers.values() if p.year and p.year <= this_year)
        return max(years, default=None)


def short(text, letters):
    """"https://openalex.org/A123" -> "A123"; None if it is no id with one of these letters."""
    url = r"(?:https?://(?:api\.)?openalex\.org/(?:[a-z]+/)?)?"
    match = re.fullmatch(rf"{url}([{letters}]\d+)", text or "", re.I)
    return match.group(1).upper() if match else None


def lines_of(path):
    if path.suffix == ".zst":
        done = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE)
        yield from done.stdout.split(b"\n")
    elif path.suffix == ".gz":
        with gzip.open(path) as stream:
            yield from stream
    else:
        with open(path, "rb") as stream:
            yield from stream


def data_files(arguments):
    """The files themselves, and of directories every file of JSON lines below."""
    for argument in map(pathlib.Path, arguments):
        for path in sorted(argument.rglob("*")) if argument.is_dir() else [argument]:
            stem = path.name.removesuffix(".zst").removesuffix(".gz")
            is_named_so = re.fullmatch(r".*\.jsonl?|part_\d+|[WAITSCPF]\d+", stem)
            if path.is_file() and is_named_so and "merged_ids" not in path.parts:
                yield path


def stamp(record, rank=3):
    """(rank, seconds of updated_date): the greater wins a group of facts."""
    text = record.get("updated_date") or "1970-01-01"
    moment = datetime.datetime.fromisoformat(text[:19]).replace(tzinfo=datetime.timezone.utc)
    return rank, int(moment.timestamp())


def single(number):
    """The nearest number that 32 bits hold."""
    return struct.unpack("f", struct.pack("f", float(number or 0)))[0]


def read_affiliations(author):
    """Institutions that an author's record asserts; None where it says nothing of them."""
    if author.get("affiliations") is not None:
        given = [a.get("institution") or {} for a in author["affiliations"]]
    elif author.get("last_known_institutions") is not None:
        given = author["last_known_institutions"]
    elif author.get("last_known_institution"):
        given = [author["last_known_institution"]]
    else:
        return None
    return {short(i.get("id"), "I") for i in given} - {None}


def read_places(work):
    places = []
    for authorship in work["authorships"]:
        person = short((authorship.get("author") or {}).get("id"), "A")
        institutions = []
        for institution in authorship.get("institutions") or []:
            key = short(institution.get("id"), "I")
            if key and key not in institutions:
                institutions.append(key)
        places.append((None if person in PLACEHOLDER_AUTHORS else person, institutions))
    return places


def read_venue(work):
    location = work.get("primary_location") or {}
    for source in (location.get("source"), work.get("host_venue")):
        key = short((source or {}).get("id"), "SV")
        if key:
            return key
    return None


def read_core(work):
    return {
        "name": work.get("title") or work.get("display_name") or "",
        "year": work.get("publication_year") or None,
        "retracted": bool(work.get("is_retracted")),
        "venue": read_venue(work),
    }


def read_groups(work):
    """(stamp, fields of Paper) for each group of facts that the record asserts."""
    yield stamp(work), read_core(work)
    if work.get("authorships") is not None:
        places = read_places(work)
        is_cut = work.get("is_authors_truncated") or (work.get("authors_count") or 0) > len(places)
        yield stamp(work, 2 if is_cut else 3), {"places": places}
    if work.get("referenced_works") is not None:
        references = {short(r, "W") for r in work["referenced_works"]}
        yield stamp(work), {"references": references - {None}}
    topics = [t for key in ("topics", "concepts") if work.get(key) is not None for t in work[key]]
    if topics or work.get("topics") is not None or work.get("concepts") is not None:
        scores = {short(t.get("id"), "TC"): single(t.get("score")) for t in topics}
        scores.pop(None, None)
        yield stamp(work), {"topics": set(scores), "topic_scores": scores}
    for key in ("abstract_inverted_index", "abstract"):
        if work.get(key) is not None:
            yield stamp(work), {"has_abstract": bool(work[key])}
            break


def note_names(library, value):
    if isinstance(value, dict):
        key = short(value["id"], "AITCS") if isinstance(value.get("id"), str) else None
        if key and isinstance(value.get("display_name"), str):
            library.names[key].add(" ".join(value["display_name"].split()))
        for part in value.values():
            note_names(library, part)
    elif isinstance(value, list):
        for part in value:
            note_names(library, part)


def load(arguments):
    library = Library()
    won = {}  # (paper, field) -> (stamp, value)
    won_affiliations = {}  # person -> stamp
    for path in data_files(arguments):
        for line in lines_of(path):
            if not line.strip():
                continue
            record = json.loads(line)
            library.records += 1
            key = short(record.get("id"), "WAITSCPF")
            if key is None:
                continue
            if key[0] in "PF" or key in PLACEHOLDER_AUTHORS:
                library.ignored += 1
                continue
            library.seen[key[0]].add(key)
            note_names(library, record)
            if key[0] == "A" and (given := read_affiliations(record)) is not None:
                if stamp(record) > won_affiliations.get(key, (0, 0)):
                    won_affiliations[key] = stamp(record)
                    library.affiliations[key] = given
            if key[0] != "W":
                continue
            library.papers.setdefault(key, Paper(key))
            for new_stamp, fields in read_groups(record):
                for field, value in fields.items():
                    if field == "places":  # who is named is a person, even if a later byline wins
                        library.seen["A"].update(person for person, _ in value if person)
                    old_stamp, old_value = won.get((key, field), ((0, 0), None))
                    if new_stamp == old_stamp and value != old_value:
                        raise ValueError(f"{key}: two records of one date differ in {field}")
                    if new_stamp > old_stamp:
                        won[key, field] = (new_stamp, value)
    for (key, field), (_, value) in won.items():
        setattr(library.papers[key], field, value)
    for key in sorted(library.papers, key=lambda k: int(k[1:])):
        for person in library.papers[key].people:
            library.papers_of[person].append(library.papers[key])
    return library

"""The part of compare.py on recommended collaborators, similar papers, departments and
traversals."""

import collections
import hashlib
import json

import check_analyses
import collaborators
import department
import recommend
import similar
import traverse

RECOMMEND = [
    ("default", [], collaborators.Options()),
    ("small bylines", ["--max-authors", "6", "--no-retracted"],
     collaborators.Options(max_authors=6, no_retracted=True)),
    ("years", ["--years", "2010..2019"], collaborators.Options(years=(2010, 2019))),
]
Step = traverse.Step
PERSON_CHAINS = [
    [Step("authored")],
    [Step("coauthors", 2)],
    [Step("authored"), Step("cites", 3)],
    [Step("authored", 3, first_year=2015)],
    [Step("coauthors", first_year=2012), Step("wrote", first_year=2015), Step("cited-by", 2)],
    [Step("authored"), Step("about", least_count=3)],
    [Step("coauthors", least_count=2), Step("coauthors", least_count=2)],
]
PAPER_CHAINS = [
    [Step("cited-by", 3)],
    [Step("cites", 2), Step("cited-by")],
    [Step("cites"), Step("authored")],
    [Step("about", 2, first_year=2018)],
]
WALKED_PEOPLE = 2  # a walk over everything takes half a minute in Python
PAPERS = 200
DEPARTMENTS = 6
MEMBERS_MAX = 150  # ids on one command line


def hashed(keys):
    return sorted(keys, key=lambda key: hashlib.sha256(key.encode()).digest())


def choose_papers(library):
    """A quarter with the most references, a quarter the most cited, the rest by a hash."""
    cited = collections.Counter(c for p in library.papers.values() for c in p.references)
    by_references = sorted(library.papers, key=lambda k: (-len(library.papers[k].references), k))
    by_citations = sorted(library.papers, key=lambda k: (-cited[k], k))
    chosen = dict.fromkeys(by_references[: PAPERS // 4] + by_citations[: PAPERS // 4])
    for key in hashed(library.papers):
        if len(chosen) >= PAPERS:
            break
        chosen[key] = None
    return list(chosen)


def choose_departments(library):
    """(name, members): people of the institutions that most papers name."""
    papers = collections.Counter(i for p in library.papers.values() for i in p.institutions)
    for institution in sorted(papers, key=lambda i: (-papers[i], i))[:DEPARTMENTS]:
        people = sorted(department.people_of(library, institution),
                        key=lambda a: (-len(library.papers_of[a]), a))
        yield institution, people[:MEMBERS_MAX]


def compare_recommend(coterie, library, people):
    for name, flags, options in RECOMMEND:
        recommender = recommend.Recommender(collaborators.Strengths(library, options))
        for by in ("adamic-adar", "resource-allocation", "pagerank"):
            asked = people[:WALKED_PEOPLE] if by == "pagerank" else people
            rows = 0
            for person, answer in coterie.answers("recommend", asked, "--by", by, "--limit", "inf",
                                                  *flags):
                rows += check_analyses.check_recommend(recommender, person, by, answer)
            print(f"recommended by {by} ({name}): {rows} rows of {len(asked)} people agree")


def compare_similar(coterie, library):
    papers = choose_papers(library)
    for by in ("coupling", "cocitation"):
        similarity = similar.Similarity(library, by)
        for measure in ("raw", "salton", "jaccard", "adamic-adar"):
            rows = 0
            for paper, answer in coterie.answers("similar", papers, "--by", by, "--norm",
                                                 measure, "--limit", "inf"):
                rows += check_analyses.check_similar(similarity, paper, measure, answer)
            print(f"similar by {by} ({measure}): {rows} rows of {len(papers)} papers agree")


def compare_departments(coterie, library):
    ties = 0
    for name, flags, options in (("default", [], collaborators.Options()),
                                 ("full", ["--counting", "full", "--max-authors", "inf"],
                                  collaborators.Options(counting="full", max_authors=1e9))):
        strengths = collaborators.Strengths(library, options)
        for institution, people in choose_departments(library):
            ids = [f"openalex:{person}" for person in people]
            answer = json.loads(coterie.run("department", *ids, "--json", "--limit", "inf",
                                            "--connectors", "inf", *flags))
            expected = department.Department(strengths, people)
            ties += check_analyses.check_department(expected, answer,
                                                    f"people of {institution} ({name})")
        print(f"departments ({name}): {ties} ties of {DEPARTMENTS} institutions agree")


def compare_traversals(coterie, library, people):
    walker = traverse.Walker(library)
    papers = choose_papers(library)
    for nodes, chains in ((people, PERSON_CHAINS), (papers, PAPER_CHAINS)):
        groups = [nodes[i:i + 1] for i in range(0, len(nodes), 24)] + [nodes[:5]]
        for steps in chains:
            rows = 0
            for group in groups:
                flags = [flag for step in steps for flag in step.flags]
                answer = json.loads(coterie.run(
                    "traverse", *(f"openalex:{node}" for node in group), *flags, "--rows", "every",
                    "--limit", "inf", "--work", "inf", "--json"))
                rows += check_analyses.check_traversal(walker, group, steps, answer)
            names = ", ".join(f"{step.name}:{step.depth}" for step in steps)
            print(f"traversals ({names}): {rows} rows of {len(groups)} walks agree")


def compare(coterie, library, people):
    compare_traversals(coterie, library, people)
    compare_departments(coterie, library)
    compare_similar(coterie, library)
    compare_recommend(coterie, library, people)

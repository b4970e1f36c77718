# Slices and paths in the remote interface; see rpc.capnp for ids, columns, errors and bounds.
#
# A slice comes as calls to a capability of the client's, in this order:
#
#     sink.head(head)      once: what was asked, how much is coming, what is not in it
#     sink.nodes(rows)     as often as needed, in rank order
#     sink.edges(rows)     as often as needed, heaviest first
#     sink.done()          once, when there is nothing more
#
# and when that is answered the method returns. The server sends no more than the sink has room for:
# the calls are streaming ones, of which the next waits while too many are unanswered. A sink that
# answers none for 10 s is given up. A client that has enough drops the method's call (or its sink
# fails), and the server stops at its next step, in the middle of the search too.

@0x8818e09b00850db2;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("coterie::rpc");

using Values = import "rpc_values.capnp";
using NodeKind = Values.NodeKind;
using NodeRef = Values.NodeRef;
using NodeTable = Values.NodeTable;
using StrengthSpec = Values.StrengthSpec;

# ========================================================================================
# Slices

struct SliceSpec {
  # Errors: invalid_argument (no seed; a budget of 0, or too small for seeds and pins; what
  # StrengthSpec cannot mean), too_large (a budget above 10,000, more than 1,000 seeds, pins or
  # expanded nodes, more than 100,000 shown).

  budget @0 :UInt32 = 60;                   # new nodes at most
  edgeBudget @1 :UInt32 = 0xffffffff;       # allRows: 4 for each node returned
  types @2 :List(NodeKind);                 # what is returned, besides seeds and pins; empty: all
  invisible @3 :List(NodeKind);             # kinds that are neither returned nor walked through
  weights @4 :StrengthSpec;                 # of coauthor edges; its filters make the graph smaller
  pins @5 :List(Text);                      # always returned
  expand @6 :List(Text);                    # whose hidden neighbours come first

  shown @7 :List(UInt64);                   # what the client has: connects, and is not sent again
  shownTexts @8 :List(Text);                # more of it, in any form of an identifier
  # Nodes that this state does not have are ignored and told in the head.

  explain @9 :Bool;                         # also the papers of coauthor edges and `chances`
}

interface SliceSink {
  # The client's end of a slice.

  head @0 (head :SliceHead) -> stream;
  nodes @1 (rows :SliceNodes) -> stream;
  edges @2 (rows :SliceEdges) -> stream;
  done @3 () -> ();
}

struct SliceHead {
  definition @0 :Text;                      # of the slice, in words, with its parameters
  seeds @1 :List(NodeRef);
  nodes @2 :UInt32;                         # rows to come
  edges @3 :UInt32;
  edgesLeftOut @4 :UInt64;
  complete @5 :Bool;                        # it and `shown` hold all that the seeds reach
  exhausted @6 :Bool;                       # no hidden neighbour of `types` at what was expanded
  unresolvedReferences @7 :UInt64;          # of the papers returned
  errorBound @8 :Float64;                   # 0 <= pi(v) - p(v) <= errorBound for every node
  arcsTouched @9 :UInt64;
  unknownShown @10 :UInt32;                 # how many of `shown` and `shownTexts` were ignored
  unknownShownExamples @11 :List(Text);     # some of them

  # With what it was made.
  budget @12 :UInt32;
  edgeBudget @13 :UInt32;
  alpha @14 :Float64;
  arcsMax @15 :UInt64;
  epsilon @16 :Float64;
  asOfYear @17 :Int16;
  halfLifeYears @18 :Float64;
  maxAuthors @19 :UInt32;

  formula @20 :Text;                        # name and version of each formula, as "slice 1"
}

struct SliceNodes {
  # One entry a node.

  firstRank @0 :UInt32;                     # of the first row; the others follow
  ids @1 :List(UInt64);
  names @2 :List(Text);
  years @3 :List(Int16);                    # of papers
  scores @4 :List(Float64);
  apart @5 :List(Bool);                     # not joined to the first seed

  # Why each is here: the best path from a seed, the seed first and the node last. `forward`,
  # parallel to `paths`, says whether the hop that leads there goes the way in which SliceEdgeType
  # says that the relation is kept, as from a citing paper to one that it cites; false for seeds.
  pathBegin @6 :List(UInt32);
  paths @7 :List(UInt32);                   # indexes into `named`
  forward @8 :List(Bool);
  named @9 :NodeTable;

  # Neighbours that are neither shown nor in the slice, by type.
  hiddenPapers @10 :List(UInt64);
  hiddenPeople @11 :List(UInt64);
  hiddenTopics @12 :List(UInt64);
  hiddenInstitutions @13 :List(UInt64);
  hiddenVenues @14 :List(UInt64);
  hiddenAtLeast @15 :List(Bool);            # each of the five is a lower bound

  # With `explain`, parallel to `paths`; else empty. How likely the walk takes the step that leads
  # there, alpha left out: the path is the one with the greatest product. 0 on seeds.
  chances @16 :List(Float64);
}

enum SliceEdgeType {
  unknown @0;
  authorship @1;                            # paper to person
  affiliation @2;                           # person to institution
  paperInstitution @3;
  topic @4;                                 # paper to topic
  venue @5;                                 # paper to venue
  citation @6;                              # citing to cited
  coauthor @7;                              # the smaller id first
}

struct SliceEdges {
  # One entry an edge, among the nodes returned and between them and those shown.

  sources @0 :List(UInt64);
  targets @1 :List(UInt64);
  types @2 :List(SliceEdgeType);
  weights @3 :List(Float64);

  # With `explain`, of coauthor edges; else empty. The weights of an edge's papers, added up in this
  # order, are the weight of the edge.
  paperBegin @4 :List(UInt32);
  papers @5 :List(UInt32);                  # indexes into `named`
  paperYears @6 :List(Int16);
  paperBylineSizes @7 :List(UInt32);
  paperWeights @8 :List(Float64);
  papersLeftOut @9 :List(UInt32);           # one entry an edge: shared papers that do not count
  named @10 :NodeTable;
}

# ========================================================================================
# Paths

enum PathOver {
  byEnds @0;                                # what joins nodes of the ends' type
  coauthor @1;
  citation @2;
}

enum CitationDirection {
  # Which way a citation hop goes, seen from the first paper.

  none @0;                                  # in answers only: no citation hop
  references @1;
  citedBy @2;
  either @3;                                # in answers: the two cite each other
}

struct PathSpec {
  # Errors: invalid_argument (ends of another kind, or excluded; options that contradict each other;
  # a direction of co-authorship; what StrengthSpec cannot mean), too_large (maxPaths above 10,000;
  # more than 1,000 excluded; an answer of more than 500,000 hops, or explained papers).

  over @0 :PathOver;
  direction @1 :CitationDirection = either; # of citations
  weighted @2 :Bool;                        # by the sum of 1/strength instead of hops
  any @3 :Bool;                             # one shortest path, the first that is met, for speed
  maxPaths @4 :UInt32 = 100;
  extraLength @5 :UInt32;                   # also paths longer by this; allRows: by anything
  papers @6 :StrengthSpec = (maxAuthors = 0xffffffff);
  # Which count. Bylines of any length where this is not set; where it is, maxAuthors speaks.
  excluded @7 :List(Text);                  # that no path may use
  paperTypes @8 :List(Text);                # only papers of these types, as "article"; empty: any
  explain @9 :Bool;                         # also every shared paper of each co-author hop
}

struct PathList {
  definition @0 :Text;
  from @1 :NodeRef;
  to @2 :NodeRef;
  found @3 :Bool;                           # there is a path; else `distance` means nothing
  distance @4 :Float64;
  count @5 :UInt64;                         # of paths, of which those below are the first
  countIsExact @6 :Bool;
  countIsSaturated @7 :Bool;                # more than 2^64 - 1
  explored @8 :UInt64;                      # nodes met in the search
  asOfYear @9 :Int16;                       # where it was used

  # Where there is no path: how many nodes can be reached from each end, itself included; else 0.
  fromComponent @10 :UInt64;
  fromComponentAtLeast @11 :Bool;
  toComponent @12 :UInt64;
  toComponentAtLeast @13 :Bool;

  # One entry a path.
  lengths @14 :List(Float64);
  nodeBegin @15 :List(UInt32);

  # One entry a node of a path, and the hop to it; nothing of a hop on the first of each path.
  nodes @16 :List(UInt32);                  # indexes into `named`
  viaPapers @17 :List(UInt32);              # index into `named` plus 1; 0: none
  sharedPapers @18 :List(UInt32);
  strengths @19 :List(Float64);
  directions @20 :List(CitationDirection);

  named @21 :NodeTable;

  over @22 :PathOver;                       # which it was
  formula @23 :Text;                        # name and version of each formula, as "path 1"

  # With `explain`, of the hop to each node of `nodes`; else empty. The weights of a hop's papers
  # add up to its strength; they are 1 each where the length is a number of hops.
  paperBegin @24 :List(UInt32);
  papers @25 :List(UInt32);                 # indexes into `named`
  paperYears @26 :List(Int16);
  paperBylineSizes @27 :List(UInt32);
  paperWeights @28 :List(Float64);
}

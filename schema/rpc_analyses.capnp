# Departments, traversals, recommended collaborators and similar papers in the remote interface; see
# rpc.capnp for ids, columns, errors and bounds.
#
# A limit of allRows asks for everything; where that is more than 10,000 rows the call fails with
# too_large. What hangs on rows (ties, explained papers, connections, examples, edges) may be
# 500,000 in all. Every list is in the order that its method promises, and `next` says what the
# limit cut off.

@0xd1f8a4c2b06e7359;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("coterie::rpc");

using Values = import "rpc_values.capnp";
using LeftOut = Values.LeftOut;
using NodeRef = Values.NodeRef;
using NodeTable = Values.NodeTable;
using StrengthSpec = Values.StrengthSpec;

struct NodeRows {
  # The nodes that are the rows of a list, with the Pids that they own.

  ids @0 :List(UInt64);
  names @1 :List(Text);
  pidBegin @2 :List(UInt32);
  pids @3 :List(Text);
}

# ========================================================================================
# Departments

struct DepartmentSpec {
  # Errors: invalid_argument (no subject; one that is neither a person nor an institution; what
  # StrengthSpec cannot mean), too_large (more than 1,000 subjects).

  subjects @0 :List(Text);                  # people, and institutions for their people
  memberFirstYear @1 :Int16;                # of an institution: who wrote from there then;
  memberLastYear @2 :Int16;                 # 0: open; both 0: whoever was ever affiliated
  levelsBelow @3 :UInt32;                   # also the people of its parts, so many levels down
  weights @4 :StrengthSpec;                 # of ties
  memberLimit @5 :UInt32 = 50;
  strongestTies @6 :Bool;                   # the first `tieLimit` of all ties, instead of every tie
  tieLimit @7 :UInt32;                      # between members that are listed
  connectorLimit @8 :UInt32;                # 0: connectors are not looked for
  explain @9 :Bool;                         # also every shared paper of every listed tie
}

struct Department {
  subjects @0 :List(NodeRef);               # as asked
  definition @1 :Text;                      # of a tie's strength, and who the members are
  asOfYear @2 :Int16;

  # Of all members and ties, whatever the limits.
  totalMembers @3 :UInt32;
  totalTies @4 :UInt32;
  totalConnectors @5 :UInt32;
  papers @6 :UInt32;                        # of members, that count
  papersInside @7 :UInt32;                  # of them, with two members or more
  components @8 :UInt32;
  largestComponent @9 :UInt32;              # its members
  isolated @10 :UInt32;                     # members without a tie
  degeneracy @11 :UInt32;                   # greatest core number
  density @12 :Float64;                     # ties / possible ties
  clustering @13 :Float64;                  # mean of the members'
  componentsWithConnectors @14 :UInt32;     # when the listed connectors are added
  leftOut @15 :LeftOut;
  undatedCounted @16 :UInt32;

  # One entry a member, greatest sum of strengths first.
  members @17 :NodeRows;
  memberPapers @18 :List(UInt32);
  memberPapersInside @19 :List(UInt32);
  memberFirstYears @20 :List(Int16);
  memberLastYears @21 :List(Int16);
  tieCounts @22 :List(UInt32);
  strengths @23 :List(Float64);
  cores @24 :List(UInt32);
  componentOf @25 :List(UInt32);            # 0 is the largest
  clusterings @26 :List(Float64);
  nextMember @27 :UInt64;                   # 0: none

  # One entry a tie, strongest first; a's id is the smaller.
  tieA @28 :List(UInt32);                   # indexes into `nodes`
  tieB @29 :List(UInt32);
  tieStrengths @30 :List(Float64);
  tieSharedPapers @31 :List(UInt32);
  tieFirstYears @32 :List(Int16);
  tieLastYears @33 :List(Int16);
  nextTieA @34 :UInt64;                     # with strongestTies; 0: none
  nextTieB @35 :UInt64;

  tiePaperBegin @36 :List(UInt32);          # with `explain`; else every tie's are none
  tiePapers @37 :List(UInt32);              # indexes into `nodes`
  tiePaperYears @38 :List(Int16);
  tiePaperBylineSizes @39 :List(UInt32);
  tiePaperWeights @40 :List(Float64);

  # One entry a person outside who shares papers with two members or more, strongest first.
  connectors @41 :NodeRows;
  connectorStrengths @42 :List(Float64);
  connectorPapers @43 :List(UInt32);
  pairsJoined @44 :List(UInt64);            # pairs of the members below without a tie of their own
  connectorTieBegin @45 :List(UInt32);
  connectorTies @46 :List(UInt32);          # members, as indexes into `nodes`
  connectorTieStrengths @47 :List(Float64);
  connectorTieSharedPapers @48 :List(UInt32);

  nodes @49 :NodeTable;

  formula @50 :Text;                        # name and version of each formula, as "department 1"
}

# ========================================================================================
# Traversals

enum TraverseRows {
  lastStep @0;
  everyStep @1;
}

enum TraverseOrder {
  depth @0;                                 # step, depth, id
  paths @1;                                 # step, most paths, depth, id
}

struct StepSpec {
  step @0 :Text;                            # a name; `coterie traverse --steps` prints them
  depth @1 :UInt32 = 1;                     # how often
  where @2 :Text;                           # what is reached: year>=2020 and name~"graph"
}

struct TraverseSpec {
  # Errors: invalid_argument (no start; no step; a depth of 0; a step that a node does not have; a
  # filter that cannot be read, with the column, or that asks for years where no papers are),
  # too_large (more than 1,000 starts or 64 steps).

  starts @0 :List(Text);
  steps @1 :List(StepSpec);
  rows @2 :TraverseRows;
  order @3 :TraverseOrder;
  nodeLimit @4 :UInt32 = 10000;
  listEdges @5 :Bool;
  edgeLimit @6 :UInt32 = 10000;
  workLimit @7 :UInt64 = 2000000;           # arcs that may be walked
  explain @8 :Bool;                         # also how each node was reached
}

struct Traversal {
  starts @0 :List(NodeRef);                 # as asked
  definition @1 :Text;                      # what each step walks
  totalNodes @2 :UInt64;                    # before the limits
  totalEdges @3 :UInt64;
  arcsWalked @4 :UInt64;
  workTruncated @5 :Bool;                   # workLimit was met: nodes are missing

  # One entry a node and step that reached it.
  rows @6 :NodeRows;
  years @7 :List(Int16);                    # of papers
  steps @8 :List(UInt32);                   # index of the step, from 0
  depths @9 :List(UInt32);                  # repetition of the step, from 1
  arcs @10 :List(UInt64);                   # from the level before
  paths @11 :List(UInt64);                  # walks from the starts, at most 2^64 - 1
  parents @12 :List(UInt32);                # index into `nodes`: the first that leads there
  viaBegin @13 :List(UInt32);               # with `explain`; else every row is empty
  via @14 :List(UInt32);                    # indexes into `nodes`: from a start to the parent
  nextNode @15 :UInt64;                     # 0: none

  # One entry an edge, with listEdges.
  sources @16 :List(UInt32);                # indexes into `nodes`
  targets @17 :List(UInt32);
  edgeSteps @18 :List(UInt32);
  edgeDepths @19 :List(UInt32);
  edgeArcs @20 :List(UInt32);               # parallel arcs, as shared papers of co-authors
  nextSource @21 :UInt64;                   # 0: none
  nextTarget @22 :UInt64;

  nodes @23 :NodeTable;

  formula @24 :Text;                        # name and version of each formula, as "traverse 1"
}

# ========================================================================================
# Recommended collaborators

enum RecommendBy {
  pageRank @0;                              # personalised, over people, papers and topics
  adamicAdar @1;
  resourceAllocation @2;
}

struct RecommendSpec {
  # Errors: invalid_argument (alpha not between 0 and 1; what StrengthSpec cannot mean).

  by @0 :RecommendBy;
  papers @1 :StrengthSpec;                  # which count; half-life and counting are not used
  limit @2 :UInt32 = 20;
  connectionLimit @3 :UInt32 = 3;           # people and topics told for each row; allRows: all
  alpha @4 :Float64 = 0.15;
  workLimit @5 :UInt64 = 25000000;          # arcs that may be walked before the ranking
}

struct Recommendations {
  person @0 :NodeRef;                       # who was asked about
  definition @1 :Text;
  asOfYear @2 :Int16;
  coauthors @3 :UInt32;
  coauthorsWalked @4 :UInt32;               # of them
  arcsWalked @5 :UInt64;
  errorBound @6 :Float64;                   # a page rank is at most so much too small
  truncated @7 :Bool;                       # workLimit was met: scores are lower bounds
  leftOut @8 :LeftOut;                      # of the person's papers

  # One entry a row, greatest score first, then by id.
  rows @9 :NodeRows;
  scores @10 :List(Float64);
  commonCoauthors @11 :List(UInt32);
  commonTopics @12 :List(UInt32);
  next @13 :UInt64;                         # 0: none

  # Whom and what connects, for each row.
  personBegin @14 :List(UInt32);
  people @15 :List(UInt32);                 # indexes into `nodes`
  personPapers @16 :List(UInt32);           # shared with who asked
  personCandidatePapers @17 :List(UInt32);  # shared with who is recommended
  topicBegin @18 :List(UInt32);
  topics @19 :List(UInt32);                 # indexes into `nodes`
  topicPapers @20 :List(UInt32);
  topicCandidatePapers @21 :List(UInt32);

  nodes @22 :NodeTable;

  formula @23 :Text;                        # name and version of each formula, as "recommend 1"
}

# ========================================================================================
# Similar papers

enum SimilarBy {
  coupling @0;                              # shared references
  cocitation @1;                            # shared citing papers
}

enum SimilarityMeasure {
  raw @0;
  salton @1;
  jaccard @2;
  adamicAdar @3;
}

struct SimilarSpec {
  # Errors: invalid_argument (not a paper; an empty window of years), failed_precondition (a paper
  # known only as a reference).

  by @0 :SimilarBy;
  measure @1 :SimilarityMeasure = salton;
  limit @2 :UInt32 = 20;
  minShared @3 :UInt32 = 1;
  exampleLimit @4 :UInt32 = 3;              # of what is shared, told for each row; allRows: all
  firstYear @5 :Int16;                      # 0: open; both ends belong to the window
  lastYear @6 :Int16;
  workLimit @7 :UInt64 = 5000000;           # arcs that may be walked
}

struct SimilarPapers {
  paper @0 :NodeRef;                        # what was asked about
  definition @1 :Text;
  total @2 :UInt32;                         # papers that pass, before the limit
  links @3 :UInt32;                         # references, or citing papers
  stubLinks @4 :UInt32;                     # of them, papers that are known only as references
  linksWalked @5 :UInt32;
  arcsWalked @6 :UInt64;
  truncated @7 :Bool;                       # workLimit was met: numbers are lower bounds

  # One entry a row, greatest similarity first.
  rows @8 :NodeRows;
  years @9 :List(Int16);
  similarities @10 :List(Float64);
  shared @11 :List(UInt32);
  sharedStubs @12 :List(UInt32);
  next @13 :UInt64;                         # 0: none

  exampleBegin @14 :List(UInt32);
  examples @15 :List(UInt32);               # indexes into `nodes`

  nodes @16 :NodeTable;
  nodeStubs @17 :List(Bool);                # parallel to `nodes`: known only as references
  nodePids @18 :List(Text);                 # parallel to `nodes`: a Pid of a stub; else empty

  formula @19 :Text;                        # name and version of each formula, as "similar 1"
}

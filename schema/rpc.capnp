# The remote interface of Coterie.
#
# A client holds capabilities: references to objects in the server, which the server forgets when
# the client drops them or its connection ends. The bootstrap capability is `Library`, which can
# only read; nothing here can change a store. From it a client pins one state with `snapshot()` and
# asks that state about nodes and people. Calls may be made on the promised result of an earlier
# call, so that
#
#     library.snapshot().snapshot.person("orcid:0000-0001-6187-6610").person.collaborators(spec)
#
# is sent at once and answered in one round trip.
#
# Identifiers. A node is a UInt64, `[kind:1][ordinal:7]`, as NodeKind and schema/ids.h say; 0 is no
# node. The ids of one store never change their meaning. Where a parameter is called `text`, any
# form of a persistent identifier is understood ("W2741809807", "https://doi.org/10.1000/182") and
# also a node id in its printed form ("person:42"). Pids in results are canonical: "scheme:value".
#
# Years are Int16, where 0 means that there is none.
#
# Columns. Answers that can be long are structs of arrays: lists of equal length, one entry a row,
# so that a reader may take what it needs without touching the rest. Where a row has several entries
# (its topics), `xBegin` has one entry a row and one more, and row i owns entries xBegin[i] to
# xBegin[i + 1] of the columns that belong to x. Nodes that recur are named once, in a NodeTable,
# and columns hold indexes into it.
#
# Errors. A call that cannot be answered fails with an exception whose reason is "code: sentence".
# The sentence is for people; the code is one of these, and never changes its meaning:
#
#     invalid_argument     the request makes no sense: mend it
#     not_found            no such node in this state
#     failed_precondition  the node is known only as a reference, or the store cannot serve this
#     too_large            the answer would exceed a bound below: ask for less
#     overloaded           too much to do, in the server or for this connection: wait, then retry
#     deadline_exceeded    the call ran out of its time: ask for less, or retry
#     cancelled            the call was dropped or the server stops
#     unavailable          the store cannot be read now: retry
#     data_loss            the store is damaged: its operator must act
#     unimplemented        this server does not know this method or message
#     internal             a defect of the server; its log has the details
#
# A connection that is refused or closed is told why by an Abort message with such a reason, where
# one can still be sent; besides the above it may be
#
#     frame_invalid        a message of more than 16 segments, of no words, or cut short
#     frame_too_large      a message of more than 4 MiB
#     protocol_error       well-framed bytes that break Cap'n Proto's RPC protocol
#     timed_out            no first message in 5 s, a message unfinished after 10 s, replies unread
#                          for 10 s, or nothing for 5 min
#     too_many_unfinished  4,096 calls whose results were never let go
#
# Bounds, for each connection unless said: 64 calls being worked on (the next is `overloaded`) and
# 64 slices being given to sinks, 2 s a call from its arrival until its answer is known, 10 s for a
# sink to take a batch, 10,000 rows, 500,000 ties and 60 MiB an answer, 1,000 ids a batch, 100,000
# shown, 1,000 open capabilities, 4,096 bytes for each text, 64 filters; 2,000 connections to a
# server and 64 from one address. While a client leaves more than 1 MB of replies unread, its
# messages are not read.
#
# Cap'n Proto's default traversal limit of 64 MiB is too low for the longest of these answers; a
# client that asks for as much sets it to several times 60 MiB, and reads each list once.
#
# A method that is dropped before it is answered stops costing the server anything at the next point
# where the work can be abandoned.

@0xc4eff159fd682a87;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("coterie::rpc");

using Values = import "rpc_values.capnp";
using LeftOut = Values.LeftOut;
using NodeKind = Values.NodeKind;
using NodeRef = Values.NodeRef;
using NodeTable = Values.NodeTable;
using StrengthSpec = Values.StrengthSpec;

using Analyses = import "rpc_analyses.capnp";
using Slices = import "rpc_slices.capnp";

# ========================================================================================
# Interfaces

interface Library {
  # The bootstrap capability: one store, read-only.

  hello @0 () -> (protocol :UInt16, software :Text);
  # Says who answers, and costs nothing else: the empty call. `protocol` is 1; it grows if a method
  # or field that clients rely on changes its meaning, never when one is added.

  snapshot @1 () -> (snapshot :Snapshot, sequence :UInt64);
  # Pins the present state: whatever is imported later is not seen through `snapshot`. `sequence` is
  # the number of the last batch in it; equal numbers mean equal states. Cheap while the store does
  # not change; the first call after a change waits until the graph of the new state is built.
  # Errors: unavailable, data_loss, overloaded.
}

interface Snapshot {
  # One consistent state of the store. Every answer comes from that state.

  resolve @0 (text :Text) -> (id :UInt64);
  # The node that `text` names. Errors: invalid_argument (not an identifier), not_found.

  find @1 (text :Text, kind :NodeKind, limit :UInt32 = 10) -> (rows :List(FoundNode));
  # By identifier if `text` is one (that node alone), else nodes whose name starts with `text`,
  # people by any word of the name; by folded name, then id. Nothing found is an empty list.
  # Errors: invalid_argument (empty text), too_large (limit above 10,000).

  show @2 (id :UInt64) -> (node :NodeView);
  # Everything about one node. Errors: not_found, too_large (a node whose texts exceed 60 MiB).

  person @3 (text :Text) -> (person :Person, id :UInt64);
  # The person whom `text` names. Errors: invalid_argument (not an identifier; not a person),
  # not_found.

  stats @4 () -> (stats :StoreStats);
  # How much there is of everything.

  batchNodes @5 (ids :List(UInt64)) -> (nodes :NodeColumns);
  # Name, year and flags of up to 1,000 nodes, in the order asked for; unknown ids are marked, not
  # errors. The way to read many nodes: one call of 100 costs little more than one call of 1.
  # Errors: too_large (more than 1,000 ids).

  slice @6 (seeds :List(Text), spec :Slices.SliceSpec, sink :Slices.SliceSink) -> ();
  # The nodes nearest to the seeds, given to `sink` in rank order; see rpc_slices.capnp. Returns
  # when all of it has been sent. Errors: as `SliceSpec` says; not_found (a seed, a pin, an expanded
  # node, a filter).

  path @7 (from :Text, to :Text, spec :Slices.PathSpec) -> (list :Slices.PathList);
  # Paths between two people over co-authorship, or between two papers over citations. No path is an
  # answer, not an error. Errors: as `PathSpec` says; not_found (an end, an excluded node, a
  # filter).

  department @8 (spec :Analyses.DepartmentSpec) -> (department :Analyses.Department);
  # Collaboration inside a set of people, and who outside connects them. A set without people, as an
  # institution without any in the years asked for, has an empty answer. Errors: as `DepartmentSpec`
  # says; not_found (a subject, a filter).

  traverse @9 (spec :Analyses.TraverseSpec) -> (traversal :Analyses.Traversal);
  # What is reached from given nodes along named steps. Errors: as `TraverseSpec` says; not_found (a
  # start).

  recommend @10 (person :Text, spec :Analyses.RecommendSpec) -> (list :Analyses.Recommendations);
  # People near a person who are not yet co-authors, and what connects them. Errors: as
  # `RecommendSpec` says; not_found (the person, a filter).

  similar @11 (paper :Text, spec :Analyses.SimilarSpec) -> (list :Analyses.SimilarPapers);
  # Papers that share references with a paper, or citing papers. Errors: as `SimilarSpec` says;
  # not_found.
}

interface Person {
  # A person in one pinned state.

  show @0 () -> (node :NodeView);
  # As Snapshot.show.

  collaborators @1 (spec :CollaboratorSpec) -> (list :Collaborators);
  # Co-authors by collaboration strength, strongest first; ties by shared papers, last year, id.
  # Errors: invalid_argument (a half-life not positive, an empty window of years, a filter that
  # is no identifier or of another kind), not_found (a filter), too_large (spec.limit asks for all,
  # and there are more than 10,000).

  ego @2 (spec :EgoSpec) -> (network :EgoNetwork);
  # The collaborators and the ties among them, with measures. Errors: as `collaborators`; too_large
  # also above 500,000 ties: ask for fewer collaborators or leave out papers with many people.

  slice @3 (spec :Slices.SliceSpec, sink :Slices.SliceSink) -> ();
  # As Snapshot.slice around this person: snapshot.person(text).person.slice(spec, sink) is sent at
  # once, and its first rows arrive after one round trip.
}

# ========================================================================================
# Requests

enum Normalization {
  none @0;
  salton @1;       # c / sqrt(|P_A| |P_B|)
  jaccard @2;
  association @3;  # c / (s_A s_B)
}

struct CollaboratorSpec {
  weights @0 :StrengthSpec;
  normalization @1 :Normalization;
  limit @2 :UInt32 = 50;
  detailLimit @3 :UInt32 = 3;               # topics and institutions told for each row
  explain @4 :Bool;                         # also every shared paper and its weight
}

struct EgoSpec {
  weights @0 :StrengthSpec;
  limit @1 :UInt32 = 0xffffffff;            # the strongest collaborators only
}

# ========================================================================================
# Results

struct FoundNode {
  id @0 :UInt64;
  name @1 :Text;
  hint @2 :Text;                            # tells namesakes apart
  pids @3 :List(Text);
}

struct NodeColumns {
  ids @0 :List(UInt64);
  exists @1 :List(Bool);                    # where false, the other columns hold nothing
  names @2 :List(Text);
  years @3 :List(Int16);
  stubs @4 :List(Bool);                     # papers known only as references
  retracted @5 :List(Bool);
}

struct Collaborators {
  person @0 :NodeRef;                       # who was asked about
  definition @1 :Text;                      # of strength, in words, with its parameters
  asOfYear @2 :Int16;                       # the year that was used
  total @3 :UInt32;                         # collaborators before the limit
  close @4 :UInt32;                         # of them, close ones
  leftOut @5 :LeftOut;
  undatedCounted @6 :UInt32;                # papers without a year, counted as if one half-life old

  # One entry a row.
  ids @7 :List(UInt64);
  names @8 :List(Text);
  strengths @9 :List(Float64);
  sharedPapers @10 :List(UInt32);
  firstYears @11 :List(Int16);
  lastYears @12 :List(Int16);
  isClose @13 :List(Bool);

  pidBegin @14 :List(UInt32);
  pids @15 :List(Text);

  topicBegin @16 :List(UInt32);
  topics @17 :List(UInt32);                 # indexes into `nodes`
  institutionBegin @18 :List(UInt32);
  institutions @19 :List(UInt32);           # indexes into `nodes`

  paperBegin @20 :List(UInt32);             # with `explain`; else every row is empty
  papers @21 :List(UInt32);                 # indexes into `nodes`
  paperYears @22 :List(Int16);
  paperBylineSizes @23 :List(UInt32);
  paperWeights @24 :List(Float64);

  nodes @25 :NodeTable;                     # topics, institutions and papers

  formula @26 :Text;                        # name and version of each formula, as "strength 1"
}

struct EgoNetwork {
  ego @0 :NodeRef;
  definition @1 :Text;                      # of strength and of every measure, in words
  asOfYear @2 :Int16;
  totalCollaborators @3 :UInt32;
  components @4 :UInt32;                    # of the network without the ego
  largestComponent @5 :UInt32;              # its members
  degeneracy @6 :UInt32;                    # greatest core number, with the ego
  density @7 :Float64;                      # ties among members / possible ones
  leftOut @8 :LeftOut;
  undatedCounted @9 :UInt32;

  # One entry a member, strongest first.
  ids @10 :List(UInt64);
  names @11 :List(Text);
  strengths @12 :List(Float64);             # with the ego
  sharedPapers @13 :List(UInt32);           # with the ego
  tieCounts @14 :List(UInt32);              # with other members
  cores @15 :List(UInt32);
  componentOf @16 :List(UInt32);            # 0 is the largest
  distances @17 :List(Float64);             # least sum of 1/strength from the ego; may be infinite
  clusterings @18 :List(Float64);
  pidBegin @19 :List(UInt32);
  pids @20 :List(Text);

  # One entry a tie among members; a and b are indexes of members, a's id the smaller.
  tieA @21 :List(UInt32);
  tieB @22 :List(UInt32);
  tieStrengths @23 :List(Float64);
  tieSharedPapers @24 :List(UInt32);

  formula @25 :Text;                        # name and version of each formula, as "ego 1"
}

struct NodeView {
  # What `show` says. Fields that do not apply to the node's kind are empty or 0.

  id @0 :UInt64;
  name @1 :Text;
  pids @2 :List(Text);                      # that the node owns
  contestedPids @3 :List(Text);             # asserted, but owned by another node
  rawPids @4 :List(Text);                   # failed their check, as the source wrote them
  isStub @5 :Bool;                          # a paper known only as a reference

  # Papers.
  year @6 :Int16;
  type @7 :Text;
  date @8 :Text;
  language @9 :Text;
  abstract @10 :Text;
  rawVenue @11 :Text;
  isRetracted @12 :Bool;
  venue @13 :NodeRef;                       # null where there is none
  byline @14 :List(BylinePlace);
  topics @15 :List(ScoredTopic);
  references @16 :UInt32;
  citedBy @17 :UInt32;
  unresolvedReferences @18 :UInt32;
  sourceCitedBy @19 :UInt32;                # the source's own count

  # People.
  affiliations @20 :List(Affiliation);
  papers @21 :UInt32;                       # also of topics, institutions, venues
  topicCount @22 :UInt32;
  collaborators @23 :UInt32;
  closeCollaborators @24 :UInt32;
  firstYear @25 :Int16;
  lastYear @26 :Int16;

  # Topics, institutions, venues.
  level @27 :Text;
  description @28 :Text;
  countryCode @29 :Text;
  city @30 :Text;
  homepage @31 :Text;
  publisher @32 :Text;
  alternativeNames @33 :List(Text);
  issns @34 :List(Text);
  parents @35 :List(NodeRef);
  children @36 :List(NodeRef);
  people @37 :UInt32;

  struct BylinePlace {
    person @0 :NodeRef;                     # null for a place without identity
    rawName @1 :Text;
    isCorresponding @2 :Bool;
    institutions @3 :List(NodeRef);
    rawAffiliations @4 :List(Text);
  }

  struct ScoredTopic {
    topic @0 :NodeRef;
    score @1 :Float32;
  }

  struct Affiliation {
    institution @0 :NodeRef;
    years @1 :List(Int16);
    isAsserted @2 :Bool;                    # by a source; else derived from authorships
  }
}

struct StoreStats {
  sequence @0 :UInt64;
  formatVersion @1 :UInt32;
  asOfYear @2 :Int16;
  newestImportYear @3 :Int16;
  nodes @4 :List(UInt64);                   # by the number of the node kind; stubs are not papers
  stubs @5 :UInt64;
  edges @6 :List(UInt64);                   # by the number of the edge kind (schema/kinds.h)
  anonymousAuthorships @7 :UInt64;
  unresolvedReferences @8 :UInt64;
  abstracts @9 :UInt64;
  pids @10 :UInt64;
  contestedPids @11 :UInt64;
  disk @12 :List(DiskUse);

  struct DiskUse {
    family @0 :Text;                        # column family
    bytes @1 :UInt64;
  }
}

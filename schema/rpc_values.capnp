# Values that every part of the remote interface speaks of; see rpc.capnp.

@0x9f2ee4ab56995d97;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("coterie::rpc");

enum NodeKind {
  # What a node is. Values equal those of schema/kinds.h and are also the top byte of a node id.

  any @0;          # in requests only: no restriction
  paper @1;
  person @2;
  topic @3;
  institution @4;
  venue @5;
}

struct NodeRef {
  id @0 :UInt64;
  name @1 :Text;
}

struct NodeTable {
  # Nodes named once, for columns of indexes.

  ids @0 :List(UInt64);
  names @1 :List(Text);
}

enum Counting {
  fractional @0;   # a paper of n people counts 1/(n - 1)
  full @1;         # a paper counts 1
}

const allRows :UInt32 = 0xffffffff;
# As a limit: no limit (the server's bound of 10,000 rows still holds, and says so when it is met).

struct StrengthSpec {
  # Which papers count, and how much. The defaults are those of the command line.

  halfLifeYears @0 :Float64 = 5;            # infinity: age does not matter (Newman 2001)
  asOfYear @1 :Int16;                       # 0: the newest year of publication in the store
  firstYear @2 :Int16;                      # 0: open; both ends belong to the window
  lastYear @3 :Int16;
  counting @4 :Counting;
  maxAuthors @5 :UInt32 = 25;               # papers with more are left out, counted; allRows: none
  excludeRetracted @6 :Bool;
  topics @7 :List(Text);                    # only papers with any of these; empty: any paper
  institutions @8 :List(Text);
  venues @9 :List(Text);
}

struct LeftOut {
  # Papers that did not count, each under the first reason that applies, in this order.

  afterAsOf @0 :UInt32;
  retracted @1 :UInt32;
  hyperAuthored @2 :UInt32;
}

# The tail of a node's value: what is read only when the whole record is wanted.
#
# Name, year and flags stand before this message as a brief (docs/STORAGE_FORMAT.md), because scans
# of every node need them alone. The root struct follows from the kind in the NodeId of the key, so
# there is no union and no tag. Rules of evolution: fields are only appended, numbers never reused;
# a new field's default value must mean "not known".

@0xd2a7c61f0b9e4c35;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("coterie::wire");

struct Pid {
  scheme @0 :UInt8;  # PidScheme of schema/pid.h
  value @1 :Text;    # canonical, without the scheme
}

struct Header {
  pids @0 :List(Pid);        # asserted, sorted
  rawPids @1 :List(Text);    # failed their check; as the source wrote them
  coreStamp @2 :UInt64;
}

struct Paper {
  header @0 :Header;
  type @1 :Text;
  date @2 :Text;             # YYYY-MM-DD or empty
  language @3 :Text;
  rawVenue @4 :Text;
  sourceCitedBy @5 :UInt32;
  abstractStamp @6 :UInt64;
  authorshipsStamp @7 :UInt64;
  topicsStamp @8 :UInt64;
  referencesStamp @9 :UInt64;
}

struct Person {
  header @0 :Header;
  alternativeNames @1 :List(Text);
  affiliationsStamp @2 :UInt64;
}

struct Topic {
  header @0 :Header;
  level @1 :UInt8;           # TopicLevel of schema/records.h
  description @2 :Text;
  parentsStamp @3 :UInt64;
}

struct Institution {
  header @0 :Header;
  type @1 :Text;
  countryCode @2 :Text;
  city @3 :Text;
  homepage @4 :Text;
  alternativeNames @5 :List(Text);
  parentsStamp @6 :UInt64;
}

struct Venue {
  header @0 :Header;
  type @1 :Text;
  issns @2 :List(Text);
  publisher @3 :Text;
  homepage @4 :Text;
}

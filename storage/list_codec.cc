// Posting lists. Layer: storage; see list_codec.h for the contract, docs/STORAGE_FORMAT.md for the
// bytes.
#include "storage/list_codec.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "schema/base.h"
#include "storage/byte_codec.h"
#include "storage/damage.h"

namespace coterie::storage {
namespace {

// The only bit of a byline place's flags so far; the others must be 0.
constexpr uint8_t kCorresponding = 1;

// Writes entry `i` of `list`; `previous` is the ordinal that deltas of this chunk count from.
void PutEntry(std::string& to, const AdjacencyList& list, size_t i, uint64_t previous) {
  const uint64_t ordinal = list.targets[i].ordinal();
  switch (list.kind) {
    case EdgeKind::kAuthorship:
      PutVarint(to, ordinal);
      to.push_back(static_cast<char>(list.corresponding[i] != 0 ? kCorresponding : 0));
      PutVarint(to, list.nested_begin[i + 1] - list.nested_begin[i]);
      for (uint32_t n = list.nested_begin[i]; n < list.nested_begin[i + 1]; ++n) {
        PutVarint(to, list.institutions[n].ordinal());
      }
      return;
    case EdgeKind::kTopicAssignment:
      PutVarint(to, ordinal - previous);
      PutFloat(to, list.scores[i]);
      return;
    case EdgeKind::kAffiliation: {
      PutVarint(to, ordinal - previous);
      PutVarint(to, list.nested_begin[i + 1] - list.nested_begin[i]);
      int64_t year = 0;
      for (uint32_t n = list.nested_begin[i]; n < list.nested_begin[i + 1]; ++n) {
        PutSignedVarint(to, list.years[n] - year);
        year = list.years[n];
      }
      return;
    }
    case EdgeKind::kCitation:
    case EdgeKind::kPublication:
    case EdgeKind::kTopicParent:
    case EdgeKind::kInstitutionParent:
      PutVarint(to, ordinal - previous);
      return;
  }
}

// [entries * 2 + more: varint], the head of a chunk.
void PrependHead(std::string& chunk, size_t entries, uint64_t more) {
  std::string head;
  PutVarint(head, static_cast<uint64_t>(entries) << 1 | more);
  chunk.insert(0, head);
}

void ReadYears(ByteReader& reader, AdjacencyList& list) {
  int64_t year = 0;
  for (size_t n = reader.Count(1); n > 0; --n) {
    // The sum cannot overflow: both are checked against 16 bits.
    const int64_t delta = reader.SignedVarint();
    if (delta < -0x10000 || delta > 0x10000) reader.Fail();
    year += delta;
    if (year < std::numeric_limits<int16_t>::min() || year > std::numeric_limits<int16_t>::max()) {
      reader.Fail();
    }
    if (!reader.ok()) return;
    list.years.push_back(static_cast<int16_t>(year));
  }
}

constexpr uint64_t kOrdinalMax = NodeId(NodeKind::kPaper, ~uint64_t{0}).ordinal();

void ReadPlace(ByteReader& reader, AdjacencyList& list) {
  const uint64_t ordinal = reader.Varint();
  const uint8_t flags = reader.Byte();
  if (ordinal > kOrdinalMax || flags > kCorresponding) reader.Fail();
  list.targets.push_back(ordinal == 0 ? NodeId() : NodeId(NodeKind::kPerson, ordinal));
  list.corresponding.push_back(flags & kCorresponding);
  for (size_t n = reader.Count(1); n > 0; --n) {
    const uint64_t institution = reader.Varint();
    if (institution == 0 || institution > kOrdinalMax) reader.Fail();
    list.institutions.emplace_back(NodeKind::kInstitution, institution);
  }
}

// Reads one entry other than a byline place; `previous` is 0 for the first of a chunk.
uint64_t ReadSortedEntry(ByteReader& reader, AdjacencyList& list, uint64_t previous) {
  const uint64_t delta = reader.Varint();
  // Ascending and distinct: only the first of a chunk counts from 0, and no ordinal is 0.
  if (delta == 0 || delta > kOrdinalMax - previous) {
    reader.Fail();
    return previous;
  }
  list.targets.emplace_back(EdgeTargetKind(list.kind), previous + delta);
  if (list.kind == EdgeKind::kTopicAssignment) list.scores.push_back(reader.Float());
  if (list.kind == EdgeKind::kAffiliation) ReadYears(reader, list);
  return previous + delta;
}

bool HasNested(EdgeKind kind) {
  return kind == EdgeKind::kAuthorship || kind == EdgeKind::kAffiliation;
}

absl::Status CheckEnds(NodeId source, EdgeKind kind, NodeId target) {
  if (target.kind() == EdgeTargetKind(kind) && target.ordinal() != 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("an edge of kind ", Sv(EdgeKindName(kind)),
                                                 " from ", ToString(source), " points to ",
                                                 ToString(target), ", which is of another kind"));
}

absl::Status CheckSource(NodeId source, EdgeKind kind) {
  if (source.kind() == EdgeSourceKind(kind) && source.ordinal() != 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(ToString(source), " cannot have edges of kind ", Sv(EdgeKindName(kind))));
}

void SortUnique(std::vector<NodeId>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

absl::StatusOr<std::vector<std::string>> EncodeList(const AdjacencyList& list) {
  // Room for the head, so that head and entries together stay within kChunkBytesMax.
  constexpr size_t kHeadBytesMax = 10;
  std::vector<std::string> chunks;
  std::string chunk;
  size_t entries = 0;
  uint64_t previous = 0;
  for (size_t i = 0; i < list.targets.size(); ++i) {
    const size_t before = chunk.size();
    PutEntry(chunk, list, i, previous);
    if (entries > 0 && chunk.size() + kHeadBytesMax > kChunkBytesMax) {
      chunk.resize(before);
      PrependHead(chunk, entries, 1);
      chunks.push_back(std::exchange(chunk, {}));
      entries = 0;
      PutEntry(chunk, list, i, 0);
    }
    ++entries;
    previous = list.targets[i].ordinal();
  }
  if (entries > 0) {
    PrependHead(chunk, entries, 0);
    chunks.push_back(std::move(chunk));
  }
  if (chunks.size() > kChunksMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the list of kind ", Sv(EdgeKindName(list.kind)), " of ",
                     ToString(list.source), " is too long: ", list.targets.size(), " entries"));
  }
  return chunks;
}

bool HasMoreChunks(std::string_view chunk) {
  return !chunk.empty() && (static_cast<uint8_t>(chunk[0]) & 1) != 0;
}

absl::Status AppendChunk(std::string_view chunk, AdjacencyList& list) {
  ByteReader reader(chunk);
  const uint64_t entries = reader.Varint() >> 1;
  if (entries == 0 || entries > chunk.size()) reader.Fail();
  if (HasNested(list.kind) && list.nested_begin.empty()) list.nested_begin.push_back(0);
  uint64_t previous = 0;
  for (uint64_t i = 0; i < entries && reader.ok(); ++i) {
    if (list.kind == EdgeKind::kAuthorship) {
      ReadPlace(reader, list);
    } else {
      previous = ReadSortedEntry(reader, list, previous);
    }
    if (HasNested(list.kind)) {
      list.nested_begin.push_back(
          static_cast<uint32_t>(list.institutions.size() + list.years.size()));
    }
  }
  if (reader.AtEnd()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the stored list of kind ", Sv(EdgeKindName(list.kind)),
                                          " of ", ToString(list.source), " is damaged",
                                          kDamageAdvice));
}

void ResetList(AdjacencyList& list, NodeId source, EdgeKind kind) {
  list.source = source;
  list.kind = kind;
  list.targets.clear();
  list.scores.clear();
  list.corresponding.clear();
  list.nested_begin.clear();
  if (HasNested(kind)) list.nested_begin.push_back(0);
  list.institutions.clear();
  list.years.clear();
}

absl::StatusOr<AdjacencyList> ListOfAuthorships(NodeId paper, std::span<const Authorship> places) {
  RETURN_IF_ERROR(CheckSource(paper, EdgeKind::kAuthorship));
  AdjacencyList list;
  ResetList(list, paper, EdgeKind::kAuthorship);
  list.targets.reserve(places.size());
  list.corresponding.reserve(places.size());
  list.nested_begin.reserve(places.size() + 1);
  for (const Authorship& place : places) {
    if (!place.person.IsNone()) {
      RETURN_IF_ERROR(CheckEnds(paper, EdgeKind::kAuthorship, place.person));
    }
    for (const NodeId institution : place.institutions) {
      RETURN_IF_ERROR(CheckEnds(paper, EdgeKind::kAffiliation, institution));
      list.institutions.push_back(institution);
    }
    list.targets.push_back(place.person);
    list.corresponding.push_back(place.is_corresponding ? 1 : 0);
    list.nested_begin.push_back(static_cast<uint32_t>(list.institutions.size()));
  }
  return list;
}

absl::StatusOr<AdjacencyList> ListOfTopics(NodeId paper, std::span<const TopicAssignment> topics) {
  RETURN_IF_ERROR(CheckSource(paper, EdgeKind::kTopicAssignment));
  std::vector<TopicAssignment> sorted(topics.begin(), topics.end());
  std::sort(sorted.begin(), sorted.end(), [](const TopicAssignment& a, const TopicAssignment& b) {
    return a.topic != b.topic ? a.topic < b.topic : a.score > b.score;
  });
  AdjacencyList list;
  ResetList(list, paper, EdgeKind::kTopicAssignment);
  for (const TopicAssignment& assignment : sorted) {
    RETURN_IF_ERROR(CheckEnds(paper, EdgeKind::kTopicAssignment, assignment.topic));
    if (!list.targets.empty() && list.targets.back() == assignment.topic) continue;
    list.targets.push_back(assignment.topic);
    list.scores.push_back(assignment.score);
  }
  return list;
}

absl::StatusOr<AdjacencyList> ListOfAffiliations(NodeId person,
                                                 std::span<const Affiliation> affiliations) {
  RETURN_IF_ERROR(CheckSource(person, EdgeKind::kAffiliation));
  std::vector<std::pair<NodeId, std::vector<int16_t>>> merged;
  for (const Affiliation& affiliation : affiliations) {
    RETURN_IF_ERROR(CheckEnds(person, EdgeKind::kAffiliation, affiliation.institution));
    merged.emplace_back(affiliation.institution, affiliation.years);
  }
  std::stable_sort(merged.begin(), merged.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  AdjacencyList list;
  ResetList(list, person, EdgeKind::kAffiliation);
  for (size_t i = 0; i < merged.size();) {
    const NodeId institution = merged[i].first;
    std::vector<int16_t> years;
    for (; i < merged.size() && merged[i].first == institution; ++i) {
      years.insert(years.end(), merged[i].second.begin(), merged[i].second.end());
    }
    std::sort(years.begin(), years.end());
    years.erase(std::unique(years.begin(), years.end()), years.end());
    list.targets.push_back(institution);
    list.years.insert(list.years.end(), years.begin(), years.end());
    list.nested_begin.push_back(static_cast<uint32_t>(list.years.size()));
  }
  return list;
}

absl::StatusOr<AdjacencyList> ListOfTargets(NodeId source, EdgeKind kind,
                                            std::span<const NodeId> targets) {
  RETURN_IF_ERROR(CheckSource(source, kind));
  for (const NodeId target : targets) RETURN_IF_ERROR(CheckEnds(source, kind, target));
  AdjacencyList list;
  ResetList(list, source, kind);
  list.targets.assign(targets.begin(), targets.end());
  SortUnique(list.targets);
  if (kind == EdgeKind::kPublication && list.targets.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(ToString(source), " was given ", list.targets.size(), " venues; at most one"));
  }
  return list;
}

std::vector<Authorship> AuthorshipsOf(const AdjacencyList& list) {
  std::vector<Authorship> places(list.targets.size());
  for (size_t i = 0; i < places.size(); ++i) {
    places[i].person = list.targets[i];
    places[i].is_corresponding = list.corresponding[i] != 0;
    places[i].institutions.assign(list.institutions.begin() + list.nested_begin[i],
                                  list.institutions.begin() + list.nested_begin[i + 1]);
  }
  return places;
}

std::vector<TopicAssignment> TopicsOf(const AdjacencyList& list) {
  std::vector<TopicAssignment> topics(list.targets.size());
  for (size_t i = 0; i < topics.size(); ++i) topics[i] = {list.targets[i], list.scores[i]};
  return topics;
}

std::vector<Affiliation> AffiliationsOf(const AdjacencyList& list) {
  std::vector<Affiliation> affiliations(list.targets.size());
  for (size_t i = 0; i < affiliations.size(); ++i) {
    affiliations[i].institution = list.targets[i];
    affiliations[i].years.assign(list.years.begin() + list.nested_begin[i],
                                 list.years.begin() + list.nested_begin[i + 1]);
  }
  return affiliations;
}

}  // namespace coterie::storage

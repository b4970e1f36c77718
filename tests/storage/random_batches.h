// Random but valid batches over a small world, so that everything collides with everything.
#pragma once

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace coterie::testing {

class RandomBatches {
 public:
  explicit RandomBatches(uint64_t seed) : random_(seed) {}

  // Changes up to `nodes_max` nodes; some are new, their ids from `ids`: a Store, or anything else
  // with AllocateNode(kind).
  template <typename Ids>
  StoreBatch Next(Ids& ids, size_t nodes_max) {
    StoreBatch batch;
    for (size_t n = Below(nodes_max + 1); n > 0; --n) {
      const NodeId node = Pick(ids, kNodeKinds[Below(kNodeKinds.size())]);
      Fill(ids, node, batch.Change(node));
    }
    for (size_t n = Below(4); n > 0; --n) {
      batch.AddStub(Pick(ids, NodeKind::kPaper), RandomPid());
    }
    if (Below(20) == 0) batch.NoteImportYear(static_cast<int16_t>(2000 + Below(30)));
    return batch;
  }

  size_t Below(size_t limit) {
    return std::uniform_int_distribution<size_t>(0, limit - 1)(random_);
  }

  // Every id handed out so far.
  const std::vector<NodeId>& known(NodeKind kind) const {
    return known_[static_cast<size_t>(kind)];
  }
  Pid RandomPid() {
    constexpr std::array kSchemes = {PidScheme::kOpenAlex, PidScheme::kDoi, PidScheme::kOrcid};
    return {kSchemes[Below(kSchemes.size())], "P" + std::to_string(Below(25))};
  }

 private:
  static constexpr size_t kNodesPerKind = 40;

  template <typename Ids>
  NodeId Pick(Ids& ids, NodeKind kind) {
    std::vector<NodeId>& known = known_[static_cast<size_t>(kind)];
    if (known.empty() || (known.size() < kNodesPerKind && Below(6) == 0)) {
      known.push_back(ids.AllocateNode(kind));
      return known.back();
    }
    return known[Below(known.size())];
  }

  std::string Word() {
    constexpr std::array kWords = {"Zhang",  "Müller", "de",      "Ada",   "ADA", "O'Neil",
                                   "Łukasz", "Ng",     "Zhou‐Li", "graph", "",    "Ωmega"};
    return kWords[Below(kWords.size())];
  }
  std::string Name() {
    std::string name = Word();
    for (size_t n = Below(3); n > 0; --n) name += " " + Word();
    return name;
  }
  std::vector<std::string> Names() {
    std::vector<std::string> names(Below(3));
    for (std::string& name : names) name = Name();
    return names;
  }

  NodeHeader Header() {
    NodeHeader header;
    header.name = Name();
    for (size_t n = Below(4); n > 0; --n) header.pids.push_back(RandomPid());
    std::sort(header.pids.begin(), header.pids.end());
    header.raw_pids = Names();
    header.core_stamp = random_();
    return header;
  }

  NodeRecord Record(NodeKind kind) {
    switch (kind) {
      case NodeKind::kPaper: {
        PaperRecord record;
        record.header = Header();
        record.year = static_cast<int16_t>(Below(3000)) - 10;
        record.is_stub = Below(3) == 0;
        record.is_retracted = Below(5) == 0;
        record.type = Word();
        record.date = Word();
        record.language = Word();
        record.raw_venue = Name();
        record.source_cited_by = static_cast<uint32_t>(random_());
        record.abstract_stamp = random_();
        record.authorships_stamp = random_();
        record.topics_stamp = random_();
        record.references_stamp = random_();
        return record;
      }
      case NodeKind::kPerson:
        return PersonRecord{Header(), Names(), random_()};
      case NodeKind::kTopic:
        return TopicRecord{Header(), static_cast<TopicLevel>(Below(5)), Name(), random_()};
      case NodeKind::kInstitution: {
        InstitutionRecord record;
        record.header = Header();
        record.type = Word();
        record.country_code = Word();
        record.city = Word();
        record.homepage = Word();
        record.alternative_names = Names();
        record.parents_stamp = random_();
        return record;
      }
      case NodeKind::kVenue:
        return VenueRecord{Header(), Word(), Names(), Name(), Word()};
    }
    return {};
  }

  template <typename Ids>
  std::vector<NodeId> Some(Ids& ids, NodeKind kind, size_t most) {
    std::vector<NodeId> some(Below(most + 1));
    for (NodeId& id : some) id = Pick(ids, kind);
    return some;
  }

  template <typename Ids>
  std::vector<Authorship> Byline(Ids& ids) {
    std::vector<Authorship> places(Below(5));
    const bool has_text = Below(3) != 0;
    for (Authorship& place : places) {
      if (Below(4) != 0) place.person = Pick(ids, NodeKind::kPerson);
      place.is_corresponding = Below(2) == 0;
      place.institutions = Some(ids, NodeKind::kInstitution, 2);
      if (has_text) place.raw_name = Name();
      if (has_text) place.raw_affiliations = Names();
    }
    return places;
  }

  template <typename Ids>
  void Fill(Ids& ids, NodeId node, NodeChange& change) {
    if (Below(2) == 0) change.record = Record(node.kind());
    const NodeKind kind = node.kind();
    if (kind == NodeKind::kPaper) {
      if (Below(4) == 0) change.abstract = Word();
      if (Below(3) == 0) change.authorships = Byline(ids);
      if (Below(3) == 0) change.references = Some(ids, NodeKind::kPaper, 6);
      if (Below(4) == 0) change.venue = Some(ids, NodeKind::kVenue, 1);
      if (Below(4) == 0) {
        change.topics.emplace();
        for (const NodeId topic : Some(ids, NodeKind::kTopic, 4)) {
          change.topics->push_back({topic, static_cast<float>(Below(100)) / 100});
        }
      }
    }
    if (kind == NodeKind::kPerson && Below(3) == 0) {
      change.affiliations.emplace();
      for (const NodeId institution : Some(ids, NodeKind::kInstitution, 3)) {
        Affiliation affiliation{institution, {}};
        for (size_t n = Below(4); n > 0; --n) {
          affiliation.years.push_back(static_cast<int16_t>(1990 + Below(30)));
        }
        change.affiliations->push_back(std::move(affiliation));
      }
    }
    if ((kind == NodeKind::kTopic || kind == NodeKind::kInstitution) && Below(3) == 0) {
      change.parents = Some(ids, kind, 2);
    }
  }

  std::mt19937_64 random_;
  std::array<std::vector<NodeId>, 8> known_;
};

}  // namespace coterie::testing

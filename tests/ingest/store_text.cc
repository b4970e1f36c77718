#include "tests/ingest/store_text.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "schema/base.h"
#include "tests/support/catch.h"

namespace coterie::testing {
namespace {

enum class Stamps { kShown, kHidden };

class Renderer {
 public:
  Renderer(const Store& store, Stamps stamps) : now_(store.Read()), stamps_(stamps) {}

  std::string Render() {
    std::vector<NodeId> ids;
    REQUIRE_OK(now_.ScanNodes([&ids](const NodeBrief& node) {
      ids.push_back(node.id);
      return absl::OkStatus();
    }));
    for (const NodeId id : ids) {
      const NodeRecord record = ValueOf(now_.GetNode(id));
      REQUIRE_FALSE(HeaderOf(record).pids.empty());
      names_[id] = HeaderOf(record).pids[0].ToString();
    }
    for (const NodeId id : ids) AddNode(id);
    std::sort(lines_.begin(), lines_.end());
    return absl::StrJoin(lines_, "\n") + "\n" + CountsText();
  }

 private:
  std::string Name(NodeId id) const { return id.IsNone() ? "nobody" : names_.at(id); }
  std::string Names(const std::vector<NodeId>& ids) const {
    std::vector<std::string> names;
    for (const NodeId id : ids) names.push_back(Name(id));
    return absl::StrJoin(names, ",");
  }
  std::string SortedNames(const std::vector<NodeId>& ids) const {
    std::vector<std::string> names;
    for (const NodeId id : ids) names.push_back(Name(id));
    std::sort(names.begin(), names.end());
    return absl::StrJoin(names, ",");
  }
  std::string Shown(Stamp stamp) const {
    return stamps_ == Stamps::kShown ? absl::StrCat(" @", absl::Hex(stamp)) : "";
  }
  void Add(NodeId id, const std::string& what, const std::string& value) {
    if (!value.empty()) lines_.push_back(absl::StrCat(Name(id), " ", what, ": ", value));
  }

  void AddNode(NodeId id) {
    const NodeRecord record = ValueOf(now_.GetNode(id));
    const NodeHeader& header = HeaderOf(record);
    Add(id, "kind", std::string(NodeKindName(id.kind())));
    Add(id, "name", header.name);
    std::vector<std::string> pids;
    for (const Pid& pid : header.pids) pids.push_back(pid.ToString());
    Add(id, "pids", absl::StrJoin(pids, " ") + Shown(header.core_stamp));
    Add(id, "raw pids", absl::StrJoin(header.raw_pids, " "));
    pids.clear();
    for (const Pid& pid : ValueOf(now_.OwnedPids(id, header.pids))) pids.push_back(pid.ToString());
    Add(id, "owns", absl::StrJoin(pids, " "));
    std::visit([this, id](const auto& r) { AddRecord(id, r); }, record);
    AddReverse(id);
  }

  void AddRecord(NodeId id, const PaperRecord& r) {
    Add(id, "paper",
        absl::StrCat(r.year, "|", r.is_stub, r.is_retracted, "|", r.type, "|", r.date, "|",
                     r.language, "|", r.raw_venue, "|", r.source_cited_by));
    Add(id, "abstract", ValueOf(now_.GetAbstract(id)) + Shown(r.abstract_stamp));
    Add(id, "venue", Names(ValueOf(now_.GetTargets(id, EdgeKind::kPublication))));
    Add(id, "references",
        SortedNames(ValueOf(now_.GetTargets(id, EdgeKind::kCitation))) + Shown(r.references_stamp));
    int place = 0;
    for (const Authorship& a : ValueOf(now_.GetAuthorships(id))) {
      Add(id, absl::StrCat("place ", absl::Dec(place++, absl::kZeroPad4)),
          absl::StrCat(Name(a.person), "|", a.is_corresponding, "|", Names(a.institutions), "|",
                       a.raw_name, "|", absl::StrJoin(a.raw_affiliations, ";")));
    }
    Add(id, "byline", Shown(r.authorships_stamp));
    for (const TopicAssignment& t : ValueOf(now_.GetTopics(id))) {
      Add(id, "topic", absl::StrCat(Name(t.topic), " ", t.score));
    }
    Add(id, "topics", Shown(r.topics_stamp));
  }
  void AddRecord(NodeId id, const PersonRecord& r) {
    Add(id, "alternatives", absl::StrJoin(r.alternative_names, "|"));
    for (const Affiliation& a : ValueOf(now_.GetAffiliations(id))) {
      Add(id, "affiliation", absl::StrCat(Name(a.institution), " ", absl::StrJoin(a.years, ",")));
    }
    Add(id, "affiliations", Shown(r.affiliations_stamp));
  }
  void AddRecord(NodeId id, const TopicRecord& r) {
    Add(id, "topic record", absl::StrCat(static_cast<int>(r.level), "|", r.description));
    Add(id, "parents",
        Names(ValueOf(now_.GetTargets(id, EdgeKind::kTopicParent))) + Shown(r.parents_stamp));
  }
  void AddRecord(NodeId id, const InstitutionRecord& r) {
    Add(id, "institution",
        absl::StrCat(r.type, "|", r.country_code, "|", r.city, "|", r.homepage, "|",
                     absl::StrJoin(r.alternative_names, ";")));
    Add(id, "parents",
        Names(ValueOf(now_.GetTargets(id, EdgeKind::kInstitutionParent))) + Shown(r.parents_stamp));
  }
  void AddRecord(NodeId id, const VenueRecord& r) {
    Add(id, "venue record",
        absl::StrCat(r.type, "|", absl::StrJoin(r.issns, ","), "|", r.publisher, "|", r.homepage));
  }

  void AddReverse(NodeId id) {
    for (const EdgeKind kind : kEdgeKinds) {
      if (EdgeTargetKind(kind) != id.kind()) continue;
      Add(id, absl::StrCat("in ", std::string(EdgeKindName(kind))),
          SortedNames(ValueOf(now_.GetSources(id, kind, 1'000'000))));
    }
  }

  std::string CountsText() const {
    const StoreCounts c = now_.counts();
    return absl::StrCat("nodes ", absl::StrJoin(c.nodes, " "), " stubs ", c.stubs, " edges ",
                        absl::StrJoin(c.edges, " "), " anonymous ", c.anonymous_authorships,
                        " unresolved ", c.unresolved_references, " abstracts ", c.abstracts,
                        " pids ", c.pids, " contested ", c.contested_pids, "\n");
  }

  ReadSnapshot now_;
  Stamps stamps_;
  absl::flat_hash_map<NodeId, std::string> names_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string StoreText(const Store& store) { return Renderer(store, Stamps::kShown).Render(); }
std::string FactsText(const Store& store) { return Renderer(store, Stamps::kHidden).Render(); }

}  // namespace coterie::testing

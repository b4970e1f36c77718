// Hand-written collaborators over a CSR: Boost's, and bare arrays.
#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/range/iterator_range.hpp>
#include <tuple>

#include "bench/peers.h"

namespace coterie::bench {
namespace {

// A relation as Boost's CSR: rows are vertices, so both relations share one numbering.
class BoostRelation {
 public:
  BoostRelation(uint32_t rows, uint32_t columns, const std::vector<uint64_t>& begin,
                const std::vector<uint32_t>& items) {
    std::vector<std::pair<uint32_t, uint32_t>> edges;
    edges.reserve(items.size());
    for (uint32_t row = 0; row < rows; ++row) {
      for (uint64_t i = begin[row]; i < begin[row + 1]; ++i) edges.emplace_back(row, items[i]);
    }
    graph_ = Graph(boost::edges_are_sorted, edges.begin(), edges.end(), std::max(rows, columns));
  }
  auto Row(uint32_t row) const {
    return boost::make_iterator_range(boost::adjacent_vertices(row, graph_));
  }

 private:
  using Graph =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, uint32_t, uint32_t>;
  Graph graph_;
};

class BareRelation {
 public:
  BareRelation(uint32_t /*rows*/, uint32_t /*columns*/, const std::vector<uint64_t>& begin,
               const std::vector<uint32_t>& items)
      : begin_(begin.begin(), begin.end()), items_(items) {}
  std::span<const uint32_t> Row(uint32_t row) const {
    return std::span(items_).subspan(begin_[row], begin_[row + 1] - begin_[row]);
  }

 private:
  std::vector<uint32_t> begin_;
  std::vector<uint32_t> items_;
};

template <typename Relation>
class CsrPeer : public CollaboratorPeer {
 public:
  CsrPeer(std::string_view name, const Bylines& bylines)
      : name_(name),
        papers_of_(bylines.person_count(), Papers(bylines), bylines.person_begin, bylines.papers),
        people_of_(Papers(bylines), bylines.person_count(), bylines.paper_begin, bylines.people),
        years_(bylines.years),
        scratch_(bylines.person_count()) {
    for (uint32_t paper = 0; paper < Papers(bylines); ++paper)
      weights_.push_back(PaperWeight(bylines, paper));
  }

  std::string_view name() const override { return name_; }

  std::vector<RankedPerson> Ask(uint32_t person, size_t limit) override {
    touched_.clear();
    for (const uint32_t paper : papers_of_.Row(person)) {
      const double weight = weights_[paper];
      if (weight == 0) continue;
      const int16_t year = years_[paper];
      for (const uint32_t other : people_of_.Row(paper)) {
        if (other == person) continue;
        RankedPerson& row = scratch_[other];
        if (row.shared_papers == 0) {
          row.person = other;
          touched_.push_back(other);
        }
        row.strength += weight;
        ++row.shared_papers;
        if (year == 0) continue;
        if (row.first_year == 0 || year < row.first_year) row.first_year = year;
        row.last_year = std::max(row.last_year, year);
      }
    }
    std::vector<RankedPerson> rows(std::min(limit, touched_.size()));
    const auto before = [this](uint32_t a, uint32_t b) {
      return Key(scratch_[a]) < Key(scratch_[b]);
    };
    const auto top = touched_.begin() + static_cast<std::ptrdiff_t>(rows.size());
    if (top != touched_.end()) std::nth_element(touched_.begin(), top, touched_.end(), before);
    std::sort(touched_.begin(), top, before);
    for (size_t i = 0; i < rows.size(); ++i) rows[i] = scratch_[touched_[i]];
    for (const uint32_t other : touched_) scratch_[other] = {};
    return rows;
  }

 private:
  static uint32_t Papers(const Bylines& bylines) {
    return static_cast<uint32_t>(bylines.years.size());
  }
  static std::tuple<double, int64_t, int, uint32_t> Key(const RankedPerson& row) {
    return {-row.strength, -int64_t{row.shared_papers}, -row.last_year, row.person};
  }

  std::string_view name_;
  Relation papers_of_;
  Relation people_of_;
  std::vector<int16_t> years_;
  std::vector<double> weights_;
  std::vector<RankedPerson> scratch_;  // by person; all zero between questions
  std::vector<uint32_t> touched_;
};

}  // namespace

std::unique_ptr<CollaboratorPeer> BoostCsrPeer(const Bylines& bylines) {
  return std::make_unique<CsrPeer<BoostRelation>>("Boost CSR", bylines);
}
std::unique_ptr<CollaboratorPeer> BareCsrPeer(const Bylines& bylines) {
  return std::make_unique<CsrPeer<BareRelation>>("bare CSR", bylines);
}

}  // namespace coterie::bench

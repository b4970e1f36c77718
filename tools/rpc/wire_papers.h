// Shared papers with their weights, as the columns of several answers: paperBegin, papers,
// paperYears, paperBylineSizes, paperWeights.
//
// Layer: tools/rpc; internal, shared by the wire_*.cc files. Errors of reading: Internal.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "tools/rpc/wire_tables.h"

namespace coterie {

using SharedPaperLists = std::vector<const std::vector<NamedSharedPaper>*>;

// One list a row; `table` gets the papers. Writes nothing where no list has any.
template <typename Builder>
void WritePapers(const SharedPaperLists& rows, TableBuilder& table, Builder out) {
  size_t total = 0;
  for (const auto* papers : rows) total += papers->size();
  if (total == 0) return;
  const auto count = static_cast<uint32_t>(total);
  FillBegins(out.initPaperBegin(static_cast<uint32_t>(rows.size()) + 1), rows,
             [](const auto* papers) { return papers->size(); });
  auto papers = out.initPapers(count);
  auto years = out.initPaperYears(count);
  auto sizes = out.initPaperBylineSizes(count);
  auto weights = out.initPaperWeights(count);
  uint32_t at = 0;
  for (const auto* row : rows) {
    for (const NamedSharedPaper& paper : *row) {
      papers.set(at, table.IndexOf(paper.paper));
      years.set(at, paper.year);
      sizes.set(at, paper.byline_size);
      weights.set(at++, paper.weight);
    }
  }
}

// As many lists as `rows`; all empty where the columns are.
template <typename Reader>
absl::StatusOr<std::vector<std::vector<NamedSharedPaper>>> ReadPapers(
    Reader in, uint32_t rows, const std::vector<NodeRef>& table) {
  std::vector<std::vector<NamedSharedPaper>> lists(rows);
  const auto begins = in.getPaperBegin();
  const auto papers = in.getPapers();
  const auto years = in.getPaperYears();
  const auto sizes = in.getPaperBylineSizes();
  const auto weights = in.getPaperWeights();
  if (begins.size() == 0 && papers.size() == 0) return lists;
  if (!AreBegins(begins, rows, papers.size()) || !AreIndexes(papers, table.size()) ||
      !AllEqual(papers.size(), {years.size(), sizes.size(), weights.size()})) {
    return MalformedAnswer("papers behind a number");
  }
  for (uint32_t i = 0; i < rows; ++i) {
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      lists[i].push_back({table[papers[j]], years[j], sizes[j], weights[j]});
    }
  }
  return lists;
}

}  // namespace coterie

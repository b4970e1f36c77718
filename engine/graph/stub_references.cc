// Numbering of stubs, and dropping of those that couple nothing. Layer: engine.
#include "engine/graph/stub_references.h"

#include <algorithm>

#include "schema/base.h"

namespace coterie {

namespace {

constexpr uint32_t kDropped = UINT32_MAX;

// Numbers the stubs that at least two papers refer to, in order; kDropped for the others.
std::vector<uint32_t> NumberShared(const CsrArrays& references, size_t stubs) {
  std::vector<uint32_t> number(stubs, 0);  // counts at first
  for (const uint32_t stub : references.targets) ++number[stub];
  uint32_t next = 0;
  for (uint32_t& n : number) n = n >= 2 ? next++ : kDropped;
  return number;
}

// Renumbers the targets in place and drops those without a number.
void Renumber(CsrArrays& rows, const std::vector<uint32_t>& number) {
  uint32_t kept = 0;
  uint32_t begin = 0;
  for (size_t row = 0; row + 1 < rows.offsets.size(); ++row) {
    const uint32_t end = rows.offsets[row + 1];
    for (uint32_t arc = begin; arc < end; ++arc) {
      const uint32_t renumbered = number[rows.targets[arc]];
      if (renumbered != kDropped) rows.targets[kept++] = renumbered;
    }
    begin = end;
    rows.offsets[row + 1] = kept;
  }
  rows.targets.resize(kept);
  rows.targets.shrink_to_fit();
}

}  // namespace

void StubReferencesBuilder::BeginReferences(uint32_t first_paper, uint32_t paper_count,
                                            size_t references_expected) {
  index_ = NodeIndex(nodes_);
  writer_ = CsrWriter(first_paper, paper_count, references_expected);
  first_paper_ = first_paper;
  paper_count_ = paper_count;
}

absl::Status StubReferencesBuilder::AddReferences(uint32_t paper,
                                                  std::span<const NodeId> references) {
  row_.clear();
  for (const NodeId reference : references) {
    if (const std::optional<Vertex> stub = index_.Find(reference)) row_.push_back(stub->index);
  }
  if (!std::is_sorted(row_.begin(), row_.end())) std::sort(row_.begin(), row_.end());
  if (!writer_.HasRoomFor(row_.size()) || nodes_.size() >= kDropped) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the store has more than ", kArcsMax,
                     " references to absent papers, or as many such papers, which is as many as "
                     "one graph can hold"));
  }
  writer_.AppendRow(paper, row_);
  return absl::OkStatus();
}

StubReferenceArrays StubReferencesBuilder::Finish() && {
  StubReferenceArrays arrays;
  arrays.stubs = std::move(writer_).Finish();
  const std::vector<uint32_t> number = NumberShared(arrays.stubs, nodes_.size());
  Renumber(arrays.stubs, number);
  for (size_t stub = 0; stub < nodes_.size(); ++stub) {
    if (number[stub] != kDropped) arrays.nodes.push_back(nodes_[stub]);
  }
  arrays.papers = Transpose(arrays.stubs.View(), 0, static_cast<uint32_t>(arrays.nodes.size()));
  return arrays;
}

}  // namespace coterie

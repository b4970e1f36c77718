// Rows that are nodes with their Pids, and other pieces that several answers have.
//
// Layer: tools/rpc; internal, shared by the wire_*.cc files. Errors of reading: Internal.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "schema/rpc.capnp.h"
#include "schema/rpc_analyses.capnp.h"
#include "tools/rpc/wire_lists.h"

namespace coterie {

void WriteRefs(const std::vector<NodeRef>& refs, capnp::List<rpc::NodeRef>::Builder out);
std::vector<NodeRef> ReadRefs(capnp::List<rpc::NodeRef>::Reader in);

// No node is 0.
inline uint64_t ValueOrZero(std::optional<NodeId> id) { return id ? id->value() : 0; }
inline std::optional<NodeId> OptionalNode(uint64_t value) {
  if (value == 0) return std::nullopt;
  return NodeId::FromValue(value);
}

// Years, of which 0 is none.
inline int16_t YearOrNone(std::optional<int16_t> year) { return year.value_or(kNoYear); }
inline std::optional<int16_t> OptionalYear(int16_t year) {
  if (year == kNoYear) return std::nullopt;
  return year;
}

void WriteLeftOut(const LeftOut& left_out, rpc::LeftOut::Builder out);
LeftOut ReadLeftOut(rpc::LeftOut::Reader in);

// Works for every struct that has the columns pidBegin and pids.
template <typename Row, typename Builder>
void WritePids(const std::vector<Row>& rows, Builder out) {
  const uint32_t total = FillBegins(out.initPidBegin(static_cast<uint32_t>(rows.size()) + 1), rows,
                                    [](const Row& row) { return row.pids.size(); });
  auto pids = out.initPids(total);
  uint32_t at = 0;
  for (const Row& row : rows) {
    for (const Pid& pid : row.pids) pids.set(at++, TextOf(pid.ToString()));
  }
}

template <typename Row, typename Reader>
absl::Status ReadPids(Reader in, std::vector<Row>& rows) {
  const auto begins = in.getPidBegin();
  const auto pids = in.getPids();
  if (!AreBegins(begins, static_cast<uint32_t>(rows.size()), pids.size())) {
    return MalformedAnswer("identifiers");
  }
  for (uint32_t i = 0; i < rows.size(); ++i) {
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) {
      const capnp::Text::Reader text = pids[j];
      ASSIGN_OR_RETURN(Pid pid, PidOfCanonical({text.begin(), text.size()}));
      rows[i].pids.push_back(std::move(pid));
    }
  }
  return absl::OkStatus();
}

// The rows' nodes, each `row.*node`, and their Pids.
template <typename Row>
void WriteNodeRows(const std::vector<Row>& rows, NodeRef Row::*node, rpc::NodeRows::Builder out) {
  const auto count = static_cast<uint32_t>(rows.size());
  FillColumn(out.initIds(count), rows, [node](const Row& row) { return (row.*node).id.value(); });
  FillColumn(out.initNames(count), rows,
             [node](const Row& row) { return TextOf((row.*node).name); });
  WritePids(rows, out);
}

// Sets `row.*node` of every row. False unless both lists have one entry a row.
template <typename Rows, typename Row>
[[nodiscard]] bool ReadNodeColumns(capnp::List<uint64_t>::Reader ids,
                                   capnp::List<capnp::Text>::Reader names, Rows&& rows,
                                   NodeRef Row::*node) {
  return ReadColumn(ids, rows,
                    [node](Row& row, uint64_t id) { (row.*node).id = NodeId::FromValue(id); }) &&
         ReadColumn(names, rows,
                    [node](Row& row, std::string name) { (row.*node).name = std::move(name); });
}

// As many rows as the columns have, with nothing else set.
template <typename Row>
absl::StatusOr<std::vector<Row>> ReadNodeRows(rpc::NodeRows::Reader in, NodeRef Row::*node) {
  const auto ids = in.getIds();
  const auto names = in.getNames();
  std::vector<Row> rows(ids.size());
  if (!ReadNodeColumns(ids, names, rows, node)) return MalformedAnswer("rows of nodes");
  RETURN_IF_ERROR(ReadPids(in, rows));
  return rows;
}

}  // namespace coterie

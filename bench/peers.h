// Peers that answer "who are this person's strongest collaborators": SQLite, Boost's CSR, bare
// arrays.
//
// Layer: bench. Each holds the same bylines and weights and gives the same ranking as ours.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "bench/bylines.h"
#include "bench/synthetic_graph.h"

namespace coterie::bench {

class CollaboratorPeer {
 public:
  virtual ~CollaboratorPeer() = default;
  virtual std::string_view name() const = 0;
  // At most `limit` rows in the order of PRODUCT's ranking, names read as well where the peer has
  // them.
  virtual std::vector<RankedPerson> Ask(uint32_t person, size_t limit) = 0;
};

// In memory, covering indexes, one prepared statement; weights are precomputed, which ours are not.
std::unique_ptr<CollaboratorPeer> SqlitePeer(const SyntheticGraph& graph, const Bylines& bylines);
// boost::compressed_sparse_row_graph and a dense scratch array; ids only, weights precomputed.
std::unique_ptr<CollaboratorPeer> BoostCsrPeer(const Bylines& bylines);
// The same over plain arrays: what the hardware allows.
std::unique_ptr<CollaboratorPeer> BareCsrPeer(const Bylines& bylines);

}  // namespace coterie::bench

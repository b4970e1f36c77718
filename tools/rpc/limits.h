// Every bound of the server, with the defaults that schema/rpc.capnp documents.
//
// Layer: tools/rpc. Plain values.
#pragma once

#include <cstdint>

#include "tools/rpc/frame_guard.h"

namespace coterie {

// Of one connection's bytes. 0 switches a time or a count off.
struct StreamLimits {
  FrameLimits frames;
  uint32_t first_message_ms = 5'000;
  uint32_t partial_message_ms = 10'000;
  uint32_t idle_ms = 300'000;
  uint32_t write_ms = 10'000;  // for one reply to leave
  uint64_t unread_bytes_max = uint64_t{1} << 20;
  uint32_t unfinished_max = 4'096;  // calls whose results the peer has not let go
  uint64_t read_words_max = 0;      // of one message, over all reads; 0: as the network says
};

// Of the calls on one connection.
struct CallLimits {
  uint32_t in_flight_max = 64;
  uint32_t call_ms = 2'000;
  uint32_t capabilities_max = 1'000;
  uint32_t ids_max = 1'000;
  uint32_t shown_max = 100'000;  // what the asker of a slice has already
  uint32_t rows_max = 10'000;
  uint32_t ties_max = 500'000;  // also of explained papers, edges of a slice, hops of paths
  // Names have no bound of their own. Clients take frames of 64 MiB; this leaves room for the call.
  uint32_t answer_bytes_max = uint32_t{60} << 20;
  uint32_t sink_ms = 10'000;  // for a sink to take one more batch
  uint64_t unread_bytes_max = uint64_t{1} << 20;
};

// Of the whole server.
struct ServerLimits {
  uint32_t connections_max = 2'000;
  uint32_t connections_per_address_max = 64;  // not for a Unix socket, whose peers have no address
  uint32_t queue_max = 1'024;                 // calls that wait for a worker
  uint64_t long_frame_bytes_max = uint64_t{256} << 20;  // frames above 64 KiB, over all connections
  StreamLimits stream;
  CallLimits calls;
};

}  // namespace coterie

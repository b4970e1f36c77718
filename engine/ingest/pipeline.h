// One reading thread, several parsing threads, and their results in the order of reading.
//
// Layer: engine. Memory is bounded by the bytes of text between reading and the taking of the
// result. Next() is for one thread. Destroying the pipeline stops and joins the threads at any
// point.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "engine/ingest/parsed_block.h"

namespace coterie {

// A piece of text on its way to a parser.
struct ParseJob {
  size_t text_bytes = 0;
  std::function<ParsedBlock(void* parser_state)> parse;
};

struct PipelineOptions {
  int threads = 1;
  size_t bytes_in_flight_max = size_t{48} << 20;
};

class Pipeline {
 public:
  // `read` gives the next job, empty at the end; it runs on the reading thread alone. `make_state`
  // makes what one parsing thread keeps between jobs.
  Pipeline(const PipelineOptions& options, std::function<std::optional<ParseJob>()> read,
           std::function<std::shared_ptr<void>()> make_state);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // The next result in the order of reading; empty at the end.
  std::optional<ParsedBlock> Next();

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace coterie

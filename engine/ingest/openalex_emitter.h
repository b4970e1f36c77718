// OpenAlex's plain structs turned into assertions with stamps (ADR 1).
//
// Layer: engine. Each checks its record whole before it adds anything.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "engine/ingest/block_builder.h"
#include "engine/ingest/openalex_records.h"

namespace coterie {

// Adds the facts of a record that stands at `line`. Errors: InvalidArgument with the reason for the
// reject (an id that is not of the kind that its place asks for); then nothing was added.
absl::Status EmitWork(const OpenAlexWork& work, uint64_t line, BlockBuilder& block);
absl::Status EmitAuthor(const OpenAlexAuthor& author, uint64_t line, BlockBuilder& block);
absl::Status EmitInstitution(const OpenAlexInstitutionRecord& record, uint64_t line,
                             BlockBuilder& block);
absl::Status EmitSource(const OpenAlexSourceRecord& record, uint64_t line, BlockBuilder& block);
absl::Status EmitTopic(const OpenAlexTopicRecord& record, uint64_t line, BlockBuilder& block);

}  // namespace coterie

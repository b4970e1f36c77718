// Nodes that a record embeds: authors, institutions, sources and topics inside works and authors.
//
// Layer: engine. Every function adds the node to the block, its mention if that beats the earlier
// ones, and returns the node. REQUIRES of all: the id is an OpenAlex id of the right kind.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/ingest/block_builder.h"
#include "engine/ingest/content_hash.h"
#include "engine/ingest/openalex_records.h"

namespace coterie {

LocalNode MentionPerson(const OpenAlexPlace& place, BlockBuilder& block);
// Also its parent where the lineage has exactly two members.
LocalNode MentionInstitution(const OpenAlexInstitution& institution, BlockBuilder& block);
LocalNode MentionVenue(const OpenAlexSource& source, BlockBuilder& block);
// Also the subfield, field and domain above it.
LocalNode MentionTopic(const OpenAlexTopic& topic, BlockBuilder& block);
// The levels above a topic and the parent of each; returns the lowest of them, if any.
std::vector<LocalNode> MentionLevels(const OpenAlexTopic& topic, char below, BlockBuilder& block);

// The fields that records of their own share with mentions; no stamp.
PersonRecord PersonOf(std::string_view name, std::string_view orcid, const NodeKey& key);
InstitutionRecord InstitutionOf(const OpenAlexInstitution& institution, const NodeKey& key);
VenueRecord VenueOf(const OpenAlexSource& source, const NodeKey& key);
TopicRecord TopicOf(std::string_view name, const NodeKey& key);

// Adds the identifier in its canonical form, or as written where it fails its check.
void AddIdentifier(PidScheme scheme, std::string_view text, NodeHeader& header);
// Sorts the identifiers and drops doubles: the last step of every header.
void FinishIdentifiers(NodeHeader& header);

// Mixes in a node's identity, which unlike its LocalNode is the same in every block.
void HashKey(const NodeKey& key, ContentHash& hash);
// Hash of everything in the header but the stamp.
void HashHeader(const NodeHeader& header, ContentHash& hash);

}  // namespace coterie

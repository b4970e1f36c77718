// Plausible names, titles, abstracts and identifiers for the nodes of a synthetic graph.
//
// Layer: bench. Functions of (graph, index), like the graph itself. Text is UTF-8 with the quotes,
// commas, diacritics and LaTeX that real records have, so that every writer must escape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/synthetic_graph.h"

namespace coterie::bench {

// OpenAlex keys: W, A, I, T, S and digits, in no order of time; distinct for distinct indices.
std::string PaperKey(uint32_t paper);
std::string PersonKey(uint32_t person);
std::string InstitutionKey(uint32_t institution);
std::string TopicKey(uint32_t topic);
std::string VenueKey(uint32_t venue);
// "subfields/1702", "fields/17", "domains/3".
std::string SubfieldKey(uint32_t subfield);
std::string FieldKey(uint32_t field);
std::string DomainKey(uint32_t domain);

std::string_view PaperTypeName(uint32_t type);
std::string_view VenueTypeName(uint32_t venue);
// Under the prefix that Crossref keeps for tests.
std::string PaperDoi(uint32_t paper);

std::string PaperTitle(const SyntheticGraph& graph, const SyntheticPaper& paper);
// Words separated by single spaces.
std::vector<std::string_view> PaperAbstract(const SyntheticGraph& graph,
                                            const SyntheticPaper& paper);

std::string PersonName(const SyntheticGraph& graph, uint32_t person);
// "M. Zhang".
std::string PersonShortName(const SyntheticGraph& graph, uint32_t person);
// With a right check digit; empty for most.
std::string PersonOrcid(const SyntheticGraph& graph, uint32_t person);

std::string InstitutionName(const SyntheticGraph& graph, uint32_t institution);
std::string_view InstitutionCountry(const SyntheticGraph& graph, uint32_t institution);
std::string TopicName(uint32_t topic);
std::string SubfieldName(uint32_t subfield);
std::string FieldName(uint32_t field);
std::string DomainName(uint32_t domain);
std::string VenueName(uint32_t venue);

}  // namespace coterie::bench

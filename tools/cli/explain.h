// What --explain prints of every analysis: parameters, and the papers behind a number.
//
// Layer: tools.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/named_results.h"
#include "tools/cli/result_writer.h"

namespace coterie::cli {

// Each paper as an object {id, name, year, authors, weight} in JSON; elsewhere "paper:7=0.25".
List PaperValues(const std::vector<NamedSharedPaper>& papers, Format format);

// A line for each paper, cut to the terminal: weight, year, authors, id, title, in columns behind
// `indent`.
std::vector<std::string> PaperLines(const std::vector<NamedSharedPaper>& papers,
                                    const Terminal& terminal, const std::string& indent);

// "Parameters: id A5023888391, budget 60, …" in lines; those that are null or empty are left out.
std::vector<std::string> ParameterLines(const Object& parameters, const Terminal& terminal);

}  // namespace coterie::cli

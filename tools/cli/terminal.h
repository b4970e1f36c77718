// What standard output and standard error are connected to.
//
// Layer: tools. A plain value, taken once at start, so that the rest never asks the system.
#pragma once

#include <cstddef>
#include <string>

namespace coterie::cli {

struct Terminal {
  bool out_is_terminal = false;
  bool error_is_terminal = false;
  bool colored = false;  // a terminal, no $NO_COLOR, not "dumb"
  size_t columns = 80;   // of standard output, or of standard error if only that is a terminal
};

Terminal DetectTerminal();

// The text in bold if `terminal` shows colours.
std::string Bold(const Terminal& terminal, std::string text);
// The text dimmed likewise.
std::string Dim(const Terminal& terminal, std::string text);

}  // namespace coterie::cli

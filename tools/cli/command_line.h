// From the program's arguments to a verb and its exit code.
//
// Layer: tools.
#pragma once

#include "tools/cli/verb.h"

namespace coterie::cli {

// Runs the verb that the arguments name and returns the program's exit code: 0 found, 1 nothing
// found, 2 error (bad arguments included). --help and --version are found.
int RunCommandLine(int argc, const char* const* argv, const Context& context);

}  // namespace coterie::cli

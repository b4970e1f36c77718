// The ids that a verb is asked about: from the command line, or "-" for standard input.
//
// Layer: tools.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/result_writer.h"
#include "tools/cli/verb.h"

namespace coterie::cli {

// kSeveral if there are several arguments or one of them is "-", however many ids come of it.
ResultWriter::Subjects SubjectsOf(const std::vector<std::string>& arguments);

// Calls `ask` for each id, in order; it returns whether it found anything. Of standard input, the
// first tab-separated field of each line counts, so that the TSV of another verb can be piped in;
// its header line ("id", or "of") and blank lines are passed over.
//
// One id: its error is returned, except that a NotFound is printed and becomes kNothing. Several:
// errors are printed and the next id follows; kError if there was an error, else kFound if
// anything was found, else kNothing. Stops early once the reader of the output has gone away.
absl::StatusOr<Outcome> ForEachSubject(
    const Context& context, const std::vector<std::string>& arguments,
    const std::function<absl::StatusOr<Outcome>(const std::string&)>& ask);

}  // namespace coterie::cli

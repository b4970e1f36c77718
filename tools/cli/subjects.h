// The ids that a verb is asked about: from the command line, or "-" for standard input.
//
// Layer: tools.
#pragma once

#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/result_writer.h"
#include "tools/cli/verb.h"

namespace coterie::cli {

// kSeveral if there are several arguments or one of them is "-", however many ids come of it.
ResultWriter::Subjects SubjectsOf(const std::vector<std::string>& arguments);

// Calls `use` for each id that a stream holds, with the number of its line. The first tab-separated
// field of each line counts, so that the TSV of another verb can be piped in; its header line
// ("id", or "of") and blank lines are passed over. `name` is the stream's, in errors. Ends early,
// and well, where `use` says Cancelled.
absl::Status ForEachId(std::istream& in, std::string_view name,
                       const std::function<absl::Status(const std::string& id, size_t line)>& use);

// The ids of one question that is about all of them together. None, with a sentence printed, where
// none came on standard input: the verb ends with kNothing. Errors: Unavailable (standard input
// cannot be read).
absl::StatusOr<std::vector<std::string>> AllSubjects(const Context& context,
                                                     const std::vector<std::string>& arguments);

// Calls `ask` for each id, in order; it returns whether it found anything. Standard
// input is read as ForEachId() does.
//
// One id: its error is returned, except that a NotFound is printed and becomes kNothing. Several:
// errors are printed and the next id follows; kError if there was an error, else kFound if
// anything was found, else kNothing. No id at all is kNothing, with a sentence printed. Stops early
// once the reader of the output has gone away.
absl::StatusOr<Outcome> ForEachSubject(
    const Context& context, const std::vector<std::string>& arguments,
    const std::function<absl::StatusOr<Outcome>(const std::string&)>& ask);

}  // namespace coterie::cli

// Runs the real `coterie` program as another process, on pipes or on a terminal of its own.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace coterie::testing {

struct Finished {
  int exit_code = -1;  // 128 + signal where one ended the process
  std::string out;
  std::string messages;  // standard error; on a terminal, both are in `out`
  size_t resident_bytes_max = 0;
};

// Whom the program runs as. kNobody owns nothing and is in no group; where this process may not
// become another user, the program runs as the same.
enum class User { kSame, kNobody };

struct ChildOptions {
  std::string input = {};                               // on standard input
  std::map<std::string, std::string> environment = {};  // on top of a small fixed one
  std::string out_file = {};  // standard output goes there instead of a pipe
  int terminal_columns = 0;   // > 0: standard streams are a terminal of that width
  size_t read_max = 0;        // > 0: close standard output after so many bytes
  User user = User::kSame;
};

// Whether the system gives out terminals; a bare chroot without /dev/pts does not.
bool HasTerminals();

// Runs `coterie` with these arguments to its end. The environment holds PATH, TERM, LC_ALL and the
// sanitizers' options only.
Finished RunCoterie(const std::vector<std::string>& arguments, const ChildOptions& options = {});

// A `coterie` that goes on running, with its output piped.
class RunningCoterie {
 public:
  explicit RunningCoterie(const std::vector<std::string>& arguments);
  // Kills it if it still runs.
  ~RunningCoterie();
  RunningCoterie(const RunningCoterie&) = delete;
  RunningCoterie& operator=(const RunningCoterie&) = delete;

  pid_t pid() const { return pid_; }
  // The next line of standard output, without its end; "" at the end of the output.
  std::string ReadLine();
  void Signal(int signal) const;
  // Its exit and the rest of its output.
  Finished Wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  int messages_ = -1;
};

}  // namespace coterie::testing

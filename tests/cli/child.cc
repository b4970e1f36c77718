// Runs the real `coterie` program as another process.
#include "tests/cli/child.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "tests/support/catch.h"

namespace coterie::testing {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe MakePipe() {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  return {ends[0], ends[1]};
}

// Waits for the end of the process.
void Reap(pid_t pid, Finished& finished) {
  int status = 0;
  struct rusage usage = {};
  REQUIRE(::wait4(pid, &status, 0, &usage) == pid);
  finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  finished.resident_bytes_max = static_cast<size_t>(usage.ru_maxrss) << 10;
}

// In the child. The program's file is opened before, since nobody may be unable to reach it.
void Become(User user) {
  constexpr uid_t kNobody = 65534;
  if (user == User::kSame || ::geteuid() != 0) return;
  if (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) return;
}

// In the child; never returns.
[[noreturn]] void Execute(const std::vector<std::string>& arguments, const ChildOptions& options) {
  std::map<std::string, std::string> environment = {
      {"PATH", "/usr/bin:/bin"}, {"TERM", "xterm"}, {"LC_ALL", "C.UTF-8"}};
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"}) {
    if (const char* value = std::getenv(name)) environment[name] = value;
  }
  for (const auto& [name, value] : options.environment) environment[name] = value;
  std::vector<std::string> texts;
  for (const auto& [name, value] : environment) texts.push_back(name + "=" + value);
  std::vector<char*> envp;
  for (std::string& text : texts) envp.push_back(text.data());
  envp.push_back(nullptr);

  std::vector<std::string> words = {COTERIE_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int program = ::open(COTERIE_BINARY, O_RDONLY | O_CLOEXEC);
  Become(options.user);
  ::fexecve(program, argv.data(), envp.data());
  ::_exit(127);
}

// Feeds the input and reads both outputs until both end, so that no pipe fills up.
void Converse(int input, const std::string& text, int out, int messages, size_t read_max,
              Finished& finished) {
  ::signal(SIGPIPE, SIG_IGN);
  size_t fed = 0;
  struct pollfd ends[3] = {{input, POLLOUT, 0}, {out, POLLIN, 0}, {messages, POLLIN, 0}};
  const auto close_end = [&ends](int i) {
    ::close(ends[i].fd);
    ends[i].fd = -1;
  };
  if (text.empty()) close_end(0);
  while (ends[0].fd >= 0 || ends[1].fd >= 0 || ends[2].fd >= 0) {
    REQUIRE(::poll(ends, 3, 120'000) > 0);
    if (ends[0].fd >= 0 && ends[0].revents != 0) {
      const ssize_t n = ::write(ends[0].fd, text.data() + fed, text.size() - fed);
      fed += n > 0 ? static_cast<size_t>(n) : 0;
      if (n < 0 || fed == text.size()) close_end(0);
    }
    for (const int i : {1, 2}) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      char buffer[4096];
      const ssize_t n = ::read(ends[i].fd, buffer, sizeof(buffer));
      std::string& into = i == 1 ? finished.out : finished.messages;
      if (n > 0) into.append(buffer, static_cast<size_t>(n));
      const bool enough = i == 1 && read_max > 0 && into.size() >= read_max;
      if (n <= 0 || enough) close_end(i);
    }
  }
}

}  // namespace

bool HasTerminals() {
  int ours = -1;
  int theirs = -1;
  if (::openpty(&ours, &theirs, nullptr, nullptr, nullptr) != 0) return false;
  ::close(ours);
  ::close(theirs);
  return true;
}

namespace {

Finished RunOnTerminal(const std::vector<std::string>& arguments, const ChildOptions& options) {
  struct winsize size = {};
  size.ws_col = static_cast<unsigned short>(options.terminal_columns);
  size.ws_row = 24;
  int terminal = -1;
  const pid_t pid = ::forkpty(&terminal, nullptr, nullptr, &size);
  REQUIRE(pid >= 0);
  if (pid == 0) Execute(arguments, options);
  Finished finished;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(terminal, buffer, sizeof(buffer))) > 0;) {
    for (ssize_t i = 0; i < n; ++i) {
      if (buffer[i] != '\r' || (i + 1 < n && buffer[i + 1] != '\n')) finished.out += buffer[i];
    }
  }
  ::close(terminal);
  Reap(pid, finished);
  return finished;
}

}  // namespace

Finished RunCoterie(const std::vector<std::string>& arguments, const ChildOptions& options) {
  if (options.terminal_columns > 0) return RunOnTerminal(arguments, options);
  const Pipe input = MakePipe();
  const Pipe out = MakePipe();
  const Pipe messages = MakePipe();
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    ::dup2(input.read_end, STDIN_FILENO);
    ::dup2(messages.write_end, STDERR_FILENO);
    const int file = options.out_file.empty()
                         ? out.write_end
                         : ::open(options.out_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    ::dup2(file, STDOUT_FILENO);
    Execute(arguments, options);
  }
  ::close(input.read_end);
  ::close(out.write_end);
  ::close(messages.write_end);
  Finished finished;
  Converse(input.write_end, options.input, out.read_end, messages.read_end, options.read_max,
           finished);
  Reap(pid, finished);
  return finished;
}

RunningCoterie::RunningCoterie(const std::vector<std::string>& arguments) {
  const Pipe out = MakePipe();
  const Pipe messages = MakePipe();
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    ::dup2(out.write_end, STDOUT_FILENO);
    ::dup2(messages.write_end, STDERR_FILENO);
    Execute(arguments, {});
  }
  ::close(out.write_end);
  ::close(messages.write_end);
  out_ = out.read_end;
  messages_ = messages.read_end;
}

RunningCoterie::~RunningCoterie() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  ::close(out_);
  ::close(messages_);
}

std::string RunningCoterie::ReadLine() {
  std::string line;
  char c = 0;
  while (::read(out_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void RunningCoterie::Signal(int signal) const { REQUIRE(::kill(pid_, signal) == 0); }

Finished RunningCoterie::Wait() {
  Finished finished;
  const Pipe no_input = MakePipe();
  ::close(no_input.read_end);
  Converse(no_input.write_end, "", out_, messages_, 0, finished);
  Reap(std::exchange(pid_, -1), finished);
  return finished;
}

}  // namespace coterie::testing

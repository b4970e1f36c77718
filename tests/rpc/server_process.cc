#include "tests/rpc/server_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "tests/support/catch.h"

namespace coterie::testing {
namespace {

constexpr int kPatienceMs = 60'000;

void Exec(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  // Freed memory is given back, so that resident memory says what the server holds.
  setenv("ASAN_OPTIONS", "quarantine_size_mb=1:thread_local_quarantine_size_kb=64", 1);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

ServerProcess::ServerProcess(const std::string& directory, const std::vector<std::string>& flags)
    : unix_path_(directory + "/coterie.sock") {
  int to[2];
  int from[2];
  REQUIRE(pipe(to) == 0);
  REQUIRE(pipe(from) == 0);
  std::vector<std::string> arguments = {COTERIE_RPC_TEST_SERVER, directory, unix_path_};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  pid_ = fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    dup2(to[0], 0);
    dup2(from[1], 1);
    for (const int fd : {to[0], to[1], from[0], from[1]}) close(fd);
    Exec(arguments);
  }
  close(to[0]);
  close(from[1]);
  to_ = to[1];
  from_ = from[0];
  const std::string ready = AwaitLine("ready ");
  tcp_address_ = ready.substr(ready.rfind(' ') + 1);
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (to_ >= 0) close(to_);
  if (from_ >= 0) close(from_);
}

int ServerProcess::tcp_port() const {
  return std::stoi(tcp_address_.substr(tcp_address_.rfind(':') + 1));
}

bool ServerProcess::Pump(int timeout_ms) {
  pollfd wait = {from_, POLLIN, 0};
  if (poll(&wait, 1, timeout_ms) <= 0) return false;
  char buffer[4096];
  const ssize_t size = read(from_, buffer, sizeof(buffer));
  if (size <= 0) return false;
  pending_.append(buffer, static_cast<size_t>(size));
  for (size_t end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
    lines_.push_back(pending_.substr(0, end));
    pending_.erase(0, end + 1);
  }
  return true;
}

std::string ServerProcess::AwaitLine(const std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  size_t seen = 0;
  while (true) {
    for (; seen < lines_.size(); ++seen) {
      if (lines_[seen].find(text) != std::string::npos) return lines_[seen];
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !Pump(static_cast<int>(left.count()))) break;
  }
  std::string all;
  for (const std::string& line : lines_) absl::StrAppend(&all, line, "\n");
  FAIL("the server did not say '" << text << "' but:\n" << all);
  return "";
}

bool ServerProcess::HasLine(const std::string& text) {
  while (Pump(0)) {
  }
  for (const std::string& line : lines_) {
    if (line.find(text) != std::string::npos) return true;
  }
  return false;
}

void ServerProcess::Command(const std::string& line) {
  const std::string bytes = line + "\n";
  REQUIRE(write(to_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

std::map<std::string, uint64_t> ServerProcess::Counters() {
  while (Pump(0)) {
  }
  std::erase_if(lines_, [](const std::string& line) { return line.rfind("counters ", 0) == 0; });
  Command("counters");
  std::istringstream text(AwaitLine("counters ").substr(9));
  std::map<std::string, uint64_t> counters;
  std::string name;
  uint64_t value = 0;
  while (text >> name >> value) counters[name] = value;
  return counters;
}

void ServerProcess::AddPaper() {
  Command("add-paper");
  AwaitLine("added");
}

uint64_t ServerProcess::ResidentBytes() const {
  std::ifstream statm(absl::StrCat("/proc/", pid_, "/statm"));
  uint64_t pages = 0;
  uint64_t resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

void ServerProcess::Stop() {
  close(to_);
  to_ = -1;
  while (Pump(kPatienceMs)) {
  }
  int status = 0;
  REQUIRE(waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  std::string all;
  for (const std::string& line : lines_) absl::StrAppend(&all, line, "\n");
  INFO("the server said:\n" << all);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
}

void ServerProcess::Kill() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace coterie::testing

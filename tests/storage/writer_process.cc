// Runs tests/storage/store_writer.cc as another process.
#include "tests/storage/writer_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace coterie::testing {
namespace {

// An end of input or output that takes longer than this is a hang.
constexpr int kPatienceMs = 120'000;

std::array<int, 2> MakePipe() {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  return ends;
}

}  // namespace

WriterProcess::WriterProcess(const WriterOptions& options) {
  const std::array<int, 2> input = MakePipe();
  const std::array<int, 2> output = MakePipe();
  std::vector<std::string> words = {COTERIE_STORE_WRITER,
                                    options.directory,
                                    std::to_string(options.seed),
                                    std::to_string(options.last),
                                    std::to_string(options.table_keys),
                                    std::to_string(options.buffer_bytes),
                                    std::to_string(options.file_bytes_max)};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  REQUIRE(posix_spawn_file_actions_init(&actions) == 0);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  const int failure =
      posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  input_ = input[1];
  output_ = output[0];
  REQUIRE(failure == 0);
}

WriterProcess::~WriterProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (input_ >= 0) close(input_);
  close(output_);
}

bool WriterProcess::FillBuffer(int timeout_ms) {
  struct pollfd end = {output_, POLLIN, 0};
  if (poll(&end, 1, timeout_ms) <= 0) return false;
  std::array<char, 4096> bytes;
  const ssize_t count = read(output_, bytes.data(), bytes.size());
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<size_t>(count));
  return true;
}

void WriterProcess::Note(const std::string& line) {
  if (!line.empty() && line[0] >= '0' && line[0] <= '9') {
    acknowledged_ = std::strtoull(line.c_str(), nullptr, 10);
  }
}

std::optional<std::string> WriterProcess::ReadLine() {
  size_t end = 0;
  while ((end = buffer_.find('\n')) == std::string::npos) {
    if (!FillBuffer(kPatienceMs)) return std::nullopt;
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  Note(line);
  return line;
}

void WriterProcess::AwaitAcknowledged(size_t count) {
  while (count > 0) {
    const std::optional<std::string> line = ReadLine();
    if (!line || line->starts_with("error")) return;
    if (!line->starts_with("open")) --count;
  }
}

void WriterProcess::ReadAvailable() {
  while (FillBuffer(0)) {
  }
  while (buffer_.find('\n') != std::string::npos) ReadLine();
}

void WriterProcess::Kill() {
  kill(pid_, SIGKILL);
  REQUIRE(waitpid(std::exchange(pid_, -1), nullptr, 0) > 0);
  ReadAvailable();
}

int WriterProcess::Finish() {
  close(std::exchange(input_, -1));
  int status = 0;
  REQUIRE(waitpid(std::exchange(pid_, -1), &status, 0) > 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace coterie::testing

// Printing to a reader that goes away, and to a disk that is full.
#include "tools/cli/out_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/catch.h"

namespace coterie::cli {
namespace {

TEST_CASE("out stream: a reader that goes away is no error, and the writer can tell") {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  OutStream out(ends[1], "standard output");
  REQUIRE_OK(out.Write("a line\n"));
  REQUIRE_OK(out.Flush());
  CHECK_FALSE(out.closed());
  ::close(ends[0]);
  REQUIRE_OK(out.Write(std::string(200000, 'x')));
  REQUIRE_OK(out.Flush());
  CHECK(out.closed());
  ::close(ends[1]);
}

TEST_CASE("out stream: a full disk is an error that says so") {
  const int full = ::open("/dev/full", O_WRONLY);
  if (full < 0) COTERIE_SKIP("there is no /dev/full");
  OutStream out(full, "standard output");
  REQUIRE_OK(out.Write("short"));  // still in the buffer
  const absl::Status status = out.Flush();
  CHECK(absl::IsResourceExhausted(status));
  CHECK(std::string(status.message()).find("standard output") != std::string::npos);
  CHECK_FALSE(out.Write("more").ok());
  ::close(full);
}

TEST_CASE("out stream: what is written arrives whole and in order") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::string expected;
  {
    OutStream out(ends[1], "standard output");
    for (int i = 0; i < 1000; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      expected += line;
      REQUIRE_OK(out.Write(line));
    }
    REQUIRE_OK(out.Flush());
  }
  ::close(ends[1]);
  std::string read;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof(buffer))) > 0;) {
    read.append(buffer, static_cast<size_t>(n));
  }
  ::close(ends[0]);
  CHECK(read == expected);
}

}  // namespace
}  // namespace coterie::cli

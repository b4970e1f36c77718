// What standard output and standard error are connected to.
//
// Layer: tools.
#include "tools/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace coterie::cli {
namespace {

size_t ColumnsOf(int descriptor) {
  struct winsize size = {};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

Terminal DetectTerminal() {
  Terminal terminal;
  terminal.out_is_terminal = ::isatty(STDOUT_FILENO) != 0;
  terminal.error_is_terminal = ::isatty(STDERR_FILENO) != 0;
  terminal.columns = ColumnsOf(terminal.out_is_terminal ? STDOUT_FILENO : STDERR_FILENO);
  const char* no_color = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
  const char* term = std::getenv("TERM");
  terminal.colored = terminal.out_is_terminal && (no_color == nullptr || *no_color == '\0') &&
                     term != nullptr && std::strcmp(term, "dumb") != 0;
  return terminal;
}

std::string Bold(const Terminal& terminal, std::string text) {
  return terminal.colored ? "\x1b[1m" + std::move(text) + "\x1b[0m" : std::move(text);
}

std::string Dim(const Terminal& terminal, std::string text) {
  return terminal.colored ? "\x1b[2m" + std::move(text) + "\x1b[0m" : std::move(text);
}

}  // namespace coterie::cli

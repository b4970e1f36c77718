// The `coterie` program.
//
// Layer: tools.
#include <csignal>
#include <iostream>

#include <unistd.h>

#include "tools/cli/command_line.h"

int main(int argc, char** argv) {
  // A reader that goes away is told by write(), where it is no error; a server outlives its
  // clients.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  const coterie::cli::Terminal terminal = coterie::cli::DetectTerminal();
  coterie::cli::OutStream out(STDOUT_FILENO, "standard output");
  coterie::cli::OutStream messages(STDERR_FILENO, "standard error");
  return coterie::cli::RunCommandLine(argc, argv, {terminal, std::cin, out, messages});
}

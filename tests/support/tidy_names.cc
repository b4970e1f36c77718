// One name, one type. Layer: tests; see tidy_rules.h.
#include <map>
#include <sstream>

#include "tests/support/tidy_rules.h"

namespace coterie::testing {
namespace {

// The name that a line at the left margin begins to define as a type; empty for any other line,
// such as a forward declaration.
std::string DefinedType(const std::string& line) {
  std::istringstream words(line);
  std::string word;
  std::string name;
  words >> word;
  if (line.starts_with(' ') || (word != "struct" && word != "class" && word != "enum")) return "";
  words >> name;
  if (name == "class") words >> name;
  while (!name.empty() && (name.back() == ':' || name.back() == '{')) name.pop_back();
  const bool begins = line.ends_with('{') || line.ends_with("{}") || line.ends_with("{};") ||
                      line.find(" {") != std::string::npos || line.ends_with(" :");
  return begins && name.find(':') == std::string::npos ? name : "";
}

}  // namespace

Findings CheckUniqueTypes(const std::vector<SourceFile>& project) {
  Findings findings;
  std::map<std::string, std::string> header_of;  // by qualified name
  for (const SourceFile& file : project) {
    if (!IsHeader(file.path)) continue;
    std::vector<std::string> scopes;
    std::istringstream lines(file.text);
    std::string line;
    for (size_t number = 1; std::getline(lines, line); ++number) {
      if (line.starts_with("namespace ") && line.ends_with('{')) {
        scopes.push_back(line.substr(10, line.size() - 11));
      } else if (line.starts_with("}  // namespace") && !scopes.empty()) {
        scopes.pop_back();
      }
      const std::string type = DefinedType(line);
      if (type.empty()) continue;
      std::string name;
      for (const std::string& scope : scopes) name += scope + "::";
      const auto [other, is_new] = header_of.try_emplace(name + type, file.path);
      if (!is_new && other->second != file.path) {
        findings.push_back(
            {file.path, number, type + " is another type in " + other->second + "; rename one"});
      }
    }
  }
  return findings;
}

}  // namespace coterie::testing

// The rules that look at the whole project: includes, build lists and links that lead nowhere.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/tidy_rules.h"

namespace coterie::testing {
namespace {

namespace fs = std::filesystem;

bool IsSkippedDirectory(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "build" || name == "__pycache__" || path.extension() == ".db" ||
         (name.size() > 1 && name[0] == '.' && name != ".ci");
}

bool IsBinary(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".zst" || extension == ".gz" || extension == ".png";
}

// Every path of the project, and every directory above one.
std::set<std::string> PathsOf(const std::vector<SourceFile>& project) {
  std::set<std::string> paths = {""};
  for (const SourceFile& file : project) {
    for (fs::path path = file.path; !path.empty(); path = path.parent_path())
      paths.insert(path.string());
  }
  return paths;
}

// Text of a Markdown file without fenced blocks and code spans; line ends stay.
std::string WithoutCode(const std::string& text) {
  std::string result;
  bool in_fence = false;
  bool in_span = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool line_start = i == 0 || text[i - 1] == '\n';
    if (line_start && text.compare(i, 3, "```") == 0) in_fence = !in_fence;
    if (text[i] == '\n' && text.compare(i, 2, "\n\n") == 0) in_span = false;
    if (!in_fence && text[i] == '`') in_span = !in_span;
    result += (in_fence || in_span) && text[i] != '\n' ? ' ' : text[i];
  }
  return result;
}

// The path as PathsOf spells it.
std::string Resolve(const fs::path& path) {
  std::string result = path.lexically_normal().generic_string();
  if (result.ends_with('/')) result.pop_back();
  return result == "." ? "" : result;
}

bool NamesFile(const std::string& cmake, const std::string& relative) {
  for (size_t at = cmake.find(relative); at != std::string::npos;
       at = cmake.find(relative, at + 1)) {
    const auto separates = [](char c) {
      return std::string(" \t\n()\"").find(c) != std::string::npos;
    };
    const size_t end = at + relative.size();
    if ((at == 0 || separates(cmake[at - 1])) && (end == cmake.size() || separates(cmake[end])))
      return true;
  }
  return false;
}

}  // namespace

std::vector<SourceFile> ReadProject(const std::string& root) {
  std::vector<SourceFile> files;
  for (fs::recursive_directory_iterator it(root), end; it != end; ++it) {
    if (it->is_directory() && IsSkippedDirectory(it->path())) it.disable_recursion_pending();
    // In a worktree, .git is a file.
    if (!it->is_regular_file() || it->path().filename() == ".git") continue;
    std::string text;
    if (!IsBinary(it->path())) {
      std::ifstream stream(it->path(), std::ios::binary);
      text.assign(std::istreambuf_iterator<char>(stream), {});
    }
    files.push_back({fs::relative(it->path(), root).generic_string(), std::move(text)});
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

Findings CheckIncludesResolve(const std::vector<SourceFile>& project) {
  Findings findings;
  const std::set<std::string> paths = PathsOf(project);
  for (const SourceFile& file : project) {
    if (!IsCpp(file.path)) continue;
    const auto directory = fs::path(file.path).parent_path();
    for (const Include& include : IncludesOf(file.text)) {
      if (!include.is_quoted) continue;
      std::string target = include.target;
      // Generated from the schema beside which it is included.
      if (target.ends_with(".capnp.h")) target.resize(target.size() - 2);
      // A first component that the project does not have is a library's.
      const bool is_ours = paths.contains(fs::path(target).begin()->string());
      const bool is_sibling = paths.contains((directory / target).lexically_normal().string());
      if ((is_ours || is_sibling) && !paths.contains(target)) {
        findings.push_back(
            {file.path, include.line, "includes " + target + ", which is no path from the root"});
      }
    }
  }
  return findings;
}

Findings CheckListedInCMake(const std::vector<SourceFile>& project) {
  Findings findings;
  for (const SourceFile& file : project) {
    if (!file.path.ends_with(".cc")) continue;
    const bool listed = std::any_of(project.begin(), project.end(), [&](const SourceFile& list) {
      if (fs::path(list.path).filename() != "CMakeLists.txt") return false;
      const fs::path relative =
          fs::path(file.path).lexically_relative(fs::path(list.path).parent_path());
      return !relative.empty() && *relative.begin() != ".." &&
             NamesFile(list.text, relative.generic_string());
    });
    if (!listed)
      findings.push_back({file.path, 0, "no CMakeLists.txt names it, so nobody compiles it"});
  }
  return findings;
}

Findings CheckDocLinks(const std::vector<SourceFile>& project) {
  Findings findings;
  const std::set<std::string> paths = PathsOf(project);
  for (const SourceFile& file : project) {
    if (!file.path.ends_with(".md")) continue;
    const std::string text = WithoutCode(file.text);
    for (size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
      const size_t end = text.find_first_of(") \n", at + 2);
      if (end == std::string::npos || text[end] != ')') continue;
      std::string target = text.substr(at + 2, end - at - 2);
      if (target[0] == '#' || target.find("://") != std::string::npos) continue;
      target = target.substr(0, target.find('#'));
      if (!paths.contains(Resolve(fs::path(file.path).parent_path() / target))) {
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), '\n');
        findings.push_back(
            {file.path, static_cast<size_t>(line), "the link to " + target + " leads nowhere"});
      }
    }
  }
  return findings;
}

}  // namespace coterie::testing

// Reading of drawings.
#include "tests/support/tiny_graphs.h"

#include <sstream>
#include <vector>

#include "engine/graph/graph_builder.h"
#include "tests/support/catch.h"

namespace coterie::testing {

namespace {

std::vector<std::string> Words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> SplitAt(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in{std::string(text)};
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

}  // namespace

void GraphInput::AddNode(NodeId id, std::string name, int16_t year) {
  nodes_[id] = {.name = std::move(name), .year = year};
}

AdjacencyList& GraphInput::List(NodeId source, EdgeKind kind) {
  AdjacencyList& list = lists_[{source, kind}];
  list.source = source;
  list.kind = kind;
  return list;
}

absl::StatusOr<std::shared_ptr<const GraphSnapshot>> GraphInput::Build(int16_t import_year) const {
  GraphBuilder builder;
  for (const auto& [id, node] : nodes_) {
    const absl::Status added = builder.AddNode({.id = id,
                                                .name = node.name,
                                                .year = node.year,
                                                .is_stub = node.is_stub,
                                                .is_retracted = node.is_retracted});
    if (!added.ok()) return added;
  }
  for (const auto& [key, list] : lists_) {
    const absl::Status added = builder.AddList(list);
    if (!added.ok()) return added;
  }
  return std::move(builder).Finish(/*sequence=*/1, import_year);
}

TinyGraph::TinyGraph(std::string_view drawing, int16_t import_year) {
  std::vector<std::pair<std::string, std::string>> lines;  // before and after the colon
  for (const std::string& line : SplitAt(drawing, '\n')) {
    const size_t colon = line.find(": ");
    const std::string head = line.substr(0, colon == std::string::npos ? line.find(':') : colon);
    if (Words(head).empty()) continue;
    lines.emplace_back(head, colon == std::string::npos ? "" : line.substr(colon + 2));
  }
  const auto is_relation = [](const std::string& word) {
    return word == "affiliation" || word == "parent" || word == "broader";
  };
  for (const auto& [head, rest] : lines) {
    if (!is_relation(Words(head)[0])) Node(NodeKind::kPaper, Words(head)[0]);
  }
  for (const auto& [head, rest] : lines) {
    const std::vector<std::string> words = Words(head);
    if (!is_relation(words[0])) {
      DrawPaper(head, rest);
      continue;
    }
    const EdgeKind kind = words[0] == "affiliation" ? EdgeKind::kAffiliation
                          : words[0] == "parent"    ? EdgeKind::kInstitutionParent
                                                    : EdgeKind::kTopicParent;
    const NodeId source = Node(EdgeSourceKind(kind), words[1]);
    for (const std::string& target : Words(rest)) {
      input_.List(source, kind).targets.push_back(Node(EdgeTargetKind(kind), target));
    }
  }
  graph_ = ValueOf(input_.Build(import_year));
}

void TinyGraph::DrawPaper(std::string_view head, std::string_view rest) {
  const std::vector<std::string> words = Words(head);
  const NodeId paper = ids_.at(words[0]);
  REQUIRE(words.size() >= 2);
  input_.AddNode(paper, words[0],
                 words[1] == "undated" ? kNoYear : static_cast<int16_t>(std::stoi(words[1])));
  if (words.size() > 2 && words[2] == "retracted") input_.MarkRetracted(paper);
  const std::vector<std::string> halves = SplitAt(rest, '|');
  if (halves.empty()) return;
  for (const std::string& place : Words(halves[0])) {
    DrawPlace(input_.List(paper, EdgeKind::kAuthorship), place);
  }
  if (halves.size() < 2) return;
  for (const std::string& mark : Words(halves[1])) DrawMark(paper, mark);
}

void TinyGraph::DrawPlace(AdjacencyList& byline, std::string_view place) {
  const size_t bracket = place.find('[');
  const std::string_view name = place.substr(0, bracket);
  if (byline.nested_begin.empty()) byline.nested_begin.push_back(0);
  byline.targets.push_back(name == "?" ? NodeId() : Node(NodeKind::kPerson, name));
  byline.corresponding.push_back(0);
  if (bracket != std::string_view::npos) {
    const std::string_view inside = place.substr(bracket + 1, place.size() - bracket - 2);
    for (const std::string& institution : SplitAt(inside, ',')) {
      byline.institutions.push_back(Node(NodeKind::kInstitution, institution));
    }
  }
  byline.nested_begin.push_back(static_cast<uint32_t>(byline.institutions.size()));
}

void TinyGraph::DrawMark(NodeId paper, std::string_view mark) {
  if (mark[0] == '#') {
    const size_t colon = mark.find(':');
    AdjacencyList& list = input_.List(paper, EdgeKind::kTopicAssignment);
    list.targets.push_back(Node(NodeKind::kTopic, mark.substr(0, colon)));
    list.scores.push_back(
        colon == std::string_view::npos ? 1 : std::stof(std::string(mark.substr(colon + 1))));
  } else if (mark[0] == '@') {
    input_.List(paper, EdgeKind::kPublication).targets.push_back(Node(NodeKind::kVenue, mark));
  } else {
    REQUIRE(mark[0] == '>');
    const std::string_view name = mark.substr(1);
    const bool is_new = ids_.find(name) == ids_.end();
    const NodeId cited = Node(NodeKind::kPaper, name);
    if (is_new) input_.MarkStub(cited);
    input_.List(paper, EdgeKind::kCitation).targets.push_back(cited);
  }
}

NodeId TinyGraph::Node(NodeKind kind, std::string_view name) {
  const auto it = ids_.find(name);
  if (it != ids_.end()) return it->second;
  const NodeId id(kind, ++last_ordinal_[kind]);
  ids_.emplace(name, id);
  input_.AddNode(id, std::string(name));
  return id;
}

NodeId TinyGraph::IdOf(std::string_view name) const {
  const auto it = ids_.find(name);
  INFO("the drawing has no " << name);
  REQUIRE(it != ids_.end());
  return it->second;
}

Vertex TinyGraph::operator[](std::string_view name) const {
  const std::optional<Vertex> v = graph_->FindVertex(IdOf(name));
  INFO(name << " is a stub");
  REQUIRE(v.has_value());
  return *v;
}

std::string TinyGraph::NamesOf(std::span<const uint32_t> vertices) const {
  std::string names;
  for (const uint32_t v : vertices) names += (names.empty() ? "" : " ") + NameOf(Vertex{v});
  return names;
}

}  // namespace coterie::testing

// Random worlds and the naive definitions.
#include "tests/support/random_world.h"

#include <cmath>
#include <limits>

namespace coterie::testing {

namespace {

int Between(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}
bool Chance(std::mt19937& random, int percent) { return Between(random, 1, 100) <= percent; }

NodeId Id(NodeKind kind, size_t number) { return {kind, number + 1}; }

bool HasAny(const std::set<int>& has, const std::vector<Vertex>& wanted, NodeKind kind,
            const GraphSnapshot& graph) {
  for (const Vertex v : wanted) {
    const NodeId id = graph.NodeOf(v);
    if (id.kind() == kind && has.count(static_cast<int>(id.ordinal()) - 1) > 0) return true;
  }
  return wanted.empty();
}

}  // namespace

std::set<int> RandomPaper::People() const {
  std::set<int> people(byline.begin(), byline.end());
  people.erase(-1);
  return people;
}

std::set<int> RandomPaper::Institutions() const {
  std::set<int> all;
  for (const std::set<int>& of_place : place_institutions)
    all.insert(of_place.begin(), of_place.end());
  return all;
}

int RandomPaper::BylineSize() const {
  int anonymous = 0;
  for (const int person : byline) anonymous += person == -1 ? 1 : 0;
  return anonymous + static_cast<int>(People().size());
}

RandomWorld::RandomWorld(std::mt19937& random) : people(Between(random, 2, kPeopleMax)) {
  import_year = Chance(random, 20) ? 0 : Between(random, 2015, 2026);
  const int paper_count = Between(random, 0, 15);
  for (int i = 0; i < paper_count; ++i) {
    RandomPaper paper;
    const int places = Between(random, 0, Chance(random, 20) ? 12 : 4);
    for (int place = 0; place < places; ++place) {
      paper.byline.push_back(Chance(random, 15) ? -1 : Between(random, 0, people - 1));
      std::set<int> institutions;
      while (Chance(random, 30)) institutions.insert(Between(random, 0, kOthers - 1));
      paper.place_institutions.push_back(institutions);
    }
    if (Chance(random, 85)) paper.year = Between(random, 2000, 2028);
    paper.is_retracted = Chance(random, 15);
    while (Chance(random, 50)) paper.topics.insert(Between(random, 0, kOthers - 1));
    if (Chance(random, 70)) paper.venue = Between(random, 0, kOthers - 1);
    papers.push_back(std::move(paper));
  }
}

GraphInput RandomWorld::Input() const {
  GraphInput input;
  for (int i = 0; i < people; ++i) input.AddNode(Id(NodeKind::kPerson, i), "person");
  for (int i = 0; i < kOthers; ++i) {
    input.AddNode(Id(NodeKind::kTopic, i), "topic");
    input.AddNode(Id(NodeKind::kInstitution, i), "institution");
    input.AddNode(Id(NodeKind::kVenue, i), "venue");
  }
  for (size_t i = 0; i < papers.size(); ++i) {
    const RandomPaper& paper = papers[i];
    const NodeId id = Id(NodeKind::kPaper, i);
    input.AddNode(id, "paper", static_cast<int16_t>(paper.year.value_or(kNoYear)));
    if (paper.is_retracted) input.MarkRetracted(id);
    AdjacencyList& byline = input.List(id, EdgeKind::kAuthorship);
    byline.nested_begin = {0};
    for (size_t place = 0; place < paper.byline.size(); ++place) {
      const int person = paper.byline[place];
      byline.targets.push_back(person == -1 ? NodeId() : Id(NodeKind::kPerson, person));
      for (const int institution : paper.place_institutions[place]) {
        byline.institutions.push_back(Id(NodeKind::kInstitution, institution));
      }
      byline.nested_begin.push_back(static_cast<uint32_t>(byline.institutions.size()));
    }
    AdjacencyList& topics = input.List(id, EdgeKind::kTopicAssignment);
    for (const int topic : paper.topics) topics.targets.push_back(Id(NodeKind::kTopic, topic));
    topics.scores.assign(paper.topics.size(), 1);
    if (paper.venue) {
      input.List(id, EdgeKind::kPublication).targets = {Id(NodeKind::kVenue, *paper.venue)};
    }
  }
  return input;
}

StrengthOptions RandomStrength(std::mt19937& random, const GraphSnapshot& graph) {
  StrengthOptions options;
  const double half_lives[] = {5, 1, 0.5, 20, std::numeric_limits<double>::infinity()};
  options.half_life_years = half_lives[Between(random, 0, 4)];
  if (Chance(random, 40)) options.as_of_year = static_cast<int16_t>(Between(random, 1998, 2030));
  if (Chance(random, 25)) options.first_year = static_cast<int16_t>(Between(random, 2000, 2014));
  if (Chance(random, 25)) options.last_year = static_cast<int16_t>(Between(random, 2014, 2028));
  if (Chance(random, 50)) options.counting = Counting::kFull;
  const uint32_t caps[] = {25, 1, 3, 5, kNoLimit};
  options.max_authors = caps[Between(random, 0, 4)];
  options.include_retracted = Chance(random, 50);
  const auto choose = [&](NodeKind kind) {
    std::vector<Vertex> chosen;
    while (Chance(random, 25)) {
      chosen.push_back(Vertex{graph.VerticesOf(kind).first +
                              static_cast<uint32_t>(Between(random, 0, RandomWorld::kOthers - 1))});
    }
    return chosen;
  };
  options.topics = choose(NodeKind::kTopic);
  options.institutions = choose(NodeKind::kInstitution);
  options.venues = choose(NodeKind::kVenue);
  return options;
}

Oracle::Oracle(const RandomWorld& world, const GraphSnapshot& graph, const StrengthOptions& options)
    : world_(world), graph_(graph), options_(options) {
  if (options.as_of_year) {
    as_of_ = *options.as_of_year;
    return;
  }
  for (const RandomPaper& paper : world.papers) {
    if (!paper.year) continue;
    if (world.import_year == 0 || *paper.year <= world.import_year) {
      as_of_ = std::max(as_of_, *paper.year);
    }
  }
}

bool Oracle::Counts(const RandomPaper& paper, LeftOut& left_out) const {
  if (options_.first_year && !(paper.year && *paper.year >= *options_.first_year)) return false;
  if (options_.last_year && !(paper.year && *paper.year <= *options_.last_year)) return false;
  if (!HasAny(paper.topics, options_.topics, NodeKind::kTopic, graph_)) return false;
  if (!HasAny(paper.Institutions(), options_.institutions, NodeKind::kInstitution, graph_)) {
    return false;
  }
  const std::set<int> venue = paper.venue ? std::set<int>{*paper.venue} : std::set<int>{};
  if (!HasAny(venue, options_.venues, NodeKind::kVenue, graph_)) return false;

  if (paper.year && *paper.year > as_of_) {
    ++left_out.after_as_of;
  } else if (paper.is_retracted && !options_.include_retracted) {
    ++left_out.retracted;
  } else if (static_cast<uint32_t>(paper.BylineSize()) > options_.max_authors) {
    ++left_out.hyper_authored;
  } else {
    return true;
  }
  return false;
}

double Oracle::Weight(const RandomPaper& paper) const {
  const double half_life = options_.half_life_years;
  const double age = paper.year ? as_of_ - *paper.year : half_life;
  const double decay = std::isinf(half_life) ? 1 : std::pow(2, -age / half_life);
  return decay / (paper.BylineSize() - 1);
}

double Oracle::Strength(int a, int b) const {
  double sum = 0;
  for (const RandomPaper& paper : world_.papers) {
    const std::set<int> people = paper.People();
    if (people.count(a) > 0 && people.count(b) > 0 && Counts(paper)) sum += Weight(paper);
  }
  return sum;
}

int Oracle::Shared(int a, int b) const {
  int shared = 0;
  for (const RandomPaper& paper : world_.papers) {
    const std::set<int> people = paper.People();
    shared += people.count(a) > 0 && people.count(b) > 0 && Counts(paper) ? 1 : 0;
  }
  return shared;
}

int Oracle::Papers(int a) const { return Shared(a, a); }

int Oracle::Links(int a) const {
  int links = 0;
  for (int b = 0; b < world_.people; ++b) links += b == a ? 0 : Shared(a, b);
  return links;
}

double Oracle::Value(int a, int b) const {
  return options_.counting == Counting::kFull ? Shared(a, b) : Strength(a, b);
}

}  // namespace coterie::testing

#include "bench/synthetic_graph.h"

#include <algorithm>
#include <array>

namespace coterie::bench {
namespace {

// Papers a community on average; a community's size is heavy-tailed around it.
constexpr uint32_t kPapersPerCommunity = 250;
// The pattern of communities repeats about this often, so that each lives through all years.
constexpr uint32_t kRounds = 40;
// A place of a byline that copies another looks at the first places only, so that the members of
// hyper-authored papers do not become hubs by that alone.
constexpr uint32_t kCopiedPlacesMax = 12;

// A value and the share of draws, in 1/1,000, that get it or a smaller one.
struct Step {
  uint32_t below;
  uint32_t value;
};
// Byline lengths up to 10; the rest is drawn from the ranges in BylineLength.
constexpr std::array kBylineSteps = {Step{170, 1}, Step{375, 2}, Step{580, 3}, Step{725, 4},
                                     Step{822, 5}, Step{883, 6}, Step{921, 7}, Step{944, 8},
                                     Step{958, 9}, Step{968, 10}};

}  // namespace

SyntheticGraph::SyntheticGraph(const GraphShape& shape)
    : shape_(shape), venues_(std::clamp(shape.papers / 200, 20U, 40'000U)) {
  const uint32_t communities = std::max(4U, shape.papers / kPapersPerCommunity);
  const uint32_t slots_max = std::max(communities, shape.papers / kRounds);
  // One slot each, then the rest by heavy-tailed shares.
  for (uint32_t c = 0; c < communities; ++c) pattern_.push_back(c);
  for (uint64_t i = 0; pattern_.size() < slots_max; ++i) {
    Draws draws = Draw(DrawStream::kCommunity, i);
    pattern_.push_back(draws.HeavyTailed(std::max(1U, communities / 7), communities));
  }
  for (size_t i = pattern_.size(); i > 1; --i) {
    Draws draws = Draw(DrawStream::kShuffle, i);
    std::swap(pattern_[i - 1], pattern_[draws.Below(static_cast<uint32_t>(i))]);
  }
  slots_begin_.assign(size_t{communities} + 1, 0);
  for (const uint32_t c : pattern_) ++slots_begin_[c + 1];
  for (size_t c = 1; c < slots_begin_.size(); ++c) slots_begin_[c] += slots_begin_[c - 1];
  slots_.resize(pattern_.size());
  std::vector<uint32_t> next(slots_begin_.begin(), slots_begin_.end() - 1);
  for (uint32_t slot = 0; slot < pattern_.size(); ++slot) slots_[next[pattern_[slot]]++] = slot;

  // Output grows by 1/20 a year.
  constexpr int kYears = kLastYear - kFirstYear + 1;
  std::array<uint64_t, kYears + 1> before{};
  uint64_t papers = uint64_t{1} << 32U;
  for (int y = 0; y < kYears; ++y) {
    before[y + 1] = before[y] + papers;
    papers += papers / 20;
  }
  for (int y = 0; y < kYears; ++y) {
    // 128-bit product avoided: the shares fit 32 bits after the shift.
    const uint64_t share = (before[y] >> 8U) * 65'536 / (before[kYears] >> 8U);
    year_begin_.push_back(static_cast<uint32_t>(share * shape.papers / 65'536));
  }
}

int16_t SyntheticGraph::YearAt(uint32_t paper) const {
  const auto after = std::upper_bound(year_begin_.begin(), year_begin_.end(), paper);
  return static_cast<int16_t>(kFirstYear + (after - year_begin_.begin()) - 1);
}

uint32_t SyntheticGraph::PapersBefore(uint32_t community, uint32_t paper) const {
  const auto period = static_cast<uint32_t>(pattern_.size());
  const auto begin = slots_.begin() + slots_begin_[community];
  const auto end = slots_.begin() + slots_begin_[community + 1];
  const auto share = static_cast<uint32_t>(end - begin);
  const auto in_round = std::lower_bound(begin, end, paper % period) - begin;
  return paper / period * share + static_cast<uint32_t>(in_round);
}

uint32_t SyntheticGraph::PaperOf(uint32_t community, uint32_t k) const {
  const uint32_t share = slots_begin_[community + 1] - slots_begin_[community];
  return k / share * static_cast<uint32_t>(pattern_.size()) +
         slots_[slots_begin_[community] + k % share];
}

uint32_t SyntheticGraph::EarlierPaper(uint32_t community, uint32_t paper, Draws& draws) const {
  const uint32_t before = PapersBefore(community, paper);
  if (before == 0) return paper;
  // A fifth of the choices falls into the newest tenth.
  const uint32_t span = draws.Chance(4, 5) ? before : before / 10 + 1;
  return PaperOf(community, before - 1 - draws.Below(span));
}

uint32_t SyntheticGraph::NearbyCommunity(uint32_t community, Draws& draws) const {
  const uint32_t kind = draws.Below(64);
  if (kind >= 3) return community;
  if (kind == 0) return draws.Below(community_count());
  return (community + 1 + draws.HeavyTailed(2, community_count())) % community_count();
}

uint32_t SyntheticGraph::BylineLength(uint32_t paper) const {
  Draws draws = Draw(DrawStream::kByline, paper);
  if (draws.Chance(1, 3'600)) return draws.Between(101, 400);  // hyper-authored
  const uint32_t u = draws.Below(1'000);
  for (const Step& step : kBylineSteps) {
    if (u < step.below) return step.value;
  }
  return u < 994 ? draws.Between(11, 22) : draws.Between(23, 70);
}

uint32_t SyntheticGraph::RawAuthor(uint32_t paper, uint32_t place, uint32_t attempt) const {
  for (;;) {
    if (place == 0 && attempt == 0 && Debuts(paper)) return PeopleBefore(paper);
    Draws draws = Draw(DrawStream::kAuthor, paper, place * 16 + attempt);
    const uint32_t from = EarlierPaper(NearbyCommunity(CommunityOf(paper), draws), paper, draws);
    if (from == paper) return draws.Below(PeopleBefore(paper) + (Debuts(paper) ? 1 : 0));
    place = draws.Below(std::min(BylineLength(from), kCopiedPlacesMax));
    paper = from;
    attempt = 0;
  }
}

std::vector<SyntheticAuthorship> SyntheticGraph::Byline(uint32_t paper, int16_t year) const {
  constexpr uint32_t kAttempts = 6;
  const uint32_t length = BylineLength(paper);
  Draws team_draws = Draw(DrawStream::kTeam, paper);
  // Half of the papers continue the work of an earlier one with part of its authors.
  const uint32_t team =
      team_draws.Chance(1, 2) ? EarlierPaper(CommunityOf(paper), paper, team_draws) : paper;
  std::vector<uint32_t> people;
  for (uint32_t place = 0; place < length; ++place) {
    for (uint32_t attempt = 0; attempt < kAttempts; ++attempt) {
      const bool from_team = team != paper && place > 0 && attempt == 0 && team_draws.Chance(3, 4);
      const uint32_t person =
          from_team ? RawAuthor(team, place - 1, 0) : RawAuthor(paper, place, attempt);
      if (std::find(people.begin(), people.end(), person) == people.end()) {
        people.push_back(person);
        break;
      }
    }
  }
  // Whoever is new does not always come first.
  std::rotate(people.begin(),
              people.begin() + team_draws.Below(static_cast<uint32_t>(people.size())),
              people.end());
  std::vector<SyntheticAuthorship> byline(people.size());
  Draws draws = Draw(DrawStream::kAuthorship, paper);
  const uint32_t corresponding = draws.Below(static_cast<uint32_t>(people.size()));
  for (uint32_t place = 0; place < byline.size(); ++place) {
    SyntheticAuthorship& authorship = byline[place];
    authorship.person = people[place];
    authorship.is_corresponding = place == corresponding;
    authorship.has_short_raw_name = draws.Chance(1, 8);
    if (draws.Chance(4, 5)) authorship.institutions.push_back(HomeInstitution(people[place], year));
    if (draws.Chance(1, 40)) {
      const uint32_t second = draws.HeavyTailed(200, kInstitutions);
      if (authorship.institutions.empty() || authorship.institutions[0] != second) {
        authorship.institutions.push_back(second);
      }
    }
  }
  return byline;
}

uint32_t SyntheticGraph::ReferenceCount(uint32_t paper) const {
  Draws draws = Draw(DrawStream::kReferences, paper);
  const uint32_t kind = draws.Below(100);
  if (kind < 12) return 0;
  if (kind < 80) return draws.Between(1, 16);
  return kind < 98 ? draws.Between(17, 40) : draws.Between(41, 170);
}

uint32_t SyntheticGraph::RawReference(uint32_t paper, uint32_t place) const {
  for (;;) {
    Draws draws = Draw(DrawStream::kReference, paper, place);
    const uint32_t from = EarlierPaper(NearbyCommunity(CommunityOf(paper), draws), paper, draws);
    if (from == paper) return paper;
    const uint32_t copied = ReferenceCount(from);
    if (copied == 0 || draws.Chance(25, 100)) return from;
    place = draws.Below(copied);
    paper = from;
  }
}

std::vector<uint32_t> SyntheticGraph::ReferencesOf(uint32_t paper) const {
  std::vector<uint32_t> references;
  const uint32_t count = ReferenceCount(paper);
  for (uint32_t place = 0; place < count; ++place) {
    const uint32_t cited = RawReference(paper, place);
    if (cited < paper &&
        std::find(references.begin(), references.end(), cited) == references.end()) {
      references.push_back(cited);
    }
  }
  return references;
}

std::vector<SyntheticTopic> SyntheticGraph::TopicsOf(uint32_t paper, uint32_t community) const {
  Draws draws = Draw(DrawStream::kTopics, paper);
  // A community works on few topics; what it works on follows a heavy tail as well.
  Draws home = Draw(DrawStream::kTopics, community, 1);
  const uint32_t first = home.HeavyTailed(100, kTopics);
  const std::array candidates = {
      draws.Chance(2, 3) ? first : (first + kSubfields * draws.Between(1, 3)) % kTopics,
      draws.Chance(1, 2) ? (first + kSubfields * draws.Between(1, 6)) % kTopics
                         : draws.HeavyTailed(30, kTopics),
      draws.HeavyTailed(30, kTopics)};
  std::vector<SyntheticTopic> topics;
  uint32_t score = 9'999;
  for (const uint32_t candidate : candidates) {
    uint32_t topic = candidate;
    const auto is_topic = [&](const SyntheticTopic& t) { return t.topic == topic; };
    while (std::any_of(topics.begin(), topics.end(), is_topic)) topic = (topic + 1) % kTopics;
    topics.push_back({topic, score});
    score -= draws.Between(50, 3'000);
  }
  return topics;
}

SyntheticPaper SyntheticGraph::Paper(uint32_t index) const {
  SyntheticPaper paper;
  paper.index = index;
  paper.community = CommunityOf(index);
  const int16_t year = YearAt(index);
  Draws draws = Draw(DrawStream::kPaper, index);
  paper.year = draws.Chance(1, 500) ? int16_t{0} : year;
  paper.is_retracted = draws.Chance(1, 2'000);
  paper.has_doi = draws.Chance(4, 5);
  paper.has_abstract = draws.Chance(3, 5);
  paper.type = draws.Chance(3, 4) ? 0 : draws.Below(5);
  Draws venue = Draw(DrawStream::kVenue, index);
  // Venue 0 is the preprint server; a community has favourites.
  paper.venue = paper.type == 1      ? 0
                : venue.Chance(3, 4) ? 1 + (paper.community * 3 + venue.Below(3)) % (venues_ - 1)
                                     : venue.HeavyTailed(20, venues_);
  paper.byline = Byline(index, year);
  paper.topics = TopicsOf(index, paper.community);
  paper.references = ReferencesOf(index);
  return paper;
}

uint32_t SyntheticGraph::HomeInstitution(uint32_t person, int16_t year) const {
  Draws draws = Draw(DrawStream::kCareer, person);
  const uint32_t debut = person / 4 * 5 + person % 4;
  const int16_t moves_after = static_cast<int16_t>(YearAt(debut) + draws.Between(3, 15));
  // The first job is where the community sits, the second anywhere.
  const Draws seat = Draw(DrawStream::kInstitution, CommunityOf(debut));
  Draws copy = seat;
  const uint32_t first =
      (copy.HeavyTailed(300, kInstitutions) + draws.HeavyTailed(2, 40)) % kInstitutions;
  const uint32_t second = draws.HeavyTailed(200, kInstitutions);
  return year > moves_after && draws.Chance(1, 2) ? second : first;
}

std::vector<SyntheticAffiliation> SyntheticGraph::Affiliations(uint32_t person) const {
  std::vector<SyntheticAffiliation> affiliations;
  if (Draw(DrawStream::kCareer, person, 1).Chance(3, 5)) return affiliations;
  const int16_t debut = YearAt(person / 4 * 5 + person % 4);
  for (int16_t year = debut; year <= std::min<int>(kLastYear, debut + 8); year += 2) {
    const uint32_t home = HomeInstitution(person, year);
    if (affiliations.empty() || affiliations.back().institution != home)
      affiliations.push_back({home, {}});
    affiliations.back().years.push_back(year);
  }
  return affiliations;
}

uint32_t SyntheticGraph::InstitutionParent(uint32_t institution) {
  return institution % 10 == 9 ? institution - institution % 10 : institution;
}

}  // namespace coterie::bench

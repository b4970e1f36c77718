#include "bench/synthetic_text.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "schema/base.h"

namespace coterie::bench {
namespace {

using namespace std::string_view_literals;

constexpr std::array kGivenNames = {
    "Ada"sv,    "Minjia"sv,  "Yuxiong"sv,   "José"sv,    "Zoë"sv,    "Jürgen"sv, "Wei"sv,
    "Anna"sv,   "Li"sv,      "Omar"sv,      "Priya"sv,   "Kenji"sv,  "Søren"sv,  "Łukasz"sv,
    "Maria"sv,  "John"sv,    "Fatima"sv,    "Ivan"sv,    "Chloé"sv,  "Haruki"sv, "Ming"sv,
    "Xin"sv,    "Rahul"sv,   "Elif"sv,      "Nguyên"sv,  "Pedro"sv,  "Ingrid"sv, "Thomas"sv,
    "Sofia"sv,  "David"sv,   "Laura"sv,     "Peter"sv,   "Yan"sv,    "Jing"sv,   "Hannah"sv,
    "Miguel"sv, "Olga"sv,    "Björn"sv,     "Amina"sv,   "Kofi"sv,   "Ravi"sv,   "Meera"sv,
    "Sarah"sv,  "Michael"sv, "Christine"sv, "Paolo"sv,   "Giulia"sv, "Mehmet"sv, "Arash"sv,
    "Leila"sv,  "Daniel"sv,  "Eun-ji"sv,    "Min-jun"sv, "Tuấn"sv,   "Zhewei"sv, "Conglong"sv,
    "Grace"sv,  "Emeka"sv,   "Marta"sv,     "Jiří"sv,    "Nils"sv,   "Aoife"sv,  "Tom"sv,
    "Rosa"sv};

constexpr std::array kFamilyNames = {
    "Zhang"sv,        "Wang"sv,    "Li"sv,      "Liu"sv,      "Chen"sv,      "Yang"sv,
    "Huang"sv,        "Zhao"sv,    "Wu"sv,      "Zhou"sv,     "Kim"sv,       "Lee"sv,
    "Park"sv,         "Nguyễn"sv,  "Tanaka"sv,  "Suzuki"sv,   "Satō"sv,      "Smith"sv,
    "Johnson"sv,      "Brown"sv,   "Müller"sv,  "Schmidt"sv,  "Weber"sv,     "García"sv,
    "Fernández"sv,    "López"sv,   "Silva"sv,   "Santos"sv,   "Rossi"sv,     "Ferrari"sv,
    "Dubois"sv,       "Lefèvre"sv, "Ivanov"sv,  "Petrova"sv,  "Kowalski"sv,  "Nowak"sv,
    "Novák"sv,        "Horváth"sv, "Yılmaz"sv,  "Demir"sv,    "Hosseini"sv,  "Ahmadi"sv,
    "Khan"sv,         "Ahmed"sv,   "Patel"sv,   "Sharma"sv,   "Kumar"sv,     "Gupta"sv,
    "Iyer"sv,         "Okafor"sv,  "Mensah"sv,  "O'Brien"sv,  "Murphy"sv,    "van den Berg"sv,
    "de Vries"sv,     "Jansen"sv,  "Hansen"sv,  "Ångström"sv, "Lindqvist"sv, "Virtanen"sv,
    "Papadopoulos"sv, "Popescu"sv, "Cohen"sv,   "Levi"sv,     "Haddad"sv,    "Tran"sv,
    "Rahman"sv,       "Singh"sv,   "Fischer"sv, "Baker"sv};

constexpr std::array kAdjectives = {
    "Efficient"sv,   "Robust"sv,       "Sparse"sv,     "Distributed"sv,  "Adaptive"sv,
    "Stochastic"sv,  "Quantum"sv,      "Nonlinear"sv,  "Scalable"sv,     "Bayesian"sv,
    "Dynamic"sv,     "Hierarchical"sv, "Multimodal"sv, "Unsupervised"sv, "Optimal"sv,
    "Long-term"sv,   "Comparative"sv,  "In‐situ"sv,    "Low-cost"sv,     "$k$-connected"sv,
    "Large-scale"sv, "Clinical"sv,     "Regional"sv,   "Thermal"sv};
constexpr std::array kSubjects = {
    "Training"sv,     "Inference"sv,   "Retrieval"sv,  "Segmentation"sv, "Diagnosis"sv,
    "Simulation"sv,   "Estimation"sv,  "Scheduling"sv, "Routing"sv,      "Catalysis"sv,
    "Synthesis"sv,    "Screening"sv,   "Governance"sv, "Migration"sv,    "Erosion"sv,
    "Diffusion"sv,    "Compression"sv, "Clustering"sv, "Forecasting"sv,  "Monitoring"sv,
    "Verification"sv, "Transport"sv,   "Adsorption"sv, "Learning"sv};
constexpr std::array kObjects = {
    "Graphs"sv,      "Language Models"sv, "Proteins"sv,        "Alloys"sv,
    "Wetlands"sv,    "Galaxies"sv,        "Neural Networks"sv, "Supply Chains"sv,
    "Polymers"sv,    "Soils"sv,           "Cohorts"sv,         "Power Grids"sv,
    "Time Series"sv, "Microbiomes"sv,     "Labour Markets"sv,  "Manuscripts"sv,
    "Sensors"sv,     "Aerosols"sv,        "Tumours"sv,         "Databases"sv,
    "Coastlines"sv,  "Batteries"sv,       "Archives"sv,        "Citation Networks"sv};
constexpr std::array kWords = {"the"sv,
                               "of"sv,
                               "and"sv,
                               "we"sv,
                               "a"sv,
                               "in"sv,
                               "results"sv,
                               "method"sv,
                               "show"sv,
                               "data"sv,
                               "approach"sv,
                               "that"sv,
                               "proposed"sv,
                               "model"sv,
                               "significantly"sv,
                               "with"sv,
                               "compared"sv,
                               "observed"sv,
                               "experimental"sv,
                               "analysis"sv,
                               "baseline"sv,
                               "for"sv,
                               "on"sv,
                               "accuracy"sv,
                               "framework"sv,
                               "conditions"sv,
                               "measured"sv,
                               "under"sv,
                               "demonstrate"sv,
                               "performance"sv,
                               "temperature"sv,
                               "samples"sv,
                               "theoretical"sv,
                               "parameters"sv,
                               "study."sv,
                               "increase"sv,
                               "patients"sv,
                               "structure,"sv,
                               "evaluate"sv,
                               "which"sv,
                               "problem."sv,
                               "novel"sv,
                               "distribution"sv,
                               "O(n log n)"sv,
                               "naïve"sv,
                               "\"ground truth\""sv,
                               "however,"sv,
                               "present"sv};
constexpr std::array kCities = {
    "Lisbon"sv, "Zürich"sv,     "Kyoto"sv,   "Toronto"sv, "Nairobi"sv, "Lima"sv,   "Kraków"sv,
    "Hanoi"sv,  "Urbana"sv,     "Dhahran"sv, "Uppsala"sv, "Leiden"sv,  "Pune"sv,   "Wuhan"sv,
    "Busan"sv,  "Izmir"sv,      "Bologna"sv, "Lyon"sv,    "Seville"sv, "Austin"sv, "Perth"sv,
    "Accra"sv,  "Cairo"sv,      "Oslo"sv,    "Tartu"sv,   "Bogotá"sv,  "Shiraz"sv, "Dresden"sv,
    "Leeds"sv,  "São Carlos"sv, "Porto"sv,   "Haifa"sv};
constexpr std::array kCountries = {"PT"sv, "CH"sv, "JP"sv, "CA"sv, "KE"sv, "PE"sv, "PL"sv, "VN"sv,
                                   "US"sv, "SA"sv, "SE"sv, "NL"sv, "IN"sv, "CN"sv, "KR"sv, "TR"sv,
                                   "IT"sv, "FR"sv, "ES"sv, "US"sv, "AU"sv, "GH"sv, "EG"sv, "NO"sv,
                                   "EE"sv, "CO"sv, "IR"sv, "DE"sv, "GB"sv, "BR"sv, "PT"sv, "IL"sv};
constexpr std::array kInstitutes = {"University of "sv,         "Technical University of "sv,
                                    "Institute of Science, "sv, "National Laboratory of "sv,
                                    "Medical School of "sv,     "Polytechnic of "sv};
constexpr std::array kPaperTypes = {"article"sv, "preprint"sv, "review"sv, "book-chapter"sv,
                                    "dissertation"sv};
constexpr std::array kDomainNames = {"Life Sciences"sv, "Social Sciences"sv, "Physical Sciences"sv,
                                     "Health Sciences"sv};

// An odd factor permutes the numbers below a power of two, so keys are distinct and in no order.
std::string Key(char letter, uint64_t base, uint64_t index, unsigned bits, uint64_t factor) {
  const uint64_t mask = (uint64_t{1} << bits) - 1;
  return absl::StrCat(Sv({&letter, 1}), base + ((index * factor) & mask));
}

template <size_t kSize>
std::string_view Pick(Draws& draws, const std::array<std::string_view, kSize>& words) {
  return words[draws.Below(static_cast<uint32_t>(kSize))];
}

// Given and family name.
struct NameParts {
  std::string_view given;
  std::string_view second;
  std::string_view family;
};

NameParts NameOf(const SyntheticGraph& graph, uint32_t person) {
  Draws draws(graph.seed(), DrawStream::kPerson, person);
  const std::string_view given = Pick(draws, kGivenNames);
  const std::string_view second = draws.Chance(1, 2) ? Pick(draws, kGivenNames) : "";
  // Family names are heavy-tailed, so that there are namesakes.
  return {given, second, kFamilyNames[draws.HeavyTailed(20, kFamilyNames.size())]};
}

// The first character of UTF-8 text, whole.
std::string_view Initial(std::string_view name) {
  size_t bytes = 1;
  while (bytes < name.size() && (static_cast<unsigned char>(name[bytes]) & 0xC0U) == 0x80U) ++bytes;
  return name.substr(0, bytes);
}

}  // namespace

std::string PaperKey(uint32_t paper) { return Key('W', 2'000'000'001, paper, 31, 1'000'003'477); }
std::string PersonKey(uint32_t person) { return Key('A', 5'000'000'001, person, 28, 61'803'399); }
std::string InstitutionKey(uint32_t institution) {
  return Key('I', 1'000'001, institution, 24, 7'654'321);
}
std::string TopicKey(uint32_t topic) { return absl::StrCat("T", 10'001 + topic); }
std::string VenueKey(uint32_t venue) { return Key('S', 100'001, venue, 24, 9'999'991); }
std::string SubfieldKey(uint32_t subfield) {
  const uint32_t field = SyntheticGraph::FieldOf(subfield);
  return absl::StrCat("subfields/", (field + 11) * 100 + subfield / SyntheticGraph::kFields + 1);
}
std::string FieldKey(uint32_t field) { return absl::StrCat("fields/", field + 11); }
std::string DomainKey(uint32_t domain) { return absl::StrCat("domains/", domain + 1); }

std::string_view PaperTypeName(uint32_t type) { return kPaperTypes[type]; }
std::string_view VenueTypeName(uint32_t venue) { return venue == 0 ? "repository" : "journal"; }
std::string PaperDoi(uint32_t paper) { return absl::StrCat("10.5555/coterie.", paper); }

std::string PaperTitle(const SyntheticGraph& graph, const SyntheticPaper& paper) {
  Draws draws(graph.seed(), DrawStream::kTitle, paper.index);
  const std::string_view adjective = Pick(draws, kAdjectives);
  const std::string_view subject = Pick(draws, kSubjects);
  const std::string_view object = Pick(draws, kObjects);
  switch (draws.Below(4)) {
    case 0:
      return absl::StrCat(Sv(adjective), " ", Sv(subject), " of ", Sv(object));
    case 1:
      return absl::StrCat(Sv(subject), " for ", Sv(object), ": A ", Sv(adjective),
                          " Approach, Revisited");
    case 2:
      return absl::StrCat("On the \"", Sv(adjective), "\" ", Sv(subject), " of ", Sv(object),
                          " in ", Sv(Pick(draws, kCities)));
    default:
      return absl::StrCat("Towards ", Sv(adjective), " ", Sv(object), " via ", Sv(subject), " and ",
                          Sv(Pick(draws, kSubjects)));
  }
}

std::vector<std::string_view> PaperAbstract(const SyntheticGraph& graph,
                                            const SyntheticPaper& paper) {
  std::vector<std::string_view> words;
  if (!paper.has_abstract) return words;
  Draws draws(graph.seed(), DrawStream::kAbstract, paper.index);
  const uint32_t count = draws.Between(8, 26);
  for (uint32_t i = 0; i < count; ++i) {
    words.push_back(draws.Chance(4, 5) ? kWords[draws.HeavyTailed(6, kWords.size())]
                                       : Pick(draws, kSubjects));
  }
  return words;
}

std::string PersonName(const SyntheticGraph& graph, uint32_t person) {
  const NameParts name = NameOf(graph, person);
  return absl::StrCat(Sv(name.given), name.second.empty() ? "" : " ", Sv(name.second), " ",
                      Sv(name.family));
}

std::string PersonShortName(const SyntheticGraph& graph, uint32_t person) {
  const NameParts name = NameOf(graph, person);
  return absl::StrCat(Sv(Initial(name.given)), ". ", Sv(name.family));
}

std::string PersonOrcid(const SyntheticGraph& graph, uint32_t person) {
  if (!Draws(graph.seed(), DrawStream::kPerson, person, 1).Chance(3, 10)) return {};
  std::string digits =
      absl::StrCat("0009", absl::Dec(10'000'000'000 + uint64_t{person} * 7, absl::kZeroPad11));
  // ISO 7064 MOD 11-2.
  uint32_t total = 0;
  for (const char digit : digits) total = (total + static_cast<uint32_t>(digit - '0')) * 2 % 11;
  const uint32_t check = (12 - total) % 11;
  digits.push_back(check == 10 ? 'X' : static_cast<char>('0' + check));
  return absl::StrCat(digits.substr(0, 4), "-", digits.substr(4, 4), "-", digits.substr(8, 4), "-",
                      digits.substr(12));
}

std::string InstitutionName(const SyntheticGraph& graph, uint32_t institution) {
  Draws draws(graph.seed(), DrawStream::kInstitution, institution, 1);
  const std::string_view prefix = Pick(draws, kInstitutes);
  const std::string_view city = Pick(draws, kCities);
  return absl::StrCat(Sv(prefix), Sv(city), " ", institution / 50 + 1);
}

std::string_view InstitutionCountry(const SyntheticGraph& graph, uint32_t institution) {
  Draws draws(graph.seed(), DrawStream::kInstitution, institution, 1);
  Pick(draws, kInstitutes);
  return Pick(draws, kCountries);  // as many as cities, so the same draw picks both
}

std::string TopicName(uint32_t topic) {
  // One draw a statement: the order of evaluation among arguments is the compiler's choice.
  Draws draws(0, DrawStream::kTopicNode, topic);
  const std::string_view subject = Pick(draws, kSubjects);
  const std::string_view object = Pick(draws, kObjects);
  return absl::StrCat(Sv(subject), " of ", Sv(object), " ", topic % 100);
}
std::string SubfieldName(uint32_t subfield) {
  return absl::StrCat(Sv(kSubjects[subfield % kSubjects.size()]), " Studies ",
                      subfield / kSubjects.size() + 1);
}
std::string FieldName(uint32_t field) {
  return absl::StrCat("Science of ", Sv(kObjects[field % kObjects.size()]),
                      field < kObjects.size() ? "" : " II");
}
std::string DomainName(uint32_t domain) { return std::string(kDomainNames[domain]); }

std::string VenueName(uint32_t venue) {
  if (venue == 0) return "Synthetic Preprint Archive";
  Draws draws(0, DrawStream::kTopicNode, venue, 1);
  const std::string_view adjective = Pick(draws, kAdjectives);
  const std::string_view subject = Pick(draws, kSubjects);
  return absl::StrCat("Journal of ", Sv(adjective), " ", Sv(subject), ", Series ", venue);
}

}  // namespace coterie::bench

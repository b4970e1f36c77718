#include "tools/rpc/wire_requests.h"

#include "tools/rpc/wire_lists.h"

namespace coterie {
namespace {

int16_t YearOrNone(std::optional<int16_t> year) { return year.value_or(kNoYear); }

std::optional<int16_t> OptionalYear(int16_t year) {
  if (year == kNoYear) return std::nullopt;
  return year;
}

absl::StatusOr<std::vector<std::string>> ReadFilter(capnp::List<capnp::Text>::Reader in) {
  return ReadTexts(in, kFiltersMax, "filters of one kind");
}

}  // namespace

void WriteStrength(const StrengthOptions& weights, const PaperFilters& filters,
                   rpc::StrengthSpec::Builder out) {
  out.setHalfLifeYears(weights.half_life_years);
  out.setAsOfYear(YearOrNone(weights.as_of_year));
  out.setFirstYear(YearOrNone(weights.first_year));
  out.setLastYear(YearOrNone(weights.last_year));
  out.setCounting(weights.counting == Counting::kFull ? rpc::Counting::FULL
                                                      : rpc::Counting::FRACTIONAL);
  out.setMaxAuthors(weights.max_authors);
  out.setExcludeRetracted(!weights.include_retracted);
  FillTexts(out.initTopics(filters.topics.size()), filters.topics);
  FillTexts(out.initInstitutions(filters.institutions.size()), filters.institutions);
  FillTexts(out.initVenues(filters.venues.size()), filters.venues);
}

absl::StatusOr<StrengthOptions> ReadStrength(rpc::StrengthSpec::Reader in) {
  StrengthOptions weights;
  weights.half_life_years = in.getHalfLifeYears();
  weights.as_of_year = OptionalYear(in.getAsOfYear());
  weights.first_year = OptionalYear(in.getFirstYear());
  weights.last_year = OptionalYear(in.getLastYear());
  switch (in.getCounting()) {
    case rpc::Counting::FRACTIONAL:
      weights.counting = Counting::kFractional;
      break;
    case rpc::Counting::FULL:
      weights.counting = Counting::kFull;
      break;
    default:
      return absl::InvalidArgumentError("this server does not know the counting asked for");
  }
  weights.max_authors = in.getMaxAuthors();
  weights.include_retracted = !in.getExcludeRetracted();
  return weights;
}

absl::StatusOr<PaperFilters> ReadFilters(rpc::StrengthSpec::Reader in) {
  PaperFilters filters;
  ASSIGN_OR_RETURN(filters.topics, ReadFilter(in.getTopics()));
  ASSIGN_OR_RETURN(filters.institutions, ReadFilter(in.getInstitutions()));
  ASSIGN_OR_RETURN(filters.venues, ReadFilter(in.getVenues()));
  return filters;
}

void WriteQuery(const CollaboratorQuery& query, rpc::CollaboratorSpec::Builder out) {
  WriteStrength(query.options.weights, query.filters, out.initWeights());
  switch (query.options.normalization) {
    case Normalization::kNone:
      out.setNormalization(rpc::Normalization::NONE);
      break;
    case Normalization::kSalton:
      out.setNormalization(rpc::Normalization::SALTON);
      break;
    case Normalization::kJaccard:
      out.setNormalization(rpc::Normalization::JACCARD);
      break;
    case Normalization::kAssociation:
      out.setNormalization(rpc::Normalization::ASSOCIATION);
      break;
  }
  out.setLimit(query.options.limit);
  out.setDetailLimit(query.options.detail_limit);
  out.setExplain(query.options.explain);
}

void WriteQuery(const EgoQuery& query, rpc::EgoSpec::Builder out) {
  WriteStrength(query.options.weights, query.filters, out.initWeights());
  out.setLimit(query.options.limit);
}

absl::StatusOr<CollaboratorQuery> ReadQuery(rpc::CollaboratorSpec::Reader in) {
  CollaboratorQuery query;
  ASSIGN_OR_RETURN(query.options.weights, ReadStrength(in.getWeights()));
  ASSIGN_OR_RETURN(query.filters, ReadFilters(in.getWeights()));
  switch (in.getNormalization()) {
    case rpc::Normalization::NONE:
      query.options.normalization = Normalization::kNone;
      break;
    case rpc::Normalization::SALTON:
      query.options.normalization = Normalization::kSalton;
      break;
    case rpc::Normalization::JACCARD:
      query.options.normalization = Normalization::kJaccard;
      break;
    case rpc::Normalization::ASSOCIATION:
      query.options.normalization = Normalization::kAssociation;
      break;
    default:
      return absl::InvalidArgumentError("this server does not know the normalization asked for");
  }
  query.options.limit = in.getLimit();
  query.options.detail_limit = in.getDetailLimit();
  query.options.explain = in.getExplain();
  return query;
}

absl::StatusOr<EgoQuery> ReadQuery(rpc::EgoSpec::Reader in) {
  EgoQuery query;
  ASSIGN_OR_RETURN(query.options.weights, ReadStrength(in.getWeights()));
  ASSIGN_OR_RETURN(query.filters, ReadFilters(in.getWeights()));
  query.options.limit = in.getLimit();
  return query;
}

absl::StatusOr<std::string> ReadText(capnp::Text::Reader in) {
  if (in.size() > kTextBytesMax) {
    return absl::OutOfRangeError(
        absl::StrCat("a text of ", in.size(), " bytes, above the limit of ", kTextBytesMax));
  }
  return StringOf(in);
}

absl::StatusOr<std::vector<std::string>> ReadTexts(capnp::List<capnp::Text>::Reader in,
                                                   uint32_t limit, std::string_view what) {
  if (in.size() > limit) {
    return absl::OutOfRangeError(absl::StrCat(in.size(), " ", Sv(what), ", above the limit of ",
                                              limit, "; ask in several calls"));
  }
  std::vector<std::string> texts;
  texts.reserve(in.size());
  for (const capnp::Text::Reader text : in) {
    ASSIGN_OR_RETURN(std::string read, ReadText(text));
    texts.push_back(std::move(read));
  }
  return texts;
}

// The wire's values are those of the disk, with 0 for any.
rpc::NodeKind WireKind(std::optional<NodeKind> kind) {
  return kind.has_value() ? static_cast<rpc::NodeKind>(*kind) : rpc::NodeKind::ANY;
}
static_assert(static_cast<int>(rpc::NodeKind::PAPER) == static_cast<int>(NodeKind::kPaper));
static_assert(static_cast<int>(rpc::NodeKind::PERSON) == static_cast<int>(NodeKind::kPerson));
static_assert(static_cast<int>(rpc::NodeKind::TOPIC) == static_cast<int>(NodeKind::kTopic));
static_assert(static_cast<int>(rpc::NodeKind::INSTITUTION) ==
              static_cast<int>(NodeKind::kInstitution));
static_assert(static_cast<int>(rpc::NodeKind::VENUE) == static_cast<int>(NodeKind::kVenue));

absl::StatusOr<std::optional<NodeKind>> ReadKind(rpc::NodeKind kind) {
  if (kind == rpc::NodeKind::ANY) return std::optional<NodeKind>();
  if (kind > rpc::NodeKind::VENUE) {
    return absl::InvalidArgumentError("this server does not know the kind of node asked for");
  }
  return std::optional<NodeKind>(static_cast<NodeKind>(kind));
}

}  // namespace coterie

// Persistent identifiers: takes off resolvers and prefixes, or guesses the scheme by form.
//
// Layer: schema. What a bare identifier looks like is schema/pid_forms.cc's business.
#include "schema/pid.h"

#include <array>
#include <utility>

#include "schema/base.h"
#include "schema/pid_forms.h"
#include "schema/quoted.h"
#include "schema/utf8.h"

namespace coterie {
namespace {

constexpr std::array kSchemes = {PidScheme::kOpenAlex, PidScheme::kDoi, PidScheme::kArxiv,
                                 PidScheme::kOrcid,    PidScheme::kRor, PidScheme::kIssnL,
                                 PidScheme::kAcl,      PidScheme::kDblp};

// A host and the start of its paths that stand before identifiers of a scheme. Order matters: of
// one host the longer path first.
struct Resolver {
  std::string_view address;
  PidScheme scheme;
};
constexpr std::array kResolvers = {
    Resolver{"doi.org/", PidScheme::kDoi},
    Resolver{"dx.doi.org/", PidScheme::kDoi},
    Resolver{"hdl.handle.net/", PidScheme::kDoi},
    Resolver{"doi.acm.org/", PidScheme::kDoi},
    Resolver{"arxiv.org/abs/", PidScheme::kArxiv},
    Resolver{"arxiv.org/pdf/", PidScheme::kArxiv},
    Resolver{"arxiv.org/html/", PidScheme::kArxiv},
    Resolver{"export.arxiv.org/abs/", PidScheme::kArxiv},
    Resolver{"export.arxiv.org/pdf/", PidScheme::kArxiv},
    Resolver{"orcid.org/", PidScheme::kOrcid},
    Resolver{"ror.org/", PidScheme::kRor},
    Resolver{"portal.issn.org/resource/issn/", PidScheme::kIssnL},
    Resolver{"issn.org/resource/issn/", PidScheme::kIssnL},
    Resolver{"aclanthology.org/", PidScheme::kAcl},
    Resolver{"aclweb.org/anthology/", PidScheme::kAcl},
    Resolver{"dblp.org/rec/html/", PidScheme::kDblp},
    Resolver{"dblp.org/rec/bibtex/", PidScheme::kDblp},
    Resolver{"dblp.org/rec/", PidScheme::kDblp},
    Resolver{"dblp.uni-trier.de/rec/", PidScheme::kDblp},
};

// Collections of openalex.org whose members' letters tell the kind, so that they are dropped.
constexpr std::array<std::string_view, 9> kOpenAlexCollections = {
    "works/",  "authors/",  "institutions/", "topics/", "sources/",
    "venues/", "concepts/", "publishers/",   "funders/"};

// Prefixes besides "scheme:".
struct Alias {
  std::string_view prefix;
  PidScheme scheme;
};
constexpr std::array kAliases = {
    Alias{"info:doi/", PidScheme::kDoi}, Alias{"urn:doi:", PidScheme::kDoi},
    Alias{"issn-l:", PidScheme::kIssnL}, Alias{"urn:issn:", PidScheme::kIssnL},
    Alias{"doi ", PidScheme::kDoi},      Alias{"issn ", PidScheme::kIssnL},
    Alias{"orcid ", PidScheme::kOrcid},  Alias{"arxiv ", PidScheme::kArxiv},
    Alias{"issn-l ", PidScheme::kIssnL}, Alias{"oai:arxiv.org:", PidScheme::kArxiv},
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Takes `prefix` (lower case) off the front of `text`, whatever its case; false if it is not there.
bool ConsumePrefix(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (size_t i = 0; i < prefix.size(); ++i) {
    if (Lower(text[i]) != prefix[i]) return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

// Without white space, no-break and zero-width spaces, and the quotes or angle brackets around it.
std::string_view Trimmed(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kAround = {
      " ", "\t", "\n", "\r", "\f", "\v", "\u00A0", "\u200B", "\uFEFF"};
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view blank : kAround) {
      if (text.size() >= blank.size() && text.substr(0, blank.size()) == blank) {
        text.remove_prefix(blank.size());
        changed = true;
      }
      if (text.size() >= blank.size() && text.substr(text.size() - blank.size()) == blank) {
        text.remove_suffix(blank.size());
        changed = true;
      }
    }
    const bool quoted = text.size() >= 2 && ((text.front() == '<' && text.back() == '>') ||
                                             (text.front() == '"' && text.back() == '"'));
    if (quoted) {
      text = text.substr(1, text.size() - 2);
      changed = true;
    }
  }
  return text;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = Lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The path of a URL: without query and fragment, %XX decoded; a '%' without two digits stays.
std::string DecodedPath(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  std::string out;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%' && i + 2 < path.size() && HexValue(path[i + 1]) >= 0 &&
        HexValue(path[i + 2]) >= 0) {
      out += static_cast<char>(HexValue(path[i + 1]) * 16 + HexValue(path[i + 2]));
      i += 2;
    } else {
      out += path[i];
    }
  }
  return out;
}

// What a text turned out to be before its form was checked.
struct Unwrapped {
  std::optional<PidScheme> scheme;  // empty: the form must tell
  std::string bare;
};

// Takes a resolver's address off a URL; empty if `text` is not a URL of one.
std::optional<Unwrapped> UnwrapUrl(std::string_view text) {
  const bool has_protocol = ConsumePrefix(text, "https://") || ConsumePrefix(text, "http://");
  if (has_protocol) ConsumePrefix(text, "www.");
  for (const Resolver& resolver : kResolvers) {
    std::string_view rest = text;
    if (!ConsumePrefix(rest, resolver.address)) continue;
    return Unwrapped{resolver.scheme, DecodedPath(rest)};
  }
  if (!ConsumePrefix(text, "openalex.org/") && !ConsumePrefix(text, "api.openalex.org/")) {
    return std::nullopt;
  }
  std::string path = DecodedPath(text);
  std::string_view rest = path;
  for (const std::string_view collection : kOpenAlexCollections) {
    if (ConsumePrefix(rest, collection)) break;
  }
  return Unwrapped{PidScheme::kOpenAlex, std::string(rest)};
}

// Takes a prefix such as "doi:" off; empty if there is none. A URL may follow it.
std::optional<Unwrapped> UnwrapPrefix(std::string_view text) {
  const auto unwrapped = [](PidScheme scheme, std::string_view rest) {
    rest = Trimmed(rest);
    std::optional<Unwrapped> url = UnwrapUrl(rest);
    if (url && url->scheme == scheme) return *std::move(url);
    return Unwrapped{scheme, std::string(rest)};
  };
  for (const PidScheme scheme : kSchemes) {
    std::string_view rest = text;
    if (ConsumePrefix(rest, PidSchemeName(scheme)) && ConsumePrefix(rest, ":")) {
      return unwrapped(scheme, rest);
    }
  }
  for (const Alias& alias : kAliases) {
    std::string_view rest = text;
    if (ConsumePrefix(rest, alias.prefix)) return unwrapped(alias.scheme, rest);
  }
  return std::nullopt;
}

Unwrapped Unwrap(std::string_view text) {
  text = Trimmed(text);
  if (std::optional<Unwrapped> found = UnwrapUrl(text)) return *std::move(found);
  if (std::optional<Unwrapped> found = UnwrapPrefix(text)) return *std::move(found);
  return {std::nullopt, std::string(text)};
}

absl::Status BadPid(std::string_view text, std::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(Quoted(text), " ", Sv(problem)));
}

absl::StatusOr<Pid> ParseForm(PidScheme scheme, std::string_view bare, std::string_view text) {
  if (!IsValidUtf8(bare)) return BadPid(text, "is not valid UTF-8");
  PidForm form = RecognizePid(scheme, Trimmed(bare));
  if (!form.ok) return BadPid(text, form.problem);
  return Pid{scheme, std::move(form.value)};
}

}  // namespace

std::string Pid::ToString() const {
  std::string text(PidSchemeName(scheme));
  text += ':';
  text += value;
  return text;
}

std::string_view PidSchemeName(PidScheme scheme) {
  switch (scheme) {
    case PidScheme::kOpenAlex:
      return "openalex";
    case PidScheme::kDoi:
      return "doi";
    case PidScheme::kArxiv:
      return "arxiv";
    case PidScheme::kOrcid:
      return "orcid";
    case PidScheme::kRor:
      return "ror";
    case PidScheme::kIssnL:
      return "issn";
    case PidScheme::kAcl:
      return "acl";
    case PidScheme::kDblp:
      return "dblp";
  }
  return "unknown";  // a byte from a damaged disk
}

absl::StatusOr<Pid> ParsePid(std::string_view text) {
  const Unwrapped unwrapped = Unwrap(text);
  if (unwrapped.scheme) return ParseForm(*unwrapped.scheme, unwrapped.bare, text);
  if (!IsValidUtf8(unwrapped.bare)) return BadPid(text, "is not valid UTF-8");
  std::string mistyped;
  // Eight digits alone are more often a number or a date than an ISSN.
  const bool maybe_issn = unwrapped.bare.find('-') != std::string::npos;
  for (const PidScheme scheme : kSchemes) {
    if (scheme == PidScheme::kIssnL && !maybe_issn) continue;
    PidForm form = RecognizePid(scheme, unwrapped.bare);
    if (form.ok) return Pid{scheme, std::move(form.value)};
    if (form.looks_right && mistyped.empty()) mistyped = std::move(form.problem);
  }
  if (!mistyped.empty()) return BadPid(text, mistyped);
  return BadPid(
      text, "is no identifier of a known form (DOI, arXiv, ORCID, ROR, ISSN, OpenAlex, ACL, dblp)");
}

absl::StatusOr<Pid> ParsePidAs(PidScheme scheme, std::string_view text) {
  const Unwrapped unwrapped = Unwrap(text);
  if (unwrapped.scheme && *unwrapped.scheme != scheme) {
    return BadPid(text, absl::StrCat("is an identifier of ", Sv(PidSchemeName(*unwrapped.scheme)),
                                     ", not of ", Sv(PidSchemeName(scheme))));
  }
  return ParseForm(scheme, unwrapped.bare, text);
}

}  // namespace coterie

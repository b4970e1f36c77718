// One recogniser a scheme: bare text in, canonical value out.
//
// Layer: schema, internal to it; schema/pid.h is the interface. "Bare" means without resolver and
// prefix, which schema/pid.cc takes off. Each function says what is wrong in words that fit after
// the quoted text: `"0000-0001-6187-6611" ` + `is no ORCID: its check digit should be 0`.
#pragma once

#include <string>
#include <string_view>

#include "schema/pid.h"

namespace coterie {

// What a recogniser found. `looks_right` tells a mistyped identifier (right shape, wrong check
// digit) from text of another kind, so that guessing by form can report the former.
struct PidForm {
  bool ok = false;
  bool looks_right = false;
  std::string value;    // canonical, if ok
  std::string problem;  // if not ok

  static PidForm Found(std::string value) { return {true, true, std::move(value), {}}; }
  static PidForm Wrong(std::string problem) { return {false, true, {}, std::move(problem)}; }
  static PidForm Unlike(std::string problem) { return {false, false, {}, std::move(problem)}; }
};

// The canonical value of bare text of that scheme.
PidForm RecognizePid(PidScheme scheme, std::string_view bare);

}  // namespace coterie

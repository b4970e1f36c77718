// Catch2 of either generation (2.13 on Debian 12, 3.x on Debian 13), and visible skips.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>

// Leaves the test, saying why on a line that ./tools/test counts; Catch2 2 has no SKIP of its own.
// Only for data that may rightly be absent, never for a failure.
#define COTERIE_SKIP(reason)                                        \
  do {                                                              \
    std::printf("SKIPPED %s:%d: %s\n", __FILE__, __LINE__, reason); \
    std::fflush(stdout);                                            \
    SUCCEED("skipped");                                             \
    return;                                                         \
  } while (false)

// REQUIREs that a Status or StatusOr is OK, showing its message if not.
#define REQUIRE_OK(expression)                             \
  do {                                                     \
    const auto& coterie_checked = (expression);            \
    INFO(::coterie::testing::StatusText(coterie_checked)); \
    REQUIRE(coterie_checked.ok());                         \
  } while (false)

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace coterie::testing {

inline std::string StatusText(const absl::Status& status) { return status.ToString(); }
template <typename T>
std::string StatusText(const absl::StatusOr<T>& result) {
  return result.status().ToString();
}

// The value of a StatusOr, or a failed REQUIRE with its message.
template <typename T>
T ValueOf(absl::StatusOr<T> result) {
  REQUIRE_OK(result);
  return *std::move(result);
}

}  // namespace coterie::testing

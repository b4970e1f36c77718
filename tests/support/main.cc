// The test runner of every test binary: Catch2's own.
#include "tests/support/catch.h"

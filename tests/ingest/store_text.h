// A store as text: one line a fact, sorted, nodes named by Pid, so that equal content gives equal
// text whatever the NodeIds are. For tests.
#pragma once

#include <string>

#include "storage/store.h"

namespace coterie::testing {

// Stamps are part of the text: they, too, must not depend on the order of arrival.
std::string StoreText(const Store& store);
// The same without stamps: equal facts from different formats.
std::string FactsText(const Store& store);

}  // namespace coterie::testing

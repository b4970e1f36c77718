// What to do where a store is damaged, in the words that every such error ends with.
//
// Layer: storage, private to it.
#pragma once

namespace coterie::storage {

// Until there is a verb that makes backups, copies are those that somebody made of the directory.
inline constexpr char kDamageAdvice[] =
    "; put a copy of the store back, or import the files again into a new one";

}  // namespace coterie::storage

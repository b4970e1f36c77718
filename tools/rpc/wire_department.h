// Departments between C++ values and schema/rpc_analyses.capnp.
//
// Layer: tools/rpc; internal. Write and Read are inverses, for queries within the limits. Reading
// an answer checks lengths and indexes. Errors of reading an answer: Internal.
#pragma once

#include "absl/status/statusor.h"
#include "engine/catalog/named_department.h"
#include "schema/rpc_analyses.capnp.h"

namespace coterie {

void WriteQuery(const DepartmentQuery& query, rpc::DepartmentSpec::Builder out);
// Errors: InvalidArgument for enum values unknown here; OutOfRange above `subjects_max` subjects,
// or the other bounds of requests.
absl::StatusOr<DepartmentQuery> ReadQuery(rpc::DepartmentSpec::Reader in, uint32_t subjects_max);

void WriteDepartment(const NamedDepartment& department, rpc::Department::Builder out);
absl::StatusOr<NamedDepartment> ReadDepartment(rpc::Department::Reader in);

}  // namespace coterie

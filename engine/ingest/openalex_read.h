// The readers of OpenAlex's entities: JSON fields in, the plain structs of openalex_records.h out.
//
// Layer: engine. Each reads every shape of 2022 to 2026. A field of a wrong type is remembered in
// the fields' error; what is returned is then not to be used.
#pragma once

#include "engine/ingest/openalex_json.h"
#include "engine/ingest/openalex_records.h"

namespace coterie {

OpenAlexWork ReadOpenAlexWork(const JsonFields& fields);
OpenAlexAuthor ReadOpenAlexAuthor(const JsonFields& fields);
OpenAlexInstitutionRecord ReadOpenAlexInstitution(const JsonFields& fields);
OpenAlexSourceRecord ReadOpenAlexSource(const JsonFields& fields);
OpenAlexTopicRecord ReadOpenAlexTopic(const JsonFields& fields);

// The parts that works embed too.
OpenAlexInstitution ReadInstitutionFields(const JsonFields& fields);
OpenAlexSource ReadSourceFields(const JsonFields& fields);
OpenAlexTopic ReadTopicFields(const JsonFields& fields);

}  // namespace coterie

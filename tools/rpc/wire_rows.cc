#include "tools/rpc/wire_rows.h"

#include "tools/rpc/wire_views.h"

namespace coterie {

void WriteRefs(const std::vector<NodeRef>& refs, capnp::List<rpc::NodeRef>::Builder out) {
  for (uint32_t i = 0; i < refs.size(); ++i) WriteRef(refs[i], out[i]);
}

std::vector<NodeRef> ReadRefs(capnp::List<rpc::NodeRef>::Reader in) {
  std::vector<NodeRef> refs;
  refs.reserve(in.size());
  for (const rpc::NodeRef::Reader ref : in) refs.push_back(ReadRef(ref));
  return refs;
}

void WriteLeftOut(const LeftOut& left_out, rpc::LeftOut::Builder out) {
  out.setAfterAsOf(left_out.after_as_of);
  out.setRetracted(left_out.retracted);
  out.setHyperAuthored(left_out.hyper_authored);
}

LeftOut ReadLeftOut(rpc::LeftOut::Reader in) {
  return {.after_as_of = in.getAfterAsOf(),
          .retracted = in.getRetracted(),
          .hyper_authored = in.getHyperAuthored()};
}

}  // namespace coterie

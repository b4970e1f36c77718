// Clients that ask and never read, which Cap'n Proto itself does not bound.
#include <capnp/message.h>
#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "schema/rpc.capnp.h"
#include "tests/rpc/raw_client.h"
#include "tests/rpc/served.h"
#include "tests/support/catch.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

void AppendMessage(std::string& bytes, capnp::MessageBuilder& message) {
  const kj::Array<capnp::word> words = capnp::messageToFlatArray(message);
  bytes.append(words.asChars().begin(), words.asChars().size());
}

// Bootstrap, snapshot() and person("A9"), each pipelined on the one before: questions 0, 1 and 2.
std::string PrologueForHub() {
  std::string bytes = BootstrapFrame(0);
  {
    capnp::MallocMessageBuilder message;
    auto call = message.initRoot<capnp::rpc::Message>().initCall();
    call.setQuestionId(1);
    call.initTarget().initPromisedAnswer().setQuestionId(0);
    call.setInterfaceId(capnp::typeId<rpc::Library>());
    call.setMethodId(1);
    call.initParams();
    AppendMessage(bytes, message);
  }
  capnp::MallocMessageBuilder message;
  auto call = message.initRoot<capnp::rpc::Message>().initCall();
  call.setQuestionId(2);
  auto target = call.initTarget().initPromisedAnswer();
  target.setQuestionId(1);
  target.initTransform(1)[0].setGetPointerField(0);
  call.setInterfaceId(capnp::typeId<rpc::Snapshot>());
  call.setMethodId(3);
  call.initParams().getContent().initAs<rpc::Snapshot::PersonParams>().setText("A9");
  AppendMessage(bytes, message);
  return bytes;
}

// collaborators() of question 2's person.
std::string CollaboratorsCall(uint32_t question) {
  std::string bytes;
  {
    capnp::MallocMessageBuilder message;
    auto call = message.initRoot<capnp::rpc::Message>().initCall();
    call.setQuestionId(question);
    auto target = call.initTarget().initPromisedAnswer();
    target.setQuestionId(2);
    target.initTransform(1)[0].setGetPointerField(0);
    call.setInterfaceId(capnp::typeId<rpc::Person>());
    call.setMethodId(1);
    call.initParams().getContent().initAs<rpc::Person::CollaboratorsParams>().initSpec().setLimit(
        200);
    AppendMessage(bytes, message);
  }
  return bytes;
}

// slice() of question 2's person, for a sink of the client's.
std::string SliceCall(uint32_t question) {
  capnp::MallocMessageBuilder message;
  capnp::BuilderCapabilityTable capabilities;
  message.initRoot<capnp::rpc::Message>();
  auto call = capabilities.imbue(message.getRoot<capnp::rpc::Message>()).initCall();
  call.setQuestionId(question);
  auto target = call.initTarget().initPromisedAnswer();
  target.setQuestionId(2);
  target.initTransform(1)[0].setGetPointerField(0);
  call.setInterfaceId(capnp::typeId<rpc::Person>());
  call.setMethodId(3);
  auto params = call.initParams().getContent().initAs<rpc::Person::SliceParams>();
  params.initSpec().setBudget(200);
  params.setSink(rpc::SliceSink::Client(KJ_EXCEPTION(FAILED, "nobody calls this end")));
  call.getParams().initCapTable(1)[0].setSenderHosted(question);
  std::string bytes;
  AppendMessage(bytes, message);
  return bytes;
}

// Sends call(3), call(4), … and never reads, for some seconds. REQUIREs that this costs the server
// little memory, that it does not read on, and that others are served.
void CheckGreedyClient(Served& served, const std::function<std::string(uint32_t)>& call) {
  constexpr uint32_t kCalls = 50'000;
  auto other = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  SliceQuery query;
  query.seeds = {"A9"};
  query.options.node_budget = 200;
  REQUIRE(ValueOf(other.Slice(query)).nodes.size() == 200);
  const size_t rows = ValueOf(other.Collaborators("A9", {})).rows.size();
  REQUIRE(rows == 50);
  for (int i = 0; i < 50; ++i) REQUIRE_OK(other.Collaborators("A9", {}));
  const uint64_t before = served.server.ResidentBytes();

  RawClient greedy(served.server.unix_path());
  REQUIRE(greedy.Send(PrologueForHub()) > 0);
  std::string waiting;
  uint32_t question = 3;
  uint64_t largest = before;
  bool was_held_back = false;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(6);
  while (question < kCalls && std::chrono::steady_clock::now() < end) {
    if (waiting.empty()) waiting = call(question++);
    const size_t sent = greedy.SendNow(waiting);
    waiting.erase(0, sent);
    if (sent == 0) {  // the server does not read on
      was_held_back = true;
      largest = std::max(largest, served.server.ResidentBytes());
      REQUIRE(ValueOf(other.Collaborators("A9", {})).rows.size() == rows);  // others are served
    }
  }
  largest = std::max(largest, served.server.ResidentBytes());
  INFO("resident before " << before << ", at most " << largest << ", calls sent " << question);
  REQUIRE(largest - before < (64U << 20));
  REQUIRE(question < kCalls);
  REQUIRE(was_held_back);
  served.server.Stop();
}

TEST_CASE("rpc guard: a client that asks 50,000 times and never reads costs bounded memory") {
  // Time to read must not end the connection before the end of the test shows what it costs.
  Served served({"--write-ms=60000", "--unfinished=0"}, 400);
  CheckGreedyClient(served, CollaboratorsCall);
}

TEST_CASE("rpc guard: a client that asks for slices and never reads costs bounded memory") {
  // A sink that takes nothing is given up early, so that others have their turn many times over.
  Served served({"--write-ms=60000", "--unfinished=0", "--sink-ms=100"}, 400);
  CheckGreedyClient(served, SliceCall);
}

TEST_CASE("rpc guard: replies that are not read in time end the connection") {
  Served served({"--write-ms=500"}, 400);
  RawClient greedy(served.server.unix_path());
  greedy.Send(PrologueForHub());
  for (uint32_t question = 3; question < 2'000; ++question) {
    if (greedy.SendNow(CollaboratorsCall(question)) == 0) break;
  }
  served.server.AwaitLine("timed_out: replies were not read");
  for (int i = 0; i < 2'000 && served.server.Counters()["connections_open"] > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  REQUIRE(served.server.Counters()["connections_open"] == 0);
  served.server.Stop();
}

}  // namespace
}  // namespace coterie::testing

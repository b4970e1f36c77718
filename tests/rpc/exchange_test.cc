// What goes over the wire: that a chain of calls is one round trip, and a fixed exchange as text.
#include <capnp/capability.h>
#include <capnp/message.h>
#include <capnp/pretty-print.h>
#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>

#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/rpc/async_client.h"
#include "tests/rpc/recording_proxy.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

using capnp::rpc::Message;

struct Served {
  Served() : prepared(Prepare(dir.Path("db"))), server(dir.Path("db")) {}
  static bool Prepare(const std::string& directory) {
    REQUIRE_OK(MakeTinyLibrary(directory));
    return true;
  }
  TempDir dir;
  bool prepared;
  ServerProcess server;
};

// A frame's bytes, aligned.
kj::Array<capnp::word> Words(const std::string& frame) {
  auto words = kj::heapArray<capnp::word>(frame.size() / sizeof(capnp::word));
  std::memcpy(words.begin(), frame.data(), frame.size());
  return words;
}

bool HasCall(const std::string& bytes, uint64_t interface_id, uint16_t method) {
  for (const std::string& frame : SplitFrames(bytes)) {
    const kj::Array<capnp::word> words = Words(frame);
    capnp::FlatArrayMessageReader reader(words);
    const auto message = reader.getRoot<Message>();
    if (message.isCall() && message.getCall().getInterfaceId() == interface_id &&
        message.getCall().getMethodId() == method) {
      return true;
    }
  }
  return false;
}

TEST_CASE("rpc: snapshot, person and collaborators are asked for before anything is answered") {
  Served served;
  const std::string path = served.dir.Path("proxy");
  // The proxy lets no answer through until it has seen the last call of the chain.
  RecordingProxy proxy(path, served.server.unix_path(), [](const std::string& said) {
    return !HasCall(said, capnp::typeId<rpc::Person>(), 1);
  });
  {
    AsyncClient client(path);
    rpc::Snapshot::Client snapshot = client.Snapshot();
    auto request =
        AsyncClient::PersonRequest(snapshot, "A1").send().getPerson().collaboratorsRequest();
    request.initSpec();
    const auto answer = request.send().wait(client.io.waitScope);
    REQUIRE(answer.getList().getIds().size() == 2);
    REQUIRE(proxy.Turns() == 1);
  }
  served.server.Stop();
}

TEST_CASE("rpc client: connecting is one round trip, and so is each call") {
  Served served;
  const std::string path = served.dir.Path("proxy");
  RecordingProxy proxy(path, served.server.unix_path());
  {
    auto client = ValueOf(Client::Connect(path, kPatient));
    // hello and snapshot leave together; what follows an answer (Finish) is no question.
    REQUIRE(HasCall(proxy.FromClient(), capnp::typeId<rpc::Library>(), 0));
    REQUIRE(HasCall(proxy.FromClient(), capnp::typeId<rpc::Library>(), 1));
    REQUIRE(ValueOf(client.Collaborators("A1", {})).rows.size() == 2);
    const int turns = proxy.Turns();
    REQUIRE(ValueOf(client.Collaborators("A1", {})).rows.size() == 2);
    REQUIRE(proxy.Turns() <= turns + 1);
  }
  served.server.Stop();
}

// ------------------------------------------------------------------------------------------------

// Capabilities print as such; they stand for nothing here.
template <typename T>
std::string Pretty(capnp::AnyPointer::Reader content) {
  auto caps = kj::heapArrayBuilder<kj::Maybe<kj::Own<capnp::ClientHook>>>(1);
  caps.add(capnp::newBrokenCap("only its place matters"));
  capnp::ReaderCapabilityTable table(caps.finish());
  return capnp::prettyPrint(table.imbue(content).getAs<T>()).flatten().cStr();
}

// The parameters (or the results, of the call that an answer belongs to) as text.
std::string Content(uint64_t interface_id, uint16_t method, bool is_call,
                    capnp::AnyPointer::Reader content) {
  const auto pick = [&]<typename Params, typename Results>(Params*, Results*) {
    return is_call ? Pretty<Params>(content) : Pretty<Results>(content);
  };
#define COTERIE_METHOD(Interface, Name, number)                                 \
  if (interface_id == capnp::typeId<rpc::Interface>() && method == (number))    \
  return absl::StrCat(#Interface, ".", #Name, " ",                              \
                      pick(static_cast<rpc::Interface::Name##Params*>(nullptr), \
                           static_cast<rpc::Interface::Name##Results*>(nullptr)))
  COTERIE_METHOD(Library, Snapshot, 1);
  COTERIE_METHOD(Snapshot, Resolve, 0);
  COTERIE_METHOD(Snapshot, Find, 1);
  COTERIE_METHOD(Snapshot, Show, 2);
  COTERIE_METHOD(Snapshot, Person, 3);
  COTERIE_METHOD(Snapshot, BatchNodes, 5);
  COTERIE_METHOD(Person, Show, 0);
  COTERIE_METHOD(Person, Collaborators, 1);
  COTERIE_METHOD(Person, Ego, 2);
#undef COTERIE_METHOD
  return "unknown method";
}

// Calls in the order of the client, each followed by its answer. Finish, Release and the numbers of
// questions are left out: the library may choose them.
std::string Transcript(const std::string& from_client, const std::string& from_server) {
  const auto each = [](const std::string& bytes, const auto& visit) {
    for (const std::string& frame : SplitFrames(bytes)) {
      const kj::Array<capnp::word> words = Words(frame);
      capnp::FlatArrayMessageReader reader(words);
      visit(reader.getRoot<Message>());
    }
  };
  struct Question {
    uint64_t interface_id = 0;  // 0: the bootstrap
    uint16_t method = 0;
    std::string asked;
    std::string answer = "nothing";
  };
  std::vector<Question> questions;
  std::map<uint32_t, std::deque<size_t>> open;  // numbers of questions are used again
  each(from_client, [&](Message::Reader message) {
    if (message.isBootstrap()) {
      open[message.getBootstrap().getQuestionId()].push_back(questions.size());
      questions.push_back({0, 0, "bootstrap", "Library"});
    } else if (message.isCall()) {
      const auto call = message.getCall();
      open[call.getQuestionId()].push_back(questions.size());
      questions.push_back({call.getInterfaceId(), call.getMethodId(),
                           Content(call.getInterfaceId(), call.getMethodId(), true,
                                   call.getParams().getContent())});
    }
  });
  each(from_server, [&](Message::Reader message) {
    if (!message.isReturn()) return;
    const auto answer = message.getReturn();
    std::deque<size_t>& waiting = open[answer.getAnswerId()];
    REQUIRE_FALSE(waiting.empty());
    Question& question = questions[waiting.front()];
    waiting.pop_front();
    if (question.interface_id == 0) return;
    question.answer = answer.isException()
                          ? absl::StrCat("error ", answer.getException().getReason().cStr())
                          : Content(question.interface_id, question.method, false,
                                    answer.getResults().getContent());
  });
  std::string out;
  for (const Question& question : questions) {
    absl::StrAppend(&out, "> ", question.asked, "\n< ", question.answer, "\n\n");
  }
  return out;
}

void AskForTranscript(AsyncClient& client) {
  auto& wait = client.io.waitScope;
  rpc::Snapshot::Client snapshot = client.library.snapshotRequest().send().wait(wait).getSnapshot();
  auto resolve = snapshot.resolveRequest();
  resolve.setText("https://orcid.org/0000-0001-6187-6610");
  const uint64_t ada = resolve.send().wait(wait).getId();
  auto find = snapshot.findRequest();
  find.setText("unal");
  find.send().wait(wait);
  auto show = snapshot.showRequest();
  show.setId(ada);
  show.send().wait(wait);
  auto batch = snapshot.batchNodesRequest();
  auto ids = batch.initIds(2);
  ids.set(0, ada);
  ids.set(1, 1);
  batch.send().wait(wait);
  rpc::Person::Client person =
      AsyncClient::PersonRequest(snapshot, "A1").send().wait(wait).getPerson();
  auto collaborators = person.collaboratorsRequest();
  collaborators.initSpec().setExplain(true);
  collaborators.send().wait(wait);
  auto ego = person.egoRequest();
  ego.initSpec();
  ego.send().wait(wait);
  REQUIRE_FALSE(client.Failure(AsyncClient::PersonRequest(snapshot, "A404").send()).empty());
  REQUIRE_FALSE(client.Failure(AsyncClient::PersonRequest(snapshot, "W1").send()).empty());
}

TEST_CASE("rpc: a fixed exchange reads as it did before") {
  Served served;
  const std::string path = served.dir.Path("proxy");
  RecordingProxy proxy(path, served.server.unix_path());
  {
    AsyncClient client(path);
    AskForTranscript(client);
  }
  const std::string transcript = Transcript(proxy.FromClient(), proxy.FromServer());
  served.server.Stop();

  const std::string golden_path = "tests/rpc/golden/exchange.txt";
  if (std::getenv("COTERIE_UPDATE_GOLDEN") != nullptr) std::ofstream(golden_path) << transcript;
  std::ifstream file(golden_path);
  std::stringstream golden;
  golden << file.rdbuf();
  REQUIRE(transcript == golden.str());
}

}  // namespace
}  // namespace coterie::testing

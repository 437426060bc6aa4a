#include "tests/bench/load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <optional>

#include "absl/time/clock.h"
#include "services/rpc/refuse.h"
#include "services/rpc/status.h"

namespace placet::bench {
namespace {

// One of the calls that are on their way; used again and again.
struct Slot {
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
  size_t index = 0;
  absl::Time began;
};

std::string ReasonOf(const grpc::Status& status) {
  if (status.ok()) return "";
  const std::string reason = rpc::ReasonOf(rpc::FromGrpc(status));
  return reason.empty() ? rpc::FromGrpc(status).ToString() : reason;
}

bool AsksToRepeat(const grpc::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "DEADLINE" || reason == "OVERLOADED" || reason == "CONTENTION" ||
         reason == "STORE_UNAVAILABLE" || reason == "DIRECTORY_BEHIND";
}

std::string Flat(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

class Loop {
 public:
  Loop(const Load& load, std::span<const Request> requests) : load_(load), requests_(requests) {
    const auto credentials = rpc::ChannelCredentials(load.tls);
    for (int i = 0; i < load.connections; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
      channels_.push_back(grpc::CreateCustomChannel(load.address, credentials, arguments));
      channels_.back()->WaitForConnected(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
      stubs_.push_back(std::make_unique<grpc::GenericStub>(channels_.back()));
    }
  }

  Outcome Run() {
    std::vector<Slot> slots(std::min(static_cast<size_t>(load_.in_flight), requests_.size()));
    outcome_.milliseconds.reserve(requests_.size());
    const absl::Time began = absl::Now();
    for (Slot& slot : slots) Begin(slot);
    void* tag = nullptr;
    bool ok = false;
    while (on_their_way_ > 0 && queue_.Next(&tag, &ok)) {
      Slot& slot = *static_cast<Slot*>(tag);
      --on_their_way_;
      if (load_.persistent && AsksToRepeat(slot.status)) {
        ++outcome_.repeats;
        Send(slot);
        continue;
      }
      End(slot);
      Begin(slot);
    }
    outcome_.wall = absl::Now() - began;
    queue_.Shutdown();
    while (queue_.Next(&tag, &ok)) {
    }
    std::sort(outcome_.milliseconds.begin(), outcome_.milliseconds.end());
    return std::move(outcome_);
  }

 private:
  void Begin(Slot& slot) {
    if (next_ == requests_.size()) return;
    slot.began = absl::Now();
    if (slot.began >= load_.until) return;
    slot.index = next_++;
    Send(slot);
  }

  void Send(Slot& slot) {
    const Request& request = requests_[slot.index];
    slot.context.emplace();
    slot.context->AddMetadata(header_, request.caller);
    slot.context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    const grpc::Slice slice(request.body.data(), request.body.size(), grpc::Slice::STATIC_SLICE);
    const grpc::ByteBuffer body(&slice, 1);
    slot.reader = stubs_[slot.index % stubs_.size()]->PrepareUnaryCall(&*slot.context, load_.method,
                                                                       body, &queue_);
    slot.reader->StartCall();
    slot.reader->Finish(&slot.answer, &slot.status, &slot);
    ++on_their_way_;
  }

  void End(Slot& slot) {
    const absl::Time now = absl::Now();
    const std::string reason = ReasonOf(slot.status);
    if (reason.empty()) {
      outcome_.milliseconds.push_back(
          static_cast<float>(absl::ToDoubleMilliseconds(now - slot.began)));
    } else {
      ++outcome_.refusals[reason];
    }
    if (load_.on_ended) {
      load_.on_ended({slot.index, reason, reason.empty() ? Flat(slot.answer) : "", now});
    }
  }

  const Load& load_;
  const std::string header_ = load_.tls.IsOn() ? "authorization" : "placet-caller";
  const std::span<const Request> requests_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
  size_t next_ = 0;
  size_t on_their_way_ = 0;
  Outcome outcome_;
};

}  // namespace

double Outcome::Percentile(double percent) const {
  if (milliseconds.empty()) return 0;
  const double place = percent / 100 * static_cast<double>(milliseconds.size() - 1);
  return milliseconds[static_cast<size_t>(place)];
}

double Outcome::Mean() const {
  return std::accumulate(milliseconds.begin(), milliseconds.end(), 0.0) /
         static_cast<double>(std::max<size_t>(1, milliseconds.size()));
}

const Outcome& Outcome::MustAllBeOk(const std::string& what) const {
  if (refusals.empty()) return *this;
  for (const auto& [reason, times] : refusals) {
    std::fprintf(stderr, "%s: %d calls ended with %s\n", what.c_str(), times, reason.c_str());
  }
  std::exit(1);
}

Outcome RunLoad(const Load& load, std::span<const Request> requests) {
  return Loop(load, requests).Run();
}

}  // namespace placet::bench

#include "tests/gateway/scripted.h"

#include "absl/strings/str_cat.h"
#include "services/gateway/upstream.h"
#include "services/rpc/bytes.h"
#include "services/rpc/status.h"

namespace placet::testing {

class Scripted::Reactor : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(Scripted& stage, grpc::GenericCallbackServerContext& context) : stage_(stage) {
    ++stage_.open_;
    seen_.method = context.method();
    seen_.deadline = absl::FromChrono(context.deadline());
    for (const auto& [name, value] : context.client_metadata()) {
      seen_.metadata.emplace(std::string(name.data(), name.size()),
                             std::string(value.data(), value.size()));
    }
    StartRead(&arriving_);
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      seen_.requests.push_back(rpc::Flat(arriving_));
      StartRead(&arriving_);
      return;
    }
    {
      std::lock_guard lock(stage_.mutex_);
      stage_.last_ = seen_;
    }
    plan_ = stage_.script_(seen_);
    leaving_ = gateway::ToBuffer(plan_->message);
    if (!plan_->status.ok()) plan_->times = 0;
    Next();
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return End(grpc::Status::CANCELLED);
    ++stage_.written_;
    Next();
  }
  void OnCancel() override {
    ++stage_.cancelled_;
    bool waits = false;
    {
      std::lock_guard lock(mutex_);
      cancelled_ = true;
      waits = waits_;
    }
    if (waits) End(grpc::Status::CANCELLED);
  }
  void OnDone() override {
    --stage_.open_;
    delete this;
  }

 private:
  void Next() {
    if (plan_->times-- > 0) return StartWrite(&leaving_);
    if (!plan_->hangs) return End(rpc::ToGrpc(plan_->status));
    bool cancelled = false;
    {
      std::lock_guard lock(mutex_);
      waits_ = true;
      cancelled = cancelled_;
    }
    if (cancelled) End(grpc::Status::CANCELLED);
  }
  // Without the lock: whoever is told deletes this.
  void End(const grpc::Status& status) {
    if (!ended_.exchange(true)) Finish(status);
  }

  Scripted& stage_;
  Seen seen_;
  std::optional<Plan> plan_;
  grpc::ByteBuffer arriving_, leaving_;
  std::mutex mutex_;
  bool cancelled_ = false, waits_ = false;  // guarded by mutex_
  std::atomic<bool> ended_ = false;
};

Scripted::Scripted(std::function<Plan(const Seen&)> script) : script_(std::move(script)) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(this);
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

Scripted::~Scripted() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

Scripted::Seen Scripted::last() const {
  std::lock_guard lock(mutex_);
  return last_;
}

grpc::ServerGenericBidiReactor* Scripted::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  return new Reactor(*this, *context);
}

}  // namespace placet::testing

// A gateway within the test program, in front of a scripted service.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "rapidjson/document.h"
#include "services/gateway/gateway.h"
#include "services/gateway/listener.h"
#include "tests/gateway/client.h"
#include "tests/gateway/scripted.h"
#include "tests/support/process.h"

namespace placet::testing {

// The reason in a Connect error; "" where there is none.
inline std::string ReasonIn(const std::string& body) {
  rapidjson::Document json;
  json.Parse(body.c_str());
  if (json.HasParseError() || !json.IsObject()) return "";
  const rapidjson::Value& error = json.HasMember("error") ? json["error"] : json;
  if (!error.HasMember("details")) return "";
  for (const auto& detail : error["details"].GetArray()) {
    if (detail.HasMember("debug") && detail["debug"].HasMember("reason")) {
      return detail["debug"]["reason"].GetString();
    }
  }
  return "";
}

class Stage : public ::testing::Test {
 protected:
  void Serve(std::function<Scripted::Plan(const Scripted::Seen&)> script,
             gateway::Limits limits = {}, std::string pages = "") {
    service_ = std::make_unique<Scripted>(std::move(script));
    auto catalogue = gateway::Catalogue::Load(DESCRIPTORS);
    ASSERT_TRUE(catalogue.ok()) << catalogue.status();
    catalogue_ = *std::move(catalogue);
    limits_ = limits;
    backends_ = std::make_unique<gateway::Backends>(
        std::vector<gateway::Backends::Address>{{"members", service_->address()},
                                                {"ballots", service_->address()},
                                                {"comments", service_->address()}},
        rpc::Tls());
    callers_ = std::make_unique<rpc::Limits>(rpc::Limits::Options{
        .calls_per_second = calls_, .burst = burst_, .streams = limits.streams});
    handler_ = std::make_unique<gateway::Gateway>(
        gateway::Behind{*catalogue_, *backends_, limits_, *callers_}, std::move(pages), "test");
    listener_ = std::make_unique<gateway::Listener>(
        gateway::Listener::Options{
            .address = "127.0.0.1:0", .tls = {}, .threads = 2, .limits = limits},
        *handler_);
    const auto address = listener_->Start();
    ASSERT_TRUE(address.ok()) << address.status();
    address_ = *address;
  }
  void TearDown() override {
    if (listener_) listener_->Stop(std::chrono::seconds(5));
  }

  // On a connection of its own.
  Http& Fresh() {
    client_ = std::make_unique<Http>(address_);
    return *client_;
  }

  double calls_ = 0;
  int burst_ = 1;
  gateway::Limits limits_;
  std::unique_ptr<Scripted> service_;
  std::unique_ptr<gateway::Catalogue> catalogue_;
  std::unique_ptr<gateway::Backends> backends_;
  std::unique_ptr<rpc::Limits> callers_;
  std::unique_ptr<gateway::Gateway> handler_;
  std::unique_ptr<gateway::Listener> listener_;
  std::unique_ptr<Http> client_;
  std::string address_;
};

}  // namespace placet::testing

// The way to the services: channels, who is calling, how long a call may take, and a
// request_id made once per command and filled into every request that changes something. Safe to
// use from many threads at once.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "clients/cli/error.h"
#include "clients/cli/request_id.h"
#include "clients/cli/sign_in.h"
#include "placet/ballots/v1/analysis.grpc.pb.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "placet/ballots/v1/board.grpc.pb.h"
#include "placet/ballots/v1/decision_service.grpc.pb.h"
#include "placet/ballots/v1/obligations.grpc.pb.h"
#include "placet/ballots/v1/rules.grpc.pb.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "placet/comments/v1/consensus_service.grpc.pb.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "placet/members/v1/sign_in_service.grpc.pb.h"

namespace placet::cli {

// What can be said before or after any verb.
struct Options {
  std::string as;
  std::string authority;  // whose certificates are believed; empty: names are, on this machine
  std::string members = "127.0.0.1:7301";
  std::string ballots = "127.0.0.1:7302";
  std::string comments = "127.0.0.1:7303";
  std::string color = "auto";
  std::string request_id;
  double timeout = 5;
  bool json = false;
  bool csv = false;
};

// One program: the word for it, where it is, the way there, and what it serves.
struct Peer {
  std::string word;
  std::string address;
  std::shared_ptr<grpc::Channel> channel;
  std::vector<const google::protobuf::ServiceDescriptor*> services;
};

class Connection {
 public:
  using Members = placet::members::v1::MemberService::Stub;
  using SignIns = placet::members::v1::SignInService::Stub;
  using Ballots = placet::ballots::v1::BallotService::Stub;
  using Boards = placet::ballots::v1::BoardService::Stub;
  using Analyses = placet::ballots::v1::AnalysisService::Stub;
  using Rules = placet::ballots::v1::RulesService::Stub;
  using Obligations = placet::ballots::v1::ObligationService::Stub;
  using Decisions = placet::ballots::v1::DecisionService::Stub;
  using Comments = placet::comments::v1::CommentService::Stub;
  using Consensuses = placet::comments::v1::ConsensusService::Stub;
  template <class Stub, class Request, class Response>
  using Rpc = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

  explicit Connection(const Options& options);

  // Calls and returns the response; throws Refusal.
  template <class Stub, class Request, class Response>
  Response Call(Rpc<Stub, Request, Response> rpc, std::type_identity_t<Request> request) {
    Response response;
    const grpc::Status status = Try(rpc, request, &response);
    if (!status.ok()) throw Refused<Stub>(status, request);
    return response;
  }

  // The same for what needs nobody to have signed in.
  template <class Stub, class Request, class Response>
  Response CallOpen(Rpc<Stub, Request, Response> rpc, std::type_identity_t<Request> request) {
    Response response;
    grpc::ClientContext context;
    SetDeadline(&context);
    const grpc::Status status = (stub<Stub>().*rpc)(&context, request, &response);
    if (!status.ok()) throw Refused<Stub>(status, request);
    return response;
  }

  // Calls, and leaves it to the caller what a refusal means. Fills request_id if empty.
  template <class Stub, class Request, class Response>
  grpc::Status Try(Rpc<Stub, Request, Response> rpc, Request& request, Response* response) {
    FillRequestId(request, request_id_);
    grpc::ClientContext context;
    Prepare(&context);
    SetDeadline(&context);
    return (stub<Stub>().*rpc)(&context, request, response);
  }

  // Every page of a list, as one response.
  template <class Stub, class Request, class Response>
  Response All(Rpc<Stub, Request, Response> rpc, std::type_identity_t<Request> request) {
    Response all;
    request.set_page_size(500);
    do {
      all.MergeFrom(Call(rpc, request));
      request.set_page_token(all.next_page_token());
      all.clear_next_page_token();
    } while (!request.page_token().empty());
    return all;
  }

  template <class Stub, class Request>
  Refusal Refused(const grpc::Status& status, Request request) const {
    const Peer& to = peer<Stub>();
    return Refusal(status, to.word, to.address, FillRequestId(request, request_id_));
  }

  // Throws Usage if nobody said who is calling. To be asked before threads are started.
  void RequireCaller() const;
  // people/{person}; "" where nobody said.
  const std::string& caller() const { return caller_; }
  SignInFile FileOf(const std::string& person) const;

  // Shows the token of the caller, or its name. A stream has no deadline.
  void Prepare(grpc::ClientContext* context) const;
  void SetDeadline(grpc::ClientContext* context) const;

  template <class Stub>
  Stub& stub() {
    if constexpr (std::is_same_v<Stub, Members>) {
      return *members_;
    } else if constexpr (std::is_same_v<Stub, SignIns>) {
      return *sign_ins_;
    } else if constexpr (std::is_same_v<Stub, Boards>) {
      return *boards_;
    } else if constexpr (std::is_same_v<Stub, Analyses>) {
      return *analyses_;
    } else if constexpr (std::is_same_v<Stub, Rules>) {
      return *rules_;
    } else if constexpr (std::is_same_v<Stub, Obligations>) {
      return *obligations_;
    } else if constexpr (std::is_same_v<Stub, Decisions>) {
      return *decisions_;
    } else if constexpr (std::is_same_v<Stub, Comments>) {
      return *comments_;
    } else if constexpr (std::is_same_v<Stub, Consensuses>) {
      return *consensuses_;
    } else {
      return *ballots_;
    }
  }

  template <class Stub>
  const Peer& peer() const {
    constexpr bool comments = std::is_same_v<Stub, Comments> || std::is_same_v<Stub, Consensuses>;
    constexpr bool members = std::is_same_v<Stub, Members> || std::is_same_v<Stub, SignIns>;
    return peers_[members ? 0 : comments ? 2 : 1];
  }

  const std::vector<Peer>& peers() const { return peers_; }
  const std::string& request_id() const { return request_id_; }

 private:
  std::string caller_;
  std::string request_id_;
  double timeout_;
  std::vector<Peer> peers_;
  std::string address_;             // of the members service: whose sign-ins these are
  std::unique_ptr<Bearer> bearer_;  // nullptr: names are believed
  std::unique_ptr<Members> members_;
  std::unique_ptr<SignIns> sign_ins_;
  std::unique_ptr<Ballots> ballots_;
  std::unique_ptr<Boards> boards_;
  std::unique_ptr<Analyses> analyses_;
  std::unique_ptr<Rules> rules_;
  std::unique_ptr<Obligations> obligations_;
  std::unique_ptr<Decisions> decisions_;
  std::unique_ptr<Comments> comments_;
  std::unique_ptr<Consensuses> consensuses_;
};

}  // namespace placet::cli

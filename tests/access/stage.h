// A committee with two of each role, its ballots open and closed, and the three services beside
// each other: what the cells of the matrix are asked of.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "placet/access/v1/access.pb.h"
#include "tests/access/calls.h"
#include "tests/access/sign_in_side.h"
#include "tests/access/table.h"
#include "tests/comments/harness.h"
#include "tests/record/keys.h"

namespace placet::access {

// A role of the matrix, held by one person for members/de and committees/iso-tc-307, and by another
// one elsewhere.
struct RoleRow {
  std::string name;
  v1::Role role;      // ROLE_UNSPECIFIED: holds none
  std::string own;    // "people/own-voter"; "" is nobody known
  std::string other;  // the same where the role has no scope
};
const std::vector<RoleRow>& Roles();

class Stage {
 public:
  Stage();

  // The request of a case, with its ballot open or closed.
  Asked RequestOf(const Case& one, bool closed) const;
  const std::shared_ptr<grpc::Channel>& ChannelOf(const google::protobuf::MethodDescriptor& method);
  // All rows of all tables of all services, as text.
  std::string Everything() const;

  comments::World& world() { return world_; }

 private:
  void GrantRoles();
  void GrantExpert(const std::string& person, const std::string& group);
  void Prepare(const std::string& id, ballots::pb::BallotKind kind, const std::string& stage,
               const std::string& edition = "");
  void Open(const std::string& id);
  void OpenConsultation(const std::string& id);
  void Comment(const std::string& id);
  void Condition(const std::string& id);  // a comment on which a vote may be made to depend

  // Every head covers every event: nothing is written any more without a call.
  void AwaitSeal();

  const record::Keys keys_;
  comments::World world_;
  SignInSide sign_ins_;
  std::string change_;     // number of the officer's change on the closed ballot
  std::string size_;       // of the newest head
  std::string events_[2];  // sequences of the votes of de on the open and on the closed ballot
};

}  // namespace placet::access

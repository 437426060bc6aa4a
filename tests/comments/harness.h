// Comments beside the directory and the ballots of tests/ballots/harness.h: three services over one
// fresh database, with one clock that stands still.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "placet/comments/v1/consensus_service.grpc.pb.h"
#include "tests/ballots/harness.h"

namespace placet::comments {

namespace ballots_pb = placet::ballots::v1;
namespace members_pb = placet::members::v1;
namespace pb = placet::comments::v1;

using placet::ballots::RequestId;
using placet::testing::HasField;
using placet::testing::HasReason;
using placet::testing::IsOk;
using placet::testing::StatusIs;
using Stub = pb::CommentService::Stub;
using ConsensusStub = pb::ConsensusService::Stub;

inline constexpr char kManager[] = "people/manager";             // committee manager of ISO/TC 307
inline constexpr char kConvenor[] = "people/convenor";           // convenor in ISO/TC 307
inline constexpr char kChair[] = "people/chair";                 // chair of ISO/TC 307
inline constexpr char kOtherManager[] = "people/other-manager";  // of another committee
inline constexpr char kMonitor[] = "people/monitor";             // ballot monitor of ISO/TC 307
inline constexpr char kVoterDe[] = "people/voter-de";
inline constexpr char kVoterFr[] = "people/voter-fr";
inline constexpr char kAdministratorDe[] = "people/administrator-de";
inline constexpr char kNobody[] = "people/nobody";

// A file to be imported.
struct File {
  std::string name;
  std::string content;
};

// A row of a table; its CSV has the eight columns of the template.
struct Row {
  std::string body, clause, type, comment, change = {}, observation = {};
};
File Csv(const std::vector<Row>& rows, const std::string& name = "comments.csv");

class World {
 public:
  explicit World(const ballots::World::Options& options = {});
  ~World();

  ballots::World& ballots() { return ballots_; }
  placet::testing::FixedClock& clock() { return ballots_.clock(); }
  const std::shared_ptr<grpc::Channel>& channel() const;
  std::string Sql(const std::string& sql) const;

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request) const {
    return placet::testing::As<pb::CommentService>(channel(), caller)(method, request);
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(const std::string& caller,
                               grpc::Status (ConsensusStub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                               const Request& request) const {
    return placet::testing::As<pb::ConsensusService>(channel(), caller)(method, request);
  }

  // An open DIS ballot; its name. And the clock put past its closing.
  std::string Opened();
  void Close(const std::string& ballot) { ballots_.PassClosing(ballot); }
  // A closed one with these comments, brought by the committee's manager.
  std::string Resolving(const std::vector<Row>& rows);

  absl::StatusOr<pb::ImportCommentsResponse> Import(const std::string& caller,
                                                    const pb::ImportHeader& header,
                                                    const std::vector<File>& files,
                                                    const std::string& request_id = "") const;
  absl::StatusOr<pb::ImportCommentsResponse> Import(const std::string& caller,
                                                    const std::string& ballot,
                                                    const std::string& member,
                                                    const std::vector<Row>& rows) const;
  absl::StatusOr<pb::Comment> Get(const std::string& name,
                                  const std::string& caller = kManager) const;
  absl::StatusOr<pb::ListCommentsResponse> List(const std::string& ballot,
                                                const pb::CommentFilter& filter,
                                                const std::string& caller = kManager) const;
  // Labels, in the order of the list.
  std::vector<std::string> Labels(const std::string& ballot, const pb::CommentFilter& filter = {},
                                  const std::string& caller = kManager) const;
  absl::StatusOr<pb::CommentCounts> Counts(const std::string& ballot,
                                           const std::string& caller = kManager) const;
  // A disposition for one comment.
  absl::StatusOr<pb::ChangeCommentsResponse> Resolve(const std::string& comment,
                                                     pb::Disposition disposition, bool decided,
                                                     const std::string& observation = "",
                                                     const std::string& caller = kManager) const;
  absl::StatusOr<std::string> Export(const std::string& ballot, pb::TableFormat format,
                                     const std::string& caller = kManager) const;
  std::vector<pb::Event> Events(const std::string& caller = kManager, int64_t after = 0) const;

 private:
  class Side;

  ballots::World ballots_;
  std::unique_ptr<Side> side_;
  int projects_ = 0;
};

// A change of comments by name or by filter, to be filled in further.
pb::ChangeCommentsRequest ChangeOf(const std::string& ballot);

}  // namespace placet::comments

#include "tests/comments/harness.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/comments/peers.h"
#include "services/comments/service.h"
#include "services/comments/service_consensus.h"
#include "services/comments/store.h"
#include "services/pg/tail.h"

namespace placet::comments {
namespace {

pg::Lane::Options LaneOptions(const std::string& conninfo, pg::Statement::Use use) {
  pg::Lane::Options options;
  options.conninfo = conninfo;
  options.use = use;
  options.lock = use == pg::Statement::kWrites ? kWriterLock : 0;
  options.statements = Store::Statements();
  return options;
}

pg::Lane::Options Told(pg::Lane::Options options, pg::Tail& tail) {
  options.on_commit = [&tail] { tail.Look(); };
  return options;
}

struct Started {
  explicit Started(pg::Lane& lane) {
    const absl::Status status = lane.Start();
    EXPECT_TRUE(status.ok()) << status;
  }
};

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

// Members are destroyed in reverse: the server first, the lanes last.
class World::Side {
 public:
  Side(const std::string& conninfo, const rpc::Clock& clock,
       const std::shared_ptr<grpc::Channel>& members, const std::shared_ptr<grpc::Channel>& ballots)
      : reads_(LaneOptions(conninfo, pg::Statement::kReads)),
        tail_(reads_, Store::Head()[0]),
        writes_(Told(LaneOptions(conninfo, pg::Statement::kWrites), tail_)),
        reads_started_(reads_),
        writes_started_(writes_),
        store_(reads_, writes_),
        peers_(members, ballots),
        service_(store_, peers_, tail_, clock),
        consensus_store_(reads_, writes_),
        consensuses_(store_, consensus_store_, peers_, clock),
        server_({&service_, &consensuses_}) {}

  const std::shared_ptr<grpc::Channel>& channel() const { return server_.channel(); }

 private:
  pg::Lane reads_;
  pg::Tail tail_;
  pg::Lane writes_;
  Started reads_started_;
  Started writes_started_;
  Store store_;
  Peers peers_;
  Comments service_;
  ConsensusStore consensus_store_;
  Consensuses consensuses_;
  placet::testing::InProcess server_;
};

World::World(const ballots::World::Options& options)
    : ballots_(options),
      side_(std::make_unique<Side>(ballots_.Conninfo("comments"), ballots_.clock().AsClock(),
                                   ballots_.directory_channel(), ballots_.channel())) {
  ballots_.Grant("convenor", members_pb::ROLE_CONVENOR, "", ballots::kCommittee);
  ballots_.Grant("chair", members_pb::ROLE_CHAIR, "", ballots::kCommittee);
  ballots_.Grant("voter-us", members_pb::ROLE_VOTER, "us");
  ballots_.Grant("voter-jp", members_pb::ROLE_VOTER, "jp");
  ballots_.CatchUp();
}

World::~World() { side_.reset(); }  // it calls the others

const std::shared_ptr<grpc::Channel>& World::channel() const { return side_->channel(); }

std::string World::Sql(const std::string& sql) const {
  return ballots_.Sql(absl::StrCat("SET search_path = comments; ", sql));
}

std::string World::Opened() {
  const std::string project = absl::StrCat("iso-", ++projects_);
  ballots_.PutProject(project, "40.00");
  ballots_pb::CreateBallotRequest create;
  create.set_ballot_id(absl::StrCat("dis-", projects_));
  create.mutable_ballot()->set_project("projects/" + project);
  create.mutable_ballot()->set_kind(ballots_pb::BALLOT_KIND_DIS);
  EXPECT_THAT(
      ballots_.Ask(ballots::kCentralSecretariat, &ballots::BallotStub::CreateBallot, create),
      IsOk());
  ballots_pb::OpenBallotRequest open;
  open.set_name(absl::StrCat("ballots/dis-", projects_));
  EXPECT_THAT(ballots_.Ask(ballots::kCentralSecretariat, &ballots::BallotStub::OpenBallot, open),
              IsOk());
  return open.name();
}

std::string World::Resolving(const std::vector<Row>& rows) {
  const std::string ballot = Opened();
  EXPECT_THAT(Import(kManager, ballot, "", rows), IsOk());
  Close(ballot);
  return ballot;
}

File Csv(const std::vector<Row>& rows, const std::string& name) {
  std::string text =
      "MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments,"
      "Proposed change,Observations of the secretariat\r\n";
  for (const Row& row : rows) {
    absl::StrAppend(&text, Quoted(row.body), ",,", Quoted(row.clause), ",,", row.type, ",",
                    Quoted(row.comment), ",", Quoted(row.change), ",", Quoted(row.observation),
                    "\r\n");
  }
  return {name, text};
}

absl::StatusOr<pb::ImportCommentsResponse> World::Import(const std::string& caller,
                                                         const pb::ImportHeader& header,
                                                         const std::vector<File>& files,
                                                         const std::string& request_id) const {
  const placet::testing::As<pb::CommentService> as(channel(), caller);
  const auto context = placet::testing::ContextOf(caller);
  pb::ImportCommentsResponse response;
  const auto writer = as.stub().ImportComments(context.get(), &response);
  pb::ImportCommentsRequest request;
  *request.mutable_header() = header;
  request.set_request_id(request_id);
  writer->Write(request);
  for (const File& file : files) {
    for (size_t at = 0; at == 0 || at < file.content.size(); at += 1'000'000) {
      pb::ImportCommentsRequest piece;
      piece.mutable_piece()->set_file(file.name);
      piece.mutable_piece()->set_content(file.content.substr(at, 1'000'000));
      if (!writer->Write(piece)) break;
    }
  }
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return rpc::FromGrpc(status);
  return response;
}

absl::StatusOr<pb::ImportCommentsResponse> World::Import(const std::string& caller,
                                                         const std::string& ballot,
                                                         const std::string& member,
                                                         const std::vector<Row>& rows) const {
  pb::ImportHeader header;
  header.set_ballot(ballot);
  header.set_member(member);
  return Import(caller, header, {Csv(rows)});
}

absl::StatusOr<pb::Comment> World::Get(const std::string& name, const std::string& caller) const {
  pb::GetCommentRequest request;
  request.set_name(name);
  return Ask(caller, &Stub::GetComment, request);
}

absl::StatusOr<pb::ListCommentsResponse> World::List(const std::string& ballot,
                                                     const pb::CommentFilter& filter,
                                                     const std::string& caller) const {
  pb::ListCommentsRequest request;
  request.set_parent(ballot);
  *request.mutable_filter() = filter;
  return Ask(caller, &Stub::ListComments, request);
}

std::vector<std::string> World::Labels(const std::string& ballot, const pb::CommentFilter& filter,
                                       const std::string& caller) const {
  const auto listed = List(ballot, filter, caller);
  EXPECT_THAT(listed, IsOk());
  std::vector<std::string> labels;
  if (!listed.ok()) return labels;
  for (const pb::Comment& comment : listed->comments()) labels.push_back(comment.label());
  return labels;
}

absl::StatusOr<pb::CommentCounts> World::Counts(const std::string& ballot,
                                                const std::string& caller) const {
  pb::GetCommentCountsRequest request;
  request.set_ballot(ballot);
  return Ask(caller, &Stub::GetCommentCounts, request);
}

pb::ChangeCommentsRequest ChangeOf(const std::string& ballot) {
  pb::ChangeCommentsRequest request;
  request.set_parent(ballot);
  return request;
}

absl::StatusOr<pb::ChangeCommentsResponse> World::Resolve(const std::string& comment,
                                                          pb::Disposition disposition, bool decided,
                                                          const std::string& observation,
                                                          const std::string& caller) const {
  pb::ChangeCommentsRequest request = ChangeOf(comment.substr(0, comment.find("/comments/")));
  request.add_comments()->set_name(comment);
  pb::Resolution& resolution = *request.mutable_edit()->mutable_resolution();
  resolution.set_disposition(disposition);
  resolution.set_decided(decided);
  if (!observation.empty()) resolution.set_observation(observation);
  return Ask(caller, &Stub::ChangeComments, request);
}

absl::StatusOr<std::string> World::Export(const std::string& ballot, pb::TableFormat format,
                                          const std::string& caller) const {
  pb::ExportCommentsRequest request;
  request.set_ballot(ballot);
  request.set_format(format);
  const placet::testing::As<pb::CommentService> as(channel(), caller);
  const auto context = placet::testing::ContextOf(caller);
  const auto stream = as.stub().ExportComments(context.get(), request);
  std::string file;
  for (pb::ExportCommentsResponse piece; stream->Read(&piece);) file += piece.content();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return rpc::FromGrpc(status);
  return file;
}

std::vector<pb::Event> World::Events(const std::string& caller, int64_t after) const {
  pb::WatchEventsRequest request;
  request.set_after_sequence(after);
  request.set_until_head(true);
  const placet::testing::As<pb::CommentService> as(channel(), caller);
  const auto context = placet::testing::ContextOf(caller);
  const auto stream = as.stub().WatchEvents(context.get(), request);
  std::vector<pb::Event> events;
  for (pb::Event event; stream->Read(&event);) events.push_back(event);
  EXPECT_THAT(stream->Finish(), IsOk());
  return events;
}

}  // namespace placet::comments

// Nobody who may not know a secret can tell two worlds apart that differ in nothing else, whatever
// is asked; and whoever may know it can, so that this test fails both ways.
#include <algorithm>
#include <ostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/secrecy/requests.h"
#include "tests/secrecy/walk.h"

namespace placet::secrecy {
namespace {

namespace bpb = placet::ballots::v1;
using ::testing::IsEmpty;
using ::testing::Not;
using Names = std::set<std::string>;

const Names kOfDe = {"people/voter-de", "people/monitor-de", "people/administrator-de",
                     "people/voters"};

Names With(Names names, const Names& more) {
  names.insert(more.begin(), more.end());
  return names;
}

// Who may know the position of members/de on an open ballot, beside its own people.
Names WhoKnows(const std::string& ballot) {
  if (ballot == "dis" || ballot == "gone") return With(kOfDe, {"people/central-secretariat"});
  if (ballot == "chair" || ballot == "nameless") return kOfDe;
  return With(kOfDe, {"people/central-secretariat", "people/manager", "people/monitor"});
}

struct Case {
  Secret secret;
  std::string ballot;  // that is asked about
  Names knows;
  friend void PrintTo(const Case& it, std::ostream* out) { *out << it.secret.name; }
};

bpb::Vote Voting(bpb::Answer answer, const std::string& text = "") {
  bpb::Vote vote;
  vote.set_answer(answer);
  vote.set_text(text);
  return vote;
}

Case Position(const std::string& name, const std::string& ballot, const bpb::Vote& vote) {
  Case it{{.name = name, .ballot = ballot, .vote = vote}, ballot, WhoKnows(ballot)};
  return it;
}

bpb::Vote WithExpert() {
  bpb::Vote vote = Voting(bpb::ANSWER_APPROVE);
  vote.add_experts()->set_display_name("SECRET expert");
  return vote;
}

bpb::Vote WithAnswer() {
  bpb::Vote vote = Voting(bpb::ANSWER_APPROVE);
  bpb::QuestionAnswer& answer = *vote.add_answers();
  answer.set_question("active-part");
  answer.set_choice("yes");
  return vote;
}

std::vector<Case> Cases() {
  std::vector<Case> cases = {
      Position("DisapprovesWithReasons", "dis", Voting(bpb::ANSWER_DISAPPROVE, "SECRET")),
      Position("DisapprovesWithoutReasons", "dis", Voting(bpb::ANSWER_DISAPPROVE)),
      Position("Abstains", "dis", Voting(bpb::ANSWER_ABSTAIN)),
      Position("ApprovesWithAText", "dis", Voting(bpb::ANSWER_APPROVE_WITH_COMMENTS, "SECRET")),
      Position("DisapprovesAProposal", "np", Voting(bpb::ANSWER_DISAPPROVE, "SECRET")),
      Position("NamesAnExpert", "np", WithExpert()),
      Position("AnswersAQuestion", "np", WithAnswer()),
      Position("AnswersAnInternalBallot", "cib", ballots::Reply("proceed", "no")),
      Position("DisapprovesAPerson", "chair", Voting(bpb::ANSWER_DISAPPROVE, "SECRET")),
      Position("AnswersAnAnonymousBallot", "nameless", ballots::Reply("proceed", "no")),
      Position("DisapprovedWhatWasCancelled", "gone", Voting(bpb::ANSWER_DISAPPROVE, "SECRET")),
  };
  for (const char* ballot : {"dis", "np", "chair", "nameless"}) {
    Case changed{{.name = absl::StrCat("ChangesItsVoteOn_", ballot), .ballot = ballot},
                 ballot,
                 With(WhoKnows(ballot), {"people/voter-jp"})};  // whose body is the other one
    changed.secret.changes_vote = true;
    cases.push_back(changed);
  }
  Case comment{{.name = "CommentsOtherwise"}, "dis", kOfDe};
  comment.secret.comment = "SECRET two, and longer.";
  comment.secret.clause = "7";
  cases.push_back(comment);
  // Not who votes for every body: an expert is none.
  Case expert{{.name = "AnExpertComments"},
              "wg",
              {"people/expert", "people/central-secretariat", "people/manager", "people/monitor"}};
  expert.secret.of_expert = "SECRET six.";
  cases.push_back(expert);
  Case liaison{{.name = "ALiaisonCommentsOtherwise"}, "dis", {"people/liaison"}};
  liaison.secret.of_liaison = "SECRET four, and longer.";
  cases.push_back(liaison);
  // How far comments are is known to the service that shows it on the board.
  Case withdraws{{.name = "WithdrawsAComment"}, "dis", With(kOfDe, {"services/ballotsd"})};
  withdraws.secret.withdraws = true;
  cases.push_back(withdraws);
  return cases;
}

// The world in which nothing of it happened: made once, asked as often as it is needed, and gone
// before the cluster is.
class UsualWorld : public ::testing::Environment {
 public:
  void TearDown() override { world_.reset(); }
  const std::map<std::string, Told>& Walked(const std::string& ballot) {
    if (world_ == nullptr) world_ = std::make_unique<World>(Secret());
    auto& told = told_[ballot];
    if (told.empty()) told = Walk(*world_, ballot);
    return told;
  }

 private:
  std::unique_ptr<World> world_;
  std::map<std::string, std::map<std::string, Told>> told_;  // by ballot and caller
};

auto* const usual_world =
    static_cast<UsualWorld*>(::testing::AddGlobalTestEnvironment(new UsualWorld));

std::string Explained(const std::string& request, const Told& usual, const Told& other) {
  return absl::StrCat(request, "\n--- usually\n", usual.at(request), "--- otherwise\n",
                      other.at(request));
}

class OneSecret : public ::testing::TestWithParam<Case> {};

TEST_P(OneSecret, IsToldToThoseWhoMayKnowItAndToNobodyElse) {
  const Case& it = GetParam();
  World world(it.secret);
  const auto& usually = usual_world->Walked(it.ballot);
  const auto otherwise = Walk(world, it.ballot);
  for (const std::string& caller : Callers()) {
    SCOPED_TRACE(absl::StrCat("as ", caller));
    const Told& usual = usually.at(caller);
    const Told& other = otherwise.at(caller);
    const std::vector<std::string> differing = Differing(usual, other);
    if (it.knows.count(caller) == 1) {
      EXPECT_THAT(differing, Not(IsEmpty())) << "may know it, and does not";
      const bool in_stream =
          std::any_of(differing.begin(), differing.end(), [](const std::string& request) {
            return absl::StrContains(request, "WatchEvents {until_head: true}");
          });
      EXPECT_TRUE(in_stream) << "events tell less than may be known";
      continue;
    }
    for (const std::string& request : differing) {
      ADD_FAILURE() << Explained(request, usual, other);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(OfABody, OneSecret, ::testing::ValuesIn(Cases()),
                         [](const auto& each) { return each.param.secret.name; });

TEST(Worlds, ThatDoNotDifferAreNotToldApart) {
  World world((Secret()));
  for (const char* ballot : {"dis", "chair"}) {
    const auto& usually = usual_world->Walked(ballot);
    const auto again = Walk(world, ballot);
    for (const std::string& caller : Callers()) {
      for (const std::string& request : Differing(usually.at(caller), again.at(caller))) {
        ADD_FAILURE() << caller << " " << Explained(request, usually.at(caller), again.at(caller));
      }
    }
  }
}

TEST(Secrets, EndWithTheClosing) {
  World usual((Secret()));
  Case it = Position("Disapproves", "dis", Voting(bpb::ANSWER_DISAPPROVE, "SECRET"));
  it.secret.comment = "SECRET two.";
  World other(it.secret);
  usual.Close();
  other.Close();
  Names told;
  const auto usually = Walk(usual, "dis");
  const auto otherwise = Walk(other, "dis");
  for (const std::string& request :
       Differing(usually.at(ballots::kNobody), otherwise.at(ballots::kNobody))) {
    told.insert(request.substr(0, request.find(' ')));
  }
  for (const char* method : {"GetVote", "ListVotes", "ListVoteRevisions", "GetTally", "GetResult",
                             "RenderResult", "WatchEvents"}) {
    EXPECT_EQ(told.count(absl::StrCat("placet.ballots.v1.BallotService.", method)), 1u) << method;
  }
  for (const char* method : {"GetComment", "ListComments", "ExportComments", "WatchEvents"}) {
    EXPECT_EQ(told.count(absl::StrCat("placet.comments.v1.CommentService.", method)), 1u) << method;
  }
}

// Two bodies that change places on an anonymous ballot: the counts are the same, and nobody but
// their own people can tell, also after closing.
TEST(Secrets, OfAnAnonymousBallotDoNotEnd) {
  const bpb::Vote no = ballots::Reply("proceed", "no", "SECRET");
  World one({.ballot = "nameless", .vote = no});
  World other({.ballot = "nameless", .vote = no, .of_fr = true});
  one.Close();
  other.Close();
  const Names theirs =
      With(kOfDe, {comments::kVoterFr, "people/monitor-fr", "people/administrator-fr"});
  const auto first = Walk(one, "nameless");
  const auto second = Walk(other, "nameless");
  for (const std::string& caller : Callers()) {
    SCOPED_TRACE(absl::StrCat("as ", caller));
    const std::vector<std::string> differing = Differing(first.at(caller), second.at(caller));
    if (theirs.count(caller) == 1) {
      EXPECT_THAT(differing, Not(IsEmpty()));
      continue;
    }
    for (const std::string& request : differing) {
      ADD_FAILURE() << Explained(request, first.at(caller), second.at(caller));
    }
  }
}

TEST(Requests, AreThereForEveryRpc) {
  for (const std::string& method : AllMethods()) {
    EXPECT_EQ(Requests().count(method), 1u)
        << method << " needs a request in requests.cc: does it keep positions secret?";
  }
}

}  // namespace
}  // namespace placet::secrecy

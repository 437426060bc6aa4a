// Worlds that differ in one secret of members/de, or of a liaison, and in nothing else: as many
// events, at the same moments, under the same names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/ballots/moves.h"
#include "tests/comments/harness.h"

namespace placet::secrecy {

// What members/de keeps to itself while a ballot is open.
struct Secret {
  std::string name = "nothing";
  std::string ballot = "";              // the one on which it votes otherwise: "dis"
  ballots::pb::Vote vote = {};          // so
  bool of_fr = false;                   // it is members/fr that votes so
  std::string of_expert = "";           // what an expert says on "wg"; "": nothing to say
  bool changes_vote = false;            // votes again on it; else members/jp does
  std::string comment = "SECRET one.";  // on "dis"
  std::string clause = "4.1";
  bool withdraws = false;                    // the comment; else a reply to it
  std::string of_liaison = "SECRET three.";  // comment of a liaison on "dis"
};

// Open ballots of one committee, one for each rule of who sees positions early, and a cancelled
// one: "dis" (the central secretariat sees them), "np" and "cib" (the committee's officers, too),
// "chair" (nobody), "gone" (a DIS that was cancelled), "nameless" (an anonymous CIB). On each
// members/fr, members/de and members/jp voted. And "wg", a consultation of a working group, on
// which two of its experts answered.
class World {
 public:
  explicit World(const Secret& secret);

  // Of the services in a package; all three for what each of them serves.
  std::vector<std::shared_ptr<grpc::Channel>> ChannelsOf(const std::string& package);
  // The clock passes the closing of all of them, and their results are recorded.
  void Close();

 private:
  void Grant();
  void Open(const std::string& id, ballots::pb::BallotKind kind);
  void Consult(const Secret& secret);
  void Vote(const Secret& secret);
  void Comment(const Secret& secret);
  void Settle();  // everything is on the board

  comments::World comments_;
  ballots::World& ballots_ = comments_.ballots();
};

// Everybody who asks.
const std::vector<std::string>& Callers();

}  // namespace placet::secrecy

// What the verbs of `placet comments` share: which comments are meant, and how a change is shown.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clients/cli/shell.h"
#include "placet/comments/v1/comment_service.pb.h"

namespace placet::cli {

// Comments by number, or by what a filter finds.
struct Selection {
  std::string ballot;
  std::vector<std::string> comments;
  std::string clause, member, liaison, type, assignee, tag, group, query, due_before;
  std::vector<std::string> dispositions, states;
  bool unresolved = false;
  bool all = false;
};

// The options of a filter; with `named` also numbers of comments and --all.
void AddSelection(CLI::App* verb, const std::shared_ptr<Selection>& selection, bool named);

placet::comments::v1::CommentFilter ToFilter(const Selection& selection);

// "17", "iso-dis-20435/17" or a full name -> ballots/iso-dis-20435/comments/17. Throws Usage.
std::string CommentName(const std::string& ballot, const std::string& text);

// "Name of the contract's ballot": Name("ballots", ...), for all verbs alike.
std::string BallotName(const std::string& text);

// A verb below `placet comments`.
CLI::App* CommentVerb(CLI::App& comments, const std::string& name, const std::string& help,
                      const std::string& example);

void ShowComment(Shell& shell, const placet::comments::v1::Comment& comment);

void AddCheckVerb(CLI::App& comments, Shell& shell);              // check.cc
void AddCommentFileVerbs(CLI::App& comments, Shell& shell);       // comments_files.cc
void AddCommentResolveVerbs(CLI::App& comments, Shell& shell);    // comments_resolve.cc
void AddCommentConsensusVerbs(CLI::App& comments, Shell& shell);  // comments_consensus.cc

}  // namespace placet::cli

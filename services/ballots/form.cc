#include "services/ballots/form.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/ballots/decide.h"
#include "services/ballots/form_words.h"
#include "services/ballots/geneva.h"
#include "services/ballots/layout.h"
#include "services/ballots/sheet.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots::form {
namespace {

using layout::Block;
using layout::Table;
using Row = std::vector<std::string>;

// How far the comments on the draft are; the table of them is filed beside the form.
std::string CommentsInWords(const pb::DecisionReport& report) {
  if (!report.has_comment_standing()) {
    return "How far the comments on the draft are could not be asked for: which there were, and "
           "what "
           "was decided on each, is filed apart from this form.";
  }
  const pb::CommentStanding& comments = report.comment_standing();
  if (comments.total() == 0) return "No comments on the draft were received.";
  return absl::StrCat("Comments on the draft: ", comments.total(), "; without a disposition ",
                      comments.without_disposition(), ", with a proposed one ", comments.proposed(),
                      ", decided ", comments.decided(), ", decided and objected to ",
                      comments.objected(), ", closed ", comments.closed(),
                      ". What was decided on each stands in the table of comments.");
}

Table Facts() { return {.rows = {}, .heads = docx::Heads::kFirstColumn, .shares = {1, 3}}; }

void Add(Table& facts, const std::string& label, const std::string& value) {
  if (!value.empty()) facts.rows.push_back({label, value});
}

Block Identification(const pb::DecisionReport& report) {
  const pb::Ballot& ballot = report.result().ballot();
  const pb::Project& project = report.result().project();
  Table facts = Facts();
  Add(facts, "Ballot", absl::StrCat(ballot.reference(), " (", ballot.name(), ")"));
  Add(facts, "Title", ballot.title());
  Add(facts, "Committee", ballot.committee_reference());
  if (!ballot.project().empty()) {
    Add(facts, "Project", absl::StrCat(project.reference(), " (", ballot.project(), ")"));
    Add(facts, "Stage now", absl::StrCat(project.stage(), " ", project.stage_name()));
  }
  Add(facts, "Rules", ballot.rules_edition());
  Add(facts, "Opened", Instant(ballot.open_time()));
  Add(facts, "Last day", ballot.end_date());
  Add(facts, "Closed", Instant(ballot.close_time()));
  for (const pb::Document& document : ballot.documents()) {
    Add(facts, "Document",
        absl::StrCat(document.number(), document.number().empty() ? "" : " ", document.title(),
                     document.sha256().empty() ? "" : ", SHA-256 ", document.sha256()));
  }
  return {"Ballot", {}, std::move(facts)};
}

Block ResultBlock(const pb::DecisionReport& report) {
  const pb::Tally& tally = report.result().tally();
  Block block{"Result", {absl::StrCat("Verdict: ", InWords(tally.verdict()), ".")}, {}};
  if (!tally.proposal().empty()) {
    block.paragraphs.push_back(absl::StrCat("The rules propose: ", tally.proposal(), "."));
  }
  for (const pb::Warning& warning : tally.warnings()) {
    block.paragraphs.push_back(absl::StrCat("Note: ", warning.text(),
                                            warning.clause().empty() ? "" : " (", warning.clause(),
                                            warning.clause().empty() ? "" : ")"));
  }
  if (report.decision().result_superseded()) {
    block.paragraphs.push_back(
        "The result has been recorded anew since. Numbers are of the result on which the decision "
        "rests; votes by body are those of today.");
  }
  for (const pb::Criterion& criterion : tally.criteria()) {
    if (block.table.rows.empty()) {
      block.table.rows.push_back({"Criterion", "In numbers", "", "Clause"});
      block.table.shares = {4, 3, 1, 3};
    }
    block.table.rows.push_back({criterion.text(), Numbers(criterion),
                                criterion.met() ? "met" : "NOT MET", criterion.clause()});
  }
  return block;
}

Block QuestionBlock(const pb::DecisionReport& report) {
  Block block{"Questions", {}, {}};
  for (const pb::QuestionTally& question : report.result().tally().questions()) {
    if (block.table.rows.empty()) {
      block.table.rows.push_back({"Question", "Choice", "P-members", "All bodies", "Verdict"});
    }
    const std::string verdict =
        question.verdict() == pb::VERDICT_UNSPECIFIED ? "" : InWords(question.verdict());
    for (const pb::ChoiceCount& choice : question.choices()) {
      block.table.rows.push_back({question.question(), choice.choice(),
                                  absl::StrCat(choice.p_members()),
                                  absl::StrCat(choice.all_bodies()), verdict});
    }
  }
  return block;
}

// Columns that are zero for everybody are left out; those that every reader looks for stay.
Block CountBlock(const pb::Tally& tally) {
  struct Column {
    const char* title;
    int (pb::Counts::*count)() const;
    bool always = false;
  };
  constexpr Column kColumns[] = {
      {"may vote", &pb::Counts::entitled, true},
      {"yes", &pb::Counts::yes},
      {"no", &pb::Counts::no},
      {"confirm", &pb::Counts::confirm},
      {"revise", &pb::Counts::revise},
      {"withdraw", &pb::Counts::withdraw},
      {"reply", &pb::Counts::reply},
      {"no without reasons", &pb::Counts::no_without_reasons},
      {"yes without reasons", &pb::Counts::yes_without_reasons},
      {"abstain", &pb::Counts::abstain, true},
      {"not voting", &pb::Counts::not_voting, true},
  };
  Table table{.rows = {{""}, {"P-members"}, {"all bodies"}}};
  for (const Column& column : kColumns) {
    const int p_members = (tally.p_members().*column.count)();
    const int all_bodies = (tally.all_bodies().*column.count)();
    if (!column.always && p_members == 0 && all_bodies == 0) continue;
    table.rows[0].emplace_back(column.title);
    table.rows[1].push_back(absl::StrCat(p_members));
    table.rows[2].push_back(absl::StrCat(all_bodies));
  }
  std::string missing;
  for (const std::string& member : tally.p_members_not_voting()) {
    absl::StrAppend(&missing, missing.empty() ? "" : ", ", LastId(member));
  }
  return {"Votes received",
          {absl::StrCat("P-members that did not vote: ", missing.empty() ? "none" : missing, ".")},
          std::move(table)};
}

Block VoteBlock(const pb::Result& result) {
  Block block{"Votes by body", {}, {}};
  block.table.rows.push_back({"Country", "Body", "Status", "Vote", "Counted"});
  block.table.shares = {3, 2, 1, 3, 2};
  for (const pb::ResultRow& row : result.rows()) {
    if (decide::IsAnonymous(result.ballot())) {
      block.table.rows.push_back(
          {sheet::kNameless, "", "", InWords(row.answer()), InWords(row.counting())});
      continue;
    }
    block.table.rows.push_back(
        {row.country(), absl::StrCat(row.acronym(), row.secretariat() ? " (secretariat)" : ""),
         StatusOf(row), InWords(row.answer()), InWords(row.counting())});
  }
  if (result.others_not_voting() > 0) {
    block.paragraphs.push_back(absl::StrCat("Not listed: ", result.others_not_voting(),
                                            " other member bodies that could have voted and did "
                                            "not."));
  }
  return block;
}

Block TextBlock(const pb::Result& result) {
  Block block{"Texts that came with votes", {}, {}};
  for (const pb::ResultRow& row : result.rows()) {
    if (row.text().empty()) continue;
    if (block.table.rows.empty()) block.table.rows.push_back({"Body", "Vote", "Text"});
    const std::string body =
        decide::IsAnonymous(result.ballot()) ? sheet::kNameless : row.acronym();
    block.table.rows.push_back({body, InWords(row.answer()), row.text()});
  }
  block.table.shares = {2, 2, 6};
  return block;
}

Block DecisionBlock(const pb::Decision& decision) {
  Table facts = Facts();
  Add(facts, "Decided", decision.text());
  Add(facts, "Option",
      decision.overridden() ? "none: decided outside the options of the rules"
                            : absl::StrCat(decision.option(),
                                           decision.proposed() ? " (what the rules propose)" : ""));
  Add(facts, "By", decision.decider());
  Add(facts, "When", Instant(decision.decide_time()));
  Add(facts, "Why", decision.reason());
  Add(facts, "Affirmed", decision.affirmed());
  Add(facts, "Joint document",
      decision.one_sided() ? "one of the two organizations did not approve it" : "");
  Add(facts, "Stage", StagesInWords(decision));
  Add(facts, "Clause", decision.clause());
  Add(facts, "How sure",
      absl::StrCat(InWords(decision.sureness()), decision.source().empty() ? "" : ": ",
                   decision.source()));
  Add(facts, "In place of", decision.supersedes());
  Add(facts, "Because", decision.cause());
  Add(facts, "Rests on",
      absl::StrCat("the result in event ", decision.result_event(), ": ",
                   InWords(decision.verdict())));
  Add(facts, "Stands", InWords(decision.state()));
  return {"Decision", {}, std::move(facts)};
}

Block DueBlock(const pb::Decision& decision) {
  Block block{"Next deadlines", {}, {}};
  if (decision.dues().empty()) block.paragraphs.emplace_back("The rules name none.");
  for (const pb::DecisionDue& due : decision.dues()) {
    if (block.table.rows.empty()) {
      block.table.rows.push_back({"What", "By", "Counted", "Form", "Clause", "How sure"});
      block.table.shares = {5, 2, 2, 1, 3, 2};
    }
    const std::string mark = due.done()      ? " (done by the decision)"
                             : due.overdue() ? " (over)"
                                             : "";
    block.table.rows.push_back({due.text(), absl::StrCat(DayInWords(due), mark), SpanInWords(due),
                                due.form(), due.clause(), InWords(due.sureness())});
  }
  return block;
}

Block ObjectionBlock(const pb::Decision& decision) {
  Block block{"Objections", {RuleInWords(decision)}, {}};
  for (const pb::Objection& objection : decision.objections()) {
    if (block.table.rows.empty()) block.table.rows.push_back({"Body", "By", "When", "Why"});
    block.table.rows.push_back({LastId(objection.member()), objection.person(),
                                Instant(objection.object_time()), objection.reason()});
  }
  block.table.shares = {1, 2, 3, 4};
  return block;
}

Block EarlierBlock(const pb::DecisionReport& report) {
  Block block{"Earlier decisions", {}, {}};
  for (const pb::Decision& earlier : report.earlier()) {
    if (block.table.rows.empty()) block.table.rows.push_back({"Decision", "When", "By", "Decided"});
    block.table.rows.push_back({LastId(earlier.name()), Instant(earlier.decide_time()),
                                earlier.decider(), earlier.text()});
  }
  block.table.shares = {1, 3, 2, 4};
  return block;
}

layout::Page PageOf(const pb::DecisionReport& report) {
  const pb::Ballot& ballot = report.result().ballot();
  const std::string form = NameOf(report.decision());
  layout::Page page;
  page.title = absl::StrCat("Decision after voting: ", ballot.reference(),
                            form.empty() ? "" : absl::StrCat(" (", form, ")"));
  page.header = absl::StrCat(ballot.committee_reference(), ", ", ballot.reference());
  page.footer = report.decision().name();
  page.properties.subject = ballot.title();
  page.properties.author = report.decision().decider();
  page.properties.created = Utc(report.decision().decide_time());
  page.blocks = {Identification(report),
                 ResultBlock(report),
                 QuestionBlock(report),
                 CountBlock(report.result().tally()),
                 VoteBlock(report.result()),
                 TextBlock(report.result()),
                 DecisionBlock(report.decision()),
                 DueBlock(report.decision()),
                 ObjectionBlock(report.decision()),
                 {"Comments", {CommentsInWords(report)}, {}},
                 EarlierBlock(report)};
  std::erase_if(page.blocks, [](const Block& block) {
    return block.paragraphs.empty() && block.table.rows.empty();
  });
  return page;
}

}  // namespace

std::string Text(const pb::DecisionReport& report) { return layout::Text(PageOf(report)); }

std::string Docx(const pb::DecisionReport& report) { return layout::Docx(PageOf(report)); }

std::string Json(const pb::DecisionReport& report) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(report, &json, options);
  return json;
}

pb::RenderDecisionResponse Render(pb::DecisionReport report, pb::DecisionFormat format) {
  report.set_form(NameOf(report.decision()));
  report.set_comments(CommentsInWords(report));
  pb::RenderDecisionResponse response;
  const std::string file = absl::StrCat(LastId(report.decision().ballot()), "-decision-",
                                        LastId(report.decision().name()));
  if (format == pb::DECISION_FORMAT_TEXT) {
    response.set_media_type("text/plain; charset=utf-8");
    response.set_file_name(file + ".txt");
    response.set_content(Text(report));
  } else if (format == pb::DECISION_FORMAT_DOCX) {
    response.set_media_type(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    response.set_file_name(file + ".docx");
    response.set_content(Docx(report));
  } else {
    response.set_media_type("application/json");
    response.set_file_name(file + ".json");
    response.set_content(Json(report));
  }
  return response;
}

}  // namespace placet::ballots::form

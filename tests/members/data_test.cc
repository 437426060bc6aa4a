// The data that is delivered with Placet goes through the rpcs, and the totals that are known from
// elsewhere come out.
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/csv.h"
#include "tests/members/directory.h"

namespace placet::members {
namespace {

class DataTest : public Directory {
 protected:
  // Calls `each` with a function that reads a cell of the row by its column.
  template <class Each>
  static int ForEachRow(const std::string& file, Each each) {
    std::ifstream stream(absl::StrCat(PLACET_DATA_DIR, "/", file));
    std::stringstream text;
    text << stream.rdbuf();
    const auto csv = cli::Csv::Parse(text.str());
    EXPECT_TRUE(csv.ok()) << csv.status();
    if (!csv.ok()) return 0;
    for (const cli::Csv::Row& row : csv->rows()) {
      each([&](const char* column) { return csv->Get(row, column); });
    }
    return static_cast<int>(csv->rows().size());
  }
  template <class Enum>
  static Enum Value(const std::string& prefix, const std::string& word) {
    const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
    const auto* value = type.FindValueByName(prefix + (word.empty() ? "UNSPECIFIED" : word));
    EXPECT_NE(value, nullptr) << prefix << word;
    return static_cast<Enum>(value == nullptr ? 0 : value->number());
  }
  template <class Cell>
  static void SetPeriod(const Cell& cell, pb::Period& period) {
    period.set_from(cell("from"));
    period.set_from_exact(cell("from_exact") == "true");
  }

  int LoadMembers() {
    return ForEachRow("members.csv", [&](const auto& cell) {
      pb::PutMemberRequest request;
      pb::Member& member = *request.mutable_member();
      member.set_name("members/" + cell("id"));
      member.set_country_code(cell("country_code"));
      member.set_country(cell("country"));
      member.set_acronym(cell("acronym"));
      member.set_title(cell("name"));
      member.set_region(Value<pb::Region>("REGION_", cell("region")));
      member.set_region_basis(cell("region_basis"));
      member.set_category(Value<pb::Category>("CATEGORY_", cell("category")));
      member.set_category_basis(cell("category_basis"));
      EXPECT_THAT(secretariat_(&Stub::PutMember, request), IsOk()) << cell("id");
    });
  }
  int LoadCommittees() {
    return ForEachRow("committees.csv", [&](const auto& cell) {
      pb::PutCommitteeRequest request;
      pb::Committee& committee = *request.mutable_committee();
      committee.set_name("committees/" + cell("id"));
      committee.set_reference(cell("reference"));
      committee.set_title(cell("title"));
      committee.set_scope(cell("scope"));
      if (!cell("secretariat").empty()) {
        committee.set_secretariat("members/" + cell("secretariat"));
      }
      committee.set_create_date(cell("create_date"));
      committee.set_source(cell("source"));
      EXPECT_THAT(secretariat_(&Stub::PutCommittee, request), IsOk()) << cell("id");
    });
  }
  int LoadGroups() {
    return ForEachRow("groups.csv", [&](const auto& cell) {
      pb::PutGroupRequest request;
      pb::Group& group = *request.mutable_group();
      group.set_name("committees/" + cell("committee") + "/groups/" + cell("id"));
      group.set_kind(Value<pb::GroupKind>("GROUP_KIND_", cell("kind")));
      group.set_reference(cell("reference"));
      group.set_title(cell("title"));
      SetPeriod(cell, *group.mutable_period());
      group.set_source(cell("source"));
      EXPECT_THAT(secretariat_(&Stub::PutGroup, request), IsOk()) << cell("id");
    });
  }
  int LoadLiaisons() {
    return ForEachRow("liaisons.csv", [&](const auto& cell) {
      pb::PutLiaisonRequest request;
      pb::Liaison& liaison = *request.mutable_liaison();
      liaison.set_name("committees/" + cell("committee") + "/liaisons/" + cell("id"));
      liaison.set_category(Value<pb::LiaisonCategory>("LIAISON_CATEGORY_", cell("category")));
      liaison.set_organization(cell("organization"));
      SetPeriod(cell, *liaison.mutable_period());
      liaison.set_basis(cell("basis"));
      EXPECT_THAT(secretariat_(&Stub::PutLiaison, request), IsOk()) << cell("id");
    });
  }
  int LoadSeats() {
    return ForEachRow("seats.csv", [&](const auto& cell) {
      pb::JoinCommitteeRequest request;
      pb::Seat& seat = *request.mutable_seat();
      seat.set_name("committees/" + cell("committee") + "/seats/" + cell("member"));
      seat.set_status(Value<pb::SeatStatus>("SEAT_STATUS_", cell("status")));
      SetPeriod(cell, *seat.mutable_period());
      seat.mutable_period()->set_until(cell("until"));
      seat.mutable_period()->set_until_exact(cell("until_exact") == "true");
      seat.set_confidence(Value<pb::Confidence>("CONFIDENCE_", cell("confidence")));
      seat.set_basis(cell("basis"));
      EXPECT_THAT(secretariat_(&Stub::JoinCommittee, request), IsOk()) << seat.name();
    });
  }
  int LoadPeopleAndGrants() {
    ForEachRow("people.csv", [&](const auto& cell) {
      pb::PutPersonRequest request;
      request.mutable_person()->set_name("people/" + cell("id"));
      request.mutable_person()->set_display_name(cell("display_name"));
      request.mutable_person()->set_note(cell("note"));
      EXPECT_THAT(secretariat_(&Stub::PutPerson, request), IsOk()) << cell("id");
    });
    return ForEachRow("grants.csv", [&](const auto& cell) {
      pb::GrantRoleRequest request;
      request.set_parent("people/" + cell("person"));
      pb::Grant& grant = *request.mutable_grant();
      grant.set_role(Value<pb::Role>("ROLE_", cell("role")));
      if (!cell("member").empty()) grant.set_member("members/" + cell("member"));
      if (!cell("committee").empty()) grant.set_committee("committees/" + cell("committee"));
      if (!cell("group").empty()) grant.set_group(grant.committee() + "/groups/" + cell("group"));
      if (!cell("liaison").empty()) {
        grant.set_liaison(grant.committee() + "/liaisons/" + cell("liaison"));
      }
      grant.mutable_period()->set_from(cell("from"));
      EXPECT_THAT(secretariat_(&Stub::GrantRole, request), IsOk()) << cell("person");
    });
  }
  pb::Participation On(const std::string& date) {
    pb::GetParticipationRequest request;
    request.set_committee("committees/iso-tc-307");
    request.set_date(date);
    const auto participation = secretariat_(&Stub::GetParticipation, request);
    EXPECT_THAT(participation, IsOk());
    return participation.ok() ? *participation : pb::Participation();
  }
};

TEST_F(DataTest, TheDeliveredDataIsAcceptedAndGivesTheKnownTotals) {
  EXPECT_EQ(LoadMembers(), 167);
  EXPECT_EQ(LoadCommittees(), 3);
  EXPECT_EQ(LoadGroups(), 6);
  EXPECT_EQ(LoadLiaisons(), 47);
  EXPECT_EQ(LoadSeats(), 144);
  EXPECT_EQ(LoadPeopleAndGrants(), 11);

  pb::Participation then = On("2018-03-18");
  EXPECT_EQ(then.evidence_size(), 4);
  EXPECT_EQ(then.inexact_periods(), 45);
  then.clear_evidence();
  then.clear_inexact_periods();
  EXPECT_THAT(then, EqualsProto(R"pb(
                committee: "committees/iso-tc-307"
                date: "2018-03-18"
                rows { region: REGION_AFRICA p_members: 0 o_members: 1 }
                rows { region: REGION_AMERICAS p_members: 4 o_members: 2 }
                rows { region: REGION_ASIA_PACIFIC p_members: 7 o_members: 5 }
                rows { region: REGION_EUROPE p_members: 20 o_members: 4 }
                rows { region: REGION_MIDDLE_EAST p_members: 0 o_members: 2 }
                p_members: 31
                o_members: 14
              )pb"));
  EXPECT_EQ(On("2025-07-01").p_members(), 43);
  EXPECT_EQ(On("2025-07-01").o_members(), 19);

  pb::ListMembersRequest list;
  list.set_page_size(500);
  EXPECT_EQ(secretariat_(&Stub::ListMembers, list)->members_size(), 167);
}

TEST_F(DataTest, LoadingTheDirectoryTwiceChangesNothing) {
  LoadMembers();
  LoadCommittees();
  LoadGroups();
  LoadLiaisons();
  LoadPeopleAndGrants();
  const int64_t head = Head();
  LoadMembers();
  LoadCommittees();
  LoadGroups();
  LoadLiaisons();
  LoadPeopleAndGrants();
  EXPECT_EQ(Head(), head);
}

}  // namespace
}  // namespace placet::members

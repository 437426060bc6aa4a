// How seats and periods are shown; used by every verb that shows them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "placet/members/v1/member_service.pb.h"

namespace placet::cli {

// "2018-03-13", or "by 2018-03-13" where a source only shows that it had happened by that day.
std::string FromDay(const placet::members::v1::Period& period);
std::string UntilDay(const placet::members::v1::Period& period);

// P before O, otherwise as listed.
Table SeatTable(const placet::members::v1::ListSeatsResponse& seats);

// "europe", or "unknown".
std::string RegionWord(placet::members::v1::Region region);

}  // namespace placet::cli

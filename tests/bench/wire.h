// Protobuf's wire format, as far as BoardService's few fields need it: the board is spoken to in
// bytes, so that the client costs little.
#pragma once

#include <string>
#include <string_view>

namespace placet::bench {

// GetBoardRequest and WatchBoardRequest.
std::string BoardRequest(std::string_view committee, std::string_view member,
                         std::string_view version);

// Of a Board: its version; has it entries?
std::string VersionOf(std::string_view board);
bool HasEntries(std::string_view board);

}  // namespace placet::bench

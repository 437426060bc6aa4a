// Receipts of votes, for the verb that casts them; the audit verbs stand in audit.cc.
#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/shell.h"
#include "placet/record/v1/log.pb.h"

namespace placet::cli {

// One line for people.
std::string ReceiptLine(const placet::record::v1::Receipt& receipt);

// Waits for the next head, a second at most, and writes event, proof and head as JSON.
void WriteReceipt(Shell& shell, int64_t sequence, const std::string& path);

}  // namespace placet::cli

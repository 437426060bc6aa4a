// How much a file may hold. An honest table of a large ballot has some thousand rows and 100 MB of
// text; what exceeds these numbers was made to exhaust a machine. Used by all readers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace placet::comments::tables {

inline constexpr size_t kMostFileBytes = size_t{160} << 20;
inline constexpr size_t kMostRows = 100'000;
inline constexpr size_t kMostColumns = 256;
// A cell is read up to here: longer than every limit of the contract, so that it shows as too long.
inline constexpr size_t kMostCellBytes = 100'001;
// Of a rejected cell this is given back.
inline constexpr size_t kMostRawCharacters = 1'000;

// Containers.
inline constexpr int64_t kMostEntries = 2'000;
inline constexpr uint64_t kMostEntryBytes = uint64_t{400} << 20;
inline constexpr uint64_t kMostUnpackedBytes = uint64_t{600} << 20;
// Word repeats itself; 1:60 was seen. Small entries may be as dense as they like.
inline constexpr uint64_t kMostRatio = 250;
inline constexpr uint64_t kFreeRatioBytes = uint64_t{4} << 20;
// Parts that are read as a whole: relationships, headers, Word comments.
inline constexpr uint64_t kMostSmallPart = uint64_t{16} << 20;

// Strings that the cells of a workbook share; they are in memory while it is read.
inline constexpr size_t kMostSharedBytes = size_t{160} << 20;

// Elements of XML within each other; collections of YAML and JSON.
inline constexpr int kMostXmlDepth = 200;
inline constexpr int kMostNesting = 16;

}  // namespace placet::comments::tables

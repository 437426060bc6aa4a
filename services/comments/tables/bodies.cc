// The country codes and acronyms of ISO's member bodies, written down again from ISO Open Data
// (iso_technical_committees, 2025-06, ODC-By 1.0) and StanDat (2022-01, MIT); the country codes
// were assigned by Placet, as deploy/data/README.md says. An acronym that is another country's code
// (SA, SN) is left out. tests/comments/tables holds them against deploy/data/members.csv.
#include <algorithm>
#include <iterator>

#include "services/comments/tables/body.h"

namespace placet::comments::tables {
namespace {

// Sorted.
constexpr absl::string_view kCountries[] = {
    "AE", "AF", "AG", "AL", "AM", "AO", "AR", "AT", "AU", "AZ", "BA", "BB", "BD", "BE", "BF",
    "BG", "BH", "BI", "BJ", "BN", "BO", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CD", "CH",
    "CI", "CL", "CM", "CN", "CO", "CR", "CU", "CY", "CZ", "DE", "DK", "DM", "DO", "DZ", "EC",
    "EE", "EG", "ER", "ES", "ET", "FI", "FJ", "FR", "GA", "GB", "GE", "GH", "GM", "GR", "GT",
    "GY", "HK", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IN", "IQ", "IR", "IS", "IT", "JM",
    "JO", "JP", "KE", "KG", "KH", "KN", "KP", "KR", "KW", "KZ", "LA", "LB", "LC", "LK", "LS",
    "LT", "LU", "LV", "LY", "MA", "MD", "ME", "MG", "MK", "ML", "MM", "MN", "MO", "MR", "MT",
    "MU", "MW", "MX", "MY", "MZ", "NA", "NE", "NG", "NL", "NO", "NP", "NZ", "OM", "PA", "PE",
    "PG", "PH", "PK", "PL", "PS", "PT", "QA", "RO", "RS", "RU", "RW", "SA", "SC", "SD", "SE",
    "SG", "SI", "SK", "SL", "SN", "SO", "ST", "SV", "SY", "SZ", "TD", "TG", "TH", "TJ", "TM",
    "TN", "TR", "TT", "TZ", "UA", "UG", "US", "UY", "UZ", "VC", "VN", "VU", "ZA", "ZM", "ZW",
};

struct Acronym {
  absl::string_view acronym;  // in capitals
  absl::string_view country;
};

// Sorted by acronym.
constexpr Acronym kAcronyms[] = {
    {"ABBS", "AG"},     {"ABNORM", "BF"},     {"ABNT", "BR"},        {"AFNOR", "FR"},
    {"AGANOR", "GA"},   {"AMANORM", "ML"},    {"ANM", "BJ"},         {"ANMC", "NE"},
    {"ANOR", "CM"},     {"ANSA", "AF"},       {"ANSI", "US"},        {"ARMSTANDARD", "AM"},
    {"ASI", "AT"},      {"ASN", "SN"},        {"ASRO", "RO"},        {"ATN", "TG"},
    {"ATNOR", "TD"},    {"AZSTAND", "AZ"},    {"BBN", "BI"},         {"BBSQ", "BS"},
    {"BDS", "BG"},      {"BELST", "BY"},      {"BHN", "HT"},         {"BIS", "IN"},
    {"BNM", "MG"},      {"BNSI", "BB"},       {"BOBS", "BW"},        {"BPS", "PH"},
    {"BSB", "BT"},      {"BSI", "GB"},        {"BSJ", "JM"},         {"BSN", "ID"},
    {"BSTI", "BD"},     {"BTMD", "BH"},       {"BZBS", "BZ"},        {"CODINORM", "CI"},
    {"COGUANOR", "GT"}, {"COPANIT", "PA"},    {"COSQC", "IQ"},       {"CPTTM", "MO"},
    {"CSK", "KP"},      {"CTRM", "KZ"},       {"CYS", "CY"},         {"DBOS", "DM"},
    {"DGN", "MX"},      {"DGNTI", "PA"},      {"DGSM", "OM"},        {"DIN", "DE"},
    {"DNTMS", "FJ"},    {"DOSM", "LA"},       {"DPS", "AL"},         {"DRI", "MM"},
    {"DS", "DK"},       {"DSM", "MY"},        {"DSTU", "UA"},        {"EOS", "EG"},
    {"ESA", "ET"},      {"ESI", "ER"},        {"EVS", "EE"},         {"GEOSTM", "GE"},
    {"GNBS", "GY"},     {"GOST R", "RU"},     {"GSA", "GH"},         {"HZN", "HR"},
    {"IANOR", "DZ"},    {"IANORQ", "AO"},     {"IBNORCA", "BO"},     {"ICONTEC", "CO"},
    {"IES", "ET"},      {"ILNAS", "LU"},      {"IMANOR", "MA"},      {"INACAL", "PE"},
    {"INDOCAL", "DO"},  {"INEN", "EC"},       {"INIQ", "AO"},        {"INN", "CL"},
    {"INNOQ", "MZ"},    {"INNORPI", "TN"},    {"INSO", "IR"},        {"INTECO", "CR"},
    {"IPQ", "PT"},      {"IRAM", "AR"},       {"ISBIH", "BA"},       {"ISC", "KH"},
    {"ISM", "MD"},      {"ISME", "ME"},       {"ISRSM", "MK"},       {"ISS", "RS"},
    {"IST", "IS"},      {"ITCHKSAR", "HK"},   {"JISC", "JP"},        {"JSMO", "JO"},
    {"KATS", "KR"},     {"KAZMEMST", "KZ"},   {"KEBS", "KE"},        {"KOWSMD", "KW"},
    {"KYRGYZST", "KG"}, {"LIBNOR", "LB"},     {"LNCSM", "LY"},       {"LSI", "LS"},
    {"LST", "LT"},      {"LVS", "LV"},        {"MASM", "MN"},        {"MBS", "MW"},
    {"MCCAA", "MT"},    {"MOIAT-STR", "AE"},  {"MSB", "MU"},         {"MSST", "TM"},
    {"MSZT", "HU"},     {"NBN", "BE"},        {"NBSM", "NP"},        {"NC", "CU"},
    {"NEN", "NL"},      {"NISIT", "PG"},      {"NQIS ELOT", "GR"},   {"NSAI", "IE"},
    {"NSC", "BN"},      {"NSI", "NA"},        {"NZSO", "NZ"},        {"O'ZTTSA", "UZ"},
    {"OCC", "CD"},      {"OHN", "HN"},        {"OSN", "SV"},         {"PKN", "PL"},
    {"PSABD", "BN"},    {"PSI", "PS"},        {"PSQCA", "PK"},       {"QS", "QA"},
    {"RSB", "RW"},      {"SABS", "ZA"},       {"SAC", "CN"},         {"SARM", "AM"},
    {"SASMO", "SY"},    {"SASO", "SA"},       {"SAZ", "ZW"},         {"SBS", "SC"},
    {"SCC", "CA"},      {"SE UKRNDNC", "UA"}, {"SENAPIQ STP", "ST"}, {"SFS", "FI"},
    {"SII", "IL"},      {"SIS", "SE"},        {"SIST", "SI"},        {"SKNBS", "KN"},
    {"SLBS", "LC"},     {"SLSB", "SL"},       {"SLSI", "LK"},        {"SNV", "CH"},
    {"SOBS", "SO"},     {"SON", "NG"},        {"SSC", "SG"},         {"SSMO", "SD"},
    {"STAMEQ", "VN"},   {"SVGBS", "VC"},      {"SWASA", "SZ"},       {"TAJIKSTANDARD", "TJ"},
    {"TBS", "TZ"},      {"TGSB", "GM"},       {"TISI", "TH"},        {"TSE", "TR"},
    {"TTBS", "TT"},     {"UNBS", "UG"},       {"UNE", "ES"},         {"UNI", "IT"},
    {"UNIT", "UY"},     {"UNMS SR", "SK"},    {"UNMZ", "CZ"},        {"UZSTANDARD", "UZ"},
    {"VBS", "VU"},      {"ZABS", "ZM"},
};

}  // namespace

bool IsMemberCountry(absl::string_view code) {
  return std::binary_search(std::begin(kCountries), std::end(kCountries), code);
}

absl::string_view CountryOfAcronym(absl::string_view acronym) {
  const auto* found = std::lower_bound(
      std::begin(kAcronyms), std::end(kAcronyms), acronym,
      [](const Acronym& entry, absl::string_view sought) { return entry.acronym < sought; });
  if (found == std::end(kAcronyms) || found->acronym != acronym) return "";
  return found->country;
}

}  // namespace placet::comments::tables

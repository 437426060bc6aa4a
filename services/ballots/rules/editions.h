// The editions of the rules, oldest first.
#pragma once

#include "rules.h"

namespace placet::ballots::rules::table {

inline constexpr Edition kEditions[] = {
    {"ISO-2004", "ISO", "ISO/IEC Directives, Part 1, 5th edition, 2004", "2004-05-01",
     Sureness::kAssumed,
     "the year is the edition's; the day was not seen: later editions come about 1 May. Lengths "
     "are measured on the stage dates that ISO publishes, from 2005 on"},
    {"JTC1-5ED", "JTC1", "JTC 1 Directives, 5th edition", "2004-05-01", Sureness::kAssumed,
     "an opening of its chapter on voting and a table of its voting rules; neither bears a day. "
     "From 2004 is background knowledge; since about 2010 JTC 1 uses Part 1 with a supplement of "
     "its own, and that it does from the middle of 2010 on is Placet's choice",
     "2010-07-01"},
    {"ISO-2008", "ISO", "ISO/IEC Directives, Part 1, 6th edition, 2008", "2008-05-01",
     Sureness::kAssumed,
     "the year is the edition's; the day was not seen: later editions come about 1 May. Stands for "
     "the 7th and 8th edition, 2009 and 2011, too"},
    {"ISO-2012", "ISO", "ISO/IEC Directives, Part 1, 9th edition, 2012", "2012-07-04",
     Sureness::kMeasured,
     "measured on the stage dates that ISO publishes: a DIS registered from this day on waits two "
     "months for its translation, and is balloted three months"},
    {"IEC-2013", "IEC", "ISO/IEC Directives, Part 1, 10th edition, 2013", "2013-05-01",
     Sureness::kAssumed,
     "a result page of 2013; editions come about 1 May. It ends where ISO's majority for a new "
     "work item changed, which is background knowledge; nothing is known from then until IEC-2020",
     "2017-05-01"},
    {"CEN-2013", "CEN", "CEN's weighted voting, with Croatia and Turkey", "2013-07-01",
     Sureness::kAssumed,
     "pages of companies on European standards, for the criteria and the weights; the day is that "
     "of Croatia's accession to the European Union. It ended about 2019: what follows counts "
     "populations, of which no table was found",
     "2020-01-01"},
    {"ISO-2014", "ISO", "ISO/IEC Directives, Part 1, 11th edition, 2014", "2014-05-01",
     Sureness::kAssumed,
     "the year is the edition's; the day was not seen: later editions come about 1 May"},
    {"ISO-2016", "ISO", "ISO/IEC Directives, Part 1, 12th edition, 2016", "2016-05-01",
     Sureness::kMeasured,
     "measured on the stage dates that ISO publishes: lengths are weeks from early May 2016 on"},
    {"ISO-2017", "ISO", "ISO/IEC Directives, Part 1, 13th edition, 2017, with the ISO Supplement",
     "2017-05-01", Sureness::kConfirmed, "its title page"},
    {"ISO-2020", "ISO", "ISO/IEC Directives, Part 1, 16th edition, 2020, with the ISO Supplement",
     "2020-05-01", Sureness::kAssumed,
     "the text was read, its day was not seen: editions come about 1 May (2017-05-01, 2018-05-01, "
     "2021-04-30, 2023-04-28)"},
    {"IEC-2020", "IEC", "ISO/IEC Directives, Part 1, 16th edition, 2020", "2020-05-01",
     Sureness::kAssumed,
     "as ISO-2020; stands for all later editions of IEC until a text says otherwise"},
    {"ISO-2022", "ISO", "ISO/IEC Directives, Part 1, 18th edition, 2022, with the ISO Supplement",
     "2022-06-30", Sureness::kConfirmed,
     "ISO's help pages on types of ballots: the day the tool changed; stands for all later "
     "editions "
     "until a text says otherwise: of those texts only parts could be read, and none shows another "
     "voting value"},
    {"JTC1-2023", "JTC1", "ISO/IEC Directives, Part 1, with the JTC 1 Supplement of 2023",
     "2022-06-30", Sureness::kAssumed,
     "ISO-2022 with a vote on committee drafts, as JTC 1 still held one in October 2025. The "
     "supplement was circulated on 2023-10-03 and its text was not read; the edition begins with "
     "ISO-2022 because JTC 1 never stopped voting on committee drafts"},
};

}  // namespace placet::ballots::rules::table

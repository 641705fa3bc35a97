// Answers from columns.
//
// A question comes in as a value, columns come in from Tables, an answer goes out as a value that can write itself as JSON. Nothing
// here touches a file, takes a lock or knows of HTTP; whatever is asked twice of the same table gives the same bytes, on any number
// of threads.
//
// `Survey/` holds the questions to the CDC's table "Nutrition, Physical Activity, and Obesity": one file per routine.
// `Models/` finds what is alike (documents by their words, names by their letters) and fits regressions, whose p-values are tails of
// `Distributions/`.
// `Queries/` holds the query language of the general API as values, and answers aggregates; `Measures/` what is computed of one column;
// `Profile/` what a whole table is like. `Rolling/` holds the events of a live series and tells the statistics of any range of their times.
// `Counts/` compares how many rows groups have by day, week and year.
// `Journeys/` turns what an upstream tells of a city's buses into CSV and sums such files up by country and day, both in pieces.
// `Geography/` tells in which cells of the H3 grid places lie; its file is the only one of the room that calls a C library.
// `Charts/` draws numbers as SVG, with a text for those who do not see it, and writes the markup of reports.

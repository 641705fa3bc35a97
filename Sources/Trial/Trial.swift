// What is made up to try the server with: tables of a survey, of games and of incidents, and an upstream of cities to collect from.
//
// The same seed gives the same bytes on every machine, since all arithmetic is on integers. Nothing here says anything about a real place
// or a real game. Tests and measurements get their data here, through `tally-bench`, and so does `tally serve --demo`.
//
// A generator is a value that appends one row after the other; it touches no file. The upstream is a small server of its own, on threads of
// its own. The room has no locks.

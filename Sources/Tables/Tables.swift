// CSV bytes to typed columns, and the kernels that run over them.
//
// Bytes come in as one buffer, tables go out as immutable values. A table is a list of columns; a column is a list of segments, one for
// each chunk of the input, so that nothing is copied together after the load. Texts stand as codes into a dictionary of their column
// (or as they are, where most of them differ), numbers as decimal mantissas with a scale, so that sums are exact and answers do not
// depend on the order in which rows are added up. A row that has no value bears a sentinel.
//
// A file of another encoding is turned to UTF-8 before (`Transcoder`); a table can be kept as bytes that are read back without its CSV
// (`TableFile`).
//
// Whatever the number of lanes and the size of the chunks, the same bytes give the same table, the same codes and the same failure.
//
// The room opens no file, knows no question, no JSON and no HTTP. Threads reach it as an argument (`Lanes`), and so does the way to give
// pages of a mapping back. Its one lock stands around the place where the next piece of the input begins (`CSVCutter`); words are each
// lane's own until all have ended. Pointers and `unsafe` stay in `CSVScanner`, `CSVLoader` and `Kernels/`; the vector code is the C
// target `CScan`.

// One blocking client for each place outside of the process: a SQLite file, a server reached by URL. And libcrypto, which they need.
//
// What comes in are bytes, texts and addresses; what goes out are rows, bodies and failures with the facts needed to mend them. Every
// client waits for its answer, so it belongs on a lane, never in a loop.
//
// The room knows no data set, no job and no endpoint. It has no locks of its own: a SQLite connection is kept for one thread at a time by
// SQLite's mutex. Its C calls are the only ones beside those of Posix.

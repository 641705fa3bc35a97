// Connections to requests, and responses to connections: loops, deadlines and limits. The room knows nothing of what is served;
// that is a `Service`, a few closures.
//
// Each loop is a thread of its own with a listener, a poller, one buffer to read into and one to write from. A turn of a
// connection is: one read, all the requests in it, all their answers in one write. Bytes go through `RequestParser` to the
// service's plan, which says whether the loop answers (`inline`), a lane (`pool`), or the loop begins what somebody else ends
// (`later`). What is made elsewhere comes back through the loop's `Mailbox`; a generation number beside the connection's slot
// keeps a late answer from reaching somebody else. Answers of one connection leave in the order of its requests (`AnswerQueue`).
//
// The body of an upload is written to a draft as it comes (`Spooling`), in the connection's turn; the service opens the draft, and
// whoever answers says what becomes of it.
//
// Events (`Watching`) have no thread and no buffer while nothing happens: who has something new rings a `Bell`, the loop asks when the
// socket takes bytes, and lines without meaning keep a silent connection alive.
//
// What is decided stands in values without hands: `ConnectionState` (take, wait, linger, close), `AnswerQueue`, `Deadlines`. What
// is done stands in `Loop` and `Connection`, which never leave their thread. The only locks stand in `Mailbox.swift`.
//
// Nothing grows without bound: a head, a body, the requests under way, the bytes that wait for a slow reader and the number of
// connections each have their limit in `HTTPServer.Options`, and beyond it is an answer or a pause, not growth.

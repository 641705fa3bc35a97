// Messages of HTTP as values, and their bytes: what a client sent, what it gets back, and nothing in between.
//
// Bytes flow in through `RequestParser`, which takes them in any cutting and gives heads and bodies, or one `RequestFault` that
// says what is wrong. `Routes` finds the endpoint of a path. What an endpoint answers is a `Response`; `ResponseWriter` turns it
// into bytes with the framing that the client understands. `UploadReader` takes forms apart and says which bytes are a file's.
// `GzipCoding`, `FileAnswer` (conditions and ranges), `CrossOrigin` and `Problem` are rules on those values.
//
// The room opens no socket and no file, takes no lock and reads no clock: a file body is a number that somebody else keeps open,
// and the time is an argument. The rules are those of RFC 9110 (semantics) and RFC 9112 (HTTP/1.1), strictly; where they leave a
// choice the comment at that place says what was chosen.
//
// A request costs two allocations: its head as one array of bytes, and the places of its fields in it. Texts are decoded when
// somebody asks for them.

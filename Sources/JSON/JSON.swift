// JSON texts as values, and values as JSON texts (RFC 8259).
//
// The parser takes bytes that somebody sent: it follows the grammar exactly, has a limit on depth, refuses a key that stands twice,
// and says where and why it stopped. The writer appends to a buffer of bytes and places the commas by itself; what it writes is
// always a JSON text, whatever strings and numbers it is given.
//
// Where a value would cost more than what is wanted of it, `JSONMembers` walks over a flat object in place; it accepts nothing that the
// parser refuses, and leaves to the parser whatever it does not know.
//
// An array that is longer than memory comes in pieces, and `JSONElements` finds its elements one by one.
//
// Nothing here reads or writes anything else.

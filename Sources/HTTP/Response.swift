/// What a request gets back.
///
/// The fields that frame the message and belong to the connection (Content-Length, Transfer-Encoding, Connection, Date, Server,
/// X-Request-Id) are made by `ResponseWriter`; setting them here has no effect.
package struct Response: Sendable {
  package var status: Status
  package var fields: Fields
  package var body: Body

  package init(_ status: Status, fields: Fields = Fields(), body: Body = .empty) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// JSON text with its media type.
  package static func json(_ bytes: [UInt8], status: Status = .ok) -> Response {
    Response(status, fields: jsonFields, body: .bytes(bytes))
  }

  /// Plain UTF-8 text with its media type.
  package static func text(_ text: String, status: Status = .ok) -> Response {
    Response(status, fields: textFields, body: .bytes(Array(text.utf8)))
  }

  /// Bytes of any media type.
  package static func bytes(_ bytes: [UInt8], type: String, status: Status = .ok) -> Response {
    Response(status, fields: Fields([(.contentType, type)]), body: .bytes(bytes))
  }

  private static let jsonFields = Fields([(.contentType, "application/json")])
  private static let textFields = Fields([(.contentType, "text/plain; charset=utf-8")])
}

/// The content of a response.
///
/// What is long in itself stands behind a reference, so that answers at hand, which most are, move and copy as one word.
package enum Body: Sendable {
  case empty
  case bytes([UInt8])
  /// A part of an open file, sent without copying it through the program.
  indirect case file(FileBody)
  /// Content that is made while it is sent.
  indirect case stream(StreamBody)
  /// Content that goes on as long as something happens.
  indirect case events(EventBody)
}

/// A part of a file that somebody keeps open. This room never opens, reads or closes it.
package struct FileBody: Sendable {
  /// The kernel's number of the open file.
  package var descriptor: Int32
  package var offset: Int
  package var length: Int
  /// What keeps the descriptor open until the last byte is sent.
  package var owner: any AnyObject & Sendable

  package init(descriptor: Int32, offset: Int, length: Int, owner: any AnyObject & Sendable) {
    self.descriptor = descriptor
    self.offset = offset
    self.length = length
    self.owner = owner
  }
}

/// How a producer ended its turn.
package enum Production: Sendable {
  /// There may be more.
  case more
  /// That was the last of it.
  case done
  /// The rest cannot be made; the connection is cut so that the client sees that something is missing.
  case failed
}

/// Something that makes a body piece by piece.
///
/// It is a value: it is called on one lane at a time and handed on between calls, so it needs no lock.
package protocol BodyProducer: Sendable {
  /// Appends the next piece, at best 16 to 64 KiB of it. It may block.
  mutating func next(into bytes: inout [UInt8]) -> Production
}

/// A body that is made while it is sent: with its length when it is known, else in chunks.
package struct StreamBody: Sendable {
  package var producer: any BodyProducer
  /// The number of bytes that the producer will make, if it is known. One that makes more or fewer is cut.
  package var length: Int?

  package init(_ producer: any BodyProducer, length: Int? = nil) {
    self.producer = producer
    self.length = length
  }

  /// A body unfolded from a state: the closure changes the state and appends the next piece.
  package init<State: Sendable>(
    unfolding state: State, length: Int? = nil,
    _ step: @escaping @Sendable (inout State, inout [UInt8]) -> Production
  ) {
    self.init(Unfolding(state: state, step: step), length: length)
  }
}

/// A producer made of a state and a function on it.
private struct Unfolding<State: Sendable>: BodyProducer {
  var state: State
  let step: @Sendable (inout State, inout [UInt8]) -> Production

  mutating func next(into bytes: inout [UInt8]) -> Production {
    step(&state, &bytes)
  }
}

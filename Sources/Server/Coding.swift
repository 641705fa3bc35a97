internal import HTTP
internal import Posix

/// Compression as the server does it: a response that goes out as it is, or one that a lane has to compress before.
enum Coding {
  case ready(Response)
  case compress(Response)

  /// Decides about a response.
  init(_ response: Response, for head: RequestHead, leastBytes: Int) {
    if ContentCoding.isEligible(response, leastBytes: leastBytes) {
      self.init(eligible: response, for: head)
    } else {
      self = .ready(response)
    }
  }

  /// Decides about a response that gains by compression. Files and streams are ready at once: they are compressed as they are sent, and
  /// that is on a lane.
  init(eligible response: Response, for head: RequestHead) {
    var plain = response
    ContentCoding.markVarying(&plain)
    if !ContentCoding.acceptsGzip(head) {
      self = .ready(plain)
    } else if case .bytes = plain.body {
      self = .compress(plain)
    } else {
      self = .ready(Self.compressed(plain))
    }
  }

  /// The response as it can go out without a lane.
  var response: Response {
    switch self {
    case .ready(let response), .compress(let response): response
    }
  }

  /// The response, compressed if it gains by it and the client takes it. Called on a lane.
  static func coded(_ response: Response, for head: RequestHead, leastBytes: Int) -> Response {
    switch Coding(response, for: head, leastBytes: leastBytes) {
    case .ready(let ready): ready
    case .compress(let plain): compressed(plain)
    }
  }

  static func compressed(_ response: Response) -> Response {
    ContentCoding.compressed(response) { FileProducer(file: $0) }
  }
}

/// Reads a file body piece by piece, on a lane.
struct FileProducer: BodyProducer {
  private let file: FileBody
  private var place = 0

  init(file: FileBody) {
    self.file = file
  }

  mutating func next(into bytes: inout [UInt8]) -> Production {
    let wanted = min(64 * 1024, file.length - place)
    guard wanted > 0 else { return .done }
    guard
      let count = try? readFile(
        file.descriptor, from: file.offset + place, count: wanted, into: &bytes), count > 0
    else { return .failed }
    place += count
    return place == file.length ? .done : .more
  }
}

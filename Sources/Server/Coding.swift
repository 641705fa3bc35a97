internal import HTTP
internal import Posix

/// Compression as the server does it.
enum Coding {
  /// The response, compressed if it gains by it and the client takes it.
  static func coded(_ response: Response, for head: RequestHead, leastBytes: Int) -> Response {
    guard ContentCoding.isEligible(response, leastBytes: leastBytes) else { return response }
    var response = response
    ContentCoding.markVarying(&response)
    return ContentCoding.acceptsGzip(head) ? compressed(response) : response
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

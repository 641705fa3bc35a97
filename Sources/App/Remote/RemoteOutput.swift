internal import Engine
internal import JSON
internal import Posix

// What commands that talk to a server print of jobs.

extension JobRecord {
  /// `job_id_7 succeeded`.
  var ending: String { "\(id) \(state.rawValue)" }

  /// Why there is no result, for people; `nil` where there is one, or nobody knows.
  var complaint: String? {
    guard state != .succeeded, let reason else { return nil }
    return "tally: \(id): \(ShownText(reason).text)"
  }

  /// All that the server says of it, as a line of JSON.
  var line: [UInt8] {
    var writer = JSONWriter()
    writer.value(description)
    return Self.line(writer.bytes)
  }

  /// A result with a line's end behind it.
  static func line(_ result: [UInt8]) -> [UInt8] {
    result.last == UInt8(ascii: "\n") ? result : result + [UInt8(ascii: "\n")]
  }
}

extension Output {
  /// Writes a part of an answer.
  static func write(remote bytes: [UInt8]) throws(RemoteFailure) {
    do throws(Errno) {
      try write(bytes)
    } catch {
      throw .unwritten(error)
    }
  }
}

/// Cuts server-sent events out of a stream of bytes, which may come in any pieces.
///
/// Only the data of an event is kept: its name, its id and the time to wait before the next connection are for others.
///
/// - Source: HTML Living Standard, section 9.2, "Server-sent events".
struct EventLines {
  /// How long the data of an event may be; a longer one is passed over.
  static let dataLimitBytes = 1 << 20

  private var line: [UInt8] = []
  /// The lines of the event so far, each with its end.
  private var data: [UInt8] = []
  private var isTooLong = false
  private var isBehindCarriageReturn = false
  private var isFirstLine = true

  /// Takes the next piece.
  ///
  /// - Returns: the data of each event that is complete by now, in order.
  mutating func take(_ piece: some Sequence<UInt8>) -> [[UInt8]] {
    var events: [[UInt8]] = []
    for byte in piece {
      defer { isBehindCarriageReturn = byte == UInt8(ascii: "\r") }
      switch byte {
      case UInt8(ascii: "\n") where isBehindCarriageReturn: continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): if let event = endLine() { events.append(event) }
      case _ where line.count > Self.dataLimitBytes: isTooLong = true
      default: line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() -> [UInt8]? {
    defer {
      line.removeAll(keepingCapacity: true)
      isFirstLine = false
    }
    // A mark of byte order may stand at the start.
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.replaceSubrange(..<3, with: []) }
    if line.isEmpty { return endEvent() }
    let name = "data".utf8
    guard line.starts(with: name) else { return nil }
    var value = line[name.count...]
    if let colon = value.first {
      guard colon == UInt8(ascii: ":") else { return nil }
      value = value.dropFirst()
      if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    }
    guard data.count + value.count <= Self.dataLimitBytes else {
      isTooLong = true
      return nil
    }
    data.append(contentsOf: value)
    data.append(UInt8(ascii: "\n"))
    return nil
  }

  private mutating func endEvent() -> [UInt8]? {
    defer {
      data.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    return data.isEmpty || isTooLong ? nil : data.dropLast()
  }
}

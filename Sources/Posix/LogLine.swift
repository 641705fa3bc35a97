internal import Glibc

/// Lines of the log in the making: those that wait to be written, and behind them the one that is being made.
///
/// Everything goes as bytes to where the writing thread takes it from, so a line costs no allocation.
package struct LogFields: Sendable {
  var bytes: [UInt8] = []
  private let format: Log.Format
  /// Where the line begins that is being made.
  private var start = 0
  /// The second that lines were last made in, and how it is written, up to the point before the milliseconds.
  private var second = Int64.min
  private var secondText: [UInt8] = []

  init(_ format: Log.Format) {
    self.format = format
  }

  // A line from its start to its end.

  mutating func begin(_ level: Log.Level, _ moment: Moment, _ message: StaticString) {
    start = bytes.count
    let milliseconds = moment.wallNanoseconds.dividedDown(by: 1_000_000)
    let second = milliseconds.dividedDown(by: 1000)
    if second != self.second { note(second) }
    bytes.append(contentsOf: secondText)
    let isJSON = format == .json
    bytes.append(addingCapacity: message.utf8CodeUnitCount + 48) { room in
      room.appendDigits(UInt64(milliseconds - second * 1000), width: 3)
      room.append(isJSON ? Self.jsonLevel(level) : Self.textLevel(level))
      room.append(message)
      if isJSON { room.append(UInt8(ascii: "\"")) }
    }
  }

  /// Adds a text. What cannot stand in a JSON string is escaped.
  package mutating func add(_ key: StaticString, _ text: String) {
    add(key) { bytes in
      // Sound: the characters are copied while the span holds them.
      unsafe text.utf8.span.withUnsafeBufferPointer { characters in
        if unsafe Self.arePlain(characters) {
          unsafe bytes.append(contentsOf: characters)
        } else {
          unsafe characters.forEach { Self.appendEscaped($0, to: &bytes) }
        }
      }
    }
  }

  /// Adds a text that its owner appends. Nothing is escaped: it may hold no control, quotation mark or backslash.
  package mutating func add(_ key: StaticString, _ write: (inout [UInt8]) -> Void) {
    add(key, 1) { $0.append(UInt8(ascii: "\"")) }
    write(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number.
  package mutating func add(_ key: StaticString, _ number: Int) {
    add(key, 21) { room in
      if number < 0 { room.append(UInt8(ascii: "-")) }
      room.appendDigits(UInt64(number.magnitude))
    }
  }

  /// Adds a number; one that is not finite becomes null.
  package mutating func add(_ key: StaticString, _ number: Double) {
    add(key, 0) { _ in }
    bytes.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
  }

  /// Adds a duration as a number of milliseconds, exactly: `12.000345`.
  package mutating func add(_ key: StaticString, inMilliseconds nanoseconds: Int64) {
    add(key, 22) { room in
      if nanoseconds < 0 { room.append(UInt8(ascii: "-")) }
      let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
      room.appendDigits(whole)
      room.append(UInt8(ascii: "."))
      room.appendDigits(rest, width: 6)
    }
  }

  mutating func end() {
    if format == .json { bytes.append(UInt8(ascii: "}")) }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Takes the line back that was just ended.
  mutating func discardLine() {
    bytes.removeSubrange(start...)
  }

  // Leaves

  /// Adds a key, and a value of at most so many bytes.
  @inline(__always)
  private mutating func add(
    _ key: StaticString, _ valueBytes: Int, _ write: (inout OutputSpan<UInt8>) -> Void
  ) {
    let isJSON = format == .json
    bytes.append(addingCapacity: key.utf8CodeUnitCount + valueBytes + 4) { room in
      room.append(isJSON ? UInt8(ascii: ",") : UInt8(ascii: " "))
      if isJSON { room.append(UInt8(ascii: "\"")) }
      room.append(key)
      if isJSON { room.append(UInt8(ascii: "\"")) }
      room.append(isJSON ? UInt8(ascii: ":") : UInt8(ascii: "="))
      write(&room)
    }
  }

  /// The calendar is asked once a second.
  private mutating func note(_ second: Int64) {
    self.second = second
    secondText = format == .json ? Array(#"{"time":""#.utf8) : []
    Timestamp(wallNanoseconds: second * 1_000_000_000).appendSecond(to: &secondText)
  }

  private static func jsonLevel(_ level: Log.Level) -> StaticString {
    switch level {
    case .debug: #"Z","level":"debug","message":""#
    case .info: #"Z","level":"info","message":""#
    case .warning: #"Z","level":"warning","message":""#
    case .error: #"Z","level":"error","message":""#
    }
  }

  private static func textLevel(_ level: Log.Level) -> StaticString {
    switch level {
    case .debug: "Z debug "
    case .info: "Z info "
    case .warning: "Z warning "
    case .error: "Z error "
    }
  }

  /// Without a way out of its loop, so that many characters are looked at in one step.
  private static func arePlain(_ characters: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe characters.reduce(true) { $0 && isPlain($1) }
  }

  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0x7F
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    guard !isPlain(byte) else { return bytes.append(byte) }
    bytes.append(UInt8(ascii: "\\"))
    guard byte < 0x20 || byte == 0x7F else { return bytes.append(byte) }
    bytes.append(contentsOf: "u00".utf8)
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

extension OutputSpan<UInt8> {
  /// Appends the bytes of a text of the source.
  @inline(__always)
  fileprivate mutating func append(_ text: StaticString) {
    let count = text.utf8CodeUnitCount
    precondition(count <= freeCapacity)
    unsafe withUnsafeMutableBufferPointer { room, used in
      guard let start = room.baseAddress else { return }
      // Sound: there is room for so many bytes behind those used.
      unsafe memcpy(start + used, text.utf8Start, count)
      used += count
    }
  }

  /// Appends a number, with leading zeros up to a width.
  @inline(__always)
  fileprivate mutating func appendDigits(_ number: UInt64, width: Int = 1) {
    var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var first = digits.count
    var rest = number
    while rest > 0 {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    for place in min(first, digits.count - width)..<digits.count { append(digits[place]) }
  }
}

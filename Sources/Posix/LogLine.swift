/// One line of the log in the making.
package struct LogFields: ~Copyable {
  var bytes: [UInt8]
  private let format: Log.Format

  init(_ format: Log.Format, _ level: Log.Level, _ moment: Moment, _ message: StaticString) {
    bytes = []
    bytes.reserveCapacity(256)
    self.format = format
    let time = Timestamp(wallNanoseconds: moment.wallNanoseconds)
    switch format {
    case .json:
      bytes.append(contentsOf: #"{"time":""#.utf8)
      time.append(to: &bytes)
      bytes.append(contentsOf: #"","level":""#.utf8)
      bytes.append(contentsOf: level.name.utf8)
      bytes.append(contentsOf: #"","message":""#.utf8)
      append(message)
      bytes.append(UInt8(ascii: "\""))
    case .text:
      time.append(to: &bytes)
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: level.name.utf8)
      bytes.append(UInt8(ascii: " "))
      append(message)
    }
  }

  /// Adds a text. What cannot stand in a JSON string is escaped.
  package mutating func add(_ key: StaticString, _ text: String) {
    begin(key)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 { appendEscaped(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number.
  package mutating func add(_ key: StaticString, _ number: Int) {
    begin(key)
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Adds a number; one that is not finite becomes null.
  package mutating func add(_ key: StaticString, _ number: Double) {
    begin(key)
    bytes.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
  }

  consuming func finish() -> [UInt8] {
    if format == .json { bytes.append(UInt8(ascii: "}")) }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private mutating func begin(_ key: StaticString) {
    switch format {
    case .json:
      bytes.append(contentsOf: ",\"".utf8)
      append(key)
      bytes.append(contentsOf: "\":".utf8)
    case .text:
      bytes.append(UInt8(ascii: " "))
      append(key)
      bytes.append(UInt8(ascii: "="))
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20, 0x7F:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    default:
      bytes.append(byte)
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

import JSON
import Statistics

@testable import API

/// Bodies of events for tests, and the slow way to read them.
enum EventSamples {
  /// SplitMix64, so that a failing run can be made again.
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// Decodes a body by making its value first.
  static func decoded(_ body: [UInt8]) throws(EventMistake) -> DecodedEvent {
    var limits = JSONParser.Limits()
    limits.allowsInfinity = true
    let object: JSONValue
    do {
      object = try JSONParser.parse(body, limits: limits)
    } catch {
      throw .notJSON(error)
    }
    guard case .object = object else { throw .notAnObject(found: object.kind) }
    guard let timestamp = object["timestamp"] else { throw .missingTimestamp }
    guard let value = object["value"] else { throw .missingValue }
    guard case .string(let text) = timestamp,
      let nanoseconds = EventTime.nanoseconds(of: Array(text.utf8).span)
    else { throw .invalidTimestamp(finding(timestamp)) }
    let number: Double
    switch value {
    case .integer(let integer): number = Double(integer)
    case .double(let double) where double.isFinite: number = double == 0 ? 0 : double
    default: throw .invalidValue(finding(value))
    }
    return DecodedEvent(
      event: Event(nanoseconds: nanoseconds, value: number), series: try series(object["series"]))
  }

  private static func series(_ value: JSONValue?) throws(EventMistake) -> String {
    switch value {
    case nil, .null: return ""
    case .string(let name):
      if name.utf8.count > 200 { throw .seriesTooLong(limitBytes: 200) }
      let controls = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
      if name.isEmpty || controls { throw .invalidSeries(finding(.string(name))) }
      return name
    case let other?: throw .invalidSeries(finding(other))
    }
  }

  private static func finding(_ value: JSONValue) -> EventMistake.Finding {
    switch value {
    case .null: .null
    case .bool: .boolean
    case .integer, .double: .number
    case .string(let text): .init(quoting: Array(text.utf8).span)
    case .array: .array
    case .object: .object
    }
  }

  /// A body in which some bytes were changed, put in or taken out.
  static func mutated(_ round: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
    var body = bodies[round % bodies.count]
    for _ in 0..<Int.random(in: 0...3, using: &random) where !body.isEmpty {
      let place = Int.random(in: 0..<body.count, using: &random)
      let byte = bytes.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<4, using: &random) {
      case 0: body[place] = byte
      case 1: body.insert(byte, at: place)
      case 2: body.remove(at: place)
      default: body[place] ^= 1 << Int.random(in: 0..<8, using: &random)
      }
    }
    return body
  }

  private static let bytes =
    Array(#"{}[]",:.-+eE0123456789 TZtrufnlsvé\/"#.utf8) + [0x0A, 0x0D, 0, 0x1F, 0x7F, 0x80, 0xC2]

  private static let bodies = [
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}"#,
    #"{"timestamp": "2025-06-26 14:30:00.123456+02:00", "value": 0.30000000000000004}"#,
    #"{"value":-1.5e300,"series":"temperature","timestamp":"1970-01-01"}"#,
    #"{"timestamp":"2025-06-26T14:30Z","value":9007199254740993,"series":"é","x":null}"#,
    #"{"t\u0069mestamp":"2025-06-26","value":123456789012345678901234.5,"x":[{"value":"1"}]}"#,
    #"{"timestamp":"2025-06-26","value":1e22,"series":"a\u0041","y":true}"#,
  ].map { Array($0.utf8) }
}

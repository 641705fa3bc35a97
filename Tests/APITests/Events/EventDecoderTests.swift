import JSON
import Statistics
import Testing

@testable import API

struct EventDecoderTests {
  private static let moment: Int64 = 1_750_948_200_000_000_000

  private func decoded(_ text: String) throws(EventMistake) -> DecodedEvent {
    try EventDecoder.event(in: Array(text.utf8))
  }

  private func mistake(_ bytes: [UInt8]) -> EventMistake? {
    do {
      _ = try EventDecoder.event(in: bytes)
      return nil
    } catch {
      return error
    }
  }

  // What is an event

  @Test(arguments: [
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}"#,
    #"{"value":12.34,"timestamp":"2025-06-26T14:30:00Z"}"#,
    #" { "timestamp" : "2025-06-26T14:30:00Z" , "value" : 12.34 } "#,
    "\r\n{\n\t\"timestamp\": \"2025-06-26 14:30\",\n\t\"value\": 1234e-2\n}\n",
    #"{"timestamp":"2025-06-26T16:30:00+02:00","value":0.01234e+3}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"series":null}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"host":"a","n":1,"b":true,"x":null}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"tags":{"value":1},"more":["timestamp"]}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"note":"a \"quoted\" \u00e9"}"#,
    #"{"a":0,"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"timestamp":"2025-06-26T14:30Z","value":12.34}"#,
    #"{"time\u0073tamp":"2025-06-26T14:30:00Z","val\u0075e":12.34}"#,
    #"{"timestamp":"2025-06-26T14\u003a30:00Z","value":12.34}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"huge":1e999}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"huge":[1e999]}"#,
    #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34,"Value":1,"Timestamp":2,"values":3}"#,
  ])
  func `an object with a timestamp and a value is an event`(body: String) throws {
    let event = try decoded(body)
    #expect(event == DecodedEvent(event: Event(nanoseconds: Self.moment, value: 12.34), series: ""))
  }

  @Test(arguments: [
    ("0", 0.0), ("-0", 0), ("-0.0", 0), ("0e5", 0), ("-0E-5", 0), ("1", 1), ("-1", -1),
    ("5e-324", .leastNonzeroMagnitude),
    ("1e-400", 0), ("-1e-400", 0), ("1.7976931348623157e308", .greatestFiniteMagnitude),
    ("1e308", 1e308),
    ("9007199254740993", 9_007_199_254_740_992), ("9223372036854775807", 9_223_372_036_854_775_808),
    ("-9223372036854775808", -9_223_372_036_854_775_808), ("0.1", 0.1),
    ("0.30000000000000004", 0.1 + 0.2),
    ("123456789012345678901234567890", 123_456_789_012_345_678_901_234_567_890.0),
    ("2.2250738585072011e-308", Double(bitPattern: 0x000F_FFFF_FFFF_FFFF)), ("1E3", 1000),
    ("1e+3", 1000),
  ])
  func `a value is the nearest double, and zero has no sign`(text: String, value: Double) throws {
    for member in ["\"x\":1", "\"x\":[]"] {
      let body = #"{"timestamp":"2025-06-26","value":\#(text),\#(member)}"#
      #expect(try decoded(body).event.value.bitPattern == value.bitPattern)
    }
  }

  @Test(arguments: [
    (#""temperature""#, "temperature"), (#""a b""#, "a b"), (#""é漢😀""#, "é漢😀"), ("null", ""),
    (#""caf\u00e9""#, "café"), (#""\ud83d\ude00""#, "😀"), (#""a\"b\\c\/d""#, "a\"b\\c/d"),
    ("\"\(String(repeating: "x", count: 200))\"", String(repeating: "x", count: 200)),
  ])
  func `a series has the name that was given`(written: String, name: String) throws {
    let body = #"{"timestamp":"2025-06-26","value":1,"series":\#(written)}"#
    #expect(try decoded(body).series == name)
  }

  // What is none

  @Test(arguments: [
    "", " ", "\n", "{", "}", "[]", "[{}]", "7", "null", "true", #""text""#, "nul", "{}{}", "{},",
    "{} x",
    #"[{"timestamp":"2025-06-26","value":1}]"#, #"{"timestamp":"2025-06-26","value":1}}"#,
    #"{"timestamp":"2025-06-26","value":1} {"timestamp":"2025-06-26","value":1}"#,
    #"{"timestamp":"2025-06-26","value":1}x"#, #"{"timestamp":"2025-06-26","value":1,}"#,
    #"{"timestamp":"2025-06-26" "value":1}"#, #"{'timestamp':'2025-06-26','value':1}"#,
    #"{timestamp:"2025-06-26",value:1}"#, #"{"timestamp":"2025-06-26","value":01}"#,
    #"{"timestamp":"2025-06-26","value":1.}"#, #"{"timestamp":"2025-06-26","value":.5}"#,
    #"{"timestamp":"2025-06-26","value":+1}"#, #"{"timestamp":"2025-06-26","value":NaN}"#,
    #"{"timestamp":"2025-06-26","value":Infinity}"#, #"{"timestamp":"2025-06-26","value":0x10}"#,
    #"{"timestamp":"2025-06-26","value":1_000}"#, #"{"timestamp":"2025-06-26","value":1,5}"#,
    #"{"timestamp":"2025-06-26","value":--1}"#, #"{"timestamp":"2025-06-26","value":True}"#,
    #"{"timestamp":"2025-06-26","value":}"#, #"{"timestamp":"2025-06-26","value"}"#,
    #"{"timestamp":"2025-06-26","value":1,"value":2}"#,
    #"{"value":1,"timestamp":"a","timestamp":"b"}"#,
    #"{"value":1,"timestamp":"2025-06-26","x":1,"x":1}"#, #"{"value":1,"val\u0075e":1}"#,
    "{\"timestamp\":\"2025-06-26\n\",\"value\":1}", #"{"timestamp":"\x","value":1}"#,
    #"{"timestamp":"2025-06-26","value":1,"x":[1,]}"#, "timestamp=2025-06-26&value=1",
    "\u{FEFF}{\"timestamp\":\"2025-06-26\",\"value\":1}", "<event/>",
  ])
  func `a body that is no JSON object is refused as such`(body: String) {
    let sentence = mistake(Array(body.utf8))?.sentence ?? ""
    #expect(sentence.hasPrefix("Request body must be JSON object like {"), "\(sentence)")
  }

  @Test(arguments: [
    ("{}", "Missing 'timestamp' field"), (#"{"value":1}"#, "Missing 'timestamp' field"),
    (#"{"value":1e999}"#, "Missing 'timestamp' field"),
    (#"{"value":[1e999]}"#, "Missing 'timestamp' field"),
    (#"{"Timestamp":"2025-06-26","value":1}"#, "Missing 'timestamp' field"),
    (#"{"timestamp ":"2025-06-26","value":1}"#, "Missing 'timestamp' field"),
    (#"{"timestamp":"2025-06-26"}"#, "Missing 'value' field"),
    (#"{"timestamp":"nonsense"}"#, "Missing 'value' field"),
    (#"{"timestamp":null}"#, "Missing 'value' field"),
    (#"{"timestamp":"2025-06-26","Value":1}"#, "Missing 'value' field"),
    (#"{"timestamp":"","value":1}"#, "Invalid timestamp format: ''; write 2025-06-26T14:30:00Z"),
    (
      #"{"timestamp":"abc","value":"x"}"#,
      "Invalid timestamp format: 'abc'; write 2025-06-26T14:30:00Z"
    ),
    (
      #"{"timestamp":"2025-06-26T24:00:00Z","value":1}"#,
      "Invalid timestamp format: '2025-06-26T24:00:00Z'"
    ),
    (
      #"{"timestamp":"2025-06-26T23:59:60Z","value":1}"#,
      "Invalid timestamp format: '2025-06-26T23:59:60Z'"
    ),
    (
      #"{"timestamp":"a\u0000\n\"b","value":1}"#, "Invalid timestamp format: 'a\u{FFFD}\u{FFFD}\"b'"
    ),
    (#"{"timestamp":1750948200,"value":1}"#, "Invalid timestamp format: a number; write 2025"),
    (#"{"timestamp":null,"value":null}"#, "Invalid timestamp format: null"),
    (#"{"timestamp":true,"value":1}"#, "Invalid timestamp format: a boolean"),
    (#"{"timestamp":["2025-06-26"],"value":1}"#, "Invalid timestamp format: an array"),
    (#"{"timestamp":{},"value":1}"#, "Invalid timestamp format: an object"),
    (#"{"timestamp":"2025-06-26","value":"5"}"#, "Invalid value. Must be a number: found '5'"),
    (#"{"timestamp":"2025-06-26","value":""}"#, "Invalid value. Must be a number: found ''"),
    (#"{"timestamp":"2025-06-26","value":"\u0035"}"#, "Invalid value. Must be a number: found '5'"),
    (#"{"timestamp":"2025-06-26","value":"NaN"}"#, "Invalid value. Must be a number: found 'NaN'"),
    (#"{"timestamp":"2025-06-26","value":null}"#, "Invalid value. Must be a number: found null"),
    (
      #"{"timestamp":"2025-06-26","value":true}"#,
      "Invalid value. Must be a number: found a boolean"
    ),
    (
      #"{"timestamp":"2025-06-26","value":false}"#,
      "Invalid value. Must be a number: found a boolean"
    ),
    (#"{"timestamp":"2025-06-26","value":[1]}"#, "Invalid value. Must be a number: found an array"),
    (
      #"{"timestamp":"2025-06-26","value":{"a":1}}"#,
      "Invalid value. Must be a number: found an object"
    ),
    (
      #"{"timestamp":"2025-06-26","value":1e999}"#,
      "Invalid value. Must be a number: found one that no double"
    ),
    (
      #"{"timestamp":"2025-06-26","value":-1e309}"#,
      "Invalid value. Must be a number: found one that no double"
    ),
    (
      #"{"timestamp":"2025-06-26","value":1e999,"x":[]}"#,
      "Invalid value. Must be a number: found one that"
    ),
    (
      #"{"timestamp":"2025-06-26","value":"x","series":7}"#,
      "Invalid value. Must be a number: found 'x'"
    ),
    (#"{"timestamp":"2025-06-26","value":1,"series":7}"#, "Invalid series: found a number"),
    (#"{"timestamp":"2025-06-26","value":1,"series":false}"#, "Invalid series: found a boolean"),
    (#"{"timestamp":"2025-06-26","value":1,"series":[]}"#, "Invalid series: found an array"),
    (
      #"{"timestamp":"2025-06-26","value":1,"series":""}"#,
      "Invalid series: ''; its name is a text of 1 to 200"
    ),
    (#"{"timestamp":"2025-06-26","value":1,"series":"a\nb"}"#, "Invalid series: 'a\u{FFFD}b'"),
    (#"{"timestamp":"2025-06-26","value":1,"series":"\#u{7F}"}"#, "Invalid series: '\u{FFFD}'"),
    (
      #"{"timestamp":"2025-06-26","value":1,"series":"\#(String(repeating: "é", count: 101))"}"#,
      "Invalid series: its name has more than 200 bytes"
    ),
  ])
  func `the first mistake is told: presence, timestamp, value, series`(body: String, start: String)
  {
    let sentence = mistake(Array(body.utf8))?.sentence ?? "none"
    #expect(sentence.hasPrefix(start), "\(sentence)")
  }

  @Test func `what is quoted of a long text is short`() {
    let long = String(repeating: "9", count: 100_000)
    for body in [
      #"{"timestamp":"\#(long)","value":1}"#, #"{"timestamp":"2025-06-26","value":"\#(long)"}"#,
      #"{"timestamp":"2025-06-26","value":1,"series":"\#(long)"}"#, #"{"\#(long)":1,"\#(long)":1}"#,
    ] {
      #expect((mistake(Array(body.utf8))?.sentence.utf8.count ?? .max) < 250)
    }
  }

  @Test func `depth is bounded`() {
    let depth = 1_000_000
    let body = #"{"timestamp":"2025-06-26","value":1,"x":"# + String(repeating: "[", count: depth)
    guard case .notJSON(let failure)? = mistake(Array(body.utf8)) else {
      Issue.record("a million brackets are no event")
      return
    }
    #expect(failure.reason == .tooDeep(limit: 64))
  }

  @Test(arguments: [
    #"{"timestamp":"2025-06-26T14:30:00.5Z","value":-12.5e1,"series":"é"}"#,
    #"{"time\u0073tamp":"2025-06-26","value":1,"x":[true,{"a":null}],"series":"\ud83d\ude00"}"#,
  ])
  func `an event that is cut anywhere is none`(body: String) {
    let whole = Array(body.utf8)
    #expect(mistake(whole) == nil)
    for length in 0..<whole.count {
      guard case .notJSON? = mistake(Array(whole[..<length])) else {
        Issue.record("cut to \(length) bytes")
        continue
      }
    }
  }

  @Test func `bodies with mistakes of all kinds are judged as the parser judges them`() {
    var random = EventSamples.Random(state: 3)
    var events = 0
    for round in 0..<30_000 {
      let body = EventSamples.mutated(round, &random)
      let result = Result { () throws(EventMistake) in try EventDecoder.event(in: body) }
      let expected = Result { () throws(EventMistake) in try EventSamples.decoded(body) }
      if case .success(let event) = result, case .success(let slow) = expected {
        events += 1
        #expect(event.event.value.bitPattern == slow.event.value.bitPattern)
      }
      if result != expected {
        Issue.record("\(String(decoding: body, as: UTF8.self)): \(result), but \(expected)")
      }
    }
    #expect(events > 5000)
  }
}

import JSON
import Testing

@testable import Statistics

struct CityAnswerReaderTests {
  /// What came of an answer in pieces.
  private struct Outcome: Equatable {
    var csv: [UInt8] = []
    var counts: CityCounts?
    var failure: CityAnswerFailure?

    init(_ pieces: [[UInt8]]) {
      var reader = CityAnswerReader()
      do throws(CityAnswerFailure) {
        for piece in pieces { try reader.append(piece, to: &csv) }
        counts = try reader.finish(to: &csv)
      } catch {
        failure = error
      }
    }

    var text: String { String(decoding: csv, as: UTF8.self) }
  }

  private static let header = "departure-time,bus-type,passengers,delay,accident\n"

  private func outcome(_ answer: String) -> Outcome { Outcome([Array(answer.utf8)]) }

  private func row(_ replaced: (member: String, value: String)? = nil) -> String {
    var members = [
      "departure-time": "\"2024-05-01T08:30:00Z\"", "bus-type": "\"Articulated\"",
      "passengers": "43", "delay": "\"PT4320S\"", "accident": "false",
    ]
    if let replaced { members[replaced.member] = replaced.value }
    return "{" + members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
  }

  @Test func `a journey is a line`() {
    let outcome = outcome("[\(row())]")
    #expect(outcome.text == Self.header + "2024-05-01T08:30:00Z,Articulated,43,PT4320S,false\n")
    #expect(outcome.counts == CityCounts(rows: 1))
  }

  @Test func `a city without journeys is a header`() {
    #expect(outcome(" [ ] ").text == Self.header)
    #expect(outcome("[]").counts == CityCounts(rows: 0))
  }

  @Test func `random answers become the same lines in every cutting`() {
    for count in [0, 1, 2, 3] + Array(repeating: 4, count: 8) {
      let sample = JourneySample(count)
      let answer = sample.answer
      for cutting in Cutting.all(of: answer) {
        let outcome = Outcome(cutting.pieces)
        #expect(outcome.failure == nil)
        #expect(outcome.counts?.rows == count)
        #expect(outcome.csv == sample.object)
      }
    }
  }

  @Test func `what is stored is read as what was told`() throws {
    for _ in 0..<40 {
      let sample = JourneySample(.random(in: 0...200))
      var reader = JourneyReader()
      try reader.append(Outcome([sample.answer]).csv)
      let digest = try reader.finish()
      #expect(digest == sample.digest)
    }
  }

  @Test(arguments: [
    ("departure-time", "\"2024-05-01\""), ("departure-time", "\"\""),
    ("departure-time", "1714552200"),
    ("departure-time", "null"), ("bus-type", "\"\""), ("bus-type", "7"), ("bus-type", "[\"a\"]"),
    ("passengers", "-1"), ("passengers", "1.5"), ("passengers", "1000000001"),
    ("passengers", "\"43\""), ("passengers", "null"), ("passengers", "1e300"), ("delay", "\"72\""),
    ("delay", "4320"), ("delay", "\"PT\""), ("delay", "\"\""), ("delay", "\"1:12\""),
    ("accident", "0"), ("accident", "\"false\""), ("accident", "null"), ("accident", "{}"),
  ])
  func `a member that is not what it must be is named with its value`(
    _ name: String, _ value: String
  ) throws {
    let member = try #require(JourneyMember(rawValue: name))
    let outcome = outcome("[\(row()), \(row((name, value)))]")
    let shown = try JSONParser.parse(Array(value.utf8)).shortText
    let failure = CityAnswerFailure.wrong(
      element: 2, member, value: shown, member == .delay && value.hasPrefix("\"") ? .malformed : nil
    )
    #expect(outcome.failure == failure)
    #expect(outcome.counts == nil)
  }

  @Test(arguments: JourneyMember.allCases)
  func `a member that is not there is named`(_ member: JourneyMember) {
    let other = row().replacing("\"\(member.rawValue)\"", with: "\"other\"")
    #expect(outcome("[\(row()),\(other)]").failure == .missing(element: 2, member))
    #expect(outcome("[{}]").failure == .missing(element: 1, .departureTime))
  }

  @Test func `the greatest and the least number of passengers are taken`() {
    for number in ["0", "1000000000", "12.0", "1e9", "-0", "10E-1"] {
      #expect(outcome("[\(row(("passengers", number)))]").failure == nil, "\(number)")
    }
    #expect(outcome("[\(row(("passengers", "12.0")))]").text.contains(",12,"))
    #expect(outcome("[\(row(("passengers", "1e9")))]").text.contains(",1000000000,"))
  }

  @Test func `a duration says why it cannot be added up`() {
    let years = outcome("[\(row(("delay", "\"P1Y\"")))]").failure
    #expect(years == .wrong(element: 1, .delay, value: "\"P1Y\"", .noFixedLength))
    #expect(years?.sentence.hasSuffix("; years and months have no fixed length") == true)
    let long = outcome("[\(row(("delay", "\"P999999999D\"")))]").failure
    #expect(long?.sentence.hasSuffix("; it is longer than 292 years") == true)
  }

  @Test(arguments: [
    "", "[", "[7", "{}", "null", "<html>", "[{]", "[{\"delay\":1,\"delay\":2}]",
    "[{\"delay\":\"\u{1}\"}]", "[{\"a\":tru}]", "[{\"a\":\"\\ud800\"}]",
  ])
  func `what is no JSON array is refused`(_ answer: String) {
    guard case .malformed = outcome(answer).failure else {
      Issue.record("\(answer) is not refused as malformed")
      return
    }
  }

  @Test func `a member that stands twice is refused`() {
    let twice = row().dropLast() + ",\"delay\":\"PT1S\"}"
    guard case .malformed(.malformed(.repeatedKey("delay"), _)) = outcome("[\(twice)]").failure
    else {
      Issue.record("two delays are not refused")
      return
    }
  }

  @Test func `a text that is no UTF-8 is refused`() throws {
    var answer = Array("[\(row(("bus-type", "\"a*\"")))]".utf8)
    answer[try #require(answer.firstIndex(of: UInt8(ascii: "*")))] = 0xFF
    guard case .malformed(.malformed(.invalidUTF8, _)) = Outcome([answer]).failure else {
      Issue.record("bytes that are no UTF-8 are not refused")
      return
    }
  }

  @Test func `an element that is no object is refused`() {
    let failure = outcome("[\(row()), 7]").failure
    #expect(failure == .notAnObject(element: 2, kind: "a number"))
    #expect(failure?.sentence == "element 2 is a number: expected an object")
  }

  @Test func `a value is cut before it is told`() {
    let long = "\"" + String(repeating: "x", count: 1000) + "\""
    let sentence = outcome("[\(row(("delay", long)))]").failure?.sentence ?? ""
    #expect(sentence.hasPrefix("element 1 has \"xxx"))
    #expect(sentence.contains("x... as its \"delay\": expected a text with an ISO 8601 duration"))
    #expect(sentence.utf8.count < 250)
  }

  @Test func `an element that is too long is refused before it has come`() {
    var reader = CityAnswerReader()
    var csv: [UInt8] = []
    let piece = Array(repeating: UInt8(ascii: "x"), count: 40_000)
    #expect(throws: Never.self) { try reader.append(Array("[{\"a\":\"".utf8) + piece, to: &csv) }
    #expect(
      throws: CityAnswerFailure.malformed(.elementTooLong(element: 1, limitBytes: 64 << 10))
    ) { try reader.append(piece, to: &csv) }
  }

  @Test func `more bus types than may be are refused`() throws {
    var reader = CityAnswerReader(gathering: BusTypeTable(limit: 2))
    var csv: [UInt8] = []
    for start in ["[", ",", ",", ","] {
      try reader.append(Array((start + row()).utf8), to: &csv)
    }
    try reader.append(Array(("," + row(("bus-type", "\"B\""))).utf8), to: &csv)
    let failure = CityAnswerFailure.tooManyBusTypes(element: 6, limit: 2, limitBytes: 8 << 20)
    #expect(throws: failure) {
      try reader.append(Array(("," + row(("bus-type", "\"C\""))).utf8), to: &csv)
    }
  }

  @Test func `failures are sentences`() {
    #expect(
      outcome("[{}]").failure?.sentence
        == "element 1 has no \"departure-time\": "
        + "expected a text with a date and a time such as \"2024-05-01T08:30:00Z\"")
    #expect(
      outcome("[1").failure?.sentence
        == "the answer is no JSON array of journeys: behind 2 bytes: the text ends, "
        + "expected the rest of a value")
  }
}

import Testing

@testable import Statistics

struct JourneyReaderTests {
  /// What came of an object in pieces.
  private struct Outcome: Equatable {
    var digest: JourneyDigest?
    var failure: JourneyFailure?

    /// - Parameter gatheredBytes: 1 to read each piece as it comes.
    init(_ pieces: [[UInt8]], gatheredBytes: Int = 1, recordLimitBytes: Int = 1000) {
      var reader = JourneyReader(
        recordLimitBytes: recordLimitBytes, gatheredBytes: gatheredBytes, BusTypeTable(limit: 20))
      do throws(JourneyFailure) {
        for piece in pieces { try reader.append(piece) }
        digest = try reader.finish()
      } catch {
        failure = error
      }
    }
  }

  /// The outcome in one piece, which must be that of every cutting.
  private func outcome(_ text: String, recordLimitBytes: Int = 1000) -> Outcome {
    let bytes = Array(text.utf8)
    let whole = Outcome([bytes], recordLimitBytes: recordLimitBytes)
    for cutting in Cutting.all(of: bytes) {
      #expect(Outcome(cutting.pieces, recordLimitBytes: recordLimitBytes) == whole)
      #expect(
        Outcome(cutting.pieces, gatheredBytes: 40, recordLimitBytes: recordLimitBytes) == whole)
    }
    return whole
  }

  private static let header = "bus-type,passengers,delay,accident\n"

  @Test func `random objects are read as what they stand for, in every cutting`() {
    for count in [0, 1, 2, 3] + Array(repeating: 4, count: 8) {
      let sample = JourneySample(count)
      let text = String(decoding: sample.object, as: UTF8.self)
      #expect(outcome(text).digest == sample.digest)
    }
  }

  @Test func `long objects are read in pieces of any size`() {
    let sample = JourneySample(5_000)
    let object = sample.object
    for size in [1_000, 4_096, 65_536, object.count] {
      let pieces = stride(from: 0, to: object.count, by: size).map {
        Array(object[$0..<min($0 + size, object.count)])
      }
      #expect(Outcome(pieces, gatheredBytes: 64 << 10).digest == sample.digest)
    }
  }

  @Test(arguments: [
    "bus-type,passengers,delay,accident\nA,1,PT1S,true\nB,2,PT2S,false\n",
    "bus-type,passengers,delay,accident\nA,1,PT1S,true\nB,2,PT2S,false",
    "bus-type,passengers,delay,accident\r\nA,1,PT1S,true\r\nB,2,PT2S,false\r\n",
    "bus-type,passengers,delay,accident\r\nA,1,PT1S,true\r\n\r\nB,2,PT2S,false\r\n\n\n",
    "\u{FEFF}bus-type,passengers,delay,accident\nA,1,PT1S,true\nB,2,PT2S,false\n",
    "\n\nbus-type,passengers,delay,accident\n\nA,1,PT1S,true\nB,2,PT2S,false\n",
    "\"bus-type\",\"passengers\",\"delay\",\"accident\"\n\"A\",\"1\",\"PT1S\",\"true\"\nB,2,PT2S,false\n",
    "accident,x,delay,passengers,bus-type,y\nTrue,\"a\nb\",1,1.0,A,\nFalse,,2.0,2,B,\"\"\"\"\n",
    "accident,departure-time,delay,passengers,bus-type\n1,whenever,PT0M1S,1,A\n0,,PT2S,2,B\n",
  ])
  func `these all say the same`(_ text: String) {
    let outcome = outcome(text)
    #expect(outcome.failure == nil)
    #expect(outcome.digest?.rows == 2)
    #expect(outcome.digest?.passengers == 3)
    #expect(outcome.digest?.accidents == 1)
    #expect(outcome.digest?.busTypes == BusTypes(sorted: [[0x41], [0x42]]))
    #expect(outcome.digest?.averageDelaySeconds == 1.5)
  }

  @Test func `a header alone has no journeys`() {
    #expect(outcome(Self.header).digest == JourneyDigest())
    #expect(outcome(String(Self.header.dropLast())).digest == JourneyDigest())
  }

  @Test(arguments: ["", "\n", "\r\n\n"])
  func `an object without a header is refused`(_ text: String) {
    #expect(outcome(text).failure == .noHeader)
  }

  @Test(
    arguments: [
      ("A,1,PT1S\n", .fieldCount(line: 2, found: 3, expected: 4)),
      ("A,1,PT1S,1,\n", .fieldCount(line: 2, found: 5, expected: 4)),
      ("A,1,PT1S,1\n\nA\n", .fieldCount(line: 4, found: 1, expected: 4)),
      (",1,PT1S,1\n", .value(line: 2, .busType, "")),
      ("\"\",1,PT1S,1\n", .value(line: 2, .busType, "")),
      ("A,1,PT1S,1\nA,x,PT1S,1\n", .value(line: 3, .passengers, "x")),
      ("\"a\nb\nc\",1,PT1S,1\nA,,PT1S,1\n", .value(line: 5, .passengers, "")),
      ("A,1,\"P\"\"1\",1\n", .value(line: 2, .delay, "P\"1")),
      ("A,1,P1M,1\n", .value(line: 2, .delay, "P1M")),
      ("A,1,PT1S,maybe\n", .value(line: 2, .accident, "maybe")),
      ("A,1,PT1S,maybe", .value(line: 2, .accident, "maybe")),
      ("A,1,PT1S,\"1\n", .quoteNeverClosed(line: 2)),
      ("A,1,PT1S,\"1", .quoteNeverClosed(line: 2)),
      ("\"A\"B,1,PT1S,1\n", .misplacedQuote(line: 2)),
    ] as [(String, JourneyFailure)])
  func `a record that is wrong is named by its line`(_ records: String, _ failure: JourneyFailure) {
    #expect(outcome(Self.header + records).failure == failure)
  }

  @Test func `a record may be as long as the limit and no longer`() {
    let header = "bus-type,passengers,delay,accident,note\n"
    let limit = header.utf8.count + 10
    for (count, isTaken) in [(limit, true), (limit + 1, false), (limit * 3, false)] {
      let start = "A,1,PT1S,1,"
      let text = header + start + String(repeating: "n", count: count - start.utf8.count) + "\nB"
      let expected: JourneyFailure =
        isTaken
        ? .fieldCount(line: 3, found: 1, expected: 5) : .recordTooLong(line: 2, limitBytes: limit)
      #expect(outcome(text, recordLimitBytes: limit).failure == expected, "\(count) bytes")
    }
    let open = header + "\"" + String(repeating: "\n", count: limit * 2)
    #expect(
      outcome(open, recordLimitBytes: limit).failure
        == .recordTooLong(line: 2, limitBytes: limit))
  }

  @Test func `more bus types than may be are refused`() {
    let records = (0...20).map { "type \($0),1,PT1S,1\n" }.joined()
    #expect(
      outcome(Self.header + records).failure
        == .tooManyBusTypes(line: 22, limit: 20, limitBytes: 8 << 20))
  }

  @Test func `of random texts every cutting makes the same`() {
    let words = ["A", "1", "PT1S", "true", ",", ",", "\n", "\"", "\"\"", "\r", "x", " ", "4.0"]
    for _ in 0..<150 {
      let records = (0..<Int.random(in: 1...14)).map { _ in words[.random(in: 0..<words.count)] }
      _ = outcome(Self.header + records.joined(), recordLimitBytes: 40)
    }
  }

  @Test func `a value is cut before it is told`() {
    let long = String(repeating: "é", count: 300)
    let failure = outcome(Self.header + "A,\(long),PT1S,1\n").failure
    guard case .value(line: 2, .passengers, let value)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(value == String(repeating: "é", count: 97) + "...")
  }

  @Test func `failures are sentences`() {
    #expect(JourneyFailure.noHeader.sentence == "it is empty: expected a header")
    #expect(
      JourneyFailure.fieldCount(line: 2, found: 1, expected: 4).sentence
        == "line 2 has 1 field, the header has 4")
    #expect(
      JourneyFailure.value(line: 7, .delay, "soon").sentence
        == "line 7 has \"soon\" as its \"delay\": "
        + "expected an ISO 8601 duration of fixed length, or a number of seconds")
    #expect(
      JourneyFailure.missingColumn(.busType).sentence == "the header has no column \"bus-type\"")
  }
}

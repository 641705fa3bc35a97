import Testing

@testable import Statistics

struct JourneyTallyTests {
  private func tally() -> JourneyTally {
    JourneyTally(recordLimitBytes: 1000, gathering: BusTypeTable())
  }

  @Test func `records without an end wait`() throws {
    let text = Array("bus-type,passengers,delay,accident\nA,1,PT1S,1\nB,2,PT2S,0\nC,3".utf8)
    var tally = tally()
    let end = try tally.read(text.span)
    #expect(text[end...].elementsEqual("C,3".utf8))
    #expect(tally.line == 4)
    #expect(try tally.digest().rows == 2)
    let rest = Array("C,3,PT3S,1\n".utf8)
    #expect(try tally.read(rest.span) == rest.count)
    let digest = try tally.digest()
    #expect(digest.passengers == 6)
    #expect(digest.accidents == 2)
    #expect(digest.delayNanoseconds == 6_000_000_000)
    #expect(digest.busTypeCount == 3)
  }

  @Test func `a header without an end waits`() throws {
    var tally = tally()
    let text = Array("\n\nbus-type,passengers".utf8)
    #expect(try tally.read(text.span) == 2)
    #expect(throws: JourneyFailure.noHeader) { try tally.digest() }
  }

  @Test func `a record that is read again counts once`() throws {
    var tally = tally()
    let text = Array("bus-type,passengers,delay,accident\nA,1,PT1S,1\n".utf8)
    let header = try #require(text.firstIndex(of: UInt8(ascii: "\n"))) + 1
    #expect(try tally.read(text.span) == text.count)
    for count in header..<text.count {
      let part = Array(text[header..<count])
      #expect(try tally.read(part.span) == 0)
    }
    #expect(try tally.digest().rows == 1)
  }
}

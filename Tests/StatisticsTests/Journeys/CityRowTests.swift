import JSON
import Testing

@testable import Statistics

struct CityRowTests {
  private func fields(_ row: CityRow) -> [[UInt8]] {
    [
      Array(row.departureTime), Array(row.busType), Array(row.delay),
      Array("\(row.passengers) \(row.accident)".utf8),
    ]
  }

  @Test func `in place it reads what the parser does, or nothing`() throws {
    var readInPlace = 0
    for _ in 0..<300 {
      let sample = JourneySample(1)
      let bytes = Array(sample.answer.dropFirst().reversed().drop { $0 != 0x7D }.reversed())
      let start = try #require(bytes.firstIndex(of: UInt8(ascii: "{")))
      let parsed = try CityRow(JSONParser.parse(bytes), element: 1)
      if let row = CityRow(bytes, start..<bytes.count) {
        readInPlace += 1
        #expect(fields(row) == fields(parsed))
      }
      #expect(parsed.busType.elementsEqual(sample.journeys[0].busType.utf8))
      #expect(parsed.passengers == sample.journeys[0].passengers)
    }
    #expect(readInPlace > 10)
  }

  @Test func `a journey that is wrong is not read in place`() {
    for text in [
      "{}", "{", "[]", "{\"delay\":\"PT1S\"}",
      "{\"departure-time\":\"2024-05-01T08:30\",\"bus-type\":\"\",\"passengers\":1,\"delay\":\"PT1S\",\"accident\":true}",
    ] {
      let bytes = Array(text.utf8)
      #expect(CityRow(bytes, 0..<bytes.count) == nil, "\(text)")
    }
  }

  @Test(arguments: JourneyMember.allCases)
  func `a member is known by its name alone`(_ member: JourneyMember) {
    let name = Array(member.rawValue.utf8)
    #expect(JourneyMember(named: name.span) == member)
    for place in name.indices {
      var other = name
      other[place] ^= 0x20
      #expect(JourneyMember(named: other.span) == nil)
    }
    let (longer, shorter) = (name + [0x61], Array(name.dropLast()))
    #expect(JourneyMember(named: longer.span) == nil)
    #expect(JourneyMember(named: shorter.span) == nil)
  }
}

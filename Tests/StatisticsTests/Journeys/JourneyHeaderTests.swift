import Testing

@testable import Statistics

struct JourneyHeaderTests {
  private func columns(_ names: [String]) throws(JourneyFailure) -> [JourneyMember?] {
    try JourneyHeader(names.map { Array($0.utf8) }).columns
  }

  @Test func `columns are found by their names in any order`() throws {
    #expect(
      try columns(["accident", "x", " delay", "passengers\t", "bus-type", "x", ""])
        == [.accident, nil, .delay, .passengers, .busType, nil, nil])
    #expect(
      try columns(JourneyMember.allCases.map(\.rawValue)) == JourneyMember.allCases.map { $0 })
  }

  @Test(arguments: [JourneyMember.busType, .passengers, .delay, .accident])
  func `a column that is needed and not there is named`(_ member: JourneyMember) {
    let others = JourneyMember.allCases.filter { $0 != member }.map(\.rawValue)
    #expect(throws: JourneyFailure.missingColumn(member)) { try columns(others) }
    #expect(throws: JourneyFailure.missingColumn(member)) {
      try columns(others + [member.rawValue.uppercased()])
    }
  }

  @Test(arguments: JourneyMember.allCases)
  func `a column that is there twice is named`(_ member: JourneyMember) {
    #expect(throws: JourneyFailure.repeatedColumn(member)) {
      try columns(JourneyMember.allCases.map(\.rawValue) + [member.rawValue])
    }
  }
}

/// What the columns of an object of journeys are.
struct JourneyHeader {
  /// For each column what it is; `nil` if it is passed over.
  let columns: [JourneyMember?]

  /// - Parameter names: the fields of the first record; blanks around them do not count.
  init(_ names: [[UInt8]]) throws(JourneyFailure) {
    columns = names.map { name in
      JourneyMember.allCases.first { $0.rawValue.utf8.elementsEqual(Self.withoutBlanks(name)) }
    }
    // Nothing is made of the time of departure, so an object may lack it.
    for member in JourneyMember.allCases {
      let count = columns.count { $0 == member }
      if count > 1 { throw .repeatedColumn(member) }
      if count == 0, member != .departureTime { throw .missingColumn(member) }
    }
  }

  private static func withoutBlanks(_ name: [UInt8]) -> ArraySlice<UInt8> {
    let isInk = { (byte: UInt8) in byte != 0x20 && byte != 0x09 }
    guard let first = name.firstIndex(where: isInk), let last = name.lastIndex(where: isInk) else {
      return []
    }
    return name[first...last]
  }
}

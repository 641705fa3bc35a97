internal import JSON

/// A journey as the upstream tells of it, its texts as they will be stored.
struct CityRow {
  static let passengerLimit = 1_000_000_000

  private(set) var departureTime: ArraySlice<UInt8>
  private(set) var busType: ArraySlice<UInt8>
  private(set) var passengers: Int
  private(set) var delay: ArraySlice<UInt8>
  private(set) var accident: Bool

  /// Reads an object in place; `nil` if it is written in a way that only the parser knows, or if something is wrong with it.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    let text = bytes.span
    var members = JSONMembers(at: range.lowerBound)
    var (departureTime, busType, delay): (Range<Int>?, Range<Int>?, Range<Int>?)
    var passengers: Int?
    var accident: Bool?
    var step = members.next(in: text)
    while step == .member {
      let (kind, value) = (members.kind, members.value)
      switch JourneyMember(named: text.extracting(members.key)) {
      case .departureTime: departureTime = kind == .text ? value : nil
      case .busType: busType = kind == .text ? value : nil
      case .delay: delay = kind == .text ? value : nil
      case .passengers: passengers = kind == .number ? Self.passengers(members.number) : nil
      case .accident: accident = kind == .boolean ? value.count == 4 : nil
      case nil: break
      }
      step = members.next(in: text)
    }
    guard step == .end, members.place == range.upperBound, let departureTime, let busType,
      let passengers, let delay, let accident,
      DepartureTime.isTime(text.extracting(departureTime)), !busType.isEmpty,
      (try? ISODuration(text.extracting(delay))) != nil
    else { return nil }
    self.departureTime = bytes[departureTime]
    self.busType = bytes[busType]
    self.passengers = passengers
    self.delay = bytes[delay]
    self.accident = accident
  }

  /// Reads an object of any spelling.
  ///
  /// - Parameter element: its number, for the failure.
  init(_ object: JSONValue, element: Int) throws(CityAnswerFailure) {
    guard case .object = object else {
      throw .notAnObject(element: element, kind: object.kind)
    }
    let members = RowMembers(object: object, element: element)
    departureTime = try members.text(.departureTime) { DepartureTime.isTime($0) }
    busType = try members.text(.busType) { !$0.isEmpty }
    passengers = try members.value(.passengers, Self.passengers)
    delay = try members.text(.delay) { (text) throws(ISODurationFailure) in
      _ = try ISODuration(text)
      return true
    }
    accident = try members.value(.accident) { if case .bool(let truth) = $0 { truth } else { nil } }
  }

  private static func passengers(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let number): passengers(Double(number))
    case .double(let number): passengers(number)
    default: nil
    }
  }

  private static func passengers(_ number: Double) -> Int? {
    guard number >= 0, number <= Double(passengerLimit) else { return nil }
    return Int(exactly: number)
  }
}

/// The members of an object, each asked for what it must be.
private struct RowMembers {
  let object: JSONValue
  let element: Int

  func value<Value>(
    _ member: JourneyMember, _ read: (JSONValue) -> Value?
  ) throws(CityAnswerFailure) -> Value {
    let value = try value(member)
    guard let read = read(value) else { throw wrong(member, value, nil) }
    return read
  }

  func text(
    _ member: JourneyMember, _ isRight: (Span<UInt8>) throws(ISODurationFailure) -> Bool
  ) throws(CityAnswerFailure) -> ArraySlice<UInt8> {
    let value = try value(member)
    guard case .string(let text) = value else { throw wrong(member, value, nil) }
    let bytes = Array(text.utf8)[...]
    do throws(ISODurationFailure) {
      if try isRight(bytes.span) { return bytes }
    } catch {
      throw wrong(member, value, error)
    }
    throw wrong(member, value, nil)
  }

  private func value(_ member: JourneyMember) throws(CityAnswerFailure) -> JSONValue {
    guard let value = object[member.rawValue] else { throw .missing(element: element, member) }
    return value
  }

  private func wrong(
    _ member: JourneyMember, _ value: JSONValue, _ reason: ISODurationFailure?
  ) -> CityAnswerFailure {
    .wrong(element: element, member, value: value.shortText, reason)
  }
}

extension JourneyMember {
  /// The member of this name.
  @inline(__always)
  init?(named name: Span<UInt8>) {
    switch name.count {
    case 5: self = .delay
    case 8: self = name[0] == UInt8(ascii: "b") ? .busType : .accident
    case 10: self = .passengers
    case 14: self = .departureTime
    default: return nil
    }
    let word = rawValue.utf8.span
    for place in 0..<name.count where name[place] != word[place] { return nil }
  }
}

package import JSON

/// Why what the upstream answers for a city is no list of journeys. Elements are counted from 1.
package enum CityAnswerFailure: Error, Equatable, Sendable {
  /// It is no JSON array, or an element is longer than it may be.
  case malformed(JSONElementsFailure)
  /// An element is no object but of another kind.
  case notAnObject(element: Int, kind: String)
  /// An element lacks a member.
  case missing(element: Int, JourneyMember)
  /// A member of an element is not what it must be; what stands there, as JSON cut to 100 characters, and what is wrong with a delay.
  case wrong(element: Int, JourneyMember, value: String, ISODurationFailure?)
  /// There are more types of buses than one city may have, or their names are too long together.
  case tooManyBusTypes(element: Int, limit: Int, limitBytes: Int)

  /// The failure as a sentence.
  package var sentence: String {
    switch self {
    case .malformed(let failure): "the answer is no JSON array of journeys: \(failure.sentence)"
    case .notAnObject(let element, let kind): "element \(element) is \(kind): expected an object"
    case .missing(let element, let member):
      "element \(element) has no \"\(member.rawValue)\": expected \(member.expected)"
    case .wrong(let element, let member, let value, let reason):
      "element \(element) has \(value) as its \"\(member.rawValue)\": expected \(member.expected)"
        + (reason == .noFixedLength ? "; years and months have no fixed length" : "")
        + (reason == .tooLong ? "; it is longer than 292 years" : "")
    case .tooManyBusTypes(let element, let limit, let limitBytes):
      "up to element \(element) there are more than \(limit) types of buses, "
        + "or their names have more than \(limitBytes) bytes together"
    }
  }
}

extension JourneyMember {
  /// What would be right in the upstream's answer, in words.
  var expected: String {
    switch self {
    case .departureTime: "a text with a date and a time such as \"2024-05-01T08:30:00Z\""
    case .busType: "a text that is not empty"
    case .passengers: "a whole number from 0 to 1000000000"
    case .delay: "a text with an ISO 8601 duration such as \"PT4320S\""
    case .accident: "true or false"
    }
  }
}

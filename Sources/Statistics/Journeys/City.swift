/// A city whose journeys can be asked for.
package struct City: Equatable, Sendable {
  /// What the upstream calls it in its addresses; a number is written in digits. Never empty.
  package let id: String
  /// Never empty.
  package let name: String
  /// Never empty.
  package let country: String

  package init(id: String, name: String, country: String) {
    self.id = id
    self.name = name
    self.country = country
  }
}

/// An entry of the list of cities that cannot be collected.
package struct CityFault: Equatable, Sendable {
  /// What is wrong with it.
  package enum Reason: Equatable, Sendable {
    /// A member is not there, is empty or is something else than it must be; what stands there, as JSON cut to 100 characters.
    case member(CityMember, value: String?)
    /// Another entry, counted from 1, has the same id and another name or country, so nobody knows which of both is meant.
    case ambiguous(other: Int)
  }

  /// Which entry it is, counted from 1.
  package let entry: Int
  /// What can be read of it.
  package let id: String?
  package let name: String?
  package let country: String?
  package let reason: Reason

  package init(entry: Int, id: String?, name: String?, country: String?, reason: Reason) {
    self.entry = entry
    self.id = id
    self.name = name
    self.country = country
    self.reason = reason
  }

  /// The fault as a sentence.
  package var sentence: String {
    switch reason {
    case .member(let member, nil):
      "entry \(entry)\(named) has no \"\(member.rawValue)\": expected \(member.expected)"
    case .member(let member, let value?):
      "entry \(entry)\(named) has \(value) as its \"\(member.rawValue)\": expected \(member.expected)"
    case .ambiguous(let other):
      "entry \(entry)\(named) has the id of entry \(other), with another name or country"
    }
  }

  private var named: String {
    switch (name, id) {
    case (let name?, let id?): " (\(name), id \(id))"
    case (let name?, nil): " (\(name))"
    case (nil, let id?): " (id \(id))"
    case (nil, nil): ""
    }
  }
}

/// What an entry of the list of cities must have.
package enum CityMember: String, CaseIterable, Sendable {
  case id, name, country

  /// What would be right, in words.
  package var expected: String {
    switch self {
    case .id: "a text that is not empty, or a whole number"
    case .name, .country: "a text that is not empty"
    }
  }
}

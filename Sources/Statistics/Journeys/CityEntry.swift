internal import JSON

/// An object in the list of cities as it is read.
struct CityEntry {
  private(set) var id: String?
  private(set) var name: String?
  private(set) var country: String?
  /// The first thing that is wrong with it by itself.
  private(set) var reason: CityFault.Reason?

  init(_ object: JSONValue) {
    id = text(.id, of: object)
    name = text(.name, of: object)
    country = text(.country, of: object)
  }

  /// The city, if all of it is there.
  var city: City? {
    guard let id, let name, let country else { return nil }
    return City(id: id, name: name, country: country)
  }

  /// The id as what it is compared by: two spellings that only Unicode holds equal are two ids.
  var idBytes: [UInt8]? { id.map { Array($0.utf8) } }

  func saysTheSame(as other: CityEntry) -> Bool {
    Self.areSame(name, other.name) && Self.areSame(country, other.country)
  }

  private static func areSame(_ text: String?, _ other: String?) -> Bool {
    guard let text, let other else { return false }
    return text.utf8.elementsEqual(other.utf8)
  }

  /// What cannot be collected.
  ///
  /// - Parameter rival: an entry, counted from 1, that claims the same id for another city.
  func fault(_ entry: Int, rival: Int? = nil) -> CityFault {
    let reason = rival.map { .ambiguous(other: $0) } ?? reason ?? .member(.id, value: nil)
    return CityFault(entry: entry, id: id, name: name, country: country, reason: reason)
  }

  private mutating func text(_ member: CityMember, of object: JSONValue) -> String? {
    let value = object[member.rawValue]
    switch value {
    case .string(let text) where !text.isEmpty: return text
    case .integer(let number) where member == .id: return String(number)
    default:
      if reason == nil { reason = .member(member, value: value.map(\.shortText)) }
      return nil
    }
  }
}

extension JSONValue {
  /// The value as JSON, cut to 100 characters.
  var shortText: String {
    var writer = JSONWriter()
    writer.value(self)
    let text = String(decoding: writer.bytes, as: UTF8.self).unicodeScalars
    let isCut = text.count > 100
    return String(String.UnicodeScalarView(text.prefix(isCut ? 97 : 100))) + (isCut ? "..." : "")
  }
}

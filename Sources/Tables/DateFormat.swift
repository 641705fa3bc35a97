/// How days or moments are written, in the language of `strptime`: `%d/%m/%Y`, `%b %d, %Y %I:%M %p`.
///
/// | directive | reads |
/// | --- | --- |
/// | `%Y`, `%y` | a year of four digits; of two, from 1969 to 2068 |
/// | `%m`, `%d`, `%e`, `%j` | month, day, day with a blank before it, day of the year |
/// | `%b`, `%B` | a month's English name, short or long, in letters of either case |
/// | `%H`, `%I`, `%M`, `%S`, `%p` | hour to 24 or to 12, minute, second, `AM` or `PM` |
/// | `%f` | up to nine decimals of a second |
/// | `%z`, `%Z` | `Z`, `+02`, `+0200`, `+02:00`; `UTC`, `GMT`, `Z` |
/// | `%T`, `%F`, `%D`, `%%` | `%H:%M:%S`, `%Y-%m-%d`, `%m/%d/%y`, a percent sign |
///
/// Numbers may lack a zero at their front, but for years. Blanks stand for one or more, any other character for itself. Without a day the first
/// of the month is meant, without a month January, without a time midnight, without a zone UTC.
package struct DateFormat: Equatable, Sendable {
  /// The format as it was asked for, without blanks around it.
  package let text: String
  let parts: [Part]

  /// What is read one after the other.
  enum Part: Equatable, Sendable {
    case year, yearOfCentury
    case month, monthName
    case day, paddedDay
    case dayOfYear
    case hour, hourOfHalf
    case half
    case minute
    case second
    case fraction
    case offset, zoneName
    case blanks
    case byte(UInt8)
  }

  /// - Throws: `DateFormatFailure` for what is no directive, for one that says again what another has said, and for a format that leaves
  ///   the day open.
  package init(_ text: String) throws(DateFormatFailure) {
    let characters = Array(String(decoding: trimmed(Array(text.utf8)), as: UTF8.self))
    self.text = String(characters)
    var parts: [Part] = []
    var place = 0
    while place < characters.count {
      let start = place
      var found = [Part]()
      if characters[place] == "%" {
        place += 1
        guard place < characters.count else { throw .cutDirective(offset: start) }
        guard let known = Self.parts(of: characters[place]) else {
          throw .unknownDirective("%\(characters[place])", offset: start)
        }
        found = known
      } else if characters[place] == " " || characters[place] == "\t" {
        found = parts.last == .blanks ? [] : [.blanks]
      } else {
        found = characters[place].utf8.map(Part.byte)
      }
      place += 1
      let said = parts.compactMap(\.field)
      if found.compactMap(\.field).contains(where: said.contains) {
        throw .repeatedDirective(String(characters[start..<place]), offset: start)
      }
      parts += found
    }
    try Self.checkDay(parts.compactMap(\.field))
    self.parts = parts
  }

  /// What a directive reads; `nil` if it is none.
  private static func parts(of directive: Character) -> [Part]? {
    switch directive {
    case "Y": [.year]
    case "y": [.yearOfCentury]
    case "m": [.month]
    case "b", "B": [.monthName]
    case "d": [.day]
    case "e": [.paddedDay]
    case "j": [.dayOfYear]
    case "H": [.hour]
    case "I": [.hourOfHalf]
    case "p": [.half]
    case "M": [.minute]
    case "S": [.second]
    case "f": [.fraction]
    case "z": [.offset]
    case "Z": [.zoneName]
    case "T": [.hour, .colon, .minute, .colon, .second]
    case "F": [.year, .hyphen, .month, .hyphen, .day]
    case "D": [.month, .slash, .day, .slash, .yearOfCentury]
    case "%": [.byte(UInt8(ascii: "%"))]
    default: nil
    }
  }

  private static func checkDay(_ fields: [Field]) throws(DateFormatFailure) {
    guard fields.contains(.year) else { throw .noYear }
    if fields.contains(.dayOfYear) {
      if fields.contains(.day) || fields.contains(.month) { throw .twoDays }
    } else if fields.contains(.day), !fields.contains(.month) {
      throw .noMonth
    }
  }

  /// What a part says, so that nothing is said twice.
  fileprivate enum Field {
    case year, month, day, dayOfYear, hour, half, minute, second, fraction, zone
  }
}

extension DateFormat.Part {
  fileprivate static let colon = DateFormat.Part.byte(UInt8(ascii: ":"))
  fileprivate static let hyphen = DateFormat.Part.byte(UInt8(ascii: "-"))
  fileprivate static let slash = DateFormat.Part.byte(UInt8(ascii: "/"))

  fileprivate var field: DateFormat.Field? {
    switch self {
    case .year, .yearOfCentury: .year
    case .month, .monthName: .month
    case .day, .paddedDay: .day
    case .dayOfYear: .dayOfYear
    case .hour, .hourOfHalf: .hour
    case .half: .half
    case .minute: .minute
    case .second: .second
    case .fraction: .fraction
    case .offset, .zoneName: .zone
    case .blanks, .byte: nil
    }
  }
}

/// Why a text is no format of dates. Offsets count characters from 0.
package enum DateFormatFailure: Error, Equatable, Sendable {
  /// A percent sign and a character behind it that are no directive.
  case unknownDirective(String, offset: Int)
  /// A percent sign ends the format.
  case cutDirective(offset: Int)
  /// A directive reads what another has read.
  case repeatedDirective(String, offset: Int)
  /// No directive reads the year.
  case noYear
  /// A day without its month.
  case noMonth
  /// A day of the year, and a month or a day of it.
  case twoDays

  /// The failure for people, as what follows the format.
  package var sentence: String {
    switch self {
    case .unknownDirective(let directive, let offset):
      "has no directive \(directive) (at offset \(offset)); there are \(Self.directives)"
    case .cutDirective(let offset): "ends with a lone % (at offset \(offset)); %% is a percent sign"
    case .repeatedDirective(let directive, let offset):
      "reads again with \(directive) (at offset \(offset)) what it has read before"
    case .noYear: "reads no year (%Y or %y)"
    case .noMonth: "reads a day and no month (%m or %b)"
    case .twoDays: "reads a day of the year (%j) and a month or its day as well"
    }
  }

  private static let directives =
    "%Y %y %m %d %e %j %b %B %H %I %M %S %f %p %z %Z %T %F %D and %%"
}

/// What a client asks a column to be: `integer`, `date`, `date:%d/%m/%Y`, `datetime:%b %d, %Y|%b %Y`.
package struct ColumnRequest: Equatable, Sendable {
  package let type: ColumnType
  /// How its days or moments are written, one way after the other to be tried; none for the way of RFC 3339.
  package let formats: [DateFormat]

  /// The types as clients call them, for people.
  package static let typeNames = [
    "integer", "float", "decimal", "boolean", "date", "datetime", "text",
  ]

  package init(_ type: ColumnType, formats: [DateFormat] = []) {
    self.type = type
    self.formats = formats
  }

  /// Reads a type's name in letters of either case, and for a date or a time formats behind a colon, with `|` between them.
  package init(_ text: String) throws(ColumnRequestFailure) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(decoding: trimmed(Array(parts[0].utf8)), as: UTF8.self).lowercased()
    // `decimal` is the room's own word for what clients call a float.
    guard let type = name == "float" ? .decimal : ColumnType(rawValue: name) else {
      throw .unknownType(String(parts[0]))
    }
    guard parts.count > 1 else {
      self.init(type)
      return
    }
    guard type == .date || type == .datetime else { throw .needsNoFormat(type) }
    var formats: [DateFormat] = []
    for format in parts[1].split(separator: "|", omittingEmptySubsequences: false) {
      do throws(DateFormatFailure) {
        formats.append(try DateFormat(String(format)))
      } catch {
        throw .badFormat(String(format), error)
      }
    }
    self.init(type, formats: formats)
  }
}

/// Why a text asks for nothing a column can be.
package enum ColumnRequestFailure: Error, Equatable, Sendable {
  /// No type is called so.
  case unknownType(String)
  /// A format stands behind a type that is neither a date nor a time.
  case needsNoFormat(ColumnType)
  /// A format, and what is wrong with it.
  case badFormat(String, DateFormatFailure)

  /// The failure for people.
  package var sentence: String {
    switch self {
    case .unknownType(let name):
      "there is no type '\(name)'; there are \(ColumnRequest.typeNames.joined(separator: ", "))"
    case .needsNoFormat(let type): "a column of type \(type.rawValue) takes no format"
    case .badFormat(let format, let failure): "the format '\(format)' \(failure.sentence)"
    }
  }
}

internal import JSON
internal import Tables

/// What the database keeps of a data set: one row.
struct CatalogRecord: Equatable, Sendable {
  let name: DatasetName
  let version: Int
  let createdNanoseconds: Int64
  let changedNanoseconds: Int64
  /// No parts: the data set was removed, and the row remembers its versions.
  let parts: [DatasetPart]
  let shape: DatasetShape?

  /// - Parameter shape: what is known of the table, if that is more than the data set knew.
  init(_ dataset: Dataset, shape: DatasetShape? = nil) {
    name = dataset.name
    version = dataset.version
    createdNanoseconds = dataset.createdNanoseconds
    changedNanoseconds = dataset.changedNanoseconds
    parts = dataset.parts
    self.shape = shape ?? dataset.shape
  }

  /// A data set that was removed.
  init(removed name: DatasetName, version: Int, nanoseconds: Int64) {
    self.name = name
    self.version = version
    createdNanoseconds = nanoseconds
    changedNanoseconds = nanoseconds
    parts = []
    shape = nil
  }

  /// - Returns: `nil` if the texts make no sense.
  init?(
    name: String, version: Int64, created: Int64, changed: Int64, parts: String, shape: String?
  ) {
    guard let name = DatasetName(name), let version = Int(exactly: version), version > 0,
      let partList = Self.parts(parts)
    else { return nil }
    self.name = name
    self.version = version
    createdNanoseconds = created
    changedNanoseconds = changed
    self.parts = partList
    self.shape = shape.flatMap(Self.shape)
  }

  /// The data set; `nil` if it was removed.
  var dataset: Dataset? {
    parts.isEmpty
      ? nil
      : Dataset(
        name: name, version: version, createdNanoseconds: createdNanoseconds,
        changedNanoseconds: changedNanoseconds, parts: parts, shape: shape)
  }

  // Parts

  var partsText: String {
    var writer = JSONWriter()
    writer.beginArray()
    for part in parts { Self.write(part, to: &writer) }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func write(_ part: DatasetPart, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("number")
    writer.integer(part.number)
    writer.key("origin")
    writer.string(part.origin.rawValue)
    writer.key("path")
    writer.string(part.path)
    writer.key("bytes")
    writer.integer(part.byteCount)
    writer.key("modified")
    writer.integer(Int(part.modifiedNanoseconds))
    writer.key("digest")
    writer.string(part.digest)
    if let source = part.source {
      writer.key("source")
      writer.string(source)
    }
    part.options.write(to: &writer)
    writer.endObject()
  }

  private static func parts(_ text: String) -> [DatasetPart]? {
    guard case .array(let elements)? = try? JSONParser.parse(Array(text.utf8)) else { return nil }
    let parts = elements.compactMap(part)
    return parts.count == elements.count ? parts : nil
  }

  private static func part(_ value: JSONValue) -> DatasetPart? {
    guard case .integer(let number)? = value["number"],
      case .string(let originText)? = value["origin"],
      let origin = DatasetPart.Origin(rawValue: originText),
      case .string(let path)? = value["path"], case .integer(let byteCount)? = value["bytes"],
      case .integer(let modified)? = value["modified"],
      case .string(let digest)? = value["digest"], let options = ReadOptions(value)
    else { return nil }
    return DatasetPart(
      number: Int(number), origin: origin, path: path, byteCount: Int(byteCount),
      modifiedNanoseconds: modified, digest: digest, options: options,
      source: value.text("source"))
  }

  // Shape

  var shapeText: String? {
    guard let shape else { return nil }
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("rows")
    writer.integer(shape.rowCount)
    writer.key("columns")
    writer.beginArray()
    for column in shape.columns {
      writer.beginArray()
      writer.string(column.name)
      writer.string(column.type.rawValue)
      writer.endArray()
    }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func shape(_ text: String) -> DatasetShape? {
    guard let value = try? JSONParser.parse(Array(text.utf8)),
      case .integer(let rows)? = value["rows"], case .array(let elements)? = value["columns"]
    else { return nil }
    let columns = elements.compactMap { element -> DatasetShape.Column? in
      guard case .array(let pair) = element, pair.count == 2, case .string(let name) = pair[0],
        case .string(let word) = pair[1], let type = ColumnType(rawValue: word)
      else { return nil }
      return DatasetShape.Column(name: name, type: type)
    }
    guard columns.count == elements.count else { return nil }
    return DatasetShape(columns: columns, rowCount: Int(rows))
  }
}

extension ReadOptions {
  /// Writes the options as members of an object.
  func write(to writer: inout JSONWriter) {
    if let delimiter {
      writer.key("delimiter")
      writer.string(delimiter)
    }
    if let encoding {
      writer.key("encoding")
      writer.string(encoding)
    }
    writer.key("on_error")
    writer.string(onError.rawValue)
    writer.key("types")
    writer.beginObject()
    for (column, type) in types.sorted(by: { $0.key < $1.key }) {
      writer.key(column)
      writer.string(type)
    }
    writer.endObject()
  }

  /// The options among the members of an object.
  init?(_ value: JSONValue) {
    guard let onError = value.text("on_error").flatMap(OnError.init(rawValue:)),
      case .object(let members)? = value["types"]
    else { return nil }
    var types: [String: String] = [:]
    for member in members {
      guard case .string(let type) = member.value else { return nil }
      types[member.key] = type
    }
    self.init(
      delimiter: value.text("delimiter"), encoding: value.text("encoding"), types: types,
      onError: onError)
  }

  /// The same for the same options: what the key of a column file is made of.
  var canonicalBytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    write(to: &writer)
    writer.endObject()
    return writer.bytes
  }
}

extension JSONValue {
  fileprivate func text(_ key: String) -> String? {
    if case .string(let text)? = self[key] { text } else { nil }
  }
}

internal import JSON
internal import Statistics
internal import Tables

// How stages find the columns of their sources, and what they say of them.

extension StageRun {
  /// The name of a column: what the stage's own parameter says, else what the source says.
  func name(of setting: SourceColumn, in source: LoadedSource) -> String? {
    if case .text(let name) = parameters[setting.rawValue] { return name }
    return source.source.columns[setting]
  }

  /// A column that the stage needs.
  func column(_ setting: SourceColumn, of source: LoadedSource) throws(StageFailure) -> Column {
    guard let name = name(of: setting, in: source) else {
      throw .unnamedColumn(setting: setting.rawValue)
    }
    if let column = source.table.column(name) { return column }
    throw .unknownColumn(
      name, setting: setting.rawValue,
      nearest: nearestName(to: name, in: source.table.columns.map(\.name)))
  }

  /// The moments of the rows of a source on the wall clock of its file, in microseconds since 1970-01-01T00:00; `Int64.min` for none.
  ///
  /// - Throws: if no row has a moment.
  func times(of source: LoadedSource) throws(StageFailure) -> [Int64] {
    let column = try column(.timestamp, of: source)
    let clock: WallClock
    do throws(WallClockFailure) {
      clock = try column.wallClock(on: lanes)
    } catch {
      switch error {
      case .notTimes(let type): throw .unfitColumn(column.name, type: type, needed: "times")
      case .cancelled: throw .cancelled
      }
    }
    if clock.times.allSatisfy({ $0 == WallClock.none }) {
      throw .nothingReadable(
        column: column.name, needed: "times", row: clock.firstUnreadable.map { $0.row + 1 },
        value: clock.firstUnreadable?.text)
    }
    return clock.times
  }

  /// What values of the secondary group take part; `nil` for all. An empty list keeps nobody out: it is what a form sends in which nothing
  /// was chosen.
  var allowedGroups: Set<String>? {
    guard case .text(let switched) = parameters["filter_col"], !switched.isEmpty,
      case .texts(let texts) = parameters["filter_values"], !texts.isEmpty
    else { return nil }
    return Set(texts)
  }
}

extension StageFailure {
  /// The same failure of a count.
  init(_ failure: CountFailure) {
    switch failure {
    case .tooManyGroups(let limit): self = .tooMany(what: "groups", limit: limit)
    case .tooManyCounts(let limit): self = .tooMany(what: "counts of groups", limit: limit)
    case .tooManyRows: self = .tooMany(what: "rows", limit: Int(UInt32.max))
    case .cancelled: self = .cancelled
    }
  }
}

extension JSONWriter {
  /// Begins the object of a stage's first artifact with what all of them say.
  mutating func beginArtifact(of stage: String, _ run: StageRun) {
    beginObject()
    key("status")
    string("success")
    key("stage_name")
    string(stage)
    key("parameters")
    run.echo(to: &self)
  }

  /// A number that may be missing.
  mutating func number(_ value: Double?) {
    if let value, value.isFinite { double(value) } else { null() }
  }

  /// A day as `2023-01-08`.
  static func text(ofDay days: Int64) -> String {
    var bytes: [UInt8] = []
    CalendarText.appendDate(days, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension StageRun {
  /// The parameters as the artifact tells them: columns that the source names are told as if they were given.
  fileprivate func echo(to writer: inout JSONWriter) {
    writer.beginObject()
    for item in parameters.items {
      writer.key(item.name)
      if item.value == .null, let setting = SourceColumn(rawValue: item.name),
        let name = sources.first.flatMap({ name(of: setting, in: $0) })
      {
        writer.string(name)
      } else {
        item.value.write(to: &writer)
      }
    }
    writer.endObject()
  }
}

/// The times of a column as the clock on the wall showed them: a zone is read and moves nothing, so that what happened in the evening
/// stays in the evening of its own day.
package struct WallClock: Equatable, Sendable {
  /// What stands in place of a time where a row has none.
  package static let none = Int64.min

  /// One per row: microseconds since 1970-01-01T00:00 on the clock that the text shows, or `none`.
  package let times: [Int64]
  /// How many rows have a text that shows no time.
  package let unreadableCount: Int
  /// The first of them.
  package let firstUnreadable: Unreadable?

  /// A text that shows no time.
  package struct Unreadable: Equatable, Sendable {
    /// Counted from 0.
    package let row: Int
    /// Its first hundred bytes.
    package let text: String
  }
}

/// Why a column has no times.
package enum WallClockFailure: Error, Equatable, Sendable {
  /// The column is of another type than date, datetime and text.
  case notTimes(ColumnType)
  /// Nobody wants the answer any more.
  case cancelled
}

extension Column {
  /// The times of the column as the clock on the wall showed them.
  ///
  /// Of a text everything is read that `ClockText` knows. A date is its midnight; a datetime is told in UTC, since its column has
  /// forgotten the zones.
  ///
  /// - Complexity: O(*rows*), 30 to 40 ns each where texts are spelled out, and O(*words*) the same where they are coded.
  package func wallClock(on lanes: Lanes) throws(WallClockFailure) -> WallClock {
    do throws(Cancelled) {
      switch (type, storage) {
      case (.text, .text(let texts)): return try WallClock(texts, on: lanes)
      case (.datetime, .numbers(let moments)): return try WallClock(moments, unit: 1, on: lanes)
      case (.date, .numbers(let days)):
        return try WallClock(days, unit: TimeText.microsecondsPerDay, on: lanes)
      default: break
      }
    } catch {
      throw .cancelled
    }
    throw .notTimes(type)
  }
}

extension WallClock {
  /// - Parameter unit: how many microseconds one of the numbers is.
  fileprivate init(_ numbers: NumberColumn, unit: Int64, on lanes: Lanes) throws(Cancelled) {
    let parts = try lanes.map(numbers.segments.count) { segment in
      switch numbers.segments[segment].values {
      case .narrow(let values):
        values.map { $0 == NumberSegment.narrowNull ? Self.none : Int64($0) &* unit }
      case .wide(let values):
        values.map { $0 == NumberSegment.wideNull ? Self.none : $0 &* unit }
      case .double: preconditionFailure("days and moments are whole")
      }
    }
    self.init(times: try joined(parts, on: lanes), unreadableCount: 0, firstUnreadable: nil)
  }

  fileprivate init(_ texts: TextColumn, on lanes: Lanes) throws(Cancelled) {
    let reading = try unsafe TextReading(texts, null: Self.none, on: lanes) { text in
      unsafe ClockText.time(text) ?? Self.none
    }
    let parts = try lanes.map(texts.segments.count) { segment throws(Cancelled) in
      Part(try reading.values(of: segment, on: lanes), of: texts.segments[segment])
    }
    let firstRows = firstRows(texts.segments.map(\.count))
    var first: Unreadable?
    if let segment = parts.firstIndex(where: { $0.unreadableCount > 0 }),
      let row = parts[segment].firstUnreadable
    {
      let text = texts.bytes(row, of: segment).prefix(100)
      first = Unreadable(row: firstRows[segment] + row, text: String(decoding: text, as: UTF8.self))
    }
    self.init(
      times: try joined(parts.map(\.times), on: lanes),
      unreadableCount: parts.reduce(0) { $0 + $1.unreadableCount }, firstUnreadable: first)
  }

  /// The times of a segment. Its rows are counted from its first one.
  private struct Part: Sendable {
    let times: [Int64]
    private(set) var unreadableCount = 0
    private(set) var firstUnreadable: Int?

    init(_ times: [Int64], of texts: TextColumn.Segment) {
      self.times = times
      for row in times.indices where times[row] == WallClock.none && !texts.isNull(row) {
        unreadableCount += 1
        if firstUnreadable == nil { firstUnreadable = row }
      }
    }
  }
}

extension TextColumn {
  /// The text of a row of a segment, counted from its first one; no bytes for null.
  fileprivate func bytes(_ row: Int, of segment: Int) -> ArraySlice<UInt8> {
    switch segments[segment] {
    case .coded(let codes): codes[row] == 0 ? [] : words.bytes(of: codes[row] - 1)
    case .spelled(let texts): texts.bytes(row)
    }
  }
}

extension TextColumn.Segment {
  fileprivate func isNull(_ row: Int) -> Bool {
    switch self {
    case .coded(let codes): codes[row] == 0
    case .spelled(let texts): texts.isNull(row)
    }
  }
}

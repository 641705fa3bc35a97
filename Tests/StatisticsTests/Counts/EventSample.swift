import Foundation
import Tables

@testable import Statistics

/// Random rows with a moment, a text, a whole number and a cell, any of which may be missing; and the table of them in small segments.
struct EventSample {
  struct Row {
    var time: Int64?
    var word: String?
    var number: Int?
    var cell: UInt64
  }

  static let day: Int64 = 86_400_000_000

  var rows: [Row]

  init(_ rows: [Row]) {
    self.rows = rows
  }

  init(_ seed: Int, rows count: Int, days: Int64, from start: Int64 = 18_262) {
    var random = Seeded(seed)
    rows = (0..<count).map { _ in
      let time = Int64.random(in: start * Self.day..<(start + days) * Self.day, using: &random)
      return Row(
        time: Int.random(in: 0..<20, using: &random) == 0 ? nil : time,
        word: ["Fire", "Theft", "Lärm", nil].randomElement(using: &random) ?? nil,
        number: Int.random(in: 0..<9, using: &random) == 0
          ? nil : [3, 11, 200].randomElement(using: &random),
        cell: [0, 0x88_2A10, 0x88_0001, 7].randomElement(using: &random) ?? 0)
    }
  }

  var times: [Int64] { rows.map { $0.time ?? .min } }
  var cells: [UInt64] { rows.map(\.cell) }

  func table() throws -> Table {
    let lines = rows.map { "\($0.word ?? ""),\($0.number.map(String.init) ?? ""),." }
    var options = CSVOptions()
    options.types = ["word": .text, "number": .integer]
    options.chunkBytes = 700
    let csv = (["word,number,end"] + lines).joined(separator: "\n") + "\n"
    return try CSVLoader.load(Array(csv.utf8), options).table
  }

  /// Lanes that take their pieces from the last to the first.
  static let backwards = Lanes(count: 3) { count, body in
    for piece in (0..<count).reversed() { body(piece) }
  }
}

extension Table {
  func some(_ name: String) throws -> Column {
    guard let column = column(name) else { throw QueryFailure.unknownColumn(name, known: []) }
    return column
  }
}

extension Cell {
  static func word(_ text: String) -> Cell { .text(Array(text.utf8)[...]) }

  /// As people read it.
  var spoken: String { AggregateSample.text(self) }
}

/// Weeks as the calendar of Foundation has them, counted in the most obvious way.
struct NaiveWeeks: Equatable {
  /// The last day of the first week, in days since 1970.
  var first: Int64
  var counts: [Int]

  init?(_ times: [Int64], through latest: Int64) {
    let sundays = times.map { Self.sunday(onOrAfter: Self.day(of: $0)) }
    guard let first = sundays.min(), let last = sundays.max() else { return nil }
    self.first = first
    counts = stride(from: first, through: last, by: 7)
      .filter { $0 * EventSample.day <= latest }
      .map { sunday in sundays.filter { $0 == sunday }.count }
    if counts.isEmpty { return nil }
  }

  static func day(of time: Int64) -> Int64 {
    Int64((Double(time) / Double(EventSample.day)).rounded(.down))
  }

  static func sunday(onOrAfter day: Int64) -> Int64 {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    for day in day..<day + 7 {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      if calendar.component(.weekday, from: date) == 1 { return day }
    }
    return .min
  }
}

extension WeeklySeries {
  var naive: NaiveWeeks? {
    var naive = NaiveWeeks([0], through: .max)
    naive?.first = firstWeek.sunday
    naive?.counts = map(\.count)
    return naive
  }
}

internal import JSON
internal import Tables

/// What a measurement over a table found.
struct TableReport {
  /// From the start to the end of the measured step, for each round.
  var seconds: [Double] = []
  /// How many rows the table has.
  var rows = 0
  /// The most memory that was resident since the process began.
  var peakResidentBytes = 0
  /// What was computed, so that it can be compared.
  var answer = TableAnswer.none

  /// One line of JSON, without its end.
  var line: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("seconds")
    writer.beginArray()
    for each in seconds { writer.double(each) }
    writer.endArray()
    writer.key("rows")
    writer.integer(rows)
    writer.key("peak_resident_bytes")
    writer.integer(peakResidentBytes)
    writer.key("answer")
    writer.answer(answer)
    writer.endObject()
    return writer.bytes
  }
}

/// What was computed from a table.
enum TableAnswer: Equatable {
  case none
  /// Numbers by their names; `nil` where there is none.
  case numbers([(name: String, number: Double?)])
  /// How many rows there are, and the first of them.
  case page(count: Int, rows: [[Cell]])

  static func == (one: TableAnswer, other: TableAnswer) -> Bool {
    switch (one, other) {
    case (.none, .none): true
    case (.numbers(let one), .numbers(let other)):
      one.elementsEqual(other) { $0.name == $1.name && $0.number == $1.number }
    case (.page(let count, let rows), .page(let otherCount, let otherRows)):
      count == otherCount && rows == otherRows
    case (.none, _), (.numbers, _), (.page, _): false
    }
  }
}

extension JSONWriter {
  fileprivate mutating func answer(_ answer: TableAnswer) {
    beginObject()
    switch answer {
    case .none: break
    case .numbers(let numbers):
      for (name, number) in numbers {
        key(name)
        if let number { double(number) } else { null() }
      }
    case .page(let count, let rows):
      key("count")
      integer(count)
      key("rows")
      beginArray()
      for row in rows {
        beginArray()
        for each in row { cell(each) }
        endArray()
      }
      endArray()
    }
    endObject()
  }

  /// Days and moments as their numbers: no measurement shows any.
  private mutating func cell(_ cell: Cell) {
    switch cell {
    case .null: null()
    case .integer(let number), .date(let number), .datetime(let number): integer(Int(number))
    case .decimal(let number): double(number)
    case .boolean(let value): bool(value)
    case .text(let bytes): text(bytes)
    }
  }
}

internal import Tables

/// Which groups are let through, by what their value reads like.
struct GroupFilter: Sendable {
  private let texts: Set<[UInt8]>?

  /// - Parameter texts: compared byte by byte; `nil` lets all groups through.
  init(_ texts: Set<String>?) {
    self.texts = texts.map { Set($0.map { Array($0.utf8) }) }
  }

  /// Whether a group of this value is let through. Null reads like nothing.
  func passes(_ cell: Cell) -> Bool {
    guard let texts else { return true }
    return cell.spellings.contains { texts.contains($0) }
  }
}

extension Cell {
  /// The value as a text; of null an empty one.
  var text: [UInt8] { spellings.first ?? [] }

  /// The texts of the value. A whole number in a column of decimals is one with and without a point, and truths begin with letters of either
  /// case, as they do in pandas.
  fileprivate var spellings: [[UInt8]] {
    switch self {
    case .null: return []
    case .text(let bytes): return [Array(bytes)]
    case .integer(let number): return [Array(String(number).utf8)]
    case .decimal(let number):
      let whole = Int64(exactly: number).map { Array(String($0).utf8) }
      return [Array(number.description.utf8)] + [whole].compactMap { $0 }
    case .boolean(let truth):
      return (truth ? ["true", "True"] : ["false", "False"]).map { Array($0.utf8) }
    case .date(let days):
      var bytes: [UInt8] = []
      CalendarText.appendDate(days, to: &bytes)
      return [bytes]
    case .datetime(let microseconds):
      var bytes: [UInt8] = []
      CalendarText.appendDatetime(microseconds, to: &bytes)
      return [bytes]
    }
  }
}

@testable import Tables

/// How a file is to be read, as the first bytes of an input say.
struct Order {
  static let byteCount = 8

  /// Ways in which days and moments are written in some runs.
  private static let formats = ["%d.%m.%y", "%b %e, %Y %I:%M%p", "%Y%j%z", "%F %H:%M:%S.%f"]
    .compactMap { try? DateFormat($0) }

  let delimiter: UInt8
  let lanes: Lanes
  private let bytes: [UInt8]

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = Array(bytes)
    delimiter = Array(",,,;\t| 1".utf8)[Int(self.bytes[0] % 8)]
    let count = Int(self.bytes[4] % 3) + 1
    // One after the other, so that a finding comes again; the last one first, so that not all falls to the first.
    lanes = Lanes(count: count) { pieces, body in for lane in (0..<pieces).reversed() { body(lane) }
    }
  }

  /// The file in one piece.
  func options(for names: [String]) -> CSVOptions {
    var options = CSVOptions()
    options.delimiter = delimiter
    options.badCells = [.abort, .nullCell, .skipRow][Int(bytes[1] % 3)]
    options.raggedRows = bytes[1] / 3 % 2 == 0 ? .skipRow : .abort
    options.rejectLimit = Int(bytes[1] / 6 % 8)
    for (column, name) in names.enumerated() {
      // One column in two is asked to be of a type.
      let type = (Int(bytes[5]) + column * (Int(bytes[6] % 16) + 1)) % 12
      if type < ColumnType.allCases.count { options.types[name] = ColumnType.allCases[type] }
      if bytes[7] & 8 != 0 { options.formats[name] = Self.formats }
    }
    if bytes[7] & 1 != 0 { options.cellLimitBytes = Int(bytes[7] >> 3) }
    if bytes[7] & 2 != 0 { options.rowLimitBytes = Int(bytes[7]) + 8 }
    if bytes[7] & 4 != 0 { options.columnLimit = Int(bytes[7] >> 4) + 1 }
    return options
  }

  /// The same file, cut small.
  func cutOptions(for names: [String]) -> CSVOptions {
    var options = options(for: names)
    options.chunkBytes = Int(bytes[2]) + 1
    options.blockBytes = Int(bytes[3]) + 1
    return options
  }

  /// Any number, for choices of the kernels.
  func choice(_ limit: Int) -> Int {
    limit == 0 ? 0 : (Int(bytes[2]) * 256 + Int(bytes[5])) % limit
  }
}

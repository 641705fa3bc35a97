package struct Lanes: Sendable {
  package let count: Int
  package let run: @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void
  package init(
    count: Int, run: @escaping @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void
  ) {
    self.count = count
    self.run = run
  }
  package static let single = Lanes(count: 1) { n, body in for i in 0..<n { body(i) } }
}
package enum ColumnType: Sendable { case integer, decimal, boolean, date, datetime, text }
package struct CSVOptions: Sendable {
  package enum Bad: Sendable { case abort, nullCell, skipRow }
  package var types: [String: ColumnType] = [:]
  package var badCells = Bad.abort
  package var raggedRows = Bad.skipRow
  package var delimiter = UInt8(ascii: ",")
  package init() {}
}
package struct Reject: Sendable {
  package let line: Int; package let column: String?; package let value: String;
  package let reason: String
}
package struct LoadedTable: Sendable { package let table: Table; package let rejects: [Reject] }
package enum TableFailure: Error, Equatable {
  case at(Int, String);
  package var sentence: String {
    if case .at(let l, let s) = self { "line \(l), \(s)" } else { "" }
  }
}
package struct Categories: Sendable {
  let words: [String]; let codes: [[UInt8]: Int]
  package var count: Int { words.count }
  package func word(_ code: Int) -> String { words[code] }
  package func code(of w: String) -> Int? { codes[Array(w.utf8)] }
}
package struct Column: Sendable {
  package let name: String; package let type: ColumnType
  let codes: [Int]; let cats: Categories; let values: [Double?]
  package func categories() -> Categories { cats }
}
package struct Table: Sendable {
  package let columns: [Column]; package let rowCount: Int
  package func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}
package struct Selection: Sendable {
  var bits: [Bool]
  package init(all t: Table) { bits = Array(repeating: true, count: t.rowCount) }
  package mutating func keep(_ c: Column, code: Int) {
    for i in bits.indices { bits[i] = bits[i] && c.codes[i] == code }
  }
  package mutating func keep(_ c: Column, from: Double?, to: Double?) {
    for i in bits.indices {
      guard let v = c.values[i] else { bits[i] = false; continue };
      bits[i] = bits[i] && v >= from ?? -.infinity && v <= to ?? .infinity
    }
  }
}
package struct GroupedMoments: Sendable {
  package struct Group: Sendable {
    package let codes: [Int]; package let mean: Double; package let count: Int
  }
  var sums: [Int: Double] = [:]; var counts: [Int: Int] = [:]; let radix: [Int]
  package init(of v: Column, by g: [Column], in s: Selection) {
    radix = g.map { $0.cats.count }
    for i in s.bits.indices where s.bits[i] {
      guard let x = v.values[i] else { continue }
      var index = 0; var ok = true
      for c in g { if c.codes[i] < 0 { ok = false }; index = index * c.cats.count + c.codes[i] }
      if !ok { continue }
      sums[index, default: 0] += x; counts[index, default: 0] += 1
    }
  }
  package func count(at i: Int) -> Int { counts[i] ?? 0 }
  package func mean(at i: Int) -> Double? { counts[i].map { (sums[i] ?? 0) / Double($0) } }
  package var selectedCount: Int { counts.values.reduce(0, +) }
  package var totalMean: Double? {
    selectedCount == 0 ? nil : sums.values.reduce(0, +) / Double(selectedCount)
  }
  package func groups() -> [Group] {
    counts.keys.sorted().map { k in
      var r = k; var c: [Int] = []; for n in radix.reversed() { c.insert(r % n, at: 0); r /= n };
      return Group(codes: c, mean: mean(at: k)!, count: counts[k]!)
    }
  }
}
package enum CSVLoader {
  static func rows(_ b: [UInt8]) -> [[String]] {
    var rows: [[String]] = []; var row: [String] = []; var cell: [UInt8] = []; var q = false;
    var i = 0
    while i < b.count {
      let c = b[i]
      if q {
        if c == 34 {
          if i + 1 < b.count, b[i + 1] == 34 { cell.append(34); i += 1 } else { q = false }
        } else {
          cell.append(c)
        }
      } else if c == 34 {
        q = true
      } else if c == 44 {
        row.append(String(decoding: cell, as: UTF8.self)); cell = []
      } else if c == 10 {
        row.append(String(decoding: cell, as: UTF8.self)); cell = []; rows.append(row); row = []
      } else if c != 13 {
        cell.append(c)
      }
      i += 1
    }
    if !cell.isEmpty || !row.isEmpty {
      row.append(String(decoding: cell, as: UTF8.self)); rows.append(row)
    }
    return rows
  }
  static func trim(_ s: String) -> String {
    var s = s[...]; while s.hasSuffix(" ") { s = s.dropLast() };
    while s.hasPrefix(" ") { s = s.dropFirst() }; return String(s)
  }
  package static func header(of p: [UInt8], delimiter: UInt8) throws(TableFailure) -> [String] {
    (rows(p).first ?? []).map(trim)
  }
  package static func load(_ b: UnsafeRawBufferPointer, _ o: CSVOptions, on l: Lanes)
    throws(TableFailure) -> LoadedTable
  { try unsafe load(Array(b), o, on: l) }
  package static func load(_ b: [UInt8], _ o: CSVOptions, on l: Lanes) throws(TableFailure)
    -> LoadedTable
  {
    let all = rows(b)
    guard let head = all.first else { throw .at(1, "the file is empty") }
    let body = all.dropFirst().filter { $0.count == head.count }
    let columns = head.enumerated().map { k, name -> Column in
      let cells = body.map { $0[k] }
      var words: [String] = []; var codes: [[UInt8]: Int] = [:]
      let cs = cells.map { w -> Int in
        if w.isEmpty { return -1 }; if let c = codes[Array(w.utf8)] { return c };
        codes[Array(w.utf8)] = words.count; words.append(w); return words.count - 1
      }
      let vs = cells.map { Double($0) }
      let isInt = cells.allSatisfy { $0.isEmpty || Int($0) != nil }
      return Column(
        name: trim(name), type: o.types[trim(name)] ?? (isInt ? .integer : .text), codes: cs,
        cats: Categories(words: words, codes: codes), values: vs)
    }
    return LoadedTable(table: Table(columns: columns, rowCount: body.count), rejects: [])
  }
}

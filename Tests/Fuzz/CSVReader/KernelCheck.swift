@testable import Tables

/// Runs the kernels over a table and compares their counts with a plain look.
struct KernelCheck {
  private let table: Table

  init(_ table: Table) {
    self.table = table
  }

  func run(_ order: Order) {
    let texts = table.columns.filter { $0.codes != nil }
    let numbers = table.columns.filter { $0.numbers != nil }
    var selection = Selection(all: table)
    if !texts.isEmpty {
      let column = texts[order.choice(texts.count)]
      let code = order.choice(column.categories().count + 1)
      selection.keep(column, code: code)
      let slots = column.codes?.segments.flatMap { $0.expanded() } ?? []
      require(selection.count == slots.count { $0 == UInt32(code) + 1 }, "rows of a code", code)
    }
    for column in numbers {
      sum(column, by: Array(texts.prefix(order.choice(4))))
      bound(column)
    }
  }

  private func values(_ column: Column) -> [Double?] {
    (column.numbers?.segments ?? []).flatMap { segment in (0..<segment.count).map { segment[$0] } }
  }

  private func bound(_ column: Column) {
    let values = values(column)
    let bounds = values.compactMap { $0 }
    guard let from = bounds.first, let to = bounds.last else { return }
    var selection = Selection(all: table)
    selection.keep(column, from: from, to: to)
    let expected = values.count { $0.map { $0 >= from && $0 <= to } ?? false }
    require(selection.count == expected, "rows within bounds", from, to, expected)
    selection.keepPresent(column)
    require(selection.count == expected, "present rows within bounds", from, to, expected)
  }

  private func sum(_ column: Column, by groups: [Column]) {
    let moments = GroupedMoments(of: column, by: groups, in: Selection(all: table))
    let slots = groups.map { $0.codes?.segments.flatMap { $0.expanded() } ?? [] }
    var counts: [[Int]: Int] = [:]
    let values = values(column)
    for (row, value) in values.enumerated() where value != nil {
      let codes = slots.map { Int($0[row]) - 1 }
      if !codes.contains(-1) { counts[codes, default: 0] += 1 }
    }
    let found = moments.groups()
    require(found.count == counts.count, "groups", found, counts)
    let present = values.compactMap { $0 }
    for group in found {
      require(group.count == counts[group.codes], "rows of a group", group)
      let isWithin = (present.min() ?? 0)...(present.max() ?? 0) ~= group.mean
      require(isWithin, "a mean beyond its values", group, present)
      let radixes = groups.map { $0.categories().count }
      var index = 0
      for (radix, code) in zip(radixes, group.codes) {
        let (product, overflow) = index.multipliedReportingOverflow(by: radix)
        if overflow { return }
        index = product + code
      }
      require(moments.mean(at: index) == group.mean, "a group by its index", group, index)
    }
  }
}

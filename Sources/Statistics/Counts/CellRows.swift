internal import Tables

/// The rows of some sources one behind the other: in which cell each is, and in which group.
struct CellRows: Sendable {
  /// Two columns of whole numbers: the cell, and the place of the group's name. Null where there is none, or no time. `nil` without sources.
  let table: Table?
  /// For each of the rows its moment.
  let times: [Int64]
  /// The last moment of the rows that the filter lets through.
  let latest: Int64?
  private let names: GroupNames

  init(
    of sources: [CellAnomalies.Source], _ filter: GroupFilter, groupLimit: Int, on lanes: Lanes
  ) throws(CountFailure) {
    var groups: [TimedGroups] = []
    for (place, source) in sources.enumerated() {
      groups.append(
        try TimedGroups(
          of: Selection(all: source.table), by: [source.group], at: source.times,
          limit: groupLimit, on: lanes.part(place, of: 2 * sources.count)))
    }
    do throws(Cancelled) {
      var latest: Int64?
      var values: [[Cell]] = []
      for (place, groups) in groups.enumerated() {
        let all = Array(0..<groups.grouping.count)
        let cells = groups.grouping.cells(of: 0, at: all)
        let heard = all.filter { filter.passes(cells[$0]) }
        let share = lanes.part(sources.count + place, of: 2 * sources.count)
        let last = try groups.extent(of: heard, on: share)?.upperBound
        latest = [latest, last].compactMap { $0 }.max()
        values.append(cells.map { filter.passes($0) ? $0 : .null })
      }
      self.latest = latest
      names = try GroupNames(of: values, on: lanes)
      var tables: [Table] = []
      for (place, source) in sources.enumerated() {
        tables.append(try Self.numbered(source, groups[place], names.places[place], on: lanes))
      }
      table = try Self.joined(tables, on: lanes)
    } catch {
      throw .cancelled
    }
    times = sources.count == 1 ? sources[0].times : sources.flatMap(\.times)
  }

  /// The value of a group by the number that its rows bear.
  func name(_ number: Cell) -> Cell {
    guard case .integer(let place) = number else { return .null }
    return names.values[Int(place)]
  }

  /// The cell that a number of the table stands for.
  static func cell(_ number: Cell) -> UInt64 {
    guard case .integer(let bits) = number else { return 0 }
    return UInt64(bitPattern: bits)
  }

  /// The rows of a source under two columns of numbers; the least of all stands for null.
  private static func numbered(
    _ source: CellAnomalies.Source, _ groups: TimedGroups, _ places: [Int?], on lanes: Lanes
  ) throws(Cancelled) -> Table {
    let none = Int64.min
    var numbers = [Int64](repeating: none, count: source.table.rowCount)
    for (group, place) in places.enumerated() {
      guard let place else { continue }
      var rest = groups[group]
      while !rest.isEmpty {
        try lanes.check()
        for row in rest.prefix(TimedGroups.checkedRows)
        where source.times[Int(row)] != TimedGroups.noTime {
          numbers[Int(row)] = Int64(place)
        }
        rest = rest.dropFirst(TimedGroups.checkedRows)
      }
    }
    let (cells, places) = (source.cells, numbers)
    return source.table.view([
      source.table.integers("cell") { cells[$0] == 0 ? none : Int64(bitPattern: cells[$0]) },
      source.table.integers("group") { places[$0] },
    ])
  }

  private static func joined(_ tables: [Table], on lanes: Lanes) throws(Cancelled) -> Table? {
    guard tables.count > 1 else { return tables.first }
    do throws(JoinFailure) {
      return try Table(joining: tables, on: lanes)
    } catch .cancelled {
      throw Cancelled()
    } catch {
      preconditionFailure("columns of whole numbers do not go together")
    }
  }
}

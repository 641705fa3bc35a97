internal import Statistics

/// Means of states and strata as a table: rows for states, columns for strata, of which those of one category stand together.
struct StratumGrid: Sendable {
  struct Column: Hashable, Sendable {
    let category: String
    let stratum: String
  }

  struct Row: Sendable {
    let location: String
    /// One for each column.
    var means: [Double?]
  }

  private(set) var columns: [Column] = []
  private(set) var rows: [Row] = []
  /// What has no place in the table.
  let omittedColumns: Int
  let omittedRows: Int

  /// - Parameter means: in the order of category and stratum.
  init(_ means: [StratumMean]) {
    var places: [Column: Int] = [:]
    var locations: Set<String> = []
    for mean in means {
      let column = Column(category: mean.category, stratum: mean.stratum)
      locations.insert(mean.location)
      guard places[column] == nil else { continue }
      places[column] = places.count
      if columns.count < SurveyLimits.columns { columns.append(column) }
    }
    omittedColumns = places.count - columns.count
    let names = locations.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let limit = min(SurveyLimits.rows, SurveyLimits.cells / max(1, columns.count))
    let shown = Array(names.prefix(limit))
    omittedRows = names.count - shown.count
    rows = shown.map { Row(location: $0, means: Array(repeating: nil, count: columns.count)) }
    let rowPlaces = Dictionary(shown.enumerated().map { ($1, $0) }) { first, _ in first }
    for mean in means {
      guard let row = rowPlaces[mean.location],
        let column = places[Column(category: mean.category, stratum: mean.stratum)],
        column < columns.count
      else { continue }
      rows[row].means[column] = mean.mean
    }
  }

  /// The categories in the order of the columns, each with how many columns it has.
  var groups: [(category: String, count: Int)] {
    var groups: [(category: String, count: Int)] = []
    for column in columns {
      if groups.last?.category == column.category {
        groups[groups.count - 1].count += 1
      } else {
        groups.append((column.category, 1))
      }
    }
    return groups
  }
}

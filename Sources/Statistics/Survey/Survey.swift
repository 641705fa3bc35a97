package import Tables

/// A table of survey answers: each row gives, for one question, the value of one location, of all its people or of one stratum of
/// them.
///
/// The columns are found by name, compared without surrounding blanks. Rows without a value take no part in any statistic, but the
/// questions and locations they name are known.
package struct Survey: Sendable {
  /// The columns a table must have to be a survey, in the names of the CDC.
  package static let requiredColumns = [
    questionColumn, locationColumn, valueColumn, categoryColumn, stratumColumn,
  ]

  /// The types in which a survey's columns are read, whatever their values look like.
  package static let columnTypes: [String: ColumnType] = [
    questionColumn: .text, locationColumn: .text, valueColumn: .decimal,
    categoryColumn: .text, stratumColumn: .text,
  ]

  static let questionColumn = "Question"
  static let locationColumn = "LocationDesc"
  static let valueColumn = "Data_Value"
  static let categoryColumn = "StratificationCategory1"
  static let stratumColumn = "Stratification1"

  let table: Table
  let question: Column
  let location: Column
  let value: Column
  let category: Column
  let stratum: Column
  /// The first and the last year of a row, if the table says.
  let years: (start: Column, end: Column)?

  let questions: Categories
  let locations: Categories
  let categories: Categories
  let strata: Categories

  /// How many rows with a value each question has.
  private let questionRows: GroupedMoments
  /// The same at each location. Only pairs that occur take memory: a file may name as many of both as it has rows.
  private let locationRows: GroupedMoments

  /// Takes a table as a survey.
  ///
  /// - Throws: `SurveyFailure.missingColumns` when it is none, or `cancelled`.
  package init(_ table: Table, on lanes: Lanes = .single) throws(SurveyFailure) {
    let missing = Self.requiredColumns.filter { table.column($0) == nil }
    guard let question = table.column(Self.questionColumn),
      let location = table.column(Self.locationColumn),
      let value = table.column(Self.valueColumn),
      let category = table.column(Self.categoryColumn),
      let stratum = table.column(Self.stratumColumn)
    else { throw .missingColumns(missing, found: table.columns.map(\.name)) }
    self.table = table
    self.question = question
    self.location = location
    self.value = value
    self.category = category
    self.stratum = stratum
    if let start = table.column("YearStart"), let end = table.column("YearEnd"),
      start.type == .integer, end.type == .integer
    {
      years = (start, end)
    } else {
      years = nil
    }
    let all = Selection(all: table)
    do throws(Cancelled) {
      // What has no codes yet gets them here, where that can be stopped.
      questionRows = try GroupedMoments(of: value, by: [question], in: all, on: lanes)
      locationRows = try GroupedMoments(of: value, by: [question, location], in: all, on: lanes)
      try category.code(on: lanes)
      try stratum.code(on: lanes)
    } catch {
      throw .cancelled
    }
    questions = question.categories()
    locations = location.categories()
    categories = category.categories()
    strata = stratum.categories()
  }

  /// How many rows the table has.
  package var rowCount: Int { table.rowCount }

  /// Every question that a row bears, by name, with its number of rows that have a value.
  package var knownQuestions: [(text: String, rowCount: Int)] {
    (0..<questions.count)
      .map { (questions.word($0), questionRows.count(at: $0)) }
      .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }

  /// How many rows with a value a question has at a location, both by their codes.
  func rowCount(question: Int, location: Int) -> Int {
    locationRows.count(at: question * locations.count + location)
  }

  /// Every location that a row bears, by name.
  package var knownStates: [String] {
    (0..<locations.count).map { locations.word($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// Why a table is no survey.
package enum SurveyFailure: Error, Equatable, Sendable {
  case missingColumns([String], found: [String])
  /// Nobody wants the survey any more.
  case cancelled
}

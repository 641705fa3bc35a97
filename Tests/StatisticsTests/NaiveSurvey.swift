import Statistics
import Tables

/// A survey as a list of rows, with each statistic computed in the most obvious way.
struct NaiveSurvey {
  struct Row {
    var question: String
    var state: String
    var value: Double?
    var category: String
    var stratum: String
    var year: Int
  }

  var rows: [Row]

  /// Rows of few questions, states and strata, some without a value or a stratum. Values have one decimal, as in the CDC's table.
  static func random(rowCount: Int, _ generator: inout some RandomNumberGenerator) -> NaiveSurvey {
    let questions = [
      "Q one", "Q, \"two\"", "Percent of adults aged 18 years and older who have obesity",
    ]
    let states = [
      "Ohio", "New York", "O'Brien \"x\"", "Guam", "Ålesund", "A", "B", "C\\D", "National",
    ]
    let strata = ["Total", "18 - 24", "$15,000 - $24,999", "", "It's", "Male\nFemale"]
    let rows = (0..<rowCount).map { _ in
      Row(
        question: questions.randomElement(using: &generator) ?? "",
        state: states.randomElement(using: &generator) ?? "",
        value: Int.random(in: 0..<5, using: &generator) == 0
          ? nil : Double(Int.random(in: -50..<1000, using: &generator)) / 10,
        category: ["Age", "Income", ""].randomElement(using: &generator) ?? "",
        stratum: strata.randomElement(using: &generator) ?? "",
        year: Int.random(in: 2011...2016, using: &generator))
    }
    return NaiveSurvey(rows: rows)
  }

  /// The rows as CSV. The header's names have blanks around them, as the CDC's sometimes do.
  var csv: [UInt8] {
    var text =
      "YearStart,YearEnd, LocationDesc ,Question,Data_Value,StratificationCategory1,Stratification1 \n"
    for row in rows {
      let cells = [
        "\(row.year)", "\(row.year)", row.state, row.question, row.value.map { "\($0)" } ?? "",
        row.category, row.stratum,
      ]
      text += cells.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }

  private static func quoted(_ cell: String) -> String {
    cell.contains { ",\"\n".contains($0) }
      ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }

  /// The same rows as the survey that is tested.
  func survey(on lanes: Lanes = .single) throws -> Survey {
    var options = CSVOptions()
    options.types = Survey.columnTypes
    return try Survey(CSVLoader.load(csv, options, on: lanes).table)
  }

  // Answers

  func taking(_ asked: SurveyInquiry) -> [Row] {
    rows.filter { row in
      row.question == asked.question && row.value != nil && row.year >= asked.fromYear ?? .min
        && row.year <= asked.toYear ?? .max
    }
  }

  func mean(_ rows: [Row]) -> Double? {
    rows.isEmpty ? nil : rows.reduce(0) { $0 + ($1.value ?? 0) } / Double(rows.count)
  }

  func answer(_ asked: SurveyInquiry) -> [(key: String, mean: Double?)] {
    let taken = taking(asked)
    let ascending = Dictionary(grouping: taken, by: \.state)
      .map { (key: $0.key, mean: mean($0.value)) }
      .sorted { ($0.mean ?? 0, $0.key) < ($1.mean ?? 0, $1.key) }
    let descending = ascending.sorted { (-($0.mean ?? 0), $0.key) < (-($1.mean ?? 0), $1.key) }
    let isLowBetter = (asked.better ?? Better(forQuestion: asked.question)) == .low
    let global = mean(taken)
    let categorised = taken.filter { !$0.category.isEmpty && !$0.stratum.isEmpty }
    switch asked.statistic {
    case .statesMean: return ascending
    case .stateMean: return ascending.filter { $0.key == asked.state }
    case .best5: return Array((isLowBetter ? ascending : descending).prefix(5))
    case .worst5: return Array((isLowBetter ? descending : ascending).prefix(5))
    case .globalMean: return [("global_mean", global)]
    case .diffFromMean: return ascending.map { ($0.key, (global ?? 0) - ($0.mean ?? 0)) }
    case .stateDiffFromMean:
      return ascending.filter { $0.key == asked.state }
        .map { ($0.key, (global ?? 0) - ($0.mean ?? 0)) }
    case .meanByCategory:
      return grouped(categorised) { [$0.state, $0.category, $0.stratum] }
    case .stateMeanByCategory:
      return grouped(categorised.filter { $0.state == asked.state }) { [$0.category, $0.stratum] }
    }
  }

  private func grouped(
    _ rows: [Row], by names: (Row) -> [String]
  ) -> [(key: String, mean: Double?)] {
    Dictionary(grouping: rows) { Self.pythonTuple(names($0)) }
      .map { (key: $0.key, mean: mean($0.value)) }
      .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
  }

  /// Python's text, for the few characters that the random words have.
  private static func pythonTuple(_ names: [String]) -> String {
    let texts = names.map { name in
      let quote = name.contains("'") && !name.contains("\"") ? "\"" : "'"
      let inner = name.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
      return quote + (quote == "'" ? inner.replacing("'", with: "\\'") : inner) + quote
    }
    return "(" + texts.joined(separator: ", ") + ")"
  }
}

/// SplitMix64, so that a failing survey can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

import Foundation

/// A survey as the simplest reader sees it: rows in an array, every question a walk over them.
struct NaiveSurvey {
  struct Row {
    let question: String
    let state: String
    let category: String
    let stratum: String
    let year: Int
    /// The value times ten: the table has one digit behind the point, so sums are exact.
    let tenths: Int
  }

  typealias Pairs = [(key: String, value: Double)]

  private(set) var rows: [Row]

  init(_ csv: Data) throws {
    let lines = String(decoding: csv, as: UTF8.self).split(separator: "\n").map { line in
      Self.cells(line.filter { $0 != "\r" })
    }
    let names = lines[0]
    func place(_ name: String) -> Int { names.firstIndex(of: name) ?? -1 }
    let places = (
      question: place("Question"), state: place("LocationDesc"), value: place("Data_Value"),
      category: place("StratificationCategory1"), stratum: place("Stratification1"),
      year: place("YearStart")
    )
    rows = lines.dropFirst().compactMap { cells in
      guard let value = Double(cells[places.value]) else { return nil }
      return Row(
        question: cells[places.question], state: cells[places.state],
        category: cells[places.category], stratum: cells[places.stratum],
        year: Int(cells[places.year]) ?? 0, tenths: Int((value * 10).rounded()))
    }
  }

  var questions: [String] { Set(rows.map(\.question)).sorted() }
  var states: [String] { Set(rows.map(\.state)).sorted() }

  func rowCount(of question: String) -> Int { rows.count { $0.question == question } }

  func states(reporting question: String) -> [String] {
    Set(rows.filter { $0.question == question }.map(\.state)).sorted()
  }

  func limited(from first: Int, to last: Int) -> NaiveSurvey {
    var limited = self
    limited.rows = rows.filter { (first...last).contains($0.year) }
    return limited
  }

  /// The six statistics that ask for no state, by name.
  func answers(to question: String) -> [(String, Pairs)] {
    let states = statesMean(question)
    let global = Self.mean(rows.filter { $0.question == question })
    let isLowGood = Self.lowIsGood.contains { question.contains($0) }
    let descending = states.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return [
      ("states_mean", states),
      ("best5", Array((isLowGood ? states : descending).prefix(5))),
      ("worst5", Array((isLowGood ? descending : states).prefix(5))),
      ("global_mean", [("global_mean", global)]),
      ("diff_from_mean", states.map { ($0.key, global - $0.value) }),
      (
        "mean_by_category",
        means(rows.filter { $0.question == question }) {
          "('\($0.state)', '\($0.category)', '\($0.stratum)')"
        }
      ),
    ]
  }

  /// The three statistics of one state, by name.
  func answers(to question: String, of state: String) -> [(String, Pairs)] {
    let asked = rows.filter { $0.question == question }
    let own = asked.filter { $0.state == state }
    return [
      ("state_mean", [(state, Self.mean(own))]),
      ("state_diff_from_mean", [(state, Self.mean(asked) - Self.mean(own))]),
      ("state_mean_by_category", means(own) { "('\($0.category)', '\($0.stratum)')" }),
    ]
  }

  func statesMean(_ question: String) -> Pairs {
    means(rows.filter { $0.question == question }, by: \.state)
      .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
  }

  private func means(_ rows: [Row], by key: (Row) -> String) -> Pairs {
    Dictionary(grouping: rows, by: key).map { ($0.key, Self.mean($0.value)) }
      .sorted { $0.key < $1.key }
  }

  private static func mean(_ rows: [Row]) -> Double {
    Double(rows.map(\.tenths).reduce(0, +)) / Double(10 * rows.count)
  }

  private static let lowIsGood = [
    "overweight classification", "who have obesity", "no leisure-time", "consuming fruit",
    "consuming vegetables",
  ]

  /// The cells of a line without line breaks inside quotes.
  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}

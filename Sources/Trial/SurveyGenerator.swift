/// A synthetic survey in the columns of the CDC table, the same bytes for the same seed on every machine.
///
/// A row is one cell of the table: what one question found in one place, year and stratum. Cells come in a shuffled order, and
/// none comes twice before each has come once (95,480 rows). All arithmetic is on integers, in tenths of a percent.
package struct SurveyGenerator: RowGenerator {
  private var random: SplitMix64
  private let cells: [Cell]
  private var order: [Int] = []
  private var drawn = 0

  /// How far a place, and a stratum, lie from the usual answer: one row per question.
  private var placeTenths: [[Int]] = []
  private var stratumTenths: [[Int]] = []

  // The parts of a row that do not change, as bytes.
  private let placeText: [[UInt8]]
  private let questionText: [[UInt8]]
  private let stratumCells: [[UInt8]]
  private let centreText: [[UInt8]]
  private let questionIDs: [[UInt8]]
  private let stratumText: [[UInt8]]

  /// One place of the table.
  struct Cell: Hashable {
    let question: Int
    let place: Int
    let stratum: Int
    let year: Int
  }

  package init(seed: UInt64) {
    random = SplitMix64(state: seed)
    let questions = SurveyFacts.questions
    let places = SurveyFacts.places
    let strata = SurveyFacts.strata

    var cells: [Cell] = []
    for (question, asked) in questions.enumerated() {
      for year in asked.years {
        for place in places.indices {
          for stratum in strata.indices {
            cells.append(Cell(question: question, place: place, stratum: stratum, year: year))
          }
        }
      }
    }
    self.cells = cells

    placeText = places.map { Self.bytes("\($0.abbreviation),\($0.name),\(SurveyFacts.source),") }
    questionText = questions.map {
      Self.bytes("\($0.subject),\($0.topic),\(Self.quoted($0.text)),,Value,")
    }
    stratumCells = strata.map { stratum in
      let cells = SurveyFacts.categories.map {
        $0 == stratum.category ? Self.quoted(stratum.name) : ""
      }
      return Self.bytes(",\(cells.joined(separator: ",")),")
    }
    centreText = places.map { Self.bytes(Self.quoted($0.centre)) }
    questionIDs = questions.map {
      Self.bytes(",\($0.subjectID),\($0.topicID),\($0.questionID),VALUE,")
    }
    stratumText = strata.map {
      Self.bytes(
        ",\($0.category),\(Self.quoted($0.name)),\($0.categoryID),\($0.stratumID)\n")
    }

    for _ in questions {
      placeTenths.append(places.map { _ in random.bell(reach: 60) })
      stratumTenths.append(strata.map { $0.category == "Total" ? 0 : random.bell(reach: 110) })
    }
  }

  /// Appends the line of column names.
  package func appendHeader(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: SurveyFacts.header.utf8)
  }

  /// Appends the next row.
  package mutating func appendRow(to bytes: inout [UInt8]) {
    let cell = nextCell()
    let place = SurveyFacts.places[cell.place]

    Self.append(cell.year, to: &bytes)
    bytes.append(Self.comma)
    Self.append(cell.year, to: &bytes)
    bytes.append(Self.comma)
    bytes.append(contentsOf: placeText[cell.place])
    bytes.append(contentsOf: questionText[cell.question])
    appendFigures(of: cell, asked: place.asked, to: &bytes)
    bytes.append(contentsOf: stratumCells[cell.stratum])
    bytes.append(contentsOf: centreText[cell.place])
    bytes.append(contentsOf: questionIDs[cell.question])
    if place.number < 10 { bytes.append(UInt8(ascii: "0")) }
    Self.append(place.number, to: &bytes)
    bytes.append(contentsOf: stratumText[cell.stratum])
  }

  /// The columns `Data_Value` to `Sample_Size`.
  private mutating func appendFigures(of cell: Cell, asked: Int, to bytes: inout [UInt8]) {
    let question = SurveyFacts.questions[cell.question]
    let stratum = SurveyFacts.strata[cell.stratum]
    if random.below(1000) < stratum.silent {
      bytes.append(contentsOf: ",,\(SurveyFacts.footnote),,,".utf8)
      return
    }

    let found =
      question.usualTenths + question.yearlyTenths * (cell.year - SurveyFacts.firstYear)
      + placeTenths[cell.question][cell.place] + stratumTenths[cell.question][cell.stratum]
      + random.bell(reach: 45)
    let value = min(max(found, 9), 970)
    // The table publishes no figure of fewer than 50 people.
    let sample = max(50, asked * stratum.share * (80 + random.below(41)) / 100_000)
    // The 95 % interval of a share, 1.96 standard errors, widened by 1.3 as samples of this design are.
    let hundredErrors = Self.squareRoot(value * (1000 - value) * 10_000 / sample)
    let half = max(1, hundredErrors * 255 / 10_000)

    Self.appendTenths(value, to: &bytes)
    bytes.append(Self.comma)
    Self.appendTenths(value, to: &bytes)
    bytes.append(contentsOf: ",,,".utf8)
    Self.appendTenths(max(1, value - half), to: &bytes)
    bytes.append(Self.comma)
    Self.appendTenths(min(999, value + half + random.below(3)), to: &bytes)
    bytes.append(Self.comma)
    Self.append(sample, to: &bytes)
  }

  /// The cell of the next row.
  mutating func nextCell() -> Cell {
    if drawn == order.count {
      order = Array(cells.indices)
      for last in stride(from: order.count - 1, to: 0, by: -1) {
        order.swapAt(last, random.below(last + 1))
      }
      drawn = 0
    }
    defer { drawn += 1 }
    return cells[order[drawn]]
  }

  private static let comma = UInt8(ascii: ",")

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A CSV field: in quotes where it holds a comma (RFC 4180). No text of the table holds a quote.
  private static func quoted(_ text: String) -> String {
    text.utf8.contains(comma) ? "\"\(text)\"" : text
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    if number >= 10 { append(number / 10, to: &bytes) }
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private static func appendTenths(_ tenths: Int, to bytes: inout [UInt8]) {
    append(tenths / 10, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    append(tenths % 10, to: &bytes)
  }

  /// The greatest integer whose square is at most `number`, by Newton's steps from above.
  private static func squareRoot(_ number: Int) -> Int {
    guard number > 1 else { return number }
    var root = number
    var next = (root + number / root) / 2
    while next < root {
      root = next
      next = (root + number / root) / 2
    }
    return root
  }
}

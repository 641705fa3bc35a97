import Foundation
import Tables
import Testing

@testable import Statistics

/// What pandas says about some questions (Tests/Golden/groups.py).
struct GoldenGroupsTests {
  struct Document: Decodable {
    let csv: String
    let questions: [Question]
  }

  struct Question: Decodable {
    let groups: String
    let outputs: String
    let rows: [[Value]]
  }

  enum Value: Decodable, Hashable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    init(_ cell: Cell) {
      switch cell {
      case .null: self = .null
      case .boolean(let truth): self = .truth(truth)
      case .integer(let value): self = .number(Double(value))
      case .decimal(let value): self = .number(value)
      case .date, .datetime, .text: self = .text(AggregateSample.text(cell))
      }
    }

    func isClose(to other: Value) -> Bool {
      if case (.number(let one), .number(let two)) = (self, other) {
        return abs(one - two) <= 1e-12 * max(1, abs(two))
      }
      return self == other
    }
  }

  @Test func `answers are those of pandas`() throws {
    let test = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = test.deletingLastPathComponent().appending(path: "Golden/groups.json")
    let document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: file))
    #expect(document.questions.count == 15)
    var options = CSVOptions()
    options.chunkBytes = 2_000
    let table = try CSVLoader.load(Array(document.csv.utf8), options).table
    for question in document.questions {
      var items = [(name: "_agg", value: question.outputs), ("_limit", "10000")]
      if !question.groups.isEmpty { items.append(("_group_by", question.groups)) }
      let query = try AggregateQuery(parsing: items, columns: table.columnNames)
      let keyCount = query.groupBy.count
      let answer = try query.answer(from: table, on: .threads(2))
      let rows = answer.rows.map { $0.map { Value($0.cell ?? .null) } }
      let expected = Dictionary(
        uniqueKeysWithValues: question.rows.map { ($0.prefix(keyCount), $0) })
      #expect(rows.count == expected.count, "\(question.groups)")
      for row in rows {
        let plain = try #require(expected[row.prefix(keyCount)], "\(question.groups) \(row)")
        for (label, (one, other)) in zip(answer.columns, zip(row, plain)) {
          #expect(one.isClose(to: other), "\(question.groups) \(label): \(one), not \(other)")
        }
      }
    }
  }
}

import Foundation
import JSON
import Tables
import Testing

@testable import Engine

/// Artifacts beside those that pandas, SciPy, statsmodels and h3 would leave (Tests/Golden/stages.py).
struct GoldenStagesTests {
  struct Answer: CustomTestStringConvertible {
    let number: Int
    let sample: StageSample
    let artifact: JSONValue

    var testDescription: String { "\(number): \(sample.stage.name) \(sample.parameters)" }

    init(_ number: Int, _ answer: JSONValue) throws {
      self.number = number
      artifact = try #require(answer["artifact"])
      guard case .string(let name)? = answer["stage"] else { throw CocoaError(.formatting) }
      var writer = JSONWriter()
      writer.value(try #require(answer["parameters"]))
      let columns = PipelineSource.ColumnNames(
        timestamp: "occurred", latitude: "lat", longitude: "lon")
      sample = StageSample(
        try #require(Stage.named(name)),
        try #require(answer["sources"]).list.map { source in
          guard case .string(let csv) = source else { throw CocoaError(.formatting) }
          return StageSample.Source(csv: csv, columns: columns)
        }, String(decoding: writer.bytes, as: UTF8.self))
    }
  }

  private static let answers = Result {
    let place = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Golden/stages.json").standardized
    return try JSONParser.parse(Array(Data(contentsOf: place))).list.enumerated().map {
      try Answer($0, $1)
    }
  }

  @Test(arguments: (try? answers.get()) ?? [])
  func `a stage leaves what others find`(_ answer: Answer) throws {
    let found = try answer.sample.value()
    for difference in Self.differences(found, answer.artifact, at: "").prefix(5) {
      Issue.record("\(difference)")
    }
  }

  @Test func `the answers are there, some for each stage that counts`() throws {
    let answers = try Self.answers.get()
    #expect(answers.count >= 15)
    #expect(Set(answers.map(\.sample.stage.name)).count == Stage.all.count - 1)
    #expect(answers.contains { $0.sample.sources.count == 2 })
  }

  @Test func `a small probability that is another one is told, and so is a small number`() {
    func count(_ found: Double, _ expected: Double, at path: String) -> Int {
      Self.differences(.double(found), .double(expected), at: path).count
    }
    for name in ["anomaly_p_value", "p_value"] {
      #expect(count(3e-14, 2e-14, at: "/0/\(name)") == 1)
      #expect(count(2.00000001e-14, 2e-14, at: "/0/\(name)") == 1)
      #expect(count(2.0000000001e-14, 2e-14, at: "/0/\(name)") == 0)
      #expect(count(1e-300, 0, at: "/0/\(name)") == 1)
    }
    #expect(count(0.000_001, 0.000_002, at: "/0/z_score") == 1)
    #expect(count(1e-13, 0, at: "/0/z_score") == 0)
  }

  /// Where two values differ. Names stand in the same order; whole numbers and texts are the same, others agree to a billionth.
  private static func differences(
    _ found: JSONValue?, _ expected: JSONValue, at path: String
  ) -> [String] {
    switch (found, expected) {
    case (.object(let members), .object(let others)) where members.map(\.key) == others.map(\.key):
      return zip(members, others).flatMap {
        differences($0.value, $1.value, at: "\(path)/\($0.key)")
      }
    case (.array(let elements), .array(let others)) where elements.count == others.count:
      return zip(elements, others).enumerated().flatMap {
        differences($1.0, $1.1, at: "\(path)/\($0)")
      }
    case (_, .double(let other)):
      // What rounding leaves of a number beside greater ones is next to 0. Probabilities have no such neighbours.
      let least = path.hasSuffix("p_value") ? 0 : 1e-3
      let isNear = found?.number.map { abs($0 - other) <= 1e-9 * max(least, abs(other)) }
      if isNear == true { return [] }
    case (let found?, _) where found == expected: return []
    default: break
    }
    return [
      "\(path): \(found.map { "\($0)".prefix(300) } ?? "nothing"), not \("\(expected)".prefix(300))"
    ]
  }
}

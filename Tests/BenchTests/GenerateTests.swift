import Foundation
import Testing
import Trial

@testable import Bench

struct GenerateTests {
  @Test func `rows and a seed are read, and the output is standard output by default`() throws {
    let order = try Generate.parse(["survey", "--rows", "20", "--seed", "7"])
    #expect(order == Generate.Order(kind: .survey, rows: 20, seed: 7, output: nil))
    let named = try Generate.parse(["games", "--output", "x.csv", "--seed", "7", "--rows", "0"])
    #expect(named == Generate.Order(kind: .games, rows: 0, seed: 7, output: "x.csv"))
  }

  @Test(arguments: [
    ([], "what to generate is missing"),
    (["poems"], "unknown argument \"poems\""),
    (["games", "--seed", "5"], "--rows is missing"),
    (["survey", "--rows", "5"], "--seed is missing"),
    (["survey", "--seed", "5"], "--rows is missing"),
    (["survey", "--rows"], "a value for --rows is missing"),
    (["survey", "--rows", "-1", "--seed", "1"], "--rows \"-1\" is not a whole number of rows"),
    (["survey", "--rows", "1", "--seed", "x"], "--seed \"x\" is not a whole number below 2^64"),
    (["survey", "--rows", "1", "--sed", "1"], "unknown argument \"--sed\""),
  ])
  func `a command line that cannot be carried out says why`(
    _ arguments: [String], _ sentence: String
  ) {
    let failure = #expect(throws: UsageFailure.self) { try Generate.parse(arguments) }
    #expect(failure.map { "\($0)".hasPrefix(sentence) } == true)
  }

  @Test(arguments: [("survey", 4_000), ("games", 1_500), ("incidents", 8_000)])
  func `what is written is the header and as many rows as were asked for`(
    kind: String, rows: Int
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appending(path: "\(kind).csv")

    // So many rows are more than one piece of the writer.
    try Generate.run([kind, "--rows", "\(rows)", "--seed", "3", "--output", place.path])

    var generator: any RowGenerator =
      switch kind {
      case "survey": SurveyGenerator(seed: 3)
      case "games": GamesGenerator(seed: 3)
      default: IncidentsGenerator(seed: 3)
      }
    var expected: [UInt8] = []
    generator.appendHeader(to: &expected)
    for _ in 0..<rows { generator.appendRow(to: &expected) }
    #expect(expected.count > 1 << 20)
    #expect(try [UInt8](Data(contentsOf: place)) == expected)
  }
}

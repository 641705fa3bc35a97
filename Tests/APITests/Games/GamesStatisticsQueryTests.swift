import HTTP
import JSON
import Testing

@testable import API

struct GamesStatisticsQueryTests {
  private func text(_ query: String) throws -> String {
    try GameSamples.site().ask(.get, "/api/stats?" + query).text
  }

  // Prices 19.99, 0.99, 4.99, 5.99, 0; positive 6, 53, 0, 3, 50.
  @Test(arguments: [
    ("min", "0"), ("max", "53"), ("median", "6"), ("mean", "22.4"), ("range", "53"),
    ("sum", "112"), ("count", "5"), ("iqr", "47"),
    ("percentiles", #"{"25th":3,"50th":6,"75th":50}"#),
  ])
  func `each aggregate of a column is what was asked, and no more`(aggregate: String, value: String)
    throws
  {
    let found = try GameSamples.site().ask(
      .get, "/api/stats?column=positive&aggregate=\(aggregate)"
    ).value()
    let expected = try JSONParser.parse(
      Array("{\"result\":{\"positive\":{\"\(aggregate)\":\(value)}}}".utf8))
    #expect(Self.numbers(found) == Self.numbers(expected))
  }

  /// Every number of a value with its path, whether it is written as an integer or not.
  private static func numbers(_ value: JSONValue, at path: String = "") -> [String: Double] {
    switch value {
    case .integer(let number): [path: Double(number)]
    case .double(let number): [path: number]
    case .object(let members):
      members.reduce(into: [:]) {
        $0.merge(numbers($1.value, at: path + "/" + $1.key)) { first, _ in first }
      }
    default: [path: .nan]
    }
  }

  @Test func `variance, skewness and kurtosis are those of the population`() throws {
    let values = [6.0, 53, 0, 3, 50]
    let mean = values.reduce(0, +) / 5
    func moment(_ power: Int) -> Double {
      values.map { value in (0..<power).reduce(1) { product, _ in product * (value - mean) } }
        .reduce(0, +) / 5
    }
    let variance = moment(2)
    let expected = [
      "variance": variance, "std_dev": variance.squareRoot(),
      "skewness": moment(3) / (variance * variance.squareRoot()),
      "kurtosis": moment(4) / (variance * variance) - 3,
    ]
    let site = try GameSamples.site()
    for (aggregate, value) in expected {
      let target = "/api/stats?column=positive&aggregate=\(aggregate)"
      guard
        case .double(let found)? = try site.ask(.get, target).value()["result"]?["positive"]?[
          aggregate]
      else {
        Issue.record("there is no \(aggregate)")
        continue
      }
      #expect(abs(found - value) <= 1e-12 * abs(value))
    }
  }

  @Test func `integers stay integers where the service says so`() throws {
    #expect(try text("column=positive&aggregate=min") == #"{"result":{"positive":{"min":0}}}"#)
    #expect(try text("column=positive&aggregate=sum") == #"{"result":{"positive":{"sum":112}}}"#)
    #expect(try text("column=price&aggregate=sum") == #"{"result":{"price":{"sum":31.96}}}"#)
  }

  @Test func `all columns are the four of the service in their order, all aggregates are all`()
    throws
  {
    let site = try GameSamples.site()
    for query in ["", "?aggregate=all", "?column=all", "?column=all&aggregate=all"] {
      guard
        case .object(let columns)? = try site.ask(.get, "/api/stats" + query).value()["result"]
      else {
        Issue.record("there is no result")
        continue
      }
      #expect(columns.map(\.key) == ["price", "dlc_count", "positive", "negative"])
      for column in columns {
        guard case .object(let aggregates) = column.value else { continue }
        #expect(aggregates.map(\.key) == GamesAggregate.allCases.map(\.rawValue))
      }
    }
  }

  @Test func `nulls are left out, and a column without values has none`() throws {
    let site = try GameSamples.site()
    #expect(
      try site.ask(.get, "/api/stats?column=score_rank&aggregate=count").text
        == #"{"result":{"score_rank":{"count":1}}}"#)
    let empty = try Site()
    try empty.put(GameSamples.header, as: "games.csv")
    #expect(
      try empty.ask(.get, "/api/stats?column=price&aggregate=mean").text
        == #"{"result":{"price":{"mean":null}}}"#)
    #expect(
      try empty.ask(.get, "/api/stats?column=price&aggregate=count").text
        == #"{"result":{"price":{"count":0}}}"#)
  }

  @Test(arguments: [
    ("aggregate=avg", "Invalid aggregate function"), ("aggregate=", "Invalid aggregate function"),
    ("aggregate=MEAN", "Invalid aggregate function"),
    ("column=colour", "Column colour does not exist or is not allowed"),
    ("column=name", "Column name does not exist or is not allowed"),
    ("column=Price", "Column Price does not exist or is not allowed"),
    ("column=windows&aggregate=mean", "Column windows does not exist or is not allowed"),
    ("column=", "Column  does not exist or is not allowed"),
    ("columns=price", "Invalid input: there is no parameter 'columns'"),
  ])
  func `what makes no sense is refused in the service's words`(query: String, error: String) throws
  {
    let site = try GameSamples.site()
    #expect(try site.ask(.get, "/api/stats?" + query).status == .badRequest)
    #expect(try site.gamesError("/api/stats?" + query) == error)
  }

  @Test func `an answer follows the games, also when it was asked before`() throws {
    let site = try GameSamples.site()
    let target = "/api/stats?column=price&aggregate=count"
    #expect(try site.ask(.get, target).text == #"{"result":{"price":{"count":5}}}"#)
    #expect(try site.ask(.get, target).text == #"{"result":{"price":{"count":5}}}"#)
    try site.send(GameSamples.csv, to: "/api/upload_csv")
    #expect(try site.ask(.get, target).text == #"{"result":{"price":{"count":10}}}"#)
  }
}

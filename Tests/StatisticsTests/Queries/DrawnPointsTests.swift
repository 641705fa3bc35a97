import Tables
import Testing

@testable import Statistics

struct DrawnPointsTests {
  private static let series = PointSeries<Double>(
    name: "s", positions: [0, .nan, 2.5], values: [1, 2, 3])

  @Test func `numbers stay numbers`() {
    guard case .numbers(let series) = DrawnPoints([Self.series], of: .decimal) else {
      Issue.record("no numbers")
      return
    }
    #expect(series[0].positions.first == 0 && series[0].values == [1, 2, 3])
  }

  @Test func `days and moments are nanoseconds, and what has none has no value either`() throws {
    let days = PointSeries<Double>(name: "s", positions: [-1, .nan, 2], values: [1, 2, 3])
    guard case .moments(let series) = DrawnPoints([days], of: .date) else {
      Issue.record("no moments")
      return
    }
    let day: Int64 = 86_400_000_000_000
    #expect(series[0].positions == [-day, .min, 2 * day])
    #expect(series[0].values[0] == 1 && series[0].values[1].isNaN && series[0].values[2] == 3)
    guard case .moments(let moments) = DrawnPoints([days], of: .datetime) else {
      Issue.record("no moments")
      return
    }
    #expect(moments[0].positions == [-1000, .min, 2000])
  }

  @Test func `one position beyond the nanoseconds makes all of them years`() {
    let far = PointSeries<Double>(name: "t", positions: [2_932_896, .nan], values: [1, 2])
    let near = PointSeries<Double>(name: "s", positions: [0], values: [1])
    guard case .years(let series) = DrawnPoints([near, far], of: .date) else {
      Issue.record("no years")
      return
    }
    #expect(series[0].positions == [1970] && series[1].positions[1].isNaN)
    #expect((9999..<10_000).contains(series[1].positions[0]))
  }

  @Test func `lines and dots bear their titles`() throws {
    for type in [ColumnType.integer, .datetime] {
      let points = DrawnPoints([Self.series], of: type)
      for bytes in [
        points.line(title: "T", x: "across", y: "up", size: .usual),
        points.scatter(title: "T", x: "across", y: "up", size: .usual),
      ] {
        let chart = try SVGDocument(bytes)
        try chart.check()
        #expect(chart.labels.contains("across") && chart.labels.contains("up"))
        #expect(chart.description.contains("2 points") && chart.title == "T")
      }
    }
  }
}

import Statistics
import Stores
import Testing

@testable import Engine

struct CollectionPlanTests {
  private let day = CollectorPlace.day

  private func plan(_ list: String) throws -> CollectionPlan {
    CollectionPlan(try CityList(Array(list.utf8)), on: day)
  }

  private func keys(_ texts: String...) throws -> [ObjectKey] {
    try texts.map { try #require(ObjectKey($0)) }
  }

  private static let twins = """
    [{"id":1,"name":"Paris","country":"France"},{"id":2,"name":"Paris","country":"France"},
     {"id":3,"name":"Lyon","country":"France"}]
    """

  @Test func `a name that stands once is the key, and others have their ids behind them`() throws {
    let plan = try plan(Self.twins)
    #expect(
      plan.entries.map(\.key.description) == [
        "France/2024-05-01/Paris~1.csv", "France/2024-05-01/Paris~2.csv",
        "France/2024-05-01/Lyon.csv",
      ])
    #expect(plan.cityCount == 3 && plan.faults.isEmpty)
    #expect(plan.entries.map(\.key.cityName) == ["Paris", "Paris", "Lyon"])
    #expect(plan.entries.map(\.key.day) == [day, day, day])
  }

  @Test func `names that only Unicode holds equal are two`() throws {
    let plan = try plan(
      "[{\"id\":1,\"name\":\"Zu\u{308}rich\",\"country\":\"CH\"},"
        + "{\"id\":2,\"name\":\"Z\u{FC}rich\",\"country\":\"CH\"}]")
    #expect(
      plan.entries.map(\.key.description) == [
        "CH/2024-05-01/Zu%CC%88rich.csv", "CH/2024-05-01/Z%C3%BCrich.csv",
      ])
  }

  @Test(arguments: [(196, true), (197, false)])
  func `a name that is too long for an object is a fault`(length: Int, fits: Bool) throws {
    let name = String(repeating: "x", count: length)
    let plan = try plan(#"[{"id":1,"name":"\#(name)","country":"F"}]"#)
    #expect(plan.entries.count == (fits ? 1 : 0) && plan.cityCount == 1)
    if !fits {
      #expect(
        plan.faults == [
          "\(String(repeating: "x", count: 100)) (id 1): its name is too long for an object"
        ])
    }
  }

  @Test func `what the list has no longer goes, and what failed stays`() throws {
    let plan = try plan(Self.twins)
    let existing = try keys(
      "France/2024-05-01/Lyon.csv", "France/2024-05-01/Paris~1.csv",
      "France/2024-05-01/Paris~2.csv", "France/2024-05-01/Nice.csv", "Texas/2024-05-01/Paris.csv")
    let gone = try keys("France/2024-05-01/Nice.csv", "Texas/2024-05-01/Paris.csv")
    for stored in [[0, 1, 2], [0], []] {
      #expect(plan.removals(of: existing) { stored.contains($0) } == gone)
    }
  }

  @Test func `a city whose key has changed takes its old object along`() throws {
    let plan = try plan(Self.twins)
    let existing = try keys("France/2024-05-01/Paris.csv", "France/2024-05-01/Lyon~3.csv")
    #expect(plan.removals(of: existing) { _ in true } == existing)
    // It may be one of both that failed.
    #expect(plan.removals(of: existing) { $0 == 2 } == [existing[1]])
    // Beside a new object of that name it might be the same city twice.
    #expect(plan.removals(of: existing) { $0 != 0 } == existing)
    #expect(plan.removals(of: existing) { $0 != 2 } == [existing[0]])
  }

  @Test(arguments: [
    (#"{"id":7,"name":"Nice"}"#, ["F/2024-05-01/Nice.csv", "G/2024-05-01/Nice~7.csv"]),
    (#"{"id":7,"country":"F"}"#, ["F/2024-05-01/Nice.csv"]),
    (
      #"{"name":"Nice","country":"F"}"#, ["F/2024-05-01/Nice.csv", "F/2024-05-01/Nice~8.csv"]
    ),
    (
      #"{}"#,
      ["F/2024-05-01/Nice.csv", "F/2024-05-01/Nice~8.csv", "G/2024-05-01/Nice~7.csv"]
    ),
    (#"{"id":1,"name":"Other","country":"G"}"#, []),
  ])
  func `an entry that makes no sense keeps what may be its object`(
    _ entry: String, kept: [String]
  ) throws {
    let plan = try plan(#"[{"id":1,"name":"Paris","country":"F"},\#(entry)]"#)
    let existing = try keys(
      "F/2024-05-01/Nice.csv", "F/2024-05-01/Nice~8.csv", "G/2024-05-01/Nice~7.csv")
    let gone = plan.removals(of: existing) { _ in true }
    #expect(gone.map(\.description) == existing.map(\.description).filter { !kept.contains($0) })
  }

  @Test func `a key of another shape has no day`() throws {
    for key in try keys(
      "a/2024-05-01/b.txt", "a/2024-05-01/b.csv/c", "2024-05-01/b.csv", "a/2024-02-30/b.csv",
      "a/x/b.csv")
    {
      #expect(key.day == nil)
    }
  }
}

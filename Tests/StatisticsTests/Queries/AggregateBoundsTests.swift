import Tables
import Testing

@testable import Statistics

struct AggregateBoundsTests {
  private func mistake(_ query: AggregateQuery) -> QueryMistake? {
    let failure = #expect(throws: QueryTextFailure.self) { try query.checkBounds() }
    #expect(failure?.mistakes.count == 1)
    return failure?.mistakes.first
  }

  private func counts(_ number: Int) -> [AggregateQuery.Output] {
    (0..<number).map { .init("a\($0)", .count) }
  }

  @Test func `two columns of an answer cannot share a name`() {
    let query = AggregateQuery(groupBy: [.init("count")])
    #expect(mistake(query)?.kind == .sharedName("count"))
    // Texts that only Unicode holds equal are two names.
    let alike = AggregateQuery(outputs: [.init("caf\u{E9}", .count), .init("cafe\u{301}", .count)])
    #expect(throws: Never.self) { try alike.checkBounds() }
  }

  @Test func `there are at most 200 functions`() {
    #expect(throws: Never.self) { try AggregateQuery(outputs: counts(200)).checkBounds() }
    let query = AggregateQuery(outputs: counts(201))
    #expect(mistake(query)?.kind == .tooManyFunctions(201, limit: 200))
  }

  @Test func `a page has at most four million numbers`() {
    // A group, and 199 + 200 + 1 numbers of a histogram.
    let histogram = AggregateQuery.Output("h", .histogram("n", bins: 199))
    var query = AggregateQuery(groupBy: [.init("g")], outputs: [histogram], limit: 10_000)
    #expect(throws: Never.self) { try query.checkBounds() }
    query.outputs = [.init("h", .histogram("n", bins: 200))]
    let found = mistake(query)
    #expect(found?.kind == .tooManyValues(limit: 4_000_000 / 402))
    #expect((found?.parameter, found?.value) == ("_limit", "10000"))
  }

  @Test func `where all groups are told at once there may be fewer of them`() {
    var query = AggregateQuery(groupBy: [.init("g")], outputs: counts(7))
    #expect(query.groupBound == 1_000_000)
    query.isWhole = true
    #expect(query.groupBound == 500_000)
    query.outputs = []
    #expect(query.groupBound == 1_000_000)
    query = AggregateQuery(groupBy: [.init("g")], outputs: counts(7), format: .csv)
    #expect(query.groupBound == 500_000)
  }
}

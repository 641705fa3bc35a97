import Statistics
import Tables
import Testing

@testable import Engine

struct WorkTests {
  private static let order = ImportOrder(
    address: "http://a/", name: .named("a"), mode: .create, options: ReadOptions())

  private static func pipeline(_ places: PipelineSource.Place...) -> PipelineOrder {
    PipelineOrder(sources: places.map { PipelineSource($0) }, stages: [])
  }

  private static let kinds: [(Work, String, JobLane)] = [
    (.survey(Samples.question), "survey", .computing),
    (.importing(order), "import", .fetching),
    (.collecting(CollectionOrder(day: CollectorPlace.day)), "collect", .collecting),
    (.aggregate(DatasetQuestion(.named("a"), [])), "aggregate", .computing),
    (.profile(.named("a")), "profile", .computing),
    (.pipeline(pipeline(.dataset(.named("a")))), "pipeline", .computing),
    (.pipeline(pipeline(.dataset(.named("a")), .address("http://a/"))), "pipeline", .fetching),
  ]

  @Test func `each kind of work has its name, and its lanes`() {
    for (work, kind, lane) in Self.kinds {
      #expect(work.kind == kind)
      #expect(work.lane == lane)
    }
  }

  private func aggregate(_ items: [(String, String)]) throws -> AggregateQuery {
    try DatasetQuestion(.named("a"), items.map { .init($0.0, $0.1) }).aggregate(of: ["n", "city"])
  }

  @Test func `a job is told all groups, unless it asks for some of them`() throws {
    #expect(try aggregate([]).pageLimit == nil)
    #expect(try aggregate([("_limit", "3")]).pageLimit == 3)
    let query = try aggregate([("_group_by", "city"), ("n__gt", "1"), ("_agg", "mean(n)")])
    #expect(query.columnNames == ["city", "mean_n"])
    #expect(query.filter.all == [.init("n", .gt, ["1"])])
  }

  @Test func `pages and forms are none of a job's business`() throws {
    let query = try aggregate([("_cursor", "x"), ("_format", "csv")])
    #expect(query.cursor == nil && query.format == .json && query.pageLimit == nil)
  }

  @Test func `a question is refused that makes no sense or too large an answer`() throws {
    let unknown = #expect(throws: QueryTextFailure.self) { try aggregate([("_agg", "mean(m)")]) }
    #expect(unknown?.mistakes.map(\.parameter) == ["_agg"])
    let calls = (0...200).map { "a\($0):count()" }.joined(separator: ",")
    let wide = #expect(throws: QueryTextFailure.self) { try aggregate([("_agg", calls)]) }
    #expect(wide?.mistakes.map(\.kind) == [.tooManyFunctions(201, limit: 200)])
  }
}

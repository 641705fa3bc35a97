import Foundation
import JSON
import Posix
import Statistics
import Stores
import Synchronization
import Tables
import Testing

@testable import Engine

struct ComputerTests {
  private let place: CatalogPlace
  private let catalog: Catalog

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
    try catalog.upload(place.arrived("city,n\nRome,3\nOslo,5\nRome,4\n"), "t")
  }

  private func computer(
    _ catalog: Catalog? = nil, survey: Survey? = Samples.survey, lanes: Lanes = .single
  ) throws -> Computer {
    var options = Importer.Options()
    options.allowsPrivate = true
    let importer = Importer(options: options, state: try place.state, waitingLimit: 1)
    let catalog = catalog ?? self.catalog
    return Computer(
      survey: survey, catalog: catalog, importer: importer,
      pipelines: try place.pipelines(catalog, importer, lanes: lanes),
      collections: try place.collections(), lanes: lanes)
  }

  private func text(
    _ work: Work, of id: Int = 1, _ computer: Computer? = nil
  ) throws -> String {
    let bytes = try (computer ?? self.computer()).answer(
      to: work, of: JobID(id), progress: Progress(), phase: { _ in })
    return String(decoding: bytes, as: UTF8.self)
  }

  private func reason(_ work: Work, _ computer: Computer? = nil) throws -> String? {
    do {
      Issue.record("\(try text(work, computer))")
    } catch let error as WorkFailure {
      if case .failed(let reason) = error { return reason }
    }
    return nil
  }

  private func aggregate(_ items: (String, String)..., of name: String = "t") -> Work {
    .aggregate(DatasetQuestion(.named(name), items.map { .init($0.0, $0.1) }))
  }

  private func order(_ address: String, _ mode: Catalog.Mode = .create) -> Work {
    .importing(
      ImportOrder(address: address, name: .named("i"), mode: mode, options: ReadOptions()))
  }

  // Answers

  @Test func `a survey's question is answered as it always was`() throws {
    #expect(
      try text(.survey(Samples.question)) == #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#)
  }

  @Test func `an aggregate is told with its version, without a time or a next page`() throws {
    #expect(
      try text(aggregate(("_group_by", "city"), ("_agg", "s:sum(n)")))
        == #"{"status":"done","data":{"data":[{"city":"Oslo","s":5},{"city":"Rome","s":7}],"#
        + #""page":{"limit":null,"count":2},"meta":{"dataset":"t","version":1}}}"#)
    #expect(
      try text(aggregate(("city", "Rome"), ("_agg", "mean(n)"), ("_limit", "1")))
        == #"{"status":"done","data":{"data":{"mean_n":3.5},"#
        + #""page":{"limit":1,"count":1},"meta":{"dataset":"t","version":1}}}"#)
  }

  @Test func `an aggregate tells more groups than a page has`() throws {
    let rows = (0..<12_000).map { "k\($0)\n" }.joined()
    try catalog.upload(place.arrived("k\n" + rows), "wide")
    let value = try JSONParser.parse(
      Array(text(aggregate(("_group_by", "k"), of: "wide")).utf8))
    guard case .array(let groups)? = value["data"]?["data"] else {
      Issue.record("no groups")
      return
    }
    #expect(groups.count == 12_000)
    #expect(value["data"]?["page"]?["count"] == .integer(12_000))
  }

  @Test func `a profile is that of the table`() throws {
    let text = try text(.profile(.named("t")))
    var writer = JSONWriter()
    let table = try catalog.table("t")
    try writer.profile(TableProfile(of: table, on: .single).columns, rowCount: 3)
    let profile = String(decoding: writer.bytes, as: UTF8.self)
    #expect(
      text == #"{"status":"done","data":{"data":"# + profile
        + #","meta":{"dataset":"t","version":1}}}"#)
  }

  @Test func `a second computation, and one on other threads, writes the same bytes`() throws {
    for work in [
      aggregate(("_group_by", "city"), ("_agg", "mean(n),stddev(n),histogram(n,3)")),
      .profile(.named("t")), .survey(Samples.question),
    ] {
      let first = try text(work)
      #expect(try text(work) == first)
      #expect(try text(work, computer(lanes: .computing(count: 3))) == first)
      #expect(try text(work, computer(place.open())) == first)
    }
  }

  // What goes wrong

  @Test func `what has no answer has a reason`() throws {
    #expect(
      try reason(.survey(Samples.question), computer(survey: nil)) == "No survey is loaded")
    let silent = Samples.question(.init(.stateMean, question: "Q", state: "Guam", fromYear: 2012))
    #expect(
      try reason(.survey(silent)) == "Guam has no value for this question from 2012")
    #expect(
      try reason(.profile(.named("gone"))) == "There is no data set 'gone'; there are t")
    #expect(
      try reason(aggregate(("_agg", "mean(citi),sum(k)")))
        == "There is no column 'citi'; did you mean 'city'?; There is no column 'k'")
    #expect(try reason(aggregate(("_limit", "x")))?.contains("; expected a whole number") == true)
    #expect(
      try reason(aggregate(("_agg", "mean(city)")))
        == "'mean' is no function of column 'city', which is of type text")
    #expect(try reason(aggregate(("n__gt", "many")))?.hasPrefix("'many' is no value") == true)
  }

  // Cancelling and progress

  @Test func `work that nobody wants is not begun`() throws {
    let source = try OneAnswer(body: "n\n1\n")
    for work in [
      .survey(Samples.question), aggregate(), .profile(.named("t")), order(source.url),
    ] {
      let progress = Progress()
      progress.cancel()
      #expect(throws: WorkFailure.cancelled) {
        try computer().answer(to: work, of: JobID(1), progress: progress, phase: { _ in })
      }
    }
    #expect(!source.wasAsked)
  }

  @Test func `work that nobody wants any more ends at its next step`() throws {
    let source = try OneAnswer(body: "n\n1\n")
    for (work, phases) in [
      (aggregate(), ["reading", "computing", "writing"]),
      (.profile(.named("t")), ["reading", "computing", "writing"]),
      (order(source.url), ["fetching", "reading"]),
    ] {
      for last in phases.dropLast() {
        let progress = Progress()
        #expect(throws: WorkFailure.cancelled) {
          try computer().answer(to: work, of: JobID(1), progress: progress) { phase in
            if phase == last { progress.cancel() }
          }
        }
      }
    }
    #expect(try place.leftInState().isEmpty)
    #expect(catalog.all.map(\.name.description) == ["t"])
  }

  @Test func `a file that does not come is let go when nobody wants it`() throws {
    let source = try OneAnswer(body: "", isSilent: true)
    let progress = Progress()
    let ended = try Latch()
    let outcome = Guarded<WorkFailure?>(nil)
    let (computer, work) = (try computer(), order(source.url))
    try Posix.Thread.start(name: "test") {
      do throws(WorkFailure) {
        _ = try computer.answer(to: work, of: JobID(1), progress: progress, phase: { _ in })
      } catch {
        outcome.withLock { $0 = error }
      }
      ended.open()
    }
    for _ in 0..<120_000 where !source.wasAsked { Posix.Thread.sleep(milliseconds: 1) }
    progress.cancel()
    ended.wait()
    #expect(outcome.withLock { $0 } == .cancelled)
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `each kind tells its steps in order, and how far it is`() throws {
    let source = try OneAnswer(body: "n\n1\n")
    for (work, expected) in [
      (.survey(Samples.question), ["computing"]),
      (aggregate(), ["reading", "computing", "writing"]),
      (.profile(.named("t")), ["reading", "computing", "writing"]),
      (order(source.url), ["fetching", "reading"]),
    ] as [(Work, [String])] {
      let progress = Progress()
      let heard = Guarded<[(phase: String, percent: Int)]>([])
      _ = try computer().answer(to: work, of: JobID(9), progress: progress) { phase in
        heard.withLock { $0.append((phase, progress.percent)) }
      }
      let told = heard.withLock { $0 }
      #expect(told.map(\.phase) == expected)
      #expect(told.map(\.percent) == told.map(\.percent).sorted())
      #expect(told.allSatisfy { $0.percent < 100 })
      #expect(progress.percent == 100)
    }
  }

  // Imports

  @Test func `a file is fetched, kept, and told of`() throws {
    let source = try OneAnswer(body: "n\n1\n2\n")
    let text = try text(order(source.url), of: 7)
    #expect(text.hasPrefix(#"{"status":"done","data":{"name":"i","version":1,"row_count":2,"#))
    #expect(try catalog.table("i").texts("n") == ["1", "2"])
    #expect(try catalog.dataset(.named("i")).parts[0].source == source.url)
    #expect(try catalog.arrival(of: JobID(7)) == Array(text.utf8))
  }

  @Test func `an import that is begun again after its change was kept brings nothing twice`()
    throws
  {
    let source = try OneAnswer(body: "n\n1\n")
    let first = try text(order(source.url), of: 1)
    let added = try text(order(source.url, .append), of: 2)
    // The process was killed here: the jobs were not finished, and the next run begins them once more.
    let reopened = try place.open()
    let again = try computer(reopened)
    #expect(try text(order(source.url), of: 1, again) == first)
    #expect(try text(order(source.url, .append), of: 2, again) == added)
    #expect(try reopened.table("i").texts("n") == ["1", "1"])
    #expect(try reopened.version("i") == 2)
    // Another job is another wish.
    _ = try text(order(source.url, .append), of: 3, again)
    #expect(try reopened.table("i").texts("n") == ["1", "1", "1"])
  }

  @Test func `an import that fails has a reason, and leaves nothing`() throws {
    let page = try OneAnswer(type: "text/html", body: "<p>")
    #expect(try reason(order(page.url)) == ImportFailure.webPage.sentence)
    let bad = try OneAnswer(body: "a,b\n\"1,2\n")
    #expect(try reason(order(bad.url))?.hasPrefix("The file cannot be read") == true)
    let good = try OneAnswer(body: "n\n1\n")
    let taken = Work.importing(
      ImportOrder(address: good.url, name: .named("t"), mode: .create, options: ReadOptions()))
    #expect(try reason(taken)?.hasPrefix("There is a data set 't' already") == true)
    #expect(try place.leftInState().isEmpty)
    #expect(try catalog.arrival(of: JobID(1)) == nil)
  }

  @Test func `an import does not go on where it cannot be seen whether it was made`() throws {
    let source = try OneAnswer(body: "n\n1\n")
    place.failing.arm(1)
    #expect(try reason(order(source.url)) == DatasetFailure.storageFull.sentence)
    #expect(!source.wasAsked)
  }
}

extension CatalogPlace {
  /// What collects days; it has no upstream.
  fileprivate func collections() throws -> CollectionRunner {
    let database = try SQLiteDatabase(
      path: dataPath + ".sqlite",
      schema: SQLiteSchema(applicationID: 1, steps: [DayTable.schema]))
    let data = try Folder(path: dataPath, creating: true)
    return try CollectorParts(.init(), data: data, state: state, database, log: log).runner
  }
}

import Posix
import Tables
import Testing

@testable import Engine

struct CatalogChangeTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  private let name = DatasetName.named("a")

  private func part(_ file: String) -> DatasetPart {
    DatasetPart(
      number: 1, origin: .upload, path: "uploads/" + file, byteCount: 4, digest: "",
      options: ReadOptions())
  }

  private func change(_ before: Dataset?, at time: Int64 = 5) -> CatalogChange {
    CatalogChange(name: name, before: before, rows: nil, at: time)
  }

  @Test func `a new version keeps the time of the first one`() throws {
    let first = change(nil).dataset(1, [part("a.1.csv")])
    #expect((first.createdNanoseconds, first.changedNanoseconds) == (5, 5))
    #expect(first.shape == nil)
    let second = change(first, at: 8).dataset(2, first.parts)
    #expect((second.createdNanoseconds, second.changedNanoseconds, second.version) == (5, 8, 2))
  }

  @Test func `rows that are loaded need no second load`() throws {
    let table = try CSVLoader.load(Array("n\n1\n".utf8)).table
    let rows = DatasetRows(table: table, partRows: [1])
    let dataset = CatalogChange(name: name, before: nil, rows: rows, at: 1).dataset(1, [])
    #expect(dataset.shape == DatasetShape(table))
    #expect(dataset.rows.loaded?.partRows == [1])
  }

  @Test func `a change made for another version is not carried out`() throws {
    let catalog = try place.open()
    let dataset = try catalog.upload(place.arrived("n\n1\n"), "a").dataset
    try catalog.upload(place.arrived("n\n1\n"), "a", .append)
    for outdated in [change(nil), change(dataset)] {
      let new = try catalog.commit(outdated) { _ in
        Issue.record("a file was put in place for nothing")
        return []
      }
      #expect(new == nil)
    }
    #expect(try catalog.version("a") == 2)
  }

  @Test func `files that fail to come leave the old version, and the next change goes on`() throws {
    let catalog = try place.open()
    let dataset = try catalog.upload(place.arrived("n\n1\n"), "a").dataset
    for failure in [DatasetFailure.storageFull, .storageBroken] {
      #expect(throws: failure) {
        try catalog.commit(change(dataset)) { (version) throws(DatasetFailure) in
          #expect(version == 2)
          throw failure
        }
      }
      #expect(try catalog.dataset(name) === dataset)
    }
    #expect(try catalog.upload(place.arrived("n\n2\n"), "a", .append).dataset.version == 2)
  }

  @Test func `a change waits for the one before it`() throws {
    let catalog = try place.open()
    let inside = try Latch()
    let go = try Latch()
    let end = try Latch()
    let file = part("a.1.csv")
    let first = change(nil)
    try Posix.Thread.start(name: "test") {
      _ = try? catalog.commit(first) { (_) throws(DatasetFailure) in
        inside.open()
        go.wait()
        return [file]
      }
      end.open()
    }
    inside.wait()
    let second = try Latch()
    let outcome = Guarded("")
    try Posix.Thread.start(name: "test") {
      let new = Result { try catalog.commit(first) { _ in [] }?.version }
      outcome.withLock { $0 = (try? new.get()) == .some(nil) ? "outdated" : "carried out" }
      second.open()
    }
    // Another name has its own turn.
    try catalog.upload(place.arrived("n\n1\n"), "b")
    #expect(outcome.withLock { $0 }.isEmpty)
    go.open()
    end.wait()
    second.wait()
    #expect(outcome.withLock { $0 } == "outdated")
    #expect(try catalog.version("a") == 1)
  }
}

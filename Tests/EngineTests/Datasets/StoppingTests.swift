import Posix
import Statistics
import Tables
import Testing

@testable import Engine

/// What reads, makes or changes data sets ends when it is cancelled, and leaves nothing behind.
struct StoppingTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  /// A progress that is cancelled once so much is done.
  private static func cancelled(at percent: Int) -> Progress {
    let held = Guarded<Progress?>(nil)
    let progress = Progress {
      let progress = held.withLock { $0 }
      if let progress, progress.percent >= percent { progress.cancel() }
    }
    held.withLock { $0 = progress }
    return progress
  }

  /// Enough rows for several pieces of a file, which columns are kept of.
  private static let rows = "name,size\n" + (0..<320_000).map { "n\($0),\($0)\n" }.joined()
  private static let utf16: [UInt8] =
    [0xFF, 0xFE] + rows.utf8.flatMap { [$0, 0] }

  private func add(
    _ catalog: Catalog, _ bytes: [UInt8], _ mode: Catalog.Mode, _ progress: Progress?
  ) throws -> Catalog.Arrival {
    try catalog.add(
      place.arrived(bytes), as: .named("a"), mode, ReadOptions(), origin: .upload, at: 2,
      progress: progress)
  }

  @Test(arguments: [0, 1, 25, 60, 85])
  func `a file whose taking in is cancelled is in no data set, and goes`(_ percent: Int) throws {
    let catalog = try place.open()
    for (mode, bytes) in [(Catalog.Mode.create, Array(Self.rows.utf8)), (.create, Self.utf16)] {
      let progress = Self.cancelled(at: percent)
      if percent == 0 { progress.cancel() }
      #expect(throws: DatasetFailure.cancelled) { try add(catalog, bytes, mode, progress) }
      #expect(catalog.all.isEmpty)
      #expect(try place.uploads().isEmpty && place.leftInState().isEmpty)
      #expect(try place.columns(of: catalog).isEmpty)
      // A person sees how far it got, and that it went no further.
      #expect(progress.percent >= percent && progress.percent < 95)
    }
    // The next one is the first.
    let small = try catalog.upload(place.arrived("name,size\nx,1\n"), "a").dataset
    for mode in [Catalog.Mode.append, .replace] {
      #expect(throws: DatasetFailure.cancelled) {
        try add(catalog, Array(Self.rows.utf8), mode, Self.cancelled(at: max(1, percent)))
      }
      #expect(try catalog.dataset(.named("a")) === small)
      #expect(try place.uploads() == ["a.1.csv"] && place.leftInState().isEmpty)
    }
    #expect(small.version == 1)
  }

  @Test func `a progress that nobody cancels changes nothing, and comes to its end`() throws {
    let catalog = try place.open()
    let percents = Guarded<[Int]>([])
    let held = Guarded<Progress?>(nil)
    let progress = Progress {
      guard let percent = held.withLock({ $0 })?.percent else { return }
      percents.withLock { $0.append(percent) }
    }
    held.withLock { $0 = progress }
    let bytes = Array(Self.rows.utf8)
    let told = try add(catalog, bytes, .create, progress)
    let silent = try catalog.upload(place.arrived(bytes), "b")
    #expect(told.dataset.parts[0].digest == silent.dataset.parts[0].digest)
    #expect(told.dataset.shape == silent.dataset.shape)
    #expect(try catalog.table("a").texts("size") == catalog.table("b").texts("size"))
    let seen = percents.withLock { $0 }
    #expect(progress.percent == 100 && seen.count > 5)
  }

  @Test func `a change that has begun goes through`() throws {
    let catalog = try place.open()
    let progress = Progress()
    let part = DatasetPart(
      number: 1, origin: .upload, path: "uploads/a.1.csv", byteCount: 4, digest: "",
      options: ReadOptions())
    let change = CatalogChange(name: .named("a"), before: nil, rows: nil, at: 1)
    let new = try catalog.commit(change, stoppingWith: progress) { _ in
      progress.cancel()
      return [part]
    }
    #expect(try catalog.dataset(.named("a")) === new)
    #expect(throws: DatasetFailure.cancelled) {
      try catalog.commit(
        CatalogChange(name: .named("a"), before: new, rows: nil, at: 1), stoppingWith: progress
      ) { _ in
        Issue.record("it was carried out")
        return []
      }
    }
  }

  @Test func `a change that waits for another one can be cancelled, and the other goes on`() throws
  {
    let catalog = try place.open()
    let (inside, go, end) = (try Latch(), try Latch(), try Latch())
    let change = CatalogChange(name: .named("a"), before: nil, rows: nil, at: 1)
    let part = DatasetPart(
      number: 1, origin: .upload, path: "uploads/a.1.csv", byteCount: 4, digest: "",
      options: ReadOptions())
    try Posix.Thread.start(name: "test") {
      _ = try? catalog.commit(change) { (_) throws(DatasetFailure) in
        inside.open()
        go.wait()
        return [part]
      }
      end.open()
    }
    inside.wait()
    let progress = Progress()
    let second = try Latch()
    let failure = Guarded<(any Error)?>(nil)
    try Posix.Thread.start(name: "test") {
      do {
        _ = try catalog.commit(change, stoppingWith: progress) { _ in [] }
      } catch {
        failure.withLock { $0 = error }
      }
      second.open()
    }
    progress.cancel()
    second.wait()
    #expect(failure.withLock { $0 as? DatasetFailure } == .cancelled)
    go.open()
    end.wait()
    #expect(try catalog.version("a") == 1)
  }

  @Test func `a load that is cancelled is made by the next who asks`() throws {
    try place.put(Self.rows, as: "a.csv")
    let catalog = try place.open()
    for percent in [1, 20, 50, 75] {
      let progress = Self.cancelled(at: percent)
      #expect(throws: DatasetFailure.cancelled) {
        try catalog.loaded(.named("a"), progress: progress)
      }
      let dataset = try catalog.dataset(.named("a"))
      #expect(dataset.rows.loaded == nil && dataset.shape == nil)
      #expect(try place.columns(of: catalog).isEmpty)
    }
    let progress = Progress()
    #expect(
      try catalog.table(of: catalog.dataset(.named("a")), progress: progress).rowCount == 320_000)
    #expect(progress.percent == 100)
    // What is there needs no load that could be cancelled.
    progress.cancel()
    #expect(try catalog.loaded(.named("a"), progress: progress).shape?.rowCount == 320_000)
  }

  @Test func `columns that are kept are read or not, but never taken for broken`() throws {
    try place.put(Self.rows, as: "a.csv")
    _ = try place.open().loaded(.named("a"))
    let first = try place.open()
    _ = try first.loaded(.named("a"))
    #expect(try place.columns(of: first).count == 1)
    let again = try place.open()
    let progress = Progress()
    progress.cancel()
    #expect(throws: DatasetFailure.cancelled) {
      try again.loaded(.named("a"), progress: progress)
    }
    #expect(try place.columns(of: again).count == 1)
    #expect(try again.loaded(.named("a")).shape?.rowCount == 320_000)
  }

  @Test func `an index that is cancelled is made by the next who asks`() throws {
    let catalog = try place.open()
    let dataset = try add(catalog, Array(Self.rows.utf8), .create, nil).dataset
    let table = try catalog.table(of: dataset)
    for percent in [1, 40, 65, 75] {
      #expect(throws: DatasetFailure.cancelled) {
        try catalog.termIndex(of: dataset, table, ["name"], progress: Self.cancelled(at: percent))
      }
    }
    let progress = Progress()
    let index = try catalog.termIndex(of: dataset, table, ["name"], progress: progress)
    #expect(index.documentCount == 320_000 && progress.percent == 100)
  }

  @Test func `looking at a file without keeping it can be cancelled`() throws {
    let catalog = try place.open()
    #expect(throws: DatasetFailure.cancelled) {
      try catalog.examine(
        place.arrived(Self.rows), ReadOptions(), progress: Self.cancelled(at: 30))
    }
    #expect(try place.leftInState().isEmpty)
    let reading = try catalog.examine(
      place.arrived(Self.rows), ReadOptions(), progress: Progress())
    #expect(reading.loaded.table.rowCount == 320_000)
  }
}

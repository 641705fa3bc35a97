import Foundation
import JSON
import Posix
import Stores
import Tables
import Testing

@testable import Engine

struct SourceReaderTests {
  private static let text = "when,n\n2024-01-01 10:00:00-05:00,1\n2024-01-02 10:00:00-05:00,2\n"

  private let place: CatalogPlace
  private let catalog: Catalog

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
  }

  private func reader(
    allowsPrivate: Bool = true, limitBytes: Int = 1 << 20, totalBytes: Int = 1 << 20
  ) throws -> SourceReader {
    let folders = try place.folders()
    return SourceReader(
      catalog: catalog,
      importer: try place.importer {
        $0.allowsPrivate = allowsPrivate
        $0.limitBytes = limitBytes
      }, files: DataFiles(folders), state: folders.state, lanes: .computing(count: 2),
      limitBytes: totalBytes)
  }

  private func read(
    _ places: PipelineSource.Place..., columns: PipelineSource.ColumnNames = .init(),
    reader: SourceReader? = nil
  ) throws -> [SourceReading] {
    try (reader ?? self.reader()).read(
      PipelineOrder(sources: places.map { PipelineSource($0, columns: columns) }, stages: []),
      progress: Progress())
  }

  private func failure(
    _ place: PipelineSource.Place, reader: SourceReader? = nil
  ) -> SourceFailure? {
    #expect(throws: SourceFailure.self) { try read(place, reader: reader) }
  }

  private func file(_ path: String) throws -> PipelineSource.Place {
    .file(try #require(DataPath(path)))
  }

  private func put(_ text: String, as path: String) throws {
    let url = URL(fileURLWithPath: place.dataPath + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func types(_ reading: SourceReading?) -> [ColumnType]? {
    reading?.source.table.columns.map(\.type)
  }

  private static func digest(_ text: String) -> String {
    Hexadecimal.text(of: Digest.sha256(Array(text.utf8)))
  }

  // What is read

  @Test func `a file of the data folder is read, with what tells it from others`() throws {
    try put(Self.text, as: "test_data/a.csv")
    let reading = try #require(try read(file("test_data/a.csv")).first)
    #expect(reading.source.table.rowCount == 2)
    #expect(reading.source.title == "/data/test_data/a.csv")
    #expect(reading.digests == [Self.digest(Self.text)])
    #expect(reading.byteCount == Self.text.utf8.count)
    #expect(types(reading) == [.datetime, .integer])
  }

  @Test func `a file that came over HTTP is read as it was when it came`() throws {
    let text = "when;n\n2024-01-01 10:00:00-05:00;1\n2024-01-02 10:00:00-05:00;x\n"
    let options = ReadOptions(
      delimiter: ";", types: ["n": "integer", "when": "datetime"], onError: .nullCell)
    let arrival = try catalog.add(
      place.arrived(text), as: .named("t"), .create, options, origin: .upload, at: 2)
    let path = try #require(arrival.dataset.parts.first?.path)
    let reading = try #require(try read(file(path), columns: .init(timestamp: "when")).first)
    #expect(types(reading) == [.text, .integer])
    #expect(reading.source.table.texts("n") == ["1", nil])
    #expect(reading.digests == [Self.digest(text)])
  }

  @Test func `times stay as they are written, whatever a stage or a source calls them`() throws {
    try put(Self.text, as: "a.csv")
    let place = try file("a.csv")
    let named = try read(place, columns: .init(timestamp: "when"))
    #expect(types(named.first) == [.text, .integer])
    let order = PipelineOrder(
      sources: [PipelineSource(place)],
      stages: [.sample("tell", [.init(key: "timestamp_col", value: .string("when"))])])
    let asked = try reader().read(order, progress: Progress())
    #expect(types(asked.first) == [.text, .integer])
    #expect(asked.first?.source.table.texts("when").first == "2024-01-01 10:00:00-05:00")
  }

  @Test func `a column of times that is not there is no matter of the reader`() throws {
    try put(Self.text, as: "a.csv")
    let order = PipelineOrder(
      sources: [PipelineSource(try file("a.csv"), columns: .init(timestamp: "whne"))],
      stages: [.sample("tell", [.init(key: "timestamp_col", value: .string("when"))])])
    #expect(types(try reader().read(order, progress: Progress()).first) == [.text, .integer])
  }

  @Test func `what an address leads to is read, and nothing of it is kept`() throws {
    let source = try OneAnswer(body: Self.text)
    let reading = try #require(
      try read(.address(source.url), columns: .init(timestamp: "when")).first)
    #expect(types(reading) == [.text, .integer])
    #expect(reading.source.title == source.url)
    #expect(reading.digests == [Self.digest(Self.text)])
    #expect(reading.byteCount == Self.text.utf8.count)
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `a data set is read as the catalog has it`() throws {
    try catalog.upload(place.arrived(Self.text), "t")
    let one = try #require(try read(.dataset(.named("t"))).first)
    #expect(one.digests == [Self.digest(Self.text)])
    #expect(one.byteCount == Self.text.utf8.count)
    #expect(one.source.title == "dataset:t")
    let more = "when,n\n2024-01-03 10:00:00-05:00,3\n"
    _ = try catalog.add(
      place.arrived(more), as: .named("t"), .append, ReadOptions(), origin: .upload, at: 2)
    let both = try #require(try read(.dataset(.named("t"))).first)
    #expect(both.digests == [Self.digest(Self.text), Self.digest(more)])
    #expect(both.byteCount == Self.text.utf8.count + more.utf8.count)
    #expect(both.source.table.rowCount == 3)
  }

  @Test func `the digest of a person's file is made when it is asked for`() throws {
    try place.put(Self.text, as: "own.csv")
    try catalog.look(at: 5)
    #expect(try read(.dataset(.named("own"))).first?.digests == [Self.digest(Self.text)])
    // Its table is in memory, so it is not read again, and its bytes are not those of the table.
    try place.put(Self.text + "2024-01-03,3\n", as: "own.csv")
    #expect(
      failure(.dataset(.named("own")))
        == .unreadable(title: "dataset:own", .changedWhileReading(path: "own.csv")))
    try catalog.look(at: 6)
    #expect(try read(.dataset(.named("own"))).first?.source.table.rowCount == 3)
  }

  @Test func `a place that several sources stand for is read once`() throws {
    let source = try OneAnswer(body: Self.text)
    let order = PipelineOrder(
      sources: [
        PipelineSource(.address(source.url), columns: .init(timestamp: "when")),
        PipelineSource(.address(source.url), columns: .init(timestamp: "n", latitude: "x")),
      ], stages: [])
    let readings = try reader().read(order, progress: Progress())
    #expect(source.count == 1)
    #expect(readings.map(\.source.source) == order.sources)
    #expect(readings.allSatisfy { types($0) == [.text, .text] })
    #expect(readings[0].digests == readings[1].digests)
  }

  @Test func `reading tells how far it is, up to its end`() throws {
    try put(Self.text, as: "a.csv")
    try catalog.upload(place.arrived(Self.text), "t")
    let told = Guarded<[Int]>([])
    let progress = Guarded<Tables.Progress?>(nil)
    let whole = Progress(changed: {
      let percent = progress.withLock { $0?.percent ?? 0 }
      told.withLock { $0.append(percent) }
    })
    progress.withLock { $0 = whole }
    let order = PipelineOrder.sample(of: try file("a.csv"), .dataset(.named("t")))
    _ = try reader().read(order, progress: whole)
    let percents = told.withLock { $0 }
    #expect(percents == percents.sorted() && percents.contains(50) && percents.last == 100)
  }

  // What is not

  @Test func `a file without a row or a header is told, wherever it is`() throws {
    try put("when,n\n", as: "header.csv")
    try put("", as: "empty.csv")
    try put("\n\n", as: "blank.csv")
    #expect(
      failure(try file("header.csv"))?.sentence == "/data/header.csv: The file has no rows")
    for name in ["empty.csv", "blank.csv"] {
      let empty = failure(try file(name))
      #expect(empty == .unreadable(title: "/data/\(name)", .table(.empty)))
      #expect(empty?.sentence.hasPrefix("/data/\(name): The file cannot be read: ") == true)
    }
    let source = try OneAnswer(body: "a,b\n")
    #expect(failure(.address(source.url)) == .noRows(title: source.url))
    try catalog.upload(place.arrived("a,b\n"), "t")
    #expect(failure(.dataset(.named("t"))) == .noRows(title: "dataset:t"))
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `a person's file is read as far as it can be, as its data set is`() throws {
    try put("a,b\n1,2\n1,2,3\n4,5\n", as: "a.csv")
    let reading = try #require(try read(file("a.csv")).first)
    #expect(reading.source.table.rowCount == 2)
    #expect(reading.omittedRowCount == 1)
    try catalog.look(at: 5)
    #expect(try read(.dataset(.named("a"))).first?.source.table.rowCount == 2)
  }

  @Test func `times of a data set stay as its files have them`() throws {
    try catalog.upload(place.arrived(Self.text), "t")
    _ = try catalog.add(
      place.arrived("when,n\n2024-01-03 23:00:00-05:00,3\n"), as: .named("t"), .append,
      ReadOptions(), origin: .upload, at: 2)
    let reading = try #require(
      try read(.dataset(.named("t")), columns: .init(timestamp: "when")).first)
    #expect(types(reading) == [.text, .integer])
    #expect(reading.source.table.texts("when").last == "2024-01-03 23:00:00-05:00")
    #expect(try read(.dataset(.named("t"))).first.map { types($0) } == [.datetime, .integer])
  }

  @Test func `an address is told without its query`() throws {
    let source = try OneAnswer(body: Self.text)
    let reading = try #require(try read(.address(source.url + "?sig=secret#x")).first)
    #expect(reading.source.title == source.url)
    let page = try OneAnswer(type: "text/html", body: "<p>")
    #expect(failure(.address(page.url + "?sig=secret"))?.sentence.contains("secret") == false)
  }

  @Test func `a file that is no table says in which line`() throws {
    let ragged = try OneAnswer(body: "a,b\n1,2\n1,2,3\n")
    let failed = failure(.address(ragged.url))
    #expect(
      failed == .unreadable(title: ragged.url, .table(.ragged(line: 3, cells: 3, expected: 2))))
    #expect(failed?.sentence.contains("line 3") == true)
    let source = try OneAnswer(body: "a,b\n\"1,2\n")
    #expect(
      failure(.address(source.url))
        == .unreadable(title: source.url, .table(.quoteNeverClosed(line: 2))))
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `what is not there, is a link, a folder or no file is told by its path`() throws {
    try put(Self.text, as: "real/a.csv")
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: place.dataPath + "/link.csv", withDestinationPath: place.dataPath + "/real/a.csv")
    try files.createSymbolicLink(
      atPath: place.dataPath + "/linked", withDestinationPath: place.dataPath + "/real")
    try files.createDirectory(
      atPath: place.dataPath + "/folder.csv", withIntermediateDirectories: true)
    for path in ["b.csv", "x/a.csv", "link.csv", "linked/a.csv", "folder.csv", "real/a.csv/b.csv"] {
      let path = try #require(DataPath(path))
      let missing = failure(.file(path))
      #expect(missing == .noFile(path))
      #expect(missing?.sentence == "There is no file /data/\(path)")
    }
    #expect(
      failure(.dataset(.named("gone")))?.sentence
        == "There is no data set 'gone'; there is none at all")
  }

  @Test func `an address that may not be asked, answers with a page or never ends is told`() throws
  {
    let source = try OneAnswer(body: Self.text)
    let guarded = failure(.address(source.url), reader: try reader(allowsPrivate: false))
    #expect(guarded?.sentence.hasPrefix("\(source.url): 127.0.0.1 is 127.0.0.1, this") == true)
    #expect(!source.wasAsked)
    let page = try OneAnswer(type: "text/html", body: "<p>")
    #expect(failure(.address(page.url)) == .notFetched(title: page.url, .webPage))
    let endless = try OneAnswer(body: String(repeating: "x\n", count: 5000))
    #expect(
      failure(.address(endless.url), reader: try reader(limitBytes: 9000))
        == .notFetched(title: endless.url, .outbound("It is longer than 9000 bytes")))
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `sources of more bytes together than a job may read are told, each counted once`()
    throws
  {
    try put(Self.text, as: "a.csv")
    try put(Self.text, as: "b.csv")
    try catalog.upload(place.arrived(Self.text), "t")
    let source = try OneAnswer(body: Self.text)
    let (file, other) = (try file("a.csv"), try file("b.csv"))
    let length = Self.text.utf8.count
    for last in [other, .dataset(.named("t")), .address(source.url)] {
      let enough = try reader(totalBytes: 2 * length)
      #expect(try read(file, last, file, last, reader: enough).count == 4)
      let tooLittle = try reader(totalBytes: 2 * length - 1)
      let failure = #expect(throws: SourceFailure.self) { try read(file, last, reader: tooLittle) }
      #expect(failure == .tooLong(title: last.text, limitBytes: 2 * length - 1))
      #expect(
        failure?.sentence
          == "\(last.text): With it the sources have more than \(2 * length - 1) bytes together")
    }
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `nobody reads what nobody wants`() throws {
    let source = try OneAnswer(body: Self.text)
    let progress = Progress()
    progress.cancel()
    #expect(throws: SourceFailure.cancelled) {
      try reader().read(.sample(of: .address(source.url)), progress: progress)
    }
    #expect(!source.wasAsked)
  }
}

import Foundation
import Posix
import Stores
import Tables
import Testing

@testable import Engine

struct CatalogTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  private let rows = "name,size\nant,1\nbee,2\n"
  private let more = "name,size\ncat,3\n"

  // Making and changing

  @Test func `a shape is told of what was never loaded too, and has a table without rows`() throws {
    try place.put("a,n\nx,1\ny,2\n", as: "own.csv")
    let catalog = try place.open()
    let dataset = try catalog.dataset(.named("own"))
    #expect(dataset.shape == nil)
    let shape = try catalog.shape(of: dataset)
    #expect(shape == DatasetShape(try catalog.table("own")))
    #expect(try catalog.shape(of: catalog.dataset(.named("own"))) == shape)
    let empty = shape.emptyTable
    #expect(empty.rowCount == 0)
    #expect(empty.typeNames == ["a": "text", "n": "integer"])
  }

  @Test func `a created data set has the rows, the facts and the bytes of its file`() throws {
    let catalog = try place.open()
    let new = try catalog.upload(place.arrived(rows), "animals", at: 77).dataset
    #expect((new.version, new.createdNanoseconds, new.changedNanoseconds) == (1, 77, 77))
    #expect(new.shape?.rowCount == 2)
    #expect(new.shape?.columns.map(\.type) == [.text, .integer])
    #expect(!new.isOwnFile)
    #expect(try catalog.table("animals").texts("name") == ["ant", "bee"])
    let part = new.parts[0]
    #expect((part.number, part.origin, part.path) == (1, .upload, "uploads/animals.1.csv"))
    #expect(part.byteCount == rows.utf8.count)
    #expect(part.digest == Hexadecimal.text(of: Digest.sha256(Array(rows.utf8))))
    #expect(
      try String(contentsOfFile: place.dataPath + "/" + part.path, encoding: .utf8) == rows)
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `appended rows follow the others and the first rows keep their time`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals", at: 5)
    let new = try catalog.upload(place.arrived(more), "animals", .append, at: 6).dataset
    #expect((new.version, new.createdNanoseconds, new.changedNanoseconds) == (2, 5, 6))
    #expect(new.parts.map(\.number) == [1, 2])
    #expect(new.shape?.rowCount == 3)
    #expect(try catalog.rows(of: new).partRows == [2, 1])
    #expect(try catalog.table("animals").texts("size") == ["1", "2", "3"])
    #expect(try place.uploads() == ["animals.1.csv", "animals.2.csv"])
  }

  @Test func `columns in another order are put into the order of the first file`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    try catalog.upload(place.arrived("size;name\n9;yak\n"), "animals", .append)
    let table = try catalog.table("animals")
    #expect(table.columns.map(\.name) == ["name", "size"])
    #expect(table.texts("name") == ["ant", "bee", "yak"])
  }

  @Test func `appending to nothing creates`() throws {
    let catalog = try place.open()
    #expect(try catalog.upload(place.arrived(rows), "animals", .append).dataset.version == 1)
  }

  @Test func `replaced rows are gone with their file`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals", at: 5)
    try catalog.upload(place.arrived(more), "animals", .append)
    let new = try catalog.upload(place.arrived("x\n1\n"), "animals", .replace, at: 9).dataset
    #expect((new.version, new.createdNanoseconds, new.parts.map(\.number)) == (3, 5, [1]))
    #expect(try catalog.table("animals").columns.map(\.name) == ["x"])
    #expect(try place.uploads() == ["animals.3.csv"])
    #expect(try catalog.upload(place.arrived(rows), "plants", .replace).dataset.version == 1)
  }

  @Test func `a removed data set is gone with its files, and its versions are not given again`()
    throws
  {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    try catalog.upload(place.arrived(more), "animals", .append)
    try catalog.remove(.named("animals"), at: 9)
    #expect(catalog.all.isEmpty)
    #expect(try place.uploads().isEmpty)
    #expect(throws: DatasetFailure.unknown(.named("animals"), known: [])) {
      try catalog.remove(.named("animals"), at: 10)
    }
    #expect(try catalog.upload(place.arrived(rows), "animals").dataset.version == 4)
    // A second removal and a restart in between change nothing about that.
    try catalog.remove(.named("animals"), at: 11)
    let reopened = try place.open()
    #expect(reopened.all.isEmpty)
    #expect(try reopened.upload(place.arrived(rows), "animals").dataset.version == 6)
  }

  // Refusals

  @Test func `a name that is taken is not created again, and nothing is left of the file`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    #expect(throws: DatasetFailure.exists(.named("animals"))) {
      try catalog.upload(place.arrived(more), "animals")
    }
    #expect(try catalog.version("animals") == 1)
    #expect(try place.uploads() == ["animals.1.csv"])
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `an unknown name is refused with those that are known`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "b")
    try catalog.upload(place.arrived(rows), "a")
    let expected = DatasetFailure.unknown(.named("c"), known: [.named("a"), .named("b")])
    #expect(throws: expected) { try catalog.dataset(.named("c")) }
    #expect(throws: expected) { try catalog.remove(.named("c"), at: 3) }
  }

  @Test func `a person's file is neither replaced nor removed nor created over`() throws {
    try place.put(rows, as: "animals.csv")
    let catalog = try place.open()
    let failure = DatasetFailure.ownFile(.named("animals"), path: "animals.csv")
    #expect(throws: failure) { try catalog.upload(place.arrived(more), "animals", .replace) }
    #expect(throws: failure) { try catalog.remove(.named("animals"), at: 3) }
    #expect(throws: DatasetFailure.exists(.named("animals"))) {
      try catalog.upload(place.arrived(more), "animals")
    }
    #expect(try place.names(in: place.dataPath) == ["animals.csv", "state", "uploads"])
    #expect(try place.uploads().isEmpty)
  }

  @Test func `rows added to a person's file go when the data set is removed, and the file stays`()
    throws
  {
    try place.put(rows, as: "animals.csv")
    let catalog = try place.open()
    let grown = try catalog.upload(place.arrived(more), "animals", .append).dataset
    #expect(!grown.isOwnFile)
    #expect(grown.parts.map(\.origin) == [.folder, .upload])
    #expect(try catalog.table("animals").rowCount == 3)
    #expect(throws: DatasetFailure.ownFile(.named("animals"), path: "animals.csv")) {
      try catalog.upload(place.arrived(more), "animals", .replace)
    }
    try catalog.remove(.named("animals"), at: 3)
    #expect(try catalog.table("animals").rowCount == 2)
    #expect(try catalog.version("animals") == grown.version + 1)
    #expect(try catalog.dataset(.named("animals")).isOwnFile)
    #expect(try place.uploads().isEmpty)
  }

  @Test func `a file with other columns is not appended`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    let failure = DatasetFailure.join(
      .named("animals"), .otherColumns(missing: ["size"], unknown: ["weight"]))
    #expect(throws: failure) {
      try catalog.upload(place.arrived("name,weight\ncat,3\n"), "animals", .append)
    }
    #expect(try place.uploads() == ["animals.1.csv"])
    #expect(try catalog.table("animals").rowCount == 2)
  }

  @Test func `a file with other types is not appended, and its first other cell is named`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    let failure = DatasetFailure.table(
      .badCell(line: 2, column: "size", value: "huge", type: .integer))
    #expect(throws: failure) {
      try catalog.upload(place.arrived("name,size\ncat,huge\n"), "animals", .append)
    }
    #expect(try catalog.version("animals") == 1)
    #expect(try place.uploads() == ["animals.1.csv"])
  }

  @Test func `numbers that are appended to texts are texts, also after a restart`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived("code\n007\nx\n"), "codes")
    try catalog.upload(place.arrived("code\n12\n"), "codes", .append)
    for catalog in [catalog, try place.open()] {
      #expect(try catalog.table("codes").texts("code") == ["007", "x", "12"])
    }
  }

  @Test func `decimals that are appended to whole numbers make a column of decimals`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n1\n"), "numbers")
    let new = try catalog.upload(place.arrived("n\n2.5\n"), "numbers", .append).dataset
    #expect(new.shape?.columns.map(\.type) == [.decimal])
    #expect(try place.open().table("numbers").texts("n") == ["1.0", "2.5"])
  }

  @Test func `what a check refuses is not kept`() throws {
    let catalog = try place.open()
    #expect(throws: DatasetFailure.tooManyWords) {
      try catalog.add(
        place.arrived(rows), as: .named("animals"), .create, ReadOptions(), origin: .upload, at: 1
      ) { (table) throws(DatasetFailure) in
        #expect(table.rowCount == 2)
        throw .tooManyWords
      }
    }
    #expect(catalog.all.isEmpty)
    #expect(try place.uploads().isEmpty)
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `an examined file is read and not kept`() throws {
    let catalog = try place.open()
    let reading = try catalog.examine(place.arrived(rows), ReadOptions())
    #expect(reading.loaded.table.rowCount == 2)
    #expect(catalog.all.isEmpty)
    #expect(try place.uploads().isEmpty)
    #expect(try place.leftInState().isEmpty)
  }

  // Failures of the disk

  @Test(arguments: [Catalog.Mode.create, .append, .replace])
  func `an upload that the database does not take leaves nothing, at whichever call it fails`(
    mode: Catalog.Mode
  ) throws {
    let catalog = try place.open()
    if mode != .create { try catalog.upload(place.arrived(rows), "animals") }
    let before = try place.uploads()
    var call = 0
    while true {
      call += 1
      let file = try place.arrived(more)
      place.failing.arm(call)
      do throws(DatasetFailure) {
        try catalog.upload(file, "animals", mode)
      } catch {
        #expect(error == .storageFull)
        #expect(try place.uploads() == before)
        #expect(try place.leftInState().isEmpty)
        continue
      }
      break
    }
    #expect(!place.failing.isSpent)
    #expect(call > 1, "no call was failed")
    place.failing.disarm()
    // What failed gave no version away.
    #expect(try catalog.version("animals") == (mode == .create ? 1 : 2))
    #expect(try place.open().table("animals").rowCount == (mode == .append ? 3 : 1))
  }

  @Test func `a removal that the database does not take leaves the data set whole`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    place.failing.arm(1)
    #expect(throws: DatasetFailure.storageFull) { try catalog.remove(.named("animals"), at: 3) }
    place.failing.disarm()
    for catalog in [catalog, try place.open()] {
      #expect(try catalog.table("animals").rowCount == 2)
    }
    try catalog.remove(.named("animals"), at: 4)
    #expect(catalog.all.isEmpty)
  }

  @Test func `what a broken disk may hold is left to the next start`() throws {
    let catalog = try place.open()
    place.failing.arm(1, code: 10)
    #expect(throws: DatasetFailure.storageBroken) {
      try catalog.upload(place.arrived(rows), "animals")
    }
    place.failing.disarm()
    #expect(catalog.all.isEmpty)
    #expect(try place.uploads() == ["animals.1.csv"])
    _ = try place.open()
    #expect(try place.uploads().isEmpty)
  }

  @Test func `uploads that cannot be put in place leave the catalog as it was`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    try FileManager.default.moveItem(atPath: place.uploadsPath, toPath: place.dataPath + "/aside")
    try place.put("in the way", as: "uploads")
    do {
      try catalog.upload(place.arrived(more), "plants")
      Issue.record("it was put in place")
    } catch let failure as DatasetFailure {
      guard case .unusableFile(let reason) = failure else { throw failure }
      #expect(reason.contains("uploads/plants.1.csv"))
    }
    try place.remove(place.uploadsPath)
    try FileManager.default.moveItem(atPath: place.dataPath + "/aside", toPath: place.uploadsPath)
    #expect(try place.leftInState().isEmpty)
    #expect(try catalog.upload(place.arrived(more), "plants").dataset.version == 1)
    #expect(try place.uploads() == ["animals.1.csv", "plants.1.csv"])
  }

  @Test func `a removed folder of uploads is made again`() throws {
    let catalog = try place.open()
    try place.remove(place.uploadsPath)
    try catalog.upload(place.arrived(rows), "animals")
    #expect(try place.uploads() == ["animals.1.csv"])
  }

  @Test func `a database that fails at the start stops the start`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    catalog.database.close()
    #expect(throws: EngineFailure.catalog(.unusableFile(reason: "closed"))) {
      try Catalog(
        place.folders(), catalog.database, lanes: .single, log: place.log, at: 1)
    }
  }

  // Restarts

  @Test func `a reopened catalog has everything as it was`() throws {
    try place.put("a,b\n1,2\n", as: "own.csv")
    let before = try place.open(at: 5)
    try before.upload(place.arrived(rows), "animals", at: 7)
    try before.upload(place.arrived(more), "animals", .append, at: 8)
    _ = try before.add(
      place.arrived("x;y\n1;2,5\n"), as: .named("far"), .create,
      ReadOptions(delimiter: ";", types: ["x": "text"]), origin: .import,
      source: "https://example.org/x.csv", at: 9)
    try before.upload(place.arrived(rows), "gone")
    try before.remove(.named("gone"), at: 10)
    _ = try before.table("own")
    let after = try place.open(at: 99)
    #expect(after.all.map(\.name.description) == ["animals", "far", "own"])
    for (old, new) in zip(before.all, after.all) {
      #expect(old.version == new.version)
      #expect(old.createdNanoseconds == new.createdNanoseconds)
      #expect(old.changedNanoseconds == new.changedNanoseconds)
      #expect(old.parts == new.parts)
      #expect(try new.shape == DatasetShape(before.table(of: old)))
      #expect(try before.table(of: old).content == after.table(of: new).content)
    }
    #expect(try after.table("far").typeNames == ["x": "text", "y": "text"])
    #expect(try after.dataset(.named("far")).parts[0].source == "https://example.org/x.csv")
  }

  @Test func `an engine that starts again has the data sets`() throws {
    do {
      let engine = try place.engine()
      try engine.catalog.upload(place.arrived(rows), "animals")
    }
    let engine = try place.engine()
    #expect(try engine.catalog.version("animals") == 1)
    #expect(try engine.catalog.table("animals").texts("name") == ["ant", "bee"])
  }

  @Test func `uploads that nobody knows are removed at the start, and only what bears our names`()
    throws
  {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "a.1")
    let strays = ["a.1.csv", "a.1.2.csv", "a.22.csv", "x-y_z.7.csv", ".upload.1.2.draft"]
    let others = [
      "notes.txt", "a.csv", "a..csv", "a.01.csv", "a.0.csv", "a.x.csv", "a.2.CSV", "a.2.csv.gz",
      ".2.csv", "_a.2.csv", "ä.2.csv", "a.-2.csv", "a.+2.csv", "a.99999999999999999999.csv",
      "a b.2.csv", "a.٣.csv", "2.csv",
    ]
    for name in strays + others {
      try Data("x".utf8).write(to: URL(fileURLWithPath: place.uploadsPath + "/" + name))
    }
    _ = try place.open()
    #expect(try Set(place.uploads()) == Set(others + ["a.1.1.csv"]))
  }

  @Test
  func `an upload that somebody deleted is missed when it is asked for, and the rest goes on`()
    throws
  {
    do {
      let catalog = try place.open()
      try catalog.upload(place.arrived(rows), "animals")
      try catalog.upload(place.arrived(rows), "plants")
    }
    try place.remove(place.uploadsPath + "/animals.1.csv")
    let catalog = try place.open()
    let failure = DatasetFailure.fileGone(path: "uploads/animals.1.csv")
    #expect(throws: failure) { try catalog.table("animals") }
    let part = try catalog.dataset(.named("animals")).parts[0]
    #expect(throws: failure) { try catalog.file(of: part) }
    #expect(try catalog.table("plants").rowCount == 2)
    try catalog.remove(.named("animals"), at: 3)
    #expect(catalog.all.map(\.name.description) == ["plants"])
  }

  @Test func `the bytes of each file are given as they came`() throws {
    try place.put(rows, as: "animals.csv")
    let catalog = try place.open()
    let dataset = try catalog.upload(place.arrived(more), "animals", .append).dataset
    for (part, text) in zip(dataset.parts, [rows, more]) {
      let file = try catalog.file(of: part)
      var bytes: [UInt8] = []
      #expect(try readFile(file.descriptor, from: 0, count: 100, into: &bytes) == text.utf8.count)
      #expect(bytes == Array(text.utf8))
    }
  }

  // Readers and writers at once

  @Test func `who holds an old version goes on reading it`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows), "animals")
    let old = try catalog.dataset(.named("animals"))
    try catalog.upload(place.arrived("x\n1\n"), "animals", .replace)
    #expect(try catalog.table(of: old).texts("name") == ["ant", "bee"])
    try catalog.remove(.named("animals"), at: 3)
    #expect(try catalog.table(of: old).texts("name") == ["ant", "bee"])
  }

  @Test func `who reads a data set while it is replaced gets the new one`() throws {
    let (catalog, isReplaced) = try reopenedAndReplacedInTheMiddleOfALoad()
    let loaded = try catalog.loaded(.named("animals"))
    #expect(isReplaced.withLock { $0 })
    #expect(loaded.version == 3)
    #expect(try catalog.table(of: loaded).texts("name") == ["yak"])
  }

  @Test func `rows that are added while the others are replaced follow the new ones`() throws {
    let (catalog, isReplaced) = try reopenedAndReplacedInTheMiddleOfALoad()
    let grown = try catalog.upload(place.arrived(more), "animals", .append).dataset
    #expect(isReplaced.withLock { $0 })
    #expect(grown.version == 4)
    #expect(try catalog.table(of: grown).texts("name") == ["yak", "cat"])
  }

  @Test func `a data set that is not there cannot be loaded, and one whose file is gone says so`()
    throws
  {
    let catalog = try place.open()
    #expect(throws: DatasetFailure.unknown(.named("animals"), known: [])) {
      try catalog.loaded(.named("animals"))
    }
    try catalog.upload(place.arrived(rows), "animals")
    try place.remove(place.uploadsPath + "/animals.1.csv")
    let again = try place.open()
    #expect(throws: DatasetFailure.fileGone(path: "uploads/animals.1.csv")) {
      try again.loaded(.named("animals"))
    }
  }

  /// A catalog with a data set of two files that is replaced once the first of them is being read.
  private func reopenedAndReplacedInTheMiddleOfALoad() throws -> (Catalog, Guarded<Bool>) {
    do {
      let catalog = try place.open()
      try catalog.upload(place.arrived(rows), "animals")
      try catalog.upload(place.arrived(more), "animals", .append)
    }
    let file = try place.arrived("name,size\nyak,9\n")
    let opened = Guarded<Catalog?>(nil)
    let isReplaced = Guarded(false)
    let lanes = Lanes(count: 1) { count, body in
      let isFirst = isReplaced.withLock { isReplaced in
        defer { isReplaced = true }
        return !isReplaced
      }
      let catalog = opened.withLock { $0 }
      if isFirst, let catalog { _ = try? catalog.upload(file, "animals", .replace) }
      for piece in 0..<count { body(piece) }
    }
    let catalog = try place.open(on: lanes)
    opened.withLock { $0 = catalog }
    return (catalog, isReplaced)
  }

  @Test func `threads that append at once lose no row`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n0\n"), "numbers")
    let files = try (1...24).map { try place.arrived("n\n\($0)\n") }
    let versions = try atOnce(4) { thread in
      try files.indices.filter { $0 % 4 == thread }.map { number in
        try catalog.upload(files[number], "numbers", .append).dataset.version
      }
    }
    #expect(Set(versions.flatMap { $0 }) == Set(2...25))
    let rows = try catalog.table("numbers").texts("n").compactMap { $0.flatMap(Int.init) }
    #expect(rows.sorted() == Array(0...24))
    #expect(try catalog.dataset(.named("numbers")).parts.map(\.number) == Array(1...25))
    #expect(try place.open().table("numbers").rowCount == 25)
    #expect(try place.uploads().count == 25)
  }

  @Test func `of threads that create at once one wins`() throws {
    let catalog = try place.open()
    let files = try (0..<4).map { try place.arrived("n\n\($0)\n") }
    let winners = try atOnce(4) { thread in
      do throws(DatasetFailure) {
        try catalog.upload(files[thread], "numbers")
        return true
      } catch {
        #expect(error == .exists(.named("numbers")))
        return false
      }
    }
    let winner = try #require(winners.firstIndex(of: true))
    #expect(winners.count { $0 } == 1)
    #expect(try catalog.table("numbers").texts("n") == ["\(winner)"])
    #expect(try place.uploads() == ["numbers.1.csv"])
  }

  @Test func `readers see one version or the next while others replace and remove`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n1\n1\n"), "numbers")
    let files = try (1...40).map { try place.arrived("n\n\($0)\n\($0)\n") }
    _ = try atOnce(3) { thread in
      for number in 0..<40 {
        if thread == 0 {
          try catalog.upload(files[number], "numbers", .replace)
          continue
        }
        let dataset = try catalog.dataset(.named("numbers"))
        let cells = try catalog.table(of: dataset).texts("n")
        #expect(cells.count == 2 && cells[0] == cells[1])
      }
    }
    #expect(try place.uploads().count == 1)
  }

  /// Runs the body on so many threads that start together, and gives what each answered.
  private func atOnce<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Answer
  ) throws -> [Answer] {
    let answers = Guarded<[Int: Result<Answer, any Error>]>([:])
    let start = try Latch()
    let ends = try (0..<count).map { thread in
      let end = try Latch()
      try Posix.Thread.start(name: "test") {
        start.wait()
        let answer = Result { try body(thread) }
        answers.withLock { $0[thread] = answer }
        end.open()
      }
      return end
    }
    start.open()
    for end in ends { end.wait() }
    return try answers.withLock { $0 }.sorted { $0.key < $1.key }.map { try $0.value.get() }
  }
}

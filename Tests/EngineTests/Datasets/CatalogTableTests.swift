import Stores
import Tables
import Testing

@testable import Engine

struct CatalogTableTests {
  private let scratch = ScratchFolder()

  private func open() throws -> SQLiteDatabase {
    try SQLiteDatabase(
      path: scratch.path + "/test.sqlite",
      schema: SQLiteSchema(
        applicationID: 1, steps: [CatalogTable.schema, CatalogTable.arrivalSchema]))
  }

  private func record(_ name: String, _ version: Int) -> CatalogRecord {
    CatalogRecord(
      Dataset(
        name: .named(name), version: version, createdNanoseconds: 1, changedNanoseconds: 2,
        parts: [
          DatasetPart(
            number: 1, origin: .upload, path: "uploads/\(name).csv", byteCount: 3, digest: "d",
            options: ReadOptions(types: ["a": "text"]))
        ], shape: nil))
  }

  private let shape = DatasetShape(columns: [.init(name: "a", type: .date)], rowCount: 1 << 40)

  @Test func `stored records are read back, one for each name`() throws {
    let database = try open()
    #expect(try CatalogTable.records(database).isEmpty)
    for record in [record("a", 1), record("b", 1), record("a", 2)] {
      try CatalogTable.store(record, database)
    }
    try CatalogTable.store(
      CatalogRecord(removed: .named("c"), version: 8, nanoseconds: 3), database)
    let expected = [
      record("a", 2), record("b", 1),
      CatalogRecord(removed: .named("c"), version: 8, nanoseconds: 3),
    ]
    #expect(try CatalogTable.records(database).sorted { $0.name < $1.name } == expected)
    database.close()
    #expect(try CatalogTable.records(open()).count == 3)
  }

  @Test func `a shape is noted for its version alone`() throws {
    let database = try open()
    try CatalogTable.store(record("a", 2), database)
    for version in [1, 3] {
      let late = record("a", version)
      let dataset = try #require(late.dataset)
      try CatalogTable.remember(CatalogRecord(dataset, shape: shape), database)
      #expect(try CatalogTable.records(database).first?.shape == nil)
    }
    let dataset = try #require(record("a", 2).dataset)
    try CatalogTable.remember(CatalogRecord(dataset, shape: shape), database)
    #expect(try CatalogTable.records(database).first?.shape == shape)
  }

  @Test(arguments: ["parts = 'x'", "version = 0", "name = 'a b'"])
  func `a row that makes no sense is not passed over`(_ damage: String) throws {
    let database = try open()
    try CatalogTable.store(record("a", 1), database)
    try database.execute("UPDATE dataset SET \(damage)")
    #expect(throws: SQLiteFailure.self) { try CatalogTable.records(database) }
  }
}

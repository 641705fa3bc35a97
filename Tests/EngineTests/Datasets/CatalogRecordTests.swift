import JSON
import Tables
import Testing

@testable import Engine

struct CatalogRecordTests {
  /// A record as it comes back from the texts that the database keeps.
  private func reread(_ record: CatalogRecord) -> CatalogRecord? {
    CatalogRecord(
      name: record.name.description, version: Int64(record.version),
      created: record.createdNanoseconds, changed: record.changedNanoseconds,
      parts: record.partsText, shape: record.shapeText)
  }

  private func record(_ parts: [DatasetPart], _ shape: DatasetShape? = nil) -> CatalogRecord {
    CatalogRecord(
      Dataset(
        name: .games, version: 3, createdNanoseconds: -5, changedNanoseconds: .max, parts: parts,
        shape: shape))
  }

  private let parts = [
    DatasetPart(
      number: 0, origin: .folder, path: "games.csv", byteCount: 0,
      modifiedNanoseconds: 1_700_000_000_123_456_789, digest: "", options: ReadOptions()),
    DatasetPart(
      number: 7, origin: .import, path: "uploads/games.3.csv", byteCount: 1 << 50, digest: "ab12",
      options: ReadOptions(
        delimiter: "\t", encoding: "utf-16le",
        types: ["a \"b\"\n": "date:%d/%m/%Y", "ö": "text", "": "float"], onError: .nullCell),
      source: "https://example.org/?a=\"b\"&c=\u{1F600}"),
    DatasetPart(
      number: 8, origin: .upload, path: "uploads/games.4.csv", byteCount: 1, digest: "",
      options: ReadOptions(delimiter: "\\", onError: .skipRow)),
  ]

  @Test func `a record comes back as it was`() {
    let shape = DatasetShape(
      columns: ColumnType.allCases.map { .init(name: "a \"\(($0.rawValue))\"", type: $0) },
      rowCount: 12)
    for record in [record(parts), record(parts, shape), record(Array(parts.prefix(1)))] {
      #expect(reread(record) == record)
      #expect(reread(record)?.dataset?.parts == record.parts)
      #expect(reread(record)?.dataset?.version == 3)
    }
  }

  @Test func `a removed data set is remembered with its version alone`() {
    let removed = CatalogRecord(removed: .games, version: 9, nanoseconds: 4)
    #expect(reread(removed) == removed)
    #expect(reread(removed)?.dataset == nil)
    #expect(removed.partsText == "[]")
    #expect(removed.shapeText == nil)
  }

  @Test func `what is known of a table is kept beside the data set`() {
    let dataset = Dataset(
      name: .games, version: 1, createdNanoseconds: 1, changedNanoseconds: 1, parts: parts,
      shape: nil)
    let shape = DatasetShape(columns: [], rowCount: 4)
    #expect(CatalogRecord(dataset, shape: shape).shape == shape)
    #expect(CatalogRecord(dataset).shape == nil)
  }

  @Test(arguments: [
    "", "{}", "null", "[1]", "[{}]", "[[]]", "[", #"[{"number":1}]"#,
    #"[{"number":"1","origin":"upload","path":"p","bytes":1,"modified":0,"digest":"","on_error":"abort","types":{}}]"#,
    #"[{"number":1,"origin":"theft","path":"p","bytes":1,"modified":0,"digest":"","on_error":"abort","types":{}}]"#,
    #"[{"number":1,"origin":"upload","path":"p","bytes":1,"modified":0,"digest":"","on_error":"shrug","types":{}}]"#,
    #"[{"number":1,"origin":"upload","path":"p","bytes":1,"modified":0,"digest":"","on_error":"abort","types":{"a":1}}]"#,
    #"[{"number":1,"origin":"upload","path":"p","bytes":1.5,"modified":0,"digest":"","on_error":"abort","types":{}}]"#,
  ])
  func `parts that make no sense make no record`(_ text: String) {
    #expect(
      CatalogRecord(name: "a", version: 1, created: 1, changed: 1, parts: text, shape: nil) == nil)
  }

  @Test func `a name or a version that cannot be makes no record`() {
    for (name, version) in [("", Int64(1)), ("a/b", 1), ("a", 0), ("a", -1)] {
      #expect(
        CatalogRecord(
          name: name, version: version, created: 1, changed: 1, parts: "[]", shape: nil) == nil)
    }
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"rows":1}"#, #"{"rows":"1","columns":[]}"#,
    #"{"rows":1,"columns":[["a"]]}"#, #"{"rows":1,"columns":[["a","colour"]]}"#,
  ])
  func `a shape that makes no sense is found out anew`(_ text: String) {
    let record = CatalogRecord(
      name: "a", version: 1, created: 1, changed: 1, parts: "[]", shape: text)
    #expect(record != nil)
    #expect(record?.shape == nil)
  }

  @Test func `equal options have equal bytes and others have others`() {
    let some = [
      ReadOptions(), ReadOptions(delimiter: ";"), ReadOptions(encoding: ";"),
      ReadOptions(types: ["a": "text"]), ReadOptions(types: ["a": "date"]),
      ReadOptions(types: ["a": "text", "b": "text"]), ReadOptions(onError: .skipRow),
      ReadOptions(onError: .nullCell),
    ]
    #expect(Set(some.map(\.canonicalBytes)).count == some.count)
    var types: [String: String] = [:]
    for number in (0..<50).reversed() { types["\(number)"] = "text" }
    let same = Dictionary(uniqueKeysWithValues: (0..<50).map { ("\($0)", "text") })
    #expect(
      ReadOptions(types: types).canonicalBytes == ReadOptions(types: same).canonicalBytes)
  }
}

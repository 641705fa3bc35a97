@testable import HTTP
import Testing

/// Names and lists of fields.
struct FieldsTests {
  private func texts(_ members: [ArraySlice<UInt8>]) -> [String] {
    members.map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: Names

  @Test func `names are equal whatever their case, and written as they were given`() {
    let name: FieldName = "x-ReQuest-ID"
    #expect(name == .requestID)
    #expect(name.hashValue == FieldName.requestID.hashValue)
    #expect(name.description == "x-ReQuest-ID")
    #expect(name != "X-Request-I")
  }

  @Test(arguments: ["", " ", "A ", "A:", "A\r\n", "A\u{0}", "Ä", "A/b", "\u{7F}"])
  func `what is no token is no name`(_ text: String) {
    #expect(FieldName(text) == nil)
  }

  @Test(arguments: [
    "Content-Length", "transfer-encoding", "CONNECTION", "Keep-Alive", "Date", "Server", "Trailer",
    "X-Request-Id", "Upgrade", "TE",
  ])
  func `what the writer makes is reserved`(_ text: String) throws {
    let name = try #require(FieldName(text))
    #expect(name.isReserved)
    var fields = Fields()
    fields.append("A", "b")
    #expect(!fields.holdsReserved)
    fields.append(name, "c")
    #expect(fields.holdsReserved)
    fields.remove(name)
    #expect(!fields.holdsReserved)
  }

  // MARK: Reading

  private let fields = Fields([
    ("A", "1"), ("B", ""), ("a", "2, 3"), ("C", "x, \"y, z\" ,,w\\,"), ("C", " v , "),
  ])

  @Test func `the first of several is the one that is given`() {
    #expect(fields["a"] == "1")
    #expect(fields.bytes(of: "A") == ArraySlice("1".utf8))
    #expect(fields["B"] == "")
    #expect(fields["D"] == nil)
    #expect(fields.bytes(of: "D") == nil)
  }

  @Test func `all of them are seen, in their order`() {
    #expect(fields.values(of: "A") == ["1", "2, 3"])
    #expect(fields.count(of: "a") == 2)
    #expect(fields.count(of: "D") == 0)
    #expect(fields.contains("b"))
    #expect(!fields.contains("AB"))
    #expect(fields.count == 5)
    #expect(!fields.isEmpty)
    #expect(fields.pairs.map(\.name) == ["A", "B", "a", "C", "C"])
    #expect(Fields().isEmpty)
  }

  @Test func `a list is read over all its lines, without empty members`() {
    #expect(texts(fields.members(of: "A")) == ["1", "2", "3"])
    #expect(texts(fields.members(of: "C")) == ["x", "\"y, z\"", "w\\", "v"])
    #expect(fields.members(of: "B").isEmpty)
    #expect(fields.members(of: "D").isEmpty)
  }

  @Test(arguments: [
    ("\"a,b\",c", ["\"a,b\"", "c"]), ("\"a\\\",b\",c", ["\"a\\\",b\"", "c"]),
    ("\"a\\\\\",b", ["\"a\\\\\"", "b"]), ("\"a,b", ["\"a,b"]), (",", []), ("\t,\t a\t", ["a"]),
  ])
  func `commas in quotes part nothing`(_ value: String, _ members: [String]) {
    #expect(texts(Fields([("A", value)]).members(of: "A")) == members)
  }

  @Test func `bytes that are no UTF-8 are replaced in texts and kept as bytes`() {
    var fields = Fields()
    fields.append("A", bytes: [0x61, 0xFF])
    #expect(fields["A"] == "a\u{FFFD}")
    #expect(fields.bytes(of: "A") == [0x61, 0xFF])
  }

  // MARK: Changing

  @Test func `a field is one line, whatever its value holds`() {
    var fields = Fields()
    fields.append("A", "b\r\nSet-Cookie: c\u{0}\u{7F}\td\u{E9}")
    #expect(fields.count == 1)
    #expect(fields["A"] == "b  Set-Cookie: c  \td\u{E9}")
    #expect(fields.wire == Array("A: b  Set-Cookie: c  \td\u{E9}\r\n".utf8))
  }

  @Test func `one that is set stands alone and last`() {
    var fields = self.fields
    fields.set("a", "4")
    #expect(
      fields.pairs.map { "\($0.name): \($0.value)" }.prefix(2) == ["B: ", "C: x, \"y, z\" ,,w\\,"])
    #expect(fields.values(of: "A") == ["4"])
    #expect(fields.count == 4)
    #expect(fields.pairs.last?.name == "a")
  }

  @Test func `one that is taken away is gone from the bytes too`() {
    var fields = self.fields
    fields.remove("C")
    fields.remove("D")
    #expect(fields.wire == Array("A: 1\r\nB: \r\na: 2, 3\r\n".utf8))
    #expect(fields["a"] == "1")
  }

  @Test func `a member is added once`() {
    var fields = Fields([("Vary", "Accept"), ("A", "b"), ("Vary", "Origin")])
    fields.addMember("accept", to: .vary)
    #expect(fields.values(of: .vary) == ["Accept", "Origin"])
    fields.addMember("Accept-Encoding", to: .vary)
    #expect(fields.values(of: .vary) == ["Accept, Origin, Accept-Encoding"])
    fields.addMember("c", to: "D")
    #expect(fields["D"] == "c")
  }

  @Test func `fields are equal by names without case, values with it, and order`() {
    let fields = Fields([("A", "b"), ("C", "d")])
    #expect(fields == Fields([("a", "b"), ("c", "d")]))
    #expect(fields != Fields([("A", "B"), ("C", "d")]))
    #expect(fields != Fields([("C", "d"), ("A", "b")]))
    #expect(fields != Fields([("A", "b")]))
    #expect(Fields() == Fields())
  }

  @Test func `fields are appended behind those that are there`() {
    var fields = Fields([("A", "b")])
    fields.append(contentsOf: Fields([("C", "d"), ("a", "e")]))
    #expect(fields.wire == Array("A: b\r\nC: d\r\na: e\r\n".utf8))
    #expect(fields.values(of: "a") == ["b", "e"])
    fields.append(contentsOf: Fields())
    #expect(fields.count == 3)
  }
}

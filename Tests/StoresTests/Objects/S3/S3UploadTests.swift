import Testing

@testable import Posix
@testable import Stores

/// Long objects on their way to a server that fails on purpose. A part has a thousand bytes here.
struct S3UploadTests {
  private static let bytes = (0..<2500).map { UInt8(ascii: "a") + UInt8($0 / 100) }
  private static let begun = OddServer.Step.answer(
    "200 OK",
    body:
      "<InitiateMultipartUploadResult><UploadId>u/1+</UploadId></InitiateMultipartUploadResult>")
  private static let finished = OddServer.Step.answer(
    "200 OK",
    body:
      "<CompleteMultipartUploadResult><ETag>\"x-3\"</ETag></CompleteMultipartUploadResult>")
  private static let gone = OddServer.Step.refusal("404 Not Found", "NoSuchUpload")
  private static let id = "uploadId=u%2F1%2B"

  private static func part(_ number: Int) -> OddServer.Step {
    .answer("200 OK", "ETag: \"t<\(number)>\"\r\n")
  }

  /// What kind of call it is: `start`, `part N`, `finish`, `give up`, `look`.
  private static func kind(_ line: String) -> String {
    if line.hasPrefix("POST") { return line.hasSuffix("uploads=") ? "start" : "finish" }
    if line.hasPrefix("DELETE") { return "give up" }
    if line.hasPrefix("HEAD") { return "look" }
    let number = line.split(separator: "partNumber=").last?.prefix { $0.isNumber } ?? ""
    return "part \(number)"
  }

  private func put(_ server: ScriptedS3) throws {
    try server.store().put(Self.bytes, at: "a/b.csv")
  }

  @Test func `a long object goes in parts that are put together at the end`() throws {
    let server = try ScriptedS3(
      [[Self.begun]] + (1...3).map { [Self.part($0)] } + [[Self.finished]])
    try put(server)
    #expect(
      server.lines == [
        "POST /tally/a/b.csv?uploads=", "PUT /tally/a/b.csv?partNumber=1&\(Self.id)",
        "PUT /tally/a/b.csv?partNumber=2&\(Self.id)", "PUT /tally/a/b.csv?partNumber=3&\(Self.id)",
        "POST /tally/a/b.csv?\(Self.id)",
      ])
    let bodies = server.calls.map { $0.components(behind: "\r\n\r\n") }
    #expect(bodies[1...3].joined() == String(decoding: Self.bytes, as: UTF8.self))
    #expect(bodies[1].utf8.count == 1000 && bodies[3].utf8.count == 500)
    #expect(
      bodies[4]
        == "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Part><PartNumber>1</PartNumber><ETag>&quot;t&lt;1&gt;&quot;</ETag></Part>"
        + "<Part><PartNumber>2</PartNumber><ETag>&quot;t&lt;2&gt;&quot;</ETag></Part>"
        + "<Part><PartNumber>3</PartNumber><ETag>&quot;t&lt;3&gt;&quot;</ETag></Part>"
        + "</CompleteMultipartUpload>")
  }

  @Test func `a part that failed is sent again, alone`() throws {
    let server = try ScriptedS3([
      [Self.begun], [Self.part(1)], [.refusal("503 Slow Down", "SlowDown")], [.send("")],
      [Self.part(2)], [Self.part(3)], [Self.finished],
    ])
    try put(server)
    #expect(
      server.lines.map(Self.kind) == [
        "start", "part 1", "part 2", "part 2", "part 2", "part 3", "finish",
      ])
    #expect(
      server.calls[2].components(behind: "\r\n\r\n")
        == server.calls[4].components(behind: "\r\n\r\n"))
  }

  @Test func `an upload that cannot be finished is given up, and says why`() throws {
    let denied = OddServer.Step.refusal("403 Forbidden", "AccessDenied")
    let server = try ScriptedS3([[Self.begun], [Self.part(1)], [denied], [.answer("204 No")]])
    #expect(throws: ObjectFailure.denied(code: "AccessDenied")) { try put(server) }
    #expect(server.lines.map(Self.kind) == ["start", "part 1", "part 2", "give up"])
    #expect(server.lines.last == "DELETE /tally/a/b.csv?\(Self.id)")
  }

  @Test func `a yes may be a no`() throws {
    let no = OddServer.Step.refusal("200 OK", "InvalidPart")
    let server = try ScriptedS3(
      [[Self.begun]] + (1...3).map { [Self.part($0)] } + [[no], [.answer("204 No")]])
    #expect(throws: ObjectFailure.refused(status: 200, code: "InvalidPart", message: "Why.")) {
      try put(server)
    }
    #expect(server.lines.map(Self.kind).suffix(2) == ["finish", "give up"])
  }

  @Test func `a yes that says that it failed for the moment is tried again`() throws {
    let no = OddServer.Step.refusal("200 OK", "InternalError")
    let server = try ScriptedS3(
      [[Self.begun]] + (1...3).map { [Self.part($0)] } + [[no], [Self.finished]])
    try put(server)
    #expect(server.lines.map(Self.kind).suffix(2) == ["finish", "finish"])
  }

  @Test func `an object is known again when the answer to the last call got lost`() throws {
    let marks = Mailbox()
    let server = try ScriptedS3 { number, request in
      switch number {
      case 0:
        let field = request.text.components(behind: "x-amz-meta-tally-upload: ")
        marks.put(String(field.prefix(32)))
        return [Self.begun]
      case 1...3: return [Self.part(number)]
      case 4: return [.send("")]
      case 5: return [Self.gone]
      default:
        return [.answer("200 OK", "x-amz-meta-tally-upload: \(marks.all[0])\r\n")]
      }
    }
    try put(server)
    #expect(marks.all[0].utf8.count == 32 && Hexadecimal.bytes(of: marks.all[0]) != nil)
    #expect(server.lines.map(Self.kind).suffix(3) == ["finish", "finish", "look"])
  }

  @Test(arguments: [
    OddServer.Step.answer("200 OK", "x-amz-meta-tally-upload: another\r\n"), .answer("200 OK"),
    .answer("404 Not Found"),
  ])
  func `an object of somebody else is not taken for ours`(_ found: OddServer.Step) throws {
    let server = try ScriptedS3(
      [[Self.begun]] + (1...3).map { [Self.part($0)] } + [[.send("")], [Self.gone], [found]])
    #expect(throws: ObjectFailure.refused(status: 404, code: "NoSuchUpload", message: "Why.")) {
      try put(server)
    }
    #expect(server.lines.map(Self.kind).suffix(3) == ["finish", "look", "give up"])
  }

  @Test func `an upload that is gone at the first attempt was not finished by us`() throws {
    let server = try ScriptedS3(
      [[Self.begun]] + (1...3).map { [Self.part($0)] } + [[Self.gone]])
    #expect(throws: ObjectFailure.refused(status: 404, code: "NoSuchUpload", message: "Why.")) {
      try put(server)
    }
    #expect(server.lines.map(Self.kind).suffix(2) == ["finish", "give up"])
  }

  @Test func `an answer without an id or a tag makes no sense`() throws {
    let noID = try ScriptedS3([[.answer("200 OK", body: "<R><UploadId/></R>")]])
    #expect(throws: ObjectFailure.malformedAnswer("UploadId")) { try put(noID) }
    #expect(noID.lines.map(Self.kind) == ["start"])
    let noTag = try ScriptedS3([[Self.begun], [.answer("200 OK")]])
    #expect(throws: ObjectFailure.malformedAnswer("ETag")) { try put(noTag) }
    #expect(noTag.lines.map(Self.kind) == ["start", "part 1", "give up"])
  }

  @Test func `who is cancelled in the middle leaves no parts behind`() throws {
    let server = try ScriptedS3([[Self.begun], [Self.part(1)], [.answer("204 No")]])
    let key = try #require(ObjectKey("a/b.csv"))
    let store = try server.store()
    #expect(throws: ObjectFailure.cancelled) {
      try store.put(SampleObject.file(Self.bytes), at: key) { server.calls.count == 2 }
    }
    #expect(server.lines.map(Self.kind) == ["start", "part 1", "give up"])
  }

  @Test func `a file of exactly one part is no upload of parts`() throws {
    let server = try ScriptedS3([[.answer("200 OK")]])
    try server.store().put([UInt8](repeating: 97, count: 1000), at: "a/b.csv")
    #expect(server.lines == ["PUT /tally/a/b.csv"])
  }
}

extension String {
  /// What stands behind the first of some signs.
  fileprivate func components(behind mark: String) -> String {
    guard let found = firstRange(of: mark) else { return "" }
    return String(self[found.upperBound...])
  }
}

@testable import HTTP
import Testing

/// Requests as values.
struct RequestTests {
  @Test func `a request made of parts is one that the parser takes`() throws {
    let request = try #require(
      Request(
        .post, "/a%20b?c=d", fields: [(.contentType, "text/csv")], body: [1, 2], endpoint: 7,
        wallNanoseconds: 9))
    #expect(request.method == .post)
    #expect(request.target.decodedPath == "/a b")
    #expect(request.target.queryValue("c") == "d")
    #expect(request.fields[.host] == "localhost")
    #expect(request.fields[.contentType] == "text/csv")
    #expect(request.body == [1, 2])
    #expect(request.endpoint == 7)
    #expect(request.receivedWallNanoseconds == 9)
    #expect(request.minorVersion == 1)
    #expect(request.id == "00000000-0000-4000-8000-000000000000")
  }

  @Test func `a Host among the parts takes the place of the usual one`() throws {
    let request = try #require(Request(.get, "/", fields: [(.host, "a:80")]))
    #expect(request.fields.values(of: .host) == ["a:80"])
    #expect(request.head.host == "a:80")
  }

  @Test(arguments: ["", "a", "/a b", "/a#b", "/%", "*", "/\r\nA: b"])
  func `parts that make no request give none`(_ target: String) {
    #expect(Request(.get, target) == nil)
  }

  @Test func `the host is that of an absolute target before that of the field`() throws {
    let fields: [(FieldName, String)] = [(.host, "b")]
    #expect(try #require(Request(.get, "http://a/", fields: fields)).head.host == "a")
    #expect(try #require(Request(.get, "/", fields: fields)).head.host == "b")
  }

  @Test(arguments: [("a-1._B", true), ("", false), ("a b", false), ("é", false)])
  func `an id of the client counts if it is a valid one`(_ id: String, isGiven: Bool) throws {
    let request = try #require(Request(.get, "/", fields: [(.requestID, id)]))
    #expect(request.head.givenID?.description == (isGiven ? id : nil))
    #expect(try #require(Request(.get, "/")).head.givenID == nil)
  }

  @Test func `fields that the plan wants are added to the answer`() {
    var response = Response.text("x")
    AnswerFields.none.add(to: &response)
    #expect(response.fields.count == 1)
    AnswerFields.fields(Fields([("A", "b")])).add(to: &response)
    #expect(response.fields["A"] == "b")
    #expect(response.fields[.contentType] == "text/plain; charset=utf-8")
  }

  @Test func `who asks is handed on beside the fields`() {
    let caller = Caller(network: ClientAddress(high: 0, low: 1), keyName: "ci")
    let noted = AnswerFields.caller(caller, Fields([("A", "b")]))
    var response = Response.text("x")
    noted.add(to: &response)
    #expect(response.fields["A"] == "b")
    #expect(noted.caller == caller)
    #expect(AnswerFields.none.caller == nil && AnswerFields.fields(Fields()).caller == nil)
  }
}

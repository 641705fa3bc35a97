import Foundation
import Testing

@testable import Stores

struct SignatureV4Tests {
  /// Of the examples of AWS, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
  private let example = SignatureV4(
    credentials: S3Credentials(
      accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    region: "us-east-1")
  /// 2013-05-24T00:00:00Z
  private let moment: Int64 = 1_369_353_600_000_000_000

  private func authorization(
    _ method: String, _ path: String, query: [(name: String, value: String)] = [],
    fields: [OutboundResponse.Field] = [], body: String = ""
  ) throws -> String {
    let message = SignatureV4.Message(
      method: method, path: SignatureV4.encoded(path, keepingSlashes: true),
      query: SignatureV4.query(query), host: "examplebucket.s3.amazonaws.com", fields: fields,
      payloadDigest: Digest.sha256(Array(body.utf8)))
    return try #require(
      example.fields(for: message, at: moment).first { $0.name == "authorization" }?.value)
  }

  @Test func `a part of an object is asked for as AWS shows it`() throws {
    let value = try authorization(
      "GET", "/test.txt", fields: [.init(name: "Range", value: "bytes=0-9")])
    #expect(
      value
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test func `an object is put as AWS shows it`() throws {
    let value = try authorization(
      "PUT", "/test$file.text",
      fields: [
        .init(name: "Date", value: "Fri, 24 May 2013 00:00:00 GMT"),
        .init(name: "x-amz-storage-class", value: "REDUCED_REDUNDANCY"),
      ], body: "Welcome to Amazon S3.")
    #expect(
      value.hasSuffix("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))
  }

  @Test func `the rules of a bucket are asked for as AWS shows it`() throws {
    let value = try authorization("GET", "/", query: [("lifecycle", "")])
    #expect(
      value.hasSuffix("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"))
  }

  @Test func `objects are listed as AWS shows it`() throws {
    let value = try authorization("GET", "/", query: [("prefix", "J"), ("max-keys", "2")])
    #expect(
      value.hasSuffix("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"))
  }

  /// A call and its signature by botocore (Tests/Golden/signatures.py).
  private struct Case: Decodable {
    let accessKey, secretKey: String
    let token: String?
    let region, method, host, path: String
    let query, fields: [[String]]
    let digest: String
    let seconds: Int64
    let authorization: String
  }

  @Test func `sixty calls are signed as botocore signs them`() throws {
    let place = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }.appending(path: "Golden/signatures.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: place))
    #expect(cases.count == 60)
    for call in cases {
      let signature = SignatureV4(
        credentials: S3Credentials(
          accessKey: call.accessKey, secretKey: call.secretKey, sessionToken: call.token),
        region: call.region)
      let message = SignatureV4.Message(
        method: call.method, path: SignatureV4.encoded(call.path, keepingSlashes: true),
        query: SignatureV4.query(call.query.map { ($0[0], $0[1]) }), host: call.host,
        fields: call.fields.map { OutboundResponse.Field(name: $0[0], value: $0[1]) },
        payloadDigest: try #require(Hexadecimal.bytes(of: call.digest)))
      let fields = signature.fields(for: message, at: call.seconds * 1_000_000_000)
      #expect(fields.first { $0.name == "authorization" }?.value == call.authorization)
      #expect(fields.first { $0.name == "x-amz-security-token" }?.value == call.token)
    }
  }

  @Test func `the fields of a message are sent as they are, beside those of the signature`() {
    let message = SignatureV4.Message(
      method: "GET", path: "/", host: "h:1", fields: [.init(name: "X-A", value: "b  c")],
      payloadDigest: Digest.sha256([]))
    let fields = example.fields(for: message, at: moment)
    #expect(
      fields.dropLast().map { "\($0.name): \($0.value)" } == [
        "X-A: b  c", "host: h:1",
        "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-amz-date: 20130524T000000Z",
      ])
  }

  @Test(arguments: [
    ("France/2024-05-01/Paris.csv", "France/2024-05-01/Paris.csv"), ("a b", "a%20b"),
    ("a+b=c:d", "a%2Bb%3Dc%3Ad"), ("%2F", "%252F"), ("é/~", "%C3%A9/~"), ("", ""), ("..", ".."),
    ("a'(b)*!", "a%27%28b%29%2A%21"), ("\u{0}\n", "%00%0A"),
  ])
  func `a path is encoded segment by segment`(_ path: String, _ expected: String) {
    #expect(SignatureV4.encoded(path, keepingSlashes: true) == expected)
    #expect(
      SignatureV4.encoded(path)
        == expected.split(separator: "/", omittingEmptySubsequences: false)
        .joined(separator: "%2F"))
  }

  @Test func `a query stands in the order of its encoded names and values`() {
    #expect(SignatureV4.query([]) == "")
    #expect(SignatureV4.query([("uploads", "")]) == "uploads=")
    #expect(
      SignatureV4.query([("b", "2"), ("a-", "x"), ("a", "z"), ("b", "10"), ("é", "/"), ("A", " ")])
        == "%C3%A9=%2F&A=%20&a=z&a-=x&b=10&b=2")
  }
}

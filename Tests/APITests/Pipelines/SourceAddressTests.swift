import Engine
import JSON
import Testing

@testable import API

struct SourceAddressTests {
  private static let own = OwnURLs(publicURL: nil, host: "localhost:8080")

  @Test(arguments: [
    "/data/test_data/a.csv", "http://localhost:8080/data/test_data/a.csv",
    "https://localhost:8080/data/test_data/a.csv?x#y", "/data/test%5Fdata/a%2Ecsv",
  ])
  func `a path of this server is a file of the data folder`(text: String) throws {
    let path = try #require(DataPath("test_data/a.csv"))
    #expect(try SourceAddress.place(text, Self.own) == .file(path))
  }

  @Test(arguments: [
    "http://example.org/a.csv", "https://example.org:8443/a?b=c",
    "http://localhost:8081/data/a.csv", "http://localhost:8080/api/v1/datasets/a/file",
  ])
  func `any other URL is fetched`(text: String) throws {
    #expect(try SourceAddress.place(text, Self.own) == .address(text))
  }

  @Test(arguments: [
    ("a.csv", "/data/a.csv"), ("test_data/a b.csv", "/data/test_data/a%20b.csv"),
    ("50%.csv", "/data/50%25.csv"), ("a?b#c.csv", "/data/a%3Fb%23c.csv"),
    ("é/%20.csv", "/data/%C3%A9/%2520.csv"), ("(1)+2.csv", "/data/(1)+2.csv"),
  ])
  func `a file is told as the path that leads to it`(path: String, text: String) throws {
    let path = try #require(DataPath(path))
    #expect(SourceAddress.text(of: path) == text)
    #expect(try SourceAddress.place(text, Self.own) == .file(path))
    #expect(try SourceAddress.place("http://localhost:8080" + text, Self.own) == .file(path))
  }

  @Test func `a data set goes by its name`() throws {
    let name = try #require(DatasetName("sales-2024"))
    #expect(try SourceAddress.place("dataset:sales-2024", Self.own) == .dataset(name))
  }

  @Test(
    arguments: [
      ("", "url_parsing", "Input should be a valid URL, input is empty"),
      ("a.csv", "url_parsing", "Input should be a valid URL, relative URL without a base"),
      ("data/a.csv", "url_parsing", "Input should be a valid URL, relative URL without a base"),
      ("//h/a.csv", "url_parsing", "Input should be a valid URL, a path of this server"),
      ("/etc/passwd", "url_parsing", "Input should be a valid URL, a path of this server"),
      ("/data/", "url_parsing", "Input should be a valid URL, a path of this server"),
      ("/data/../a.csv", "url_parsing", "Input should be a valid URL, a path of this server"),
      ("/data/%2e%2e/a.csv", "url_parsing", "Input should be a valid URL, a path of this server"),
      ("/data/a%00.csv", "url_parsing", "Input should be a valid URL, a path of this server"),
      ("/data/state/a.csv", "url_parsing", "Input should be a valid URL, a path of this server"),
      (
        "http://localhost:8080/data/state/a.csv", "url_parsing",
        "Input should be a valid URL, a path of this server"
      ),
      ("http://", "url_parsing", "Input should be a valid URL, "),
      ("http://u:p@h/a.csv", "url_parsing", "Input should be a valid URL, it holds a name"),
      ("http://h:99999/", "url_parsing", "Input should be a valid URL, it is no URL"),
      ("ftp://h/a.csv", "url_scheme", "URL scheme should be 'http' or 'https'"),
      ("file:///etc/passwd", "url_parsing", "Input should be a valid URL, relative URL"),
      ("dataset:", "string_pattern_mismatch", "String should match pattern '^dataset:"),
      ("dataset:../x", "string_pattern_mismatch", "String should match pattern '^dataset:"),
    ])
  func `what is no place of a table is refused`(text: String, type: String, message: String) throws
  {
    let mistake = try #require(throws: SourceMistake.self) {
      try SourceAddress.place(text, Self.own)
    }
    #expect(mistake.kind.name == type)
    #expect((mistake.kind.message + mistake.hint).hasPrefix(message))
  }
}

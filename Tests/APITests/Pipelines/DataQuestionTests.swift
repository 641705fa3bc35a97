import Engine
import JSON
import Testing

@testable import API

struct DataQuestionTests {
  private static let own = OwnURLs(publicURL: nil, host: "localhost:8080")

  private func question(_ body: String, asksColumn: Bool = true) throws -> DataQuestion {
    try DataQuestion(Array(body.utf8), Self.own, asksColumn: asksColumn)
  }

  /// The mistakes as `location: type`.
  private func mistakes(_ body: String, asksColumn: Bool = true) throws -> [String] {
    let failure = try #require(throws: Failure.self) {
      _ = try question(body, asksColumn: asksColumn)
    }
    guard case .pipeline(let mistakes) = failure else { return ["\(failure)"] }
    return mistakes.all.map { mistake in
      let steps = mistake.location.map { step in
        switch step {
        case .name(let name): name
        case .index(let index): "\(index)"
        }
      }
      return steps.joined(separator: ".") + ": " + mistake.kind.name
    }
  }

  @Test(arguments: [
    "/data/test_data/a.csv", "/data/test%5Fdata/a.csv",
    "http://localhost:8080/data/test_data/a.csv",
  ])
  func `a file goes by its path, alone or in a URL of this server`(text: String) throws {
    let path = try #require(DataPath("test_data/a.csv"))
    let question = try question(#"{"file_path":"\#(text)","column_name":"city"}"#)
    #expect(question.reference == .file(path))
    #expect(question.column == "city")
  }

  @Test func `a data set goes by its name, and members that nobody asks for are passed over`()
    throws
  {
    let name = try #require(DatasetName("games"))
    let question = try question(#"{"more":[1],"file_path":"dataset:games"}"#, asksColumn: false)
    #expect(question.reference == .dataset(name))
    #expect(question.column == "")
  }

  @Test(arguments: [
    ("", ["body: missing"]), ("{", ["body.1: json_invalid"]),
    ("[]", ["body: model_attributes_type"]),
    ("{}", ["body.file_path: missing", "body.column_name: missing"]),
    (
      #"{"file_path":7,"column_name":null}"#,
      ["body.file_path: string_type", "body.column_name: string_type"]
    ),
    (#"{"file_path":"/data/../a.csv","column_name":"a"}"#, ["body.file_path: url_parsing"]),
    (#"{"file_path":"/data/state/a.csv","column_name":"a"}"#, ["body.file_path: url_parsing"]),
    (#"{"file_path":"/etc/passwd","column_name":"a"}"#, ["body.file_path: url_parsing"]),
    (#"{"file_path":"a.csv","column_name":"a"}"#, ["body.file_path: url_parsing"]),
    (
      #"{"file_path":"http://example.com/a.csv","column_name":"a"}"#,
      ["body.file_path: value_error"]
    ),
    (
      #"{"file_path":"dataset:../a","column_name":"a"}"#,
      ["body.file_path: string_pattern_mismatch"]
    ),
  ])
  func `all that is wrong is told at once`(body: String, expected: [String]) throws {
    #expect(try mistakes(body) == expected)
  }

  @Test func `a mistake says what would be right`() throws {
    let column = PipelineMistakes.unknownColumn("citi", nearest: "city")
    #expect(
      column.sentence
        == "column_name: Value error, the table has no column of that name; did you mean 'city'?")
    #expect(
      PipelineMistakes.unknownColumn("x", nearest: nil).sentence
        == "column_name: Value error, the table has no column of that name")
    #expect(
      PipelineMistakes.missingFile.sentence
        == "file: Field required; send a form with -F file=@data.csv")
    #expect(
      PipelineMistakes.unreadable(.notText(kind: "a web page"), member: "file").sentence
        == "file: Value error, This is no CSV file but a web page")
  }
}

import Engine
import HTTP
import Testing

@testable import API

struct ArrivalFormTests {
  private func mistakes(
    _ items: [(name: String, value: String)], fileName: String? = nil
  ) -> [String] {
    do throws(Failure) {
      _ = try ArrivalForm(items, fileName: fileName)
      return []
    } catch {
      guard case .badParameters(let mistakes) = error else { return ["another failure"] }
      return mistakes.map(\.detail)
    }
  }

  @Test func `what is said is taken, and what is not is left to be found out`() throws {
    let form = try ArrivalForm(
      [
        ("name", "zip-codes.2024"), ("mode", "append"), ("delimiter", "tab"),
        ("encoding", "utf-16"), ("types", #"{"zip":"text","d":"date:%d/%m/%Y"}"#),
        ("on_error", "skip_row"), ("_dry_run", "true"),
      ], fileName: "other.csv")
    #expect(form.name == DatasetName("zip-codes.2024"))
    #expect(form.mode == .append)
    #expect(form.isDryRun)
    #expect(
      form.options
        == ReadOptions(
          delimiter: "tab", encoding: "utf-16", types: ["zip": "text", "d": "date:%d/%m/%Y"],
          onError: .skipRow))
    let plain = try ArrivalForm([("name", "a")], fileName: nil)
    #expect(plain.mode == .create && !plain.isDryRun && plain.options == ReadOptions())
  }

  @Test(arguments: [
    "", ".hidden", "-a", "_a", "a b", "a/b", "../a", "gr\u{FC}n", String(repeating: "a", count: 65),
    "a\u{0}", "a\n",
  ])
  func `a name outside the rule is refused with the rule`(name: String) {
    let found = mistakes([("name", name)], fileName: "good.csv")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("'name' cannot be '") == true)
  }

  @Test(arguments: ["a", "7", "A.b_c-d", String(repeating: "a", count: 64)])
  func `a name within the rule is taken`(name: String) throws {
    #expect(try ArrivalForm([("name", name)], fileName: nil).name == DatasetName(name))
  }

  @Test(arguments: [
    ("x.csv", "x"), ("x.CSV", "x"), ("x.tsv", "x.tsv"), ("a/b/x.csv", "x"), (#"a\x.csv"#, "x"),
    (".csv", nil), ("sp ace.csv", nil), ("", nil), ("a/", "a"),
  ])
  func `a file's name names the data set if it follows the rule`(file: String, name: String?) {
    let form = try? ArrivalForm([], fileName: file)
    #expect(form?.name?.description == name)
  }

  @Test func `a dry run needs no name`() throws {
    #expect(try ArrivalForm([("_dry_run", "1")], fileName: nil).name == nil)
    #expect(mistakes([("_dry_run", "0")]) == ["The data set needs a name"])
  }

  @Test(arguments: [
    ("mode", "upsert"), ("on_error", "ignore"), ("types", "zip:text"), ("types", "[1]"),
    ("types", #"{"zip":1}"#), ("types", ""), ("_dry_run", "yes"), ("_dry_run", ""),
  ])
  func `a value that makes no sense is named`(parameter: String, value: String) {
    #expect(
      mistakes([("name", "a"), (parameter, value)]) == ["'\(parameter)' cannot be '\(value)'"])
  }

  @Test func `all mistakes are told at once`() {
    let found = mistakes([
      ("name", "?"), ("mode", "x"), ("on_error", "y"), ("types", "z"), ("colour", "red"),
      ("delimiter", ";"), ("delimiter", ","),
    ])
    #expect(
      found == [
        "'name' cannot be '?'", "'mode' cannot be 'x'", "'on_error' cannot be 'y'",
        "'types' cannot be 'z'", "There is no parameter 'colour'", "'delimiter' may be given once",
      ])
  }

  @Test func `a long value is shortened where it is told`() {
    let found = mistakes([("name", "a"), ("mode", String(repeating: "x", count: 5000))])
    #expect(found.first.map { $0.count < 300 } == true)
  }
}

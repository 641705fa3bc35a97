import Engine
import JSON
import Tables
import Testing

@testable import API

struct DatasetSchemasTests {
  @Test(arguments: [",", ";", "\t", "tab", "\\t", "a", "\u{0}", "\"", "\n", "\r", "", ",,", "ä"])
  func `a delimiter is described as it is read`(text: String) {
    let isRead = (try? PartReader.check(ReadOptions(delimiter: text))) != nil
    let mistakes = SchemaCheck().mistakes(.string(text), DatasetSchemas.delimiter, at: "")
    #expect(mistakes.isEmpty == isRead)
  }

  @Test(arguments: [
    "integer", "float", "decimal", "date", "date:%d/%m/%Y", "datetime", "money", "",
  ])
  func `a type of a column is described as it is read`(text: String) {
    let isRead = (try? ColumnRequest(text)) != nil
    let types = object([("a", .string(text))])
    #expect(SchemaCheck().mistakes(types, DatasetSchemas.types, at: "").isEmpty == isRead)
  }

  @Test func `every encoding that is described is known`() {
    guard case .array(let names)? = DatasetSchemas.encoding["enum"] else {
      Issue.record("there are no encodings")
      return
    }
    for case .string(let name) in names { #expect(TextEncoding(name: name) != nil) }
  }

  @Test func `a form may say whatever a query may`() {
    guard case .object(let members)? = DatasetSchemas.form["properties"] else {
      Issue.record("there is no form")
      return
    }
    #expect(Set(members.map(\.key)) == Set(ArrivalForm.parameters + ["file"]))
  }
}

import Testing

@testable import Tables

struct ColumnTests {
  private func column(_ name: String) throws -> Column {
    let table = try CSVLoader.load(Array("w,n\nx,1\n,\ny,2\nx,\n".utf8)).table
    return try #require(table.column(name))
  }

  @Test func `a text has codes and no numbers`() throws {
    let words = try column("w")
    #expect(words.type == .text && words.numbers == nil)
    #expect(words.codes?.segments == [.narrow([1, 0, 2, 1])] && words.categories().count == 2)
  }

  @Test func `a number has no codes and no words`() throws {
    let numbers = try column("n")
    #expect(numbers.type == .integer && numbers.codes == nil && numbers.categories().count == 0)
    #expect(numbers.numbers?.magnitude == 2)
  }
}

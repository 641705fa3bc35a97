import Testing

@testable import Tables

struct QuantityTests {
  private static let readable: [(String, ColumnType, Int64)] = [
    ("12", .integer, 12), (" -7\t", .integer, -7), ("+3", .integer, 3), ("007", .decimal, 7),
    ("5.0", .integer, 5), ("2e2", .decimal, 200), ("true", .boolean, 1), ("FALSE", .boolean, 0),
    ("1", .boolean, 1), ("0", .boolean, 0), ("Yes", .boolean, 1), ("no", .boolean, 0),
    ("t", .boolean, 1),
    ("1970-01-02", .date, 1), ("1970-01-02", .datetime, 86_400_000_000),
    ("1970-01-01T00:00:01.5", .datetime, 1_500_000),
  ]

  @Test(arguments: readable)
  func `a value is read as its column reads its cells`(
    _ text: String, type: ColumnType, value: Int64
  ) {
    let quantity = Quantity(text, as: type)
    #expect(quantity == Quantity(value) && quantity?.nearest == Double(value))
  }

  private static let unreadable: [(String, ColumnType)] = [
    ("", .integer), (" ", .decimal), ("one", .integer), ("1,5", .decimal), ("nan", .decimal),
    ("inf", .decimal), ("0x10", .decimal), ("1e999", .decimal), ("1e", .decimal), (".", .decimal),
    ("--1", .integer), ("2", .boolean), ("maybe", .boolean), ("2015-01-01T10:00", .date),
    ("2015-02-29", .date), ("10:00", .datetime), ("a", .text),
  ]

  @Test(arguments: unreadable)
  func `what is no value of the type is none`(_ text: String, type: ColumnType) {
    #expect(Quantity(text, as: type) == nil)
  }

  @Test func `a number keeps all of its digits beside its double`() {
    let quantity = Quantity("0.1000000000000000000000001", as: .decimal)
    #expect(quantity?.nearest == 0.1 && quantity != Quantity("0.1", as: .decimal))
  }
}

import Tables
import Testing

@testable import Statistics

struct GroupNamesTests {
  @Test func `names of one source keep their order`() throws {
    let names = try GroupNames(
      of: [[.integer(-3), .integer(8), .integer(20), .null]], on: .single)
    #expect(names.values == [.integer(-3), .integer(8), .integer(20)])
    #expect(names.places == [[0, 1, 2, nil]])
  }

  @Test func `equal names of several sources are one`() throws {
    let names = try GroupNames(
      of: [[.word("b"), .word("d")], [], [.word("a"), .word("b"), .null], [.null]], on: .single)
    #expect(names.values == [.word("a"), .word("b"), .word("d")])
    #expect(names.places == [[1, 2], [], [0, 1, nil], [nil]])
  }

  @Test func `whole and decimal numbers meet as decimals`() throws {
    let names = try GroupNames(of: [[.integer(5)], [.decimal(4.5), .decimal(5)]], on: .single)
    #expect(names.values == [.decimal(4.5), .decimal(5)] && names.places == [[1], [0, 1]])
  }

  @Test func `other types meet as texts`() throws {
    let names = try GroupNames(
      of: [[.integer(20), .integer(3)], [.word("20"), .word("Fraud")], [.boolean(true)]],
      on: .single)
    #expect(names.values == ["20", "3", "Fraud", "true"].map { .word($0) })
    #expect(names.places == [[0, 1], [0, 2], [3]])
  }

  @Test func `no sources have no names`() throws {
    #expect(try GroupNames(of: [], on: .single).values.isEmpty)
    #expect(try GroupNames(of: [[.null]], on: .single).places == [[nil]])
  }
}

import Tables
import Testing

@testable import Statistics

struct GroupLabelTests {
  @Test(
    arguments: [
      (Cell.null, nil, "(missing)"), (.null, .year, "(missing)"), (.boolean(true), nil, "true"),
      (.integer(2015), nil, "2015"), (.date(19_782), nil, "2024-02-29"),
      (.date(19_723), .year, "2024"), (.date(19_723), .quarter, "2024 Q1"),
      (.date(19_905), .quarter, "2024 Q3"), (.date(19_722), .quarter, "2023 Q4"),
      (.date(19_905), .month, "2024-07"), (.date(19_905), .week, "2024-07-01"),
      (.datetime(3_600_000_000), .hour, "1970-01-01T01:00:00Z"),
      (.text(Array("a\n b".utf8)[...]), nil, "a b"),
    ] as [(Cell, TimeUnit?, String)])
  func `groups are called by what they have in common`(
    _ cell: Cell, _ unit: TimeUnit?, _ name: String
  ) {
    #expect(GroupLabel.text(cell, unit: unit) == name)
  }
}

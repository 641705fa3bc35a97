import Testing

@testable import Tables

struct DateFormatTests {
  private static let bad: [(String, DateFormatFailure)] = [
    ("", .noYear), ("%d.%m.", .noYear), ("%H:%M", .noYear), ("%d %Y", .noMonth),
    ("%Y-%q", .unknownDirective("%q", offset: 3)), ("%é%Y", .unknownDirective("%é", offset: 0)),
    ("%Y %", .cutDirective(offset: 3)), ("%", .cutDirective(offset: 0)),
    ("%Y %y", .repeatedDirective("%y", offset: 3)), ("%F %d", .repeatedDirective("%d", offset: 3)),
    ("%d/%m/%Y %T %I", .repeatedDirective("%I", offset: 12)),
    ("%b %m %Y", .repeatedDirective("%m", offset: 3)),
    ("%Y %z%Z", .repeatedDirective("%Z", offset: 5)),
    ("%Y %j %m", .twoDays), ("%e %j %Y", .twoDays),
  ]

  @Test(arguments: bad)
  func `what is no format is refused with its place`(_ text: String, failure: DateFormatFailure) {
    #expect(throws: failure) { try DateFormat(text) }
  }

  @Test(arguments: ["%Y", "%b %Y", "%d/%m/%y", "%j%Y", "%F %T.%f%z", "%D %I:%M %p %Z", "%Y年%m月%d日"])
  func `a format that leaves no day open is one`(_ text: String) throws {
    #expect(try DateFormat(text).text == text)
  }

  @Test func `blanks around a format are none of it, and several inside are one`() throws {
    #expect(try DateFormat(" \t%b  %Y ").text == "%b  %Y")
    #expect(try DateFormat("%b \t %Y").parts == [.monthName, .blanks, .year])
  }

  @Test func `short forms are the same as their long ones`() throws {
    #expect(try DateFormat("%F %T").parts == DateFormat("%Y-%m-%d %H:%M:%S").parts)
    #expect(try DateFormat("%D").parts == DateFormat("%m/%d/%y").parts)
    #expect(try DateFormat("%%%B %Y").parts == DateFormat("%%%b %Y").parts)
  }

  @Test func `every failure says what is wrong with the format`() {
    let failures = Self.bad.map(\.1)
    #expect(
      failures[4].sentence
        == "has no directive %q (at offset 3); there are %Y %y %m %d %e %j %b %B %H %I %M %S %f %p %z %Z %T %F %D and %%"
    )
    for failure in failures { #expect(!failure.sentence.isEmpty) }
    #expect(Set(failures.map(\.sentence)).count >= 6)
  }
}

import Testing

@testable import App

struct ShownTextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("小さな", 6), ("😀", 2), ("Straße", 6),
    ("한글", 4), ("👩‍👩‍👧", 2), ("❤️", 2),
  ])
  func `the width is that of a terminal`(text: String, width: Int) {
    #expect(ShownText(text).width == width)
    #expect(ShownText(text).text == text)
  }

  @Test(arguments: [
    ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("\t", "\\t"), ("\u{1B}[2J", "\\u{1b}[2J"),
    ("\u{7F}", "\\u{7f}"), ("\u{9B}2J", "\\u{9b}2J"), ("a\u{202E}b", "a\\u{202e}b"),
    ("\u{0}", "\\u{0}"), ("\u{FEFF}a", "\\u{feff}a"),
  ])
  func `what would steer a terminal is spelled out`(raw: String, shown: String) {
    #expect(ShownText(raw).text == shown)
    #expect(ShownText(raw).width == shown.count)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef", 6), ("abcdef", 5, "abcd…", 5), ("abcdef", 1, "…", 1),
    ("abcdef", 0, "", 0), ("小さな駅", 8, "小さな駅", 8), ("小さな駅", 7, "小さな…", 7),
    ("小さな駅", 6, "小さ…", 5), ("e\u{301}e\u{301}", 1, "…", 1),
  ])
  func `a cut text fits and says that it is cut`(
    text: String, limit: Int, cut: String, width: Int
  ) {
    var shown = ShownText(text)
    shown.cut(to: limit)
    #expect(shown.text == cut)
    #expect(shown.width == width)
  }
}

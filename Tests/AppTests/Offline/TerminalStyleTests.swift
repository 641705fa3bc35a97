import Posix
import Testing

@testable import App

struct TerminalStyleTests {
  @Test func `only on a terminal is there a width, and headings stand out`() {
    #expect(TerminalStyle(nil, [:]).width == nil)
    #expect(TerminalStyle(nil, [:]).heading == ("", ""))
    let style = TerminalStyle(Terminal(columns: 100), [:])
    #expect(style.width == 100)
    #expect(style.heading == ("\u{1B}[1m", "\u{1B}[0m"))
    #expect(TerminalStyle(Terminal(columns: nil), [:]).width == 80)
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func `who wants plain text gets it`(environment: [String: String]) {
    #expect(TerminalStyle(Terminal(columns: 100), environment).heading == ("", ""))
  }

  @Test func `an empty wish is none`() {
    #expect(TerminalStyle(Terminal(columns: 100), ["NO_COLOR": ""]).heading.on != "")
  }
}

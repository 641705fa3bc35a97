import Testing

@testable import App

struct ManualPageTests {
  @Test func `every command, flag and setting has its place`() {
    let page = ManualPage.text
    for command in CommandDescription.all {
      #expect(page.contains("\n.SS " + ManualPage.roff("tally \(command.name)")))
      for flag in command.flags { #expect(page.contains(ManualPage.roff(flag.usage))) }
    }
    for setting in Settings.all {
      #expect(page.contains(ManualPage.roff(setting.environmentName)))
      #expect(page.contains(ManualPage.roff(setting.help)))
    }
  }

  @Test(arguments: [
    ("--port", #"\-\-port"#), (".hidden", #"\&.hidden"#), ("'quoted'", #"\&'quoted'"#),
    (#"a\b"#, #"a\eb"#), ("1.5", "1.5"),
  ])
  func `a text means itself to roff`(text: String, written: String) {
    #expect(ManualPage.roff(text) == written)
  }
}

import Testing

@testable import App

struct CompletionScriptTests {
  @Test(arguments: CompletionScript.Shell.allCases)
  func `every shell is told every command and every flag`(shell: CompletionScript.Shell) throws {
    let text = try CompletionScript([shell.rawValue]).text
    for command in CommandDescription.all {
      #expect(text.contains(command.firstWord))
      for flag in command.flags {
        let name = shell == .fish ? "-l \(flag.name.dropFirst(2)) " : flag.name
        #expect(text.contains(name), "\(flag.name)")
      }
    }
  }

  @Test func `a quote in a help ends no quote of the shell`() throws {
    try #require(QueryCommand.flags.contains { $0.help.contains("'price>=5'") })
    #expect(try CompletionScript(["zsh"]).text.contains(#"'\''price>=5'\''"#))
    #expect(try CompletionScript(["fish"]).text.contains(#"\'price>=5\'"#))
  }

  @Test func `a shell that is not known, missing or one too many makes no sense`() {
    #expect(
      throws: UsageFailure.badValue(
        name: "the shell", value: "tcsh", expected: "one of bash, zsh, fish")
    ) { try CompletionScript(["tcsh"]) }
    #expect(
      throws: UsageFailure.missingArgument("a SHELL: bash, zsh, fish", of: "tally completion")
    ) { try CompletionScript([]) }
    #expect(throws: UsageFailure.unexpectedArgument("zsh")) {
      try CompletionScript(["bash", "zsh"])
    }
  }
}

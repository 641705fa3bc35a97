/// `tally completion`: what makes a shell complete commands, flags and their values; made from the list of commands.
struct CompletionScript {
  enum Shell: String, CaseIterable {
    case bash, zsh, fish
  }

  let shell: Shell

  /// Reads what stands behind `tally completion`.
  init(_ arguments: [String]) throws(UsageFailure) {
    let known = Shell.allCases.map(\.rawValue).joined(separator: ", ")
    guard let name = arguments.first else {
      throw .missingArgument("a SHELL: \(known)", of: "tally completion")
    }
    guard arguments.count == 1 else { throw .unexpectedArgument(arguments[1]) }
    guard let shell = Shell(rawValue: name) else {
      throw .badValue(name: "the shell", value: name, expected: "one of \(known)")
    }
    self.shell = shell
  }

  var text: String {
    switch shell {
    case .bash: Self.bash
    case .zsh: Self.zsh
    case .fish: Self.fish
    }
  }

  /// What the value of a flag may be completed with.
  private enum Value: Equatable {
    case none, file, folder
    case word([String])

    init(of flag: CommandFlag) {
      self =
        switch flag.placeholder {
        case _ where !flag.choices.isEmpty: .word(flag.choices)
        case "PATH": .file
        case "FOLDER": .folder
        default: .none
        }
    }
  }

  /// The words that may stand first, with what they are for.
  private static var firstWords: [(name: String, summary: String)] {
    CommandDescription.all.map { ($0.firstWord, $0.summary) } + [
      ("--version", "print the version"), ("--help", "list the commands"),
    ]
  }

  /// The words that may stand behind a first one and a blank.
  private static func operand(of command: CommandDescription) -> CommandDescription.Operand {
    let further = command.name.split(separator: " ").dropFirst().map(String.init)
    return further.isEmpty ? command.operand : .word(further)
  }

  // bash(1), Programmable Completion

  private static let bash = """
    # Completion of tally for bash.
    _tally() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} flags=''
      COMPREPLY=()
      if [ "$COMP_CWORD" = 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W '\(firstWords.map(\.name).joined(separator: " "))' -- "$current")
        return
      fi
      case ${COMP_WORDS[1]} in
    \(CommandDescription.all.map(bashCase).joined(separator: "\n"))
      esac
      if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$flags --help" -- "$current")
      fi
    }
    complete -F _tally tally
    """

  private static func bashCase(of command: CommandDescription) -> String {
    let values = bashValues(of: command.flags.filter { !$0.placeholder.isEmpty })
    let operand: Value =
      switch operand(of: command) {
      case .none: .none
      case .file: .file
      case .word(let words): .word(words)
      }
    var lines = ["    \(command.firstWord))"]
    if !values.isEmpty { lines += ["      case $previous in"] + values + ["      esac"] }
    if operand != .none {
      lines.append("      if [[ $current != -* ]]; then \(bashReply(operand))return; fi")
    }
    lines.append("      flags='\(command.flags.map(\.name).joined(separator: " "))'")
    return (lines + ["      ;;"]).joined(separator: "\n")
  }

  /// A line for each kind of value that a flag may have.
  private static func bashValues(of flags: [CommandFlag]) -> [String] {
    var kinds: [(value: Value, names: [String])] = []
    for flag in flags {
      let value = Value(of: flag)
      if let place = kinds.firstIndex(where: { $0.value == value }) {
        kinds[place].names.append(flag.name)
      } else {
        kinds.append((value, [flag.name]))
      }
    }
    return kinds.map { value, names in
      "        \(names.joined(separator: " | "))) \(bashReply(value))return ;;"
    }
  }

  private static func bashReply(_ value: Value) -> String {
    switch value {
    case .none: ""
    case .file:
      #"compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); "#
    case .folder:
      #"compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); "#
    case .word(let words):
      "mapfile -t COMPREPLY < <(compgen -W '\(words.joined(separator: " "))' -- \"$current\"); "
    }
  }

  // zshcompsys(1)

  private static let zsh = """
    #compdef tally
    # Completion of tally for zsh.
    _tally() {
      local -a words_of_tally=(
    \(firstWords.map { "    " + quoted(zshText($0.name) + ":" + $0.summary) }.joined(separator: "\n"))
      )
      if (( CURRENT == 2 )); then
        _describe command words_of_tally
        return
      fi
      local command=$words[2]
      shift words
      (( CURRENT-- ))
      case $command in
    \(CommandDescription.all.map(zshCase).joined(separator: "\n"))
      esac
    }
    if [ "$funcstack[1]" = _tally ]; then
      _tally "$@"
    else
      compdef _tally tally
    fi
    """

  private static func zshCase(of command: CommandDescription) -> String {
    var specifications = command.flags.map { flag in
      (flag.isRepeated ? "*" : "") + flag.name + "[\(zshText(flag.help))]"
        + (flag.placeholder.isEmpty
          ? "" : ":\(zshText(flag.placeholder)):\(zshAction(Value(of: flag)))")
    }
    specifications.append("--help[\(zshText("list the flags"))]")
    switch operand(of: command) {
    case .none: break
    case .file: specifications.append("1:file:_files")
    case .word(let words): specifications.append("1:word:(\(words.joined(separator: " ")))")
    }
    let lines = specifications.map { "        " + quoted($0) }
    return "    \(command.firstWord))\n      _arguments \\\n"
      + lines.joined(separator: " \\\n") + "\n      ;;"
  }

  private static func zshAction(_ value: Value) -> String {
    switch value {
    case .none: " "
    case .file: "_files"
    case .folder: "_files -/"
    case .word(let words): "(\(words.joined(separator: " ")))"
    }
  }

  /// A text within a specification, where brackets and colons mean something.
  private static func zshText(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if #"[]:\"#.contains(character) { escaped.append(#"\"#) }
      escaped.append(character)
    }
    return escaped
  }

  /// A text in the single quotes of bash and zsh.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: #"'\''"#) + "'"
  }

  // complete(1) of fish

  private static let fish =
    (["# Completion of tally for fish.", "complete -c tally -f"]
    + firstWords.map { name, summary in
      "complete -c tally -n __fish_use_subcommand -a \(fishText(name)) -d \(fishText(summary))"
    } + CommandDescription.all.flatMap(fishLines)).joined(separator: "\n")

  private static func fishLines(of command: CommandDescription) -> [String] {
    let lead = "complete -c tally -n '__fish_seen_subcommand_from \(command.firstWord)'"
    let flags = command.flags.map { flag in
      "\(lead) -l \(flag.name.dropFirst(2))"
        + (flag.placeholder.isEmpty ? "" : fishAction(Value(of: flag)))
        + " -d \(fishText(flag.help))"
    }
    switch operand(of: command) {
    case .none: return flags
    case .file: return flags + ["\(lead) -F"]
    case .word(let words):
      return flags + ["\(lead) -a \(fishText(words.joined(separator: " ")))"]
    }
  }

  private static func fishAction(_ value: Value) -> String {
    switch value {
    case .none: " -x"
    case .file: " -r -F"
    case .folder: " -x -a '(__fish_complete_directories)'"
    case .word(let words): " -x -a \(fishText(words.joined(separator: " ")))"
    }
  }

  /// A text in the single quotes of fish.
  private static func fishText(_ text: String) -> String {
    "'" + text.replacing(#"\"#, with: #"\\"#).replacing("'", with: #"\'"#) + "'"
  }
}

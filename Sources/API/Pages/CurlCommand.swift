internal import HTTP
internal import Statistics

/// A request as a command that can be pasted into a shell.
struct CurlCommand: Sendable {
  /// What to type.
  let text: String

  /// - Parameters:
  ///   - method: GET is what curl does by itself.
  ///   - target: the path, and the query where there is one, in the form in which they are sent.
  ///   - json: the body, if there is one.
  ///   - file: the name of a file that is sent in a form, if one is.
  ///   - needsKey: the command sends the key that the shell's variable `TALLY_KEY` holds.
  init(
    _ method: HTTP.Method = .get, _ target: String, json: String? = nil, file: String? = nil,
    of server: PublicURL?, needsKey: Bool
  ) {
    var words = ["curl", "-s"]
    let isPostByItself = json != nil || file != nil
    if method != .get, !isPostByItself || method != .post { words += ["-X", method.text] }
    words.append(Self.quoted((server?.description ?? "") + target))
    if needsKey { words += ["-H", #""Authorization: Bearer $TALLY_KEY""#] }
    if let json { words += ["--json", Self.quoted(json)] }
    if let file { words += ["-F", Self.quoted("file=@" + file)] }
    text = words.joined(separator: " ")
  }

  /// A text as one word of a shell (POSIX.1-2017, Shell Command Language, 2.2.2).
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}

extension MarkupWriter {
  /// Says of a form that it does nothing without scripts, where there are none.
  mutating func needsScripts() {
    begin("noscript")
    element("p", ("class", "note"), text: "This form needs scripts; the command below does not.")
    end()
  }

  /// A command to copy: closed at first; a script adds a button that copies it.
  mutating func command(_ command: CurlCommand, title: String = "Copy as curl") {
    begin("details", ("class", "curl"))
    element("summary", text: title)
    begin("pre", ("tabindex", "0"))
    element("code", text: command.text)
    end()
    end()
  }
}

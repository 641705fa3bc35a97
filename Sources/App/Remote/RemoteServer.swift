/// The running server that a command talks to, and the key that it shows there.
struct RemoteServer: Equatable {
  static let flags = [
    CommandFlag(
      name: "--server", placeholder: "URL",
      help: "where the server answers; also as TALLY_SERVER (default \(usualURL))"),
    CommandFlag(
      name: "--key", placeholder: "KEY",
      help: "a key, where the server asks for one; also as TALLY_API_KEY"),
  ]

  static let usualURL = "http://127.0.0.1:8080"

  /// Without the slash at its end.
  let url: String
  /// `nil` to show none.
  let key: String?

  init(url: String, key: String? = nil) {
    self.url = url
    self.key = key
  }

  /// Takes a flag before the environment, and that before the default.
  init(
    _ arguments: CommandArguments, _ environment: [String: String]
  ) throws(UsageFailure) {
    let (urlName, url) =
      Self.given("--server", arguments, "TALLY_SERVER", environment) ?? ("", Self.usualURL)
    guard Self.isURL(url) else {
      throw .badValue(
        name: urlName, value: url, expected: "a URL such as \(Self.usualURL)")
    }
    let key = Self.given("--key", arguments, "TALLY_API_KEY", environment)
    if let key, !key.value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      throw .badValue(
        name: key.name, value: "...",
        expected: "letters, digits and marks of ASCII, without blanks")
    }
    var kept = url[...]
    while kept.last == "/" { kept.removeLast() }
    self.init(url: String(kept), key: key?.value)
  }

  /// The value of a flag or of a variable that is not empty, and which of them it is of.
  private static func given(
    _ flag: String, _ arguments: CommandArguments, _ variable: String,
    _ environment: [String: String]
  ) -> (name: String, value: String)? {
    if let value = arguments.value(flag) { return (flag, value) }
    guard let value = environment[variable], !value.isEmpty else { return nil }
    return (variable, value)
  }

  /// Whether paths can be put behind a text. libcurl judges the rest.
  private static func isURL(_ text: String) -> Bool {
    let lead = text.prefix { $0 != ":" }.lowercased()
    guard lead == "http" || lead == "https", text.dropFirst(lead.count).hasPrefix("://") else {
      return false
    }
    let rest = text.dropFirst(lead.count + 3).utf8
    return !rest.isEmpty && rest.first != UInt8(ascii: "/")
      && rest.allSatisfy {
        $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
      }
  }
}

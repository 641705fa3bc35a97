internal import Posix

/// How much room there is where an answer is printed, and what stands out there.
struct TerminalStyle {
  /// The columns of the terminal; `nil` for a file or a pipe, where lines may be as long as they like.
  var width: Int?
  /// What stands around headings.
  var heading = (on: "", off: "")

  /// No terminal: plain lines.
  static let plain = TerminalStyle()

  private static let usualWidth = 80

  init() {}

  /// - Parameter environment: `NO_COLOR` with any value asks for plain text (no-color.org), and so does `TERM=dumb`.
  init(_ terminal: Terminal?, _ environment: [String: String]) {
    guard let terminal else { return }
    width = terminal.columns ?? Self.usualWidth
    if environment["NO_COLOR", default: ""].isEmpty, environment["TERM"] != "dumb" {
      heading = ("\u{1B}[1m", "\u{1B}[0m")
    }
  }
}

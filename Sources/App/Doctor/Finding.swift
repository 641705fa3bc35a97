/// What a look at one thing has found: a line of what `tally doctor` prints.
struct Finding: Equatable {
  /// How bad it is, from the least to the greatest.
  enum Grade: String, CaseIterable {
    case ok
    /// The server starts, but something will bother somebody.
    case warn
    /// The server does not start, or does not do what the settings ask for.
    case fail
  }

  let grade: Grade
  /// What was looked at, in a word.
  let name: String
  let found: String
  /// What to do about it: a command where there is one.
  let mend: String?

  static func ok(_ name: String, _ found: String) -> Finding {
    Finding(grade: .ok, name: name, found: found, mend: nil)
  }

  static func warn(_ name: String, _ found: String, mend: String) -> Finding {
    Finding(grade: .warn, name: name, found: found, mend: mend)
  }

  static func fail(_ name: String, _ found: String, mend: String) -> Finding {
    Finding(grade: .fail, name: name, found: found, mend: mend)
  }
}

extension String {
  /// The text as one word of a shell.
  var shellWord: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "/._-+:@%,=".utf8.contains(byte)
        }
      }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}

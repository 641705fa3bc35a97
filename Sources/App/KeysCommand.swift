internal import Engine
internal import Posix

/// `tally keys create`: makes a key and prints it, once; only its digest is kept.
struct KeysCommand: Equatable {
  /// Why no key was made.
  enum Failure: Error, Equatable {
    case file(KeySource.Failure)
    case nameTaken(String, path: String)

    var sentence: String {
      switch self {
      case .file(let failure): failure.sentence
      case .nameTaken(let name, let path): "\(path): there is a key named '\(name)' already"
      }
    }
  }

  static let flags = [
    CommandFlag(
      name: "--scope", placeholder: "SCOPE,...",
      help: "what the key opens: read, write, admin (default read)"),
    CommandFlag(
      name: "--keys-file", placeholder: "PATH",
      help: "put its line into this file, which is made if it is not there; "
        + "without it, the line is printed below the key"),
  ]

  let name: String
  let scopes: Set<Scope>
  /// The file that the key's line is put into; `nil` to print it.
  let path: String?

  /// Reads what stands behind `tally keys`.
  init(_ arguments: [String]) throws(UsageFailure) {
    guard let action = arguments.first else {
      throw .missingArgument("an action: create", of: "tally keys")
    }
    guard action == "create" else { throw .unknownCommand("keys \(action)") }
    var name: String?
    var scopes: Set<Scope> = [.read]
    var path: String?
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        guard name == nil else { throw .unexpectedArgument(argument) }
        name = argument
        continue
      }
      let (flag, value) = try Self.flag(argument, &rest)
      switch flag {
      case "--scope":
        guard let given = KeysFile.scopes(value) else {
          throw .badValue(name: flag, value: value, expected: "some of read,write,admin")
        }
        scopes = given
      case "--keys-file": path = value
      default: throw .unknownFlag(flag)
      }
    }
    guard let name else {
      throw .missingArgument("the name of the key", of: "tally keys create")
    }
    guard AccessKey.isName(name) else {
      throw .badValue(
        name: "the key's name", value: name,
        expected: "1 to 64 letters, digits, '.', '_' and '-'")
    }
    self.name = name
    self.scopes = scopes
    self.path = path
  }

  private static func flag(
    _ argument: String, _ rest: inout ArraySlice<String>
  ) throws(UsageFailure) -> (name: String, value: String) {
    if let mark = argument.firstIndex(of: "=") {
      return (String(argument[..<mark]), String(argument[argument.index(after: mark)...]))
    }
    guard let value = rest.popFirst() else { throw .missingValue(argument) }
    return (argument, value)
  }

  /// Makes the key, keeps its digest, and prints it.
  ///
  /// - Returns: the exit code.
  func run() -> Int32 {
    var random = SystemRandomNumberGenerator()
    let secret = AccessKey.makeSecret(using: &random)
    let line = KeysFile.line(
      for: AccessKey(name: name, scopes: scopes, secret: Array(secret.utf8)))
    do throws(Failure) {
      if let path { try append(line, to: path) }
    } catch {
      Output.error("tally: \(error.sentence)")
      return 1
    }
    Output.line(path == nil ? "\(secret)\n\(line)" : secret)
    return 0
  }

  /// Puts a line behind those of a file; whoever reads it meanwhile sees the old lines or all. A file that is not there is made.
  private func append(_ line: String, to path: String) throws(Failure) {
    var bytes = try existing(path)
    if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    bytes += Array("\(line)\n".utf8)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? "."
    let file = slash.map { String(path[path.index(after: $0)...]) } ?? path
    do throws(Errno) {
      try Folder(path: folder, creating: false).write(bytes, as: file, mode: 0o600)
    } catch {
      throw .file(.unreadable(path: path, error))
    }
  }

  /// What stands in the file; nothing if it is not there.
  private func existing(_ path: String) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]
    do throws(KeySource.Failure) {
      bytes = try KeySource.text(ofFile: path)
    } catch .unreadable(_, .notFound) {
      return []
    } catch {
      throw .file(error)
    }
    let names: [String]
    do throws(KeysFileFailure) {
      names = try KeysFile.parse(bytes).map(\.name)
    } catch .noKey {
      names = []
    } catch {
      throw .file(.malformed(path: path, error))
    }
    if names.contains(name) { throw .nameTaken(name, path: path) }
    return bytes
  }
}

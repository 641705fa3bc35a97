internal import Engine
internal import Posix

/// Where the keys of a server come from: a file that only its owner may read, and one key among the settings.
struct KeySource: Sendable {
  /// Why the keys cannot be used.
  enum Failure: Error, Equatable {
    case unreadable(path: String, Errno)
    case openToOthers(path: String, mode: UInt32)
    case malformed(path: String, KeysFileFailure)

    var sentence: String {
      switch self {
      case .unreadable(let path, let failure): "\(path): \(failure.description)"
      case .openToOthers(let path, let mode):
        "\(path): its mode is \(String(mode, radix: 8)), so that others than its owner may read or "
          + "change the keys; chmod 600 \(path)"
      case .malformed(let path, let failure): path + failure.sentence
      }
    }
  }

  /// The name under which the key of the settings is counted.
  private static let settingName = "api-key"

  let path: String?
  let setting: String?

  init(_ configuration: Configuration) {
    path = configuration.text("keys-file")
    setting = configuration.text("api-key")
  }

  /// Whether anything asks for a key.
  var hasKeys: Bool { guarding != .nothing }

  /// Which requests need a key: with a file all that are not open, with the setting alone those that change something.
  var guarding: Access.Guarding {
    if path != nil { return .everything }
    return setting == nil ? .nothing : .changes
  }

  /// The keys, read anew.
  func load() throws(Failure) -> [AccessKey] {
    var keys: [AccessKey] = []
    if let path { keys = try Self.keys(inFile: path) }
    if let setting {
      keys.append(
        AccessKey(
          name: Self.settingName, scopes: Set(Scope.allCases), secret: Array(setting.utf8)))
    }
    return keys
  }

  /// Reads the keys again and puts them in place of those in use. If they make no sense, those stay.
  func reload(_ access: AccessKeeper, _ log: Log) {
    guard path != nil else { return }
    do throws(Failure) {
      let keys = try load()
      access.replaceKeys(keys)
      log.write(.info, at: .now(), "keys read") { $0.add("keys", keys.count) }
    } catch {
      log.write(.error, at: .now(), "keys not read") { $0.add("reason", error.sentence) }
    }
  }

  /// The keys of a file.
  static func keys(inFile path: String) throws(Failure) -> [AccessKey] {
    let bytes = try text(ofFile: path)
    do throws(KeysFileFailure) {
      return try KeysFile.parse(bytes)
    } catch {
      throw .malformed(path: path, error)
    }
  }

  /// The bytes of a keys file, if only its owner may read them.
  static func text(ofFile path: String) throws(Failure) -> [UInt8] {
    do throws(PrivateFile.Failure) {
      return try PrivateFile.read(path, limit: KeysFile.byteLimit)
    } catch {
      switch error {
      case .system(let failure): throw .unreadable(path: path, failure)
      case .openToOthers(let mode): throw .openToOthers(path: path, mode: mode)
      }
    }
  }
}

internal import Stores

/// The text of a keys file: one `name:scope[,scope]:sha256` a line; blank lines and lines that begin with `#` say nothing.
package enum KeysFile {
  /// How many keys a file may hold; each request is compared with all of them.
  package static let keyLimit = 1000
  /// The longest file that is read.
  package static let byteLimit = 1 << 20

  /// Reads the keys of a file, in their order.
  ///
  /// - Throws: `KeysFileFailure` for the first line that makes no sense, and for a file without a key: it would open the server to
  ///   everybody, which is not what somebody means who names a keys file.
  package static func parse(_ bytes: [UInt8]) throws(KeysFileFailure) -> [AccessKey] {
    var keys: [AccessKey] = []
    var names: Set<String> = []
    var digests: Set<[UInt8]> = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() {
      let text = trimmed(line)
      if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
      let number = place + 1
      let key: AccessKey
      do throws(KeysFileFailure.Reason) {
        key = try self.key(text)
      } catch {
        throw .line(number, error)
      }
      guard names.insert(key.name).inserted else { throw .line(number, .nameTaken(key.name)) }
      guard digests.insert(key.digest).inserted else { throw .line(number, .keyTaken) }
      guard keys.count < keyLimit else { throw .line(number, .tooMany(limit: keyLimit)) }
      keys.append(key)
    }
    if keys.isEmpty { throw .noKey }
    return keys
  }

  /// The line of a key, without its end.
  package static func line(for key: AccessKey) -> String {
    let scopes = Scope.allCases.filter(key.scopes.contains).map(\.rawValue)
    return "\(key.name):\(scopes.joined(separator: ",")):" + Hexadecimal.text(of: key.digest)
  }

  /// Reads a list of scopes such as `read,write`.
  ///
  /// - Returns: `nil` if one of them is unknown or missing.
  package static func scopes(_ text: String) -> Set<Scope>? {
    var scopes: Set<Scope> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let scope = Scope(rawValue: String(word)) else { return nil }
      scopes.insert(scope)
    }
    return scopes
  }

  // Leaves

  private static func key(
    _ line: ArraySlice<UInt8>
  ) throws(KeysFileFailure.Reason) -> AccessKey {
    let parts = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3 else { throw .notThreeParts }
    guard AccessKey.isName(parts[0]) else { throw .badName(parts[0]) }
    guard let scopes = scopes(parts[1]) else { throw .badScopes(parts[1]) }
    guard let digest = Hexadecimal.bytes(of: parts[2]), digest.count == Digest.byteCount else {
      throw .badDigest
    }
    return AccessKey(name: parts[0], scopes: scopes, digest: digest)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard let first = line.firstIndex(where: { !isBlank($0) }),
      let last = line.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return line[first...last]
  }
}

/// Why a keys file cannot be used.
package enum KeysFileFailure: Error, Equatable, Sendable {
  /// A line, counted from 1, makes no sense.
  case line(Int, Reason)
  /// No line holds a key.
  case noKey

  /// What is wrong with a line. No case carries what may be a key.
  package enum Reason: Error, Equatable, Sendable {
    case notThreeParts
    case badName(String)
    case badScopes(String)
    case badDigest
    case nameTaken(String)
    case keyTaken
    case tooMany(limit: Int)
  }

  /// One sentence for the operator, to stand behind the file's name.
  package var sentence: String {
    switch self {
    case .line(let number, let reason): ", line \(number): \(reason.sentence)"
    case .noKey: ": there is no key in it; make one with tally keys create NAME --keys-file PATH"
    }
  }
}

extension KeysFileFailure.Reason {
  fileprivate var sentence: String {
    switch self {
    case .notThreeParts: "expected name:scope[,scope]:sha256"
    case .badName(let name):
      "'\(name)' is no name of a key; 1 to 64 letters, digits, '.', '_' and '-' are"
    case .badScopes(let text): "'\(text)' are no scopes; read, write and admin are"
    case .badDigest: "the digest must be 64 hexadecimal digits"
    case .nameTaken(let name): "there are two keys named '\(name)'"
    case .keyTaken: "this key stands on a line above, under another name"
    case .tooMany(let limit): "there are more than \(limit) keys"
    }
  }
}

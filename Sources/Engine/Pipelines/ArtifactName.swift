/// The name of an artifact's file, such as `stage4_explain.json`.
///
/// It is safe as a name of a file by construction: small letters, digits and `_`, then one of three endings.
package struct ArtifactName: Hashable, Sendable, CustomStringConvertible {
  /// What a file holds, by its ending.
  package enum Kind: String, CaseIterable, Sendable {
    case json, html, svg
  }

  /// The most characters before the dot.
  package static let characterLimit = 100
  /// What tells of the run itself.
  package static let manifest = ArtifactName(stem: "manifest", kind: .json)

  /// What stands before the dot.
  package let stem: String
  package let kind: Kind

  package var description: String { "\(stem).\(kind.rawValue)" }

  private init(stem: String, kind: Kind) {
    self.stem = stem
    self.kind = kind
  }

  /// - Returns: `nil` if no artifact is called so.
  package init?(_ text: String) {
    // Bytes, because a letter may be many of them to a String.
    let bytes = Array(text.utf8)
    guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")),
      (1...Self.characterLimit).contains(dot), bytes[..<dot].allSatisfy(Self.isPlain),
      let kind = Kind.allCases.first(where: { bytes[(dot + 1)...].elementsEqual($0.rawValue.utf8) })
    else { return nil }
    self.init(stem: String(decoding: bytes[..<dot], as: UTF8.self), kind: kind)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// A file that a pipeline has left.
package struct ArtifactFile: Equatable, Sendable {
  package let name: String
  package let byteCount: Int

  package init(name: String, byteCount: Int) {
    self.name = name
    self.byteCount = byteCount
  }

  /// What the results of a job call its artifacts: each by its stem. Of several with the same stem the JSON file bears it, and the others
  /// bear their ending too, such as `profile_html`.
  ///
  /// - Parameter names: of artifacts, in any order. The manifest is none of the results.
  /// - Returns: the artifacts by name.
  package static func results(of names: [String]) -> [(key: String, name: String)] {
    let names = names.compactMap(ArtifactName.init).filter { $0 != .manifest }
    return names.map { name in
      let isAlone = !names.contains { $0.stem == name.stem && $0.kind != name.kind }
      let key = isAlone || name.kind == .json ? name.stem : "\(name.stem)_\(name.kind.rawValue)"
      return (key, name.description)
    }
    .sorted { $0.name < $1.name }
  }
}

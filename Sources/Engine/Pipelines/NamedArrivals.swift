extension DatasetName {
  /// What a file is called that came without a name that could be one.
  private static let fallback = "upload"
  /// Room is left for a number behind the name.
  private static let stemLimit = 56

  /// A name that is like a file's: its stem, with `_` in place of what a name cannot have.
  package init(likeFile file: String?) {
    let last = (file ?? "").utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.last
    var stem = Array(last ?? ""[...].utf8)
    if stem.suffix(4).map({ $0 | 0x20 }) == Array(".csv".utf8) { stem.removeLast(4) }
    var letters: [UInt8] = []
    for byte in stem where letters.count < Self.stemLimit {
      let isPlain = byte < 0x80 && DatasetName("x" + String(UnicodeScalar(byte))) != nil
      if isPlain, !letters.isEmpty || DatasetName(String(UnicodeScalar(byte))) != nil {
        letters.append(byte)
      } else if let last = letters.last, last != UInt8(ascii: "_") {
        letters.append(UInt8(ascii: "_"))
      }
    }
    while let last = letters.last, last == UInt8(ascii: "_") { letters.removeLast() }
    self = DatasetName(String(decoding: letters, as: UTF8.self)) ?? Self(known: Self.fallback)
  }

  /// The name itself or, with a number behind it, the first that is free.
  func free(of taken: Set<DatasetName>) -> DatasetName {
    var (name, number) = (self, 1)
    while taken.contains(name) {
      number += 1
      name = DatasetName(known: "\(self)-\(number)")
    }
    return name
  }
}

extension Catalog {
  /// How often another name is tried because somebody else took it meanwhile.
  private static let nameLimit = 100

  /// Takes a file in as a data set of its own, under a name like the file's that no data set bears. That of the games is left to games.
  ///
  /// - Parameter fileName: what the client calls the file.
  package func add(
    _ file: ArrivedFile, likeFile fileName: String?, _ options: ReadOptions,
    origin: DatasetPart.Origin, at wallNanoseconds: Int64
  ) throws(DatasetFailure) -> Arrival {
    let wanted = DatasetName(likeFile: fileName)
    var taken: Set<DatasetName> = [.games]
    for _ in 0..<Self.nameLimit {
      taken.formUnion(all.map(\.name))
      let name = wanted.free(of: taken)
      do throws(DatasetFailure) {
        return try add(
          file, as: name, .create, options, origin: origin, at: wallNanoseconds)
      } catch {
        guard case .exists = error else { throw error }
        taken.insert(name)
      }
    }
    throw .contended(wanted)
  }
}

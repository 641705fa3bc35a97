internal import CSite

/// A file that browsers are sent beside the pages: a style sheet, a script, a drawing. All are carried inside the binary.
///
/// Its address holds a digest of its bytes, so a browser never has to ask for it again.
struct Asset: Sendable {
  /// What pages call it: `tally.css`.
  let name: String
  /// Where it is served.
  let path: String
  let mediaType: String
  private let place: Int

  /// Every one.
  static let all: [Asset] = (0..<site_asset_count()).map { Asset(place: $0) }

  /// The one with this name.
  static func named(_ name: StaticString) -> Asset {
    let name = name.description
    guard let asset = all.first(where: { $0.name == name }) else {
      preconditionFailure("Sources/CSite/assets holds no \(name)")
    }
    return asset
  }

  private init(place: Int) {
    // Sound: the place is one of those that there are, and what the C source describes are constants: texts that end in a zero.
    let asset = unsafe site_asset(place).pointee
    name = unsafe String(cString: asset.name)
    path = unsafe "/assets/" + String(cString: asset.hashedName)
    mediaType = unsafe String(cString: asset.mediaType)
    self.place = place
  }

  /// Its bytes, as they are or compressed with gzip.
  ///
  /// - Complexity: O(*bytes*).
  func bytes(isCoded: Bool) -> [UInt8] {
    // Sound: the C source says how many bytes each of its constants has.
    let asset = unsafe site_asset(place).pointee
    let buffer =
      unsafe isCoded
      ? UnsafeBufferPointer(start: asset.coded, count: asset.codedCount)
      : UnsafeBufferPointer(start: asset.plain, count: asset.plainCount)
    return unsafe Array(buffer)
  }
}

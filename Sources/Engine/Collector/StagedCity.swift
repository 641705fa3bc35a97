internal import Statistics
internal import Stores

/// What a file is called that holds the journeys of a city until all of a day are there: what it is of, and how many rows it has.
struct StagedCity: Hashable, Sendable {
  /// Digits of the digest of the day and of all that is known of the city: a city that is called otherwise tomorrow is another one.
  let digest: String
  let rows: Int

  init(digest: String, rows: Int) {
    self.digest = digest
    self.rows = rows
  }

  /// Reads a file's name; `nil` if it is not such a one.
  init?(fileName: String) {
    let parts = fileName.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "csv", let rows = Int(parts[1]), rows >= 0,
      let bytes = Hexadecimal.bytes(of: String(parts[0])), bytes.count == Self.digestBytes
    else { return nil }
    self.init(digest: String(parts[0]), rows: rows)
    if self.fileName != fileName { return nil }
  }

  var fileName: String { "\(digest).\(rows).csv" }

  private static let digestBytes = 20

  /// The digest of a city on a day, as an upstream tells of it.
  static func digest(of city: City, on day: CivilDay, from upstream: String) -> String {
    // No text holds a byte that UTF-8 does not know.
    let parts = [upstream, day.description, city.id, city.country, city.name]
    let bytes: [UInt8] = parts.reduce(into: []) { $0 += Array($1.utf8) + [0xFF] }
    return Hexadecimal.text(of: Array(Digest.sha256(bytes).prefix(digestBytes)))
  }
}

/// Watches whether the keys of a listing grow, from one page to the next as well.
///
/// S3 lists keys in the order of their bytes. SeaweedFS keeps folders and lists one after the other, `Guinea/` before `Guinea-Bissau/`: as if a
/// slash were less than all other bytes. Both will do. A listing without an order could tell the same key twice, go round in circles, or hide
/// a key from those who stop where it should have come.
struct S3KeyOrder {
  private var last: String?

  /// - Returns: whether the key comes behind the one before it.
  mutating func takes(_ key: String) -> Bool {
    defer { last = key }
    guard let last else { return true }
    return last.utf8.lexicographicallyPrecedes(key.utf8)
      || last.utf8.lexicographicallyPrecedes(key.utf8) { Self.rank($0) < Self.rank($1) }
  }

  /// No key holds a zero.
  private static func rank(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? 0 : byte }
}

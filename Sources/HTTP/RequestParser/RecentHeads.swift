/// The heads that were read last, one for each of a few places.
///
/// A client that polls sends the same bytes again and again, and a head says nothing but what its bytes say: bytes that stand here need not
/// be read anew. All heads of one value must have been read under the same limits.
package struct RecentHeads: Sendable {
  /// How many are kept.
  package static let count = 64
  /// Longer heads are not kept, so what is kept is bounded.
  static let headBytes = 1024

  private var heads: [RequestHead?]

  package init() {
    heads = Array(repeating: nil, count: Self.count)
  }

  /// The head that stands at the front of the bytes and is the one kept at a place; `nil` if it is another.
  func head(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> RequestHead? {
    guard let head = heads[place % Self.count] else { return nil }
    return unsafe head.storage.fields.wire.withUnsafeBufferPointer { known in
      unsafe known.count <= bytes.count && areEqual(known, bytes, known.count) ? head : nil
    }
  }

  mutating func keep(_ head: RequestHead, at place: Int) {
    guard head.storage.fields.wire.count <= Self.headBytes else { return }
    heads[place % Self.count] = head
  }
}

/// Whether two buffers begin with the same bytes, eight of them compared at a time.
///
/// Sound: both have at least `count` bytes, and a head has at least eight.
private func areEqual(
  _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ count: Int
) -> Bool {
  guard count >= 8, count <= left.count, count <= right.count, let left = left.baseAddress,
    let right = right.baseAddress
  else { return false }
  let (one, other) = unsafe (UnsafeRawPointer(left), UnsafeRawPointer(right))
  // The target differs more often than what stands around it, so the comparison ends early for other requests.
  var place = 0
  while place < count &- 8 {
    let first = unsafe one.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    let second = unsafe other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    if first != second { return false }
    place &+= 8
  }
  return unsafe one.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    == other.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
}

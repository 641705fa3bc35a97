import Stores
import Testing

@testable import Engine

struct KeyRingTests {
  private let keys = (0..<5).map { number in
    AccessKey(name: "k\(number)", scopes: [.read], secret: [UInt8(number)])
  }

  @Test func `each key is found by its digest, wherever it stands`() {
    let ring = KeyRing(keys: keys)
    for key in keys { #expect(ring.key(withDigest: key.digest) == key) }
  }

  @Test func `a digest that differs in one bit is another`() {
    let ring = KeyRing(keys: keys)
    for place in 0..<32 {
      for bit in 0..<8 {
        var digest = keys[2].digest
        digest[place] ^= 1 << bit
        #expect(ring.key(withDigest: digest) == nil)
        #expect(!Digest.isEqual(digest, keys[2].digest))
      }
    }
  }

  @Test func `digests of different lengths are different`() {
    #expect(!Digest.isEqual([1, 2], [1, 2, 3]))
    #expect(!Digest.isEqual([], [0]))
    #expect(Digest.isEqual([1, 2], [1, 2]))
  }

  @Test func `a ring without keys opens nothing`() {
    #expect(KeyRing(keys: []).key(withDigest: keys[0].digest) == nil)
  }
}

import Testing

@testable import Stores

struct DigestTests {
  @Test(
    arguments: [
      (Array("".utf8), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
  func `the digests are those of FIPS 180-4's examples`(_ bytes: [UInt8], _ expected: String) {
    #expect(Hexadecimal.text(of: Digest.sha256(bytes)) == expected)
  }

  @Test func `the digest of a million letters is that of FIPS 180-4's example`() {
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(Hexadecimal.text(of: Digest.sha256(million)) == expected)
  }

  @Test func `pieces of any size have the digest of the whole`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for size in [1, 2, 63, 64, 65, 999, 1000] {
      var stream = SHA256Stream()
      for start in stride(from: 0, to: bytes.count, by: size) {
        stream.append(Array(bytes[start..<min(start + size, bytes.count)]))
        stream.append([])
      }
      let digest = stream.finish()
      #expect(digest == Digest.sha256(bytes), "\(size)")
    }
  }

  @Test func `a stream that was finished begins anew`() {
    var stream = SHA256Stream()
    stream.append(Array("something else".utf8))
    _ = stream.finish()
    stream.append(Array("abc".utf8))
    let digests = [stream.finish(), stream.finish()]
    #expect(digests == [Digest.sha256(Array("abc".utf8)), Digest.sha256([])])
  }

  @Test(
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Array(1...25), [UInt8](repeating: 0xCD, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131),
        Array(
          ("This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
      // Not of the RFC: nothing at all, checked with Python's hmac.
      ([], [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
  func `the codes are those of RFC 4231`(
    _ key: [UInt8], _ message: [UInt8], _ expected: String
  ) {
    #expect(Hexadecimal.text(of: Digest.hmac(key: key, message: message)) == expected)
  }

  @Test func `an empty key is a key, also after another one`() {
    _ = Digest.hmac(key: [1, 2, 3], message: [])
    #expect(Digest.hmac(key: [], message: [7]) == Digest.hmac(key: [0], message: [7]))
    #expect(Digest.hmac(key: [], message: [7]) != Digest.hmac(key: [1, 2, 3], message: [7]))
  }

  @Test func `bytes are equal when all of them are`() {
    #expect(Digest.isEqual([], []))
    #expect(Digest.isEqual([1, 2, 3], [1, 2, 3]))
    #expect(!Digest.isEqual([1, 2, 3], [1, 2]))
    #expect(!Digest.isEqual([], [0]))
    for place in 0..<32 {
      var other = [UInt8](repeating: 5, count: 32)
      other[place] ^= 0x80
      #expect(!Digest.isEqual([UInt8](repeating: 5, count: 32), other))
    }
  }
}

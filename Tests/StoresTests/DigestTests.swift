import Testing

@testable import Stores

struct DigestTests {
  @Test(
    "the digests are those of FIPS 180-4's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ]) func digests(_ text: String, _ expected: String)
  {
    let digest = Digest.sha256(Array(text.utf8))
    #expect(
      digest.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }.joined() == expected)
  }
}

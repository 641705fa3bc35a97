import Testing

@testable import API

struct ByteTextTests {
  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1550, "1.6 kB"), (510_000, "510 kB"),
    (999_499, "999 kB"), (999_600, "1 MB"), (7_401_389, "7.4 MB"), (1_003_667_620, "1 GB"),
    (Int.max, "9.2 EB"),
  ])
  func `a size has two or three digits and a unit`(bytes: Int, text: String) {
    #expect(ByteText.text(bytes) == text)
  }
}

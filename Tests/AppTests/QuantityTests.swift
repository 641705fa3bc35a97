import Testing

@testable import App

struct QuantityTests {
  @Test(arguments: [
    ("0", 0), ("10", 10_000), ("10s", 10_000), ("500ms", 500), ("2m", 120_000), ("1h", 3_600_000),
  ])
  func `a time is a number with a unit`(text: String, milliseconds: Int) {
    #expect(Quantity.milliseconds(text) == milliseconds)
  }

  @Test(arguments: [
    ("0", 0), ("4096", 4096), ("16KiB", 16_384), ("5MB", 5_000_000), ("1GiB", 1 << 30),
    ("2KB", 2000), ("3MiB", 3 << 20), ("1GB", 1_000_000_000),
  ])
  func `a size is a number with a unit`(text: String, bytes: Int) {
    #expect(Quantity.bytes(text) == bytes)
  }

  @Test(arguments: ["", "s", "KiB", "-1", "+1", "1.5s", "1 s", "1x", "9223372036854775807h", "٣"])
  func `anything else is none`(text: String) {
    #expect(Quantity.milliseconds(text) == nil)
    #expect(Quantity.bytes(text) == nil)
  }
}

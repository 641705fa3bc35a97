import Testing

@testable import Statistics

struct PaletteTests {
  @Test func `series within the limit differ in colour or in style`() {
    let styles = (0..<Palette.seriesLimit).map { "\(Palette.colour($0)) \(Palette.repeats($0))" }
    #expect(Set(styles).count == Palette.seriesLimit)
    #expect(!Palette.repeats(5) && Palette.repeats(6) && Palette.repeats(11))
  }

  @Test func `colours stand out from light and dark paper`() {
    for series in 0..<6 {
      let light = Self.luminance(Palette.colour(series))
      #expect(1.05 / (light + 0.05) >= 2)
      #expect((light + 0.05) / (Self.luminance("#16191D") + 0.05) >= 3)
    }
    #expect(Palette.darkStyle.contains("#16191D"))
  }

  /// Source: W3C, Web Content Accessibility Guidelines 2.2, relative luminance; the power is near enough by a square.
  private static func luminance(_ colour: String) -> Double {
    let number = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { Double(number >> $0 & 255) / 255 }
    return zip(parts, [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
  }
}

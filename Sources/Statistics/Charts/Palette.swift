/// The colours of series, which people with any kind of colour vision can tell apart, on light and on dark paper.
///
/// - Source: M. Okabe, K. Ito, Color Universal Design (2008), without black, which is the text's, and yellow, which cannot be seen on white.
package enum Palette {
  /// How many series a chart shows; further ones are only counted.
  package static let seriesLimit = 12

  private static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]

  static func colour(_ series: Int) -> String {
    colours[series % colours.count]
  }

  /// Whether a series bears a colour for the second time, so that it has to differ in another way.
  static func repeats(_ series: Int) -> Bool {
    series % (2 * colours.count) >= colours.count
  }

  static let paper = "#FFFFFF"
  static let ink = "#1F2328"

  /// Other paper and ink in the dark. The attributes in the drawing suffice where style sheets are forbidden.
  static let darkStyle = """
    @media (prefers-color-scheme:dark){.chart-paper{fill:#16191D}.chart-hole{stroke:#16191D}\
    .chart-ink{fill:#E8E8E8}.chart-rule{stroke:#E8E8E8}}
    """
}

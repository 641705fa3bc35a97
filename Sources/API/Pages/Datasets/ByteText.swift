internal import Statistics

/// How large something is, as people read it: `7.4 MB`, of a million bytes each.
enum ByteText {
  private static let units = ["kB", "MB", "GB", "TB", "PB", "EB"]

  static func text(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) bytes" }
    var (size, unit) = (Double(bytes) / 1000, 0)
    // What would be shown as 1000 is one of the next unit.
    while size >= 999.5, unit < units.count - 1 { (size, unit) = (size / 1000, unit + 1) }
    let rounded = size < 10 ? (size * 10).rounded() / 10 : size.rounded()
    return "\(NumberText.readable(rounded)) \(units[unit])"
  }
}

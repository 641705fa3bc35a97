/// How much of a page the addresses of its links may take.
///
/// Each of them says the whole question again, which may be some thousand bytes long, and there is one in each row. What the first ones
/// leave no room for stands as plain text.
struct LinkBudget: Sendable {
  /// What all links of a table may take.
  static let bytes = 512 << 10

  private var left = Self.bytes

  /// An address to link to; `nil` where there is no room for it, nor for any behind it.
  mutating func target(_ address: ExploreAddress) -> String? {
    guard left > 0 else { return nil }
    let target = address.target
    left -= target.utf8.count
    return left >= 0 ? target : nil
  }
}

internal import Tables

/// When a server wants to be asked again (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// How many seconds to wait, from a number of them or from a moment; `nil` for anything else.
  ///
  /// - Parameter now: seconds since 1970, from which a moment is counted. One that has passed is 0.
  static func seconds(of text: String, at now: Int64) -> Int? {
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    // A number of more digits than fit is as long as can be.
    if isNumber { return Int(text) ?? .max }
    guard let moment = moment(text) else { return nil }
    return Int(max(0, moment - now))
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may send (RFC 9110, section 5.6.7).
  private static func moment(_ text: String) -> Int64? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT" else { return nil }
    let date = Array(words[1...3].joined(separator: " ").utf8)
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
    let times = clock.compactMap { $0.utf8.count == 2 ? Int64($0) : nil }
    guard let days = format?.days(of: date[...]), clock.count == 3, times.count == 3,
      (0..<24).contains(times[0]), (0..<60).contains(times[1]), (0...60).contains(times[2])
    else { return nil }
    return ((days * 24 + times[0]) * 60 + times[1]) * 60 + times[2]
  }

  private static let format: DateFormat? = try? DateFormat("%d %b %Y")
}

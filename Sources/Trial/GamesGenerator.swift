/// A synthetic catalog of games, the same bytes for the same seed on every machine.
///
/// Each game has a theme and a kind, and its name, its text and its tags are made from the words of both, so that games can be alike. Texts
/// hold what makes CSV hard: commas, doubled quotes, newlines, letters of many scripts, and sometimes nothing at all.
package struct GamesGenerator: RowGenerator {
  private var random: SplitMix64
  private var rows = 0
  private let firstID: Int

  package init(seed: UInt64) {
    random = SplitMix64(state: seed)
    firstID = random.below(1 << 17)
  }

  package func appendHeader(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: GamesFacts.header.utf8)
  }

  package mutating func appendRow(to bytes: inout [UInt8]) {
    let theme = pick(GamesFacts.themes)
    let kind = pick(GamesFacts.kinds)
    let name = self.name(theme)
    let developer = studio()
    let isFree = kind.genres.contains("Free to Play") || random.below(12) == 0

    var fields = [
      String(rows), String(appID()), name, date(), age(), price(isFree: isFree), downloads(),
    ]
    fields.append(text(name, theme, kind))
    fields.append(languages())
    fields += [true, random.below(4) == 0, random.below(6) == 0].map { $0 ? "TRUE" : "FALSE" }
    fields += opinions()
    fields += [developer, publisher(developer)]
    fields += [categories(), genres(kind, isFree: isFree), tags(theme, kind)]

    for (place, field) in fields.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      Self.append(field, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    rows += 1
  }

  /// Appends a CSV field: in quotes where it holds a comma, a quote or a line break (RFC 4180).
  private static func append(_ field: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard
      field.utf8.contains(where: {
        $0 == UInt8(ascii: ",") || $0 == quote || $0 == UInt8(ascii: "\n")
      })
    else { return bytes.append(contentsOf: field.utf8) }
    bytes.append(quote)
    for byte in field.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[random.below(list.count)]
  }

  /// As many different elements of a list, in its order.
  private mutating func pick(_ count: Int, of list: [String]) -> [String] {
    var left = count
    return list.enumerated().compactMap { place, element in
      guard random.below(list.count - place) < left else { return nil }
      left -= 1
      return element
    }
  }
}

extension GamesGenerator {
  /// No number comes twice among 2^18 rows that follow one another: an odd factor shuffles them.
  private func appID() -> Int {
    let block = rows >> 18
    return 10 * (1 + ((rows &* 92_821 + firstID) & (1 << 18 - 1)) + block << 18)
  }

  private mutating func name(_ theme: GamesFacts.Theme) -> String {
    let noun = pick(theme.nouns)
    let adjective = pick(GamesFacts.adjectives)
    let title = pick(GamesFacts.titleNouns)
    let name =
      switch random.below(16) {
      case 0...3: "\(adjective) \(noun)"
      case 4...6: "The \(adjective) \(title)"
      case 7, 8: "\(noun) \(title)"
      case 9, 10: "\(title) of the \(adjective) \(noun)"
      case 11: "\(adjective) \(noun), \(adjective) \(title)"
      case 12: "\(noun.uppercased()): \(adjective) \(title)"
      case 13: "\"\(adjective)\" \(noun) \(title)"
      case 14: "\(adjective)\(noun)™"
      default: pick(GamesFacts.foreignNames)
      }
    return switch random.below(8) {
    case 0: "\(name) \(pick(GamesFacts.numerals))"
    case 1: "\(name): \(pick(GamesFacts.subtitles))"
    default: name
    }
  }

  /// Such as `Oct 21, 2008`; for one in twenty-five, without the day.
  private mutating func date() -> String {
    let year = 2023 - min(random.below(13), random.below(22))
    let month = pick(GamesFacts.months)
    let day = 1 + random.below(28)
    return random.below(25) == 0 ? "\(month) \(year)" : "\(month) \(day), \(year)"
  }

  private mutating func age() -> String {
    switch random.below(40) {
    case 0: "18"
    case 1: "17"
    case 2: "13"
    default: "0"
    }
  }

  private mutating func price(isFree: Bool) -> String {
    guard !isFree else { return "0" }
    let cents = pick(GamesFacts.cents)
    return "\(cents / 100).\(cents % 100 / 10)\(cents % 10)"
  }

  /// How many additions a game has: most have none.
  private mutating func downloads() -> String {
    random.below(5) == 0 ? String(1 + random.below(3) * random.below(9)) : "0"
  }

  private mutating func languages() -> String {
    guard random.below(50) > 0 else { return "[]" }
    let more = random.below(2) == 0 ? 0 : random.below(GamesFacts.languages.count)
    let all = ["English"] + pick(more, of: GamesFacts.languages)
    return "[" + all.map { "'\($0)'" }.joined(separator: ", ") + "]"
  }

  /// The columns `Positive`, `Negative` and `Score rank`. Few games have many opinions, and hardly any has a rank.
  private mutating func opinions() -> [String] {
    let positive = random.below(1 << random.below(17))
    let negative = positive * random.below(60) / 100 + random.below(1 << random.below(5))
    let rank = random.below(60) == 0 ? String(97 + random.below(4)) : ""
    return [String(positive), String(negative), rank]
  }

  private mutating func studio() -> String {
    pick(GamesFacts.studioFirst) + " " + pick(GamesFacts.studioSecond)
      + pick(GamesFacts.studioEndings)
  }

  /// Most studios publish their games themselves.
  private mutating func publisher(_ developer: String) -> String {
    switch random.below(20) {
    case 0: ""
    case 1: "\(developer),\(studio())"
    case 2...6: studio()
    default: developer
    }
  }

  private mutating func categories() -> String {
    let more = random.below(1 + random.below(8))
    return (["Single-player"] + pick(more, of: GamesFacts.categories)).joined(separator: ",")
  }

  private mutating func genres(_ kind: GamesFacts.Kind, isFree: Bool) -> String {
    var genres = kind.genres
    if isFree && !genres.contains("Free to Play") { genres.append("Free to Play") }
    if random.below(10) == 0 { genres.append("Early Access") }
    return genres.joined(separator: ",")
  }

  private mutating func tags(_ theme: GamesFacts.Theme, _ kind: GamesFacts.Kind) -> String {
    guard random.below(8) > 0 else { return "" }
    let common = pick(random.below(7), of: GamesFacts.commonTags)
    let own = pick(1 + random.below(theme.tags.count), of: theme.tags)
    return (kind.genres + pick(2, of: kind.tags) + own + common).joined(separator: ",")
  }
}

extension GamesGenerator {
  /// What `About the game` says: some paragraphs, and often a list of features.
  private mutating func text(
    _ name: String, _ theme: GamesFacts.Theme, _ kind: GamesFacts.Kind
  ) -> String {
    guard random.below(60) > 0 else { return "" }
    let isLong = random.below(40) == 0
    let breaksLines = random.below(3) == 0
    var sentences = [pick(GamesFacts.openings)] + kind.sentences
    sentences += pick((isLong ? 9 : 1) + random.below(5), of: GamesFacts.middles)
    if random.below(2) == 0 { sentences.append(pick(GamesFacts.closings)) }
    var written = sentences.map { filled($0, name, theme) }
    if isLong {
      let more = pick(12, of: GamesFacts.middles)
      written += more.map { filled($0, name, theme) }
    }
    var text = written.joined(separator: breaksLines ? "\n\n" : " ")
    if random.below(2) == 0 {
      let items = (pick(3, of: GamesFacts.features) + kind.features).map { filled($0, name, theme) }
      let title = pick(GamesFacts.featureTitles)
      text +=
        breaksLines
        ? "\n\n\(title)\n" + items.map { "- \($0)" }.joined(separator: "\n")
        : " \(title) \(items.joined(separator: "; "))."
    }
    return text
  }

  /// A sentence with its slots filled; a slot with a capital letter gets words with one.
  private mutating func filled(
    _ sentence: String, _ name: String, _ theme: GamesFacts.Theme
  ) -> String {
    var text = ""
    for (place, part) in sentence.split(separator: "{", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard place > 0, let end = part.firstIndex(of: "}") else {
        text += part
        continue
      }
      let slot = String(part[..<end])
      let words = word(for: slot.lowercased(), name, theme, unlike: text)
      text += slot.first?.isUppercase == true ? Self.capitalised(words) : words
      text += part[part.index(after: end)...]
    }
    return text
  }

  /// What fills a slot; not what stands in the sentence already, if there is anything else.
  private mutating func word(
    for slot: String, _ name: String, _ theme: GamesFacts.Theme, unlike sentence: String
  ) -> String {
    let words =
      switch slot {
      case "hero": theme.heroes
      case "place": theme.places
      case "things": theme.things
      case "foe": theme.foes
      case "deed": theme.deeds
      case "name": [name]
      case "number": [String(3 + random.below(97))]
      default: preconditionFailure("no word fills the slot \(slot)")
      }
    let fresh = words.filter { !sentence.contains($0) }
    return pick(fresh.isEmpty ? words : fresh)
  }

  private static func capitalised(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst()
  }
}

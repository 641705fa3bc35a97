internal import Statistics

/// Where states stand when each is a tile of the same size: about where they are on a map.
///
/// - Source: the order of tiles that National Public Radio made known (D. DeBelius, Let's Tesselate, 2015); territories stand at the right.
enum StateTiles {
  struct Tile: Sendable {
    /// As the survey of the CDC names it.
    let name: String
    let letters: String
  }

  static let columnCount = 12

  /// The rows of the grid from the north to the south; `nil` where nothing stands.
  static let rows: [[Tile?]] = layout.map { row in
    row.split(separator: " ").map { letters in
      names[String(letters)].map { Tile(name: $0, letters: String(letters)) }
    }
  }

  /// The names that have a tile.
  static let known = Set(names.values)

  private static let layout = [
    "AK .. .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. .. VT NH",
    ".. WA ID MT ND MN IL WI MI NY RI MA",
    ".. OR NV WY SD IA IN OH PA NJ CT ..",
    ".. CA UT CO NE MO KY WV VA MD DE ..",
    ".. .. AZ NM KS AR TN NC SC DC .. GU",
    ".. .. .. .. OK LA MS AL GA .. .. PR",
    "HI .. .. .. TX .. .. .. .. FL .. VI",
  ]

  private static let names = [
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska",
    "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "VI": "Virgin Islands",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
  ]
}

/// Values in a few classes of the same width, for shades.
struct ValueClasses: Equatable, Sendable {
  static let count = 5

  private let least: Double
  private let width: Double

  /// - Returns: `nil` without a value.
  init?(_ values: [Double]) {
    guard let least = values.min(), let greatest = values.max() else { return nil }
    self.least = least
    width = (greatest - least) / Double(Self.count)
  }

  /// The class of a value, from 0 for the least.
  func place(of value: Double) -> Int {
    // A share may be any number, even none, where values are as far apart as numbers can be.
    let share = (value - least) / width
    guard width > 0, share > 0 else { return 0 }
    return share < Double(Self.count) ? Int(share) : Self.count - 1
  }

  /// The bounds of the classes, as texts; one class where all values are the same.
  var texts: [String] {
    guard width > 0 else { return [NumberText.readable(least)] }
    return (0..<Self.count).map { place in
      let (from, to) = (least + Double(place) * width, least + Double(place + 1) * width)
      return "\(from.inShort) to \(to.inShort)"
    }
  }
}

extension Double {
  /// With one decimal at most.
  var inShort: String { NumberText.readable((self * 10).rounded() / 10) }
}

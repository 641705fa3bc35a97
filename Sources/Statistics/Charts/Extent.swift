/// What of some numbers can be drawn, and how far that reaches.
struct Extent: Equatable {
  /// How many are finite.
  private(set) var count = 0
  /// How many are not, and are left out.
  private(set) var omittedCount = 0
  private(set) var least = Double.infinity
  private(set) var greatest = -Double.infinity
  /// Where the first of the least stands among the numbers, counted with the others.
  private(set) var leastPlace = 0
  private(set) var greatestPlace = 0
  private var areWhole = true

  init() {}

  init(of numbers: some Sequence<Double>) {
    for number in numbers { add(number) }
  }

  mutating func add(_ number: Double) {
    guard number.isFinite else {
      omittedCount += 1
      return
    }
    if number < least { (least, leastPlace) = (number, count + omittedCount) }
    if number > greatest { (greatest, greatestPlace) = (number, count + omittedCount) }
    areWhole = areWhole && number == number.rounded()
    count += 1
  }

  /// Takes in another extent; places stay those of the first one.
  mutating func unite(_ other: Extent) {
    count += other.count
    omittedCount += other.omittedCount
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
    areWhole = areWhole && other.areWhole
  }

  /// From the least to the greatest; `nil` if there is none.
  var range: ClosedRange<Double>? {
    count > 0 ? least...greatest : nil
  }

  /// Whole steps where all numbers are whole and some apart: there is no half of a game.
  var steps: AxisTicks.Steps {
    areWhole && greatest - least >= 3 ? .whole : .decimal
  }
}

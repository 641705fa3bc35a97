package import Statistics

/// The events of all series, each in its window, and what bounds them.
///
/// Pure: the clock comes in. What is older than the retention, by the latest clock it was told, is gone for good, even if the clock is set
/// back later: a part of it is not there any more.
package struct EventBoard: Sendable {
  /// Bounds.
  package struct Options: Sendable, Equatable {
    /// How old an event may get.
    package var retentionNanoseconds: Int64 = 3_600_000_000_000
    /// Memory of all events together. What is a little beyond is taken; the next event is not.
    package var memoryLimitBytes = 256 << 20
    /// How many series there may be.
    package var seriesLimit = 10_000

    package init() {}
  }

  /// One series.
  struct Series: Sendable {
    /// `nil` once it is gone and its place is vacant.
    var name: String?
    var window = RollingWindow()
    /// Where it stands in the log.
    var mark = SeriesMark()

    /// Memory of all but the events.
    static func ownBytes(_ name: String) -> Int { 384 + 2 * name.utf8.count }
  }

  /// A name that is equal to no other spelling of the same characters.
  private struct Name: Hashable {
    let text: String

    static func == (left: Name, right: Name) -> Bool {
      left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  let options: Options
  /// Events before this never count.
  package private(set) var horizonNanoseconds = Int64.min
  /// How many events there are, some of which may be before the horizon.
  package private(set) var eventCount = 0
  /// Memory of all series.
  package private(set) var byteCount = 0

  private var series: [Series] = []
  private var vacant: [Int] = []
  private var places: [Name: Int] = [:]

  package init(_ options: Options) {
    self.options = options
  }

  /// How many series there are.
  package var seriesCount: Int { places.count }

  /// Notes what the clock says.
  package mutating func advance(to nanoseconds: Int64) {
    let (horizon, overflow) =
      nanoseconds.subtractingReportingOverflow(options.retentionNanoseconds)
    if !overflow, horizon > horizonNanoseconds { horizonNanoseconds = horizon }
  }

  /// Begins anew if the clock was so far ahead that it says now what the board takes for long ago. All that is there then has times of the
  /// clock that was wrong, and what has them not is gone.
  ///
  /// - Parameter nanoseconds: what the clock says at this moment, not what it said when a request came.
  /// - Returns: whether it was.
  mutating func beginAnew(ifBeforeHorizon nanoseconds: Int64) -> Bool {
    guard nanoseconds < horizonNanoseconds else { return false }
    self = EventBoard(options)
    advance(to: nanoseconds)
    return true
  }

  // Taking events

  /// The place of a series, which is made if there is none of that name.
  ///
  /// - Throws: `EventRefusal.tooManySeries`, `.memoryFull` if there is no room for another event.
  mutating func place(of name: String) throws(EventRefusal) -> Int {
    guard byteCount < options.memoryLimitBytes else {
      throw .memoryFull(limitBytes: options.memoryLimitBytes)
    }
    if let place = places[Name(text: name)] { return place }
    guard places.count < options.seriesLimit else {
      throw .tooManySeries(limit: options.seriesLimit)
    }
    return add(name)
  }

  /// The place of a series that is made whatever the bounds say.
  mutating func placeOfRestored(_ name: String) -> Int {
    places[Name(text: name)] ?? add(name)
  }

  private mutating func add(_ name: String) -> Int {
    let added = Series(name: name)
    byteCount += Series.ownBytes(name) + added.window.byteCount
    let place = vacant.popLast() ?? series.count
    if place == series.count { series.append(added) } else { series[place] = added }
    places[Name(text: name)] = place
    return place
  }

  /// Where a series stands in the log.
  func mark(at place: Int) -> SeriesMark { series[place].mark }

  mutating func setMark(_ mark: SeriesMark, at place: Int) { series[place].mark = mark }

  /// Puts an event in its place, unless it is before the horizon.
  mutating func insert(_ event: Event, at place: Int) {
    guard event.nanoseconds >= horizonNanoseconds else { return }
    change(place) { $0.insert(event) }
  }

  /// Puts events in their places, except for those before the horizon.
  mutating func insert(_ events: ArraySlice<Event>, at place: Int) {
    let horizon = horizonNanoseconds
    if events.contains(where: { $0.nanoseconds < horizon }) {
      let kept = events.filter { $0.nanoseconds >= horizon }
      change(place) { $0.insert(kept[...]) }
    } else {
      change(place) { $0.insert(events) }
    }
  }

  private mutating func change(_ place: Int, _ change: (inout RollingWindow) -> Void) {
    let (count, bytes) = (series[place].window.count, series[place].window.byteCount)
    change(&series[place].window)
    eventCount += series[place].window.count - count
    byteCount += series[place].window.byteCount - bytes
  }

  // Expiry

  /// How many places `expire` has to go through.
  var placeCount: Int { series.count }

  /// Lets whole chunks of old events go, and series that have none left.
  ///
  /// - Parameter range: of places; those beyond the last are left out.
  /// - Returns: the windows as they were, so that their memory is given back by who lets go of them, not under a lock.
  mutating func expire(_ range: Range<Int>) -> [RollingWindow] {
    var before: [RollingWindow] = []
    for place in range.clamped(to: 0..<series.count) where series[place].name != nil {
      let horizon = horizonNanoseconds
      if series[place].window.hasChunks(before: horizon) {
        before.append(series[place].window)
        change(place) { $0.dropChunks(before: horizon) }
      }
      removeIfEmpty(place)
    }
    return before
  }

  /// Gives the place of a series back that has no event.
  mutating func removeIfEmpty(_ place: Int) {
    guard series[place].window.count == 0, let name = series[place].name else { return }
    byteCount -= Series.ownBytes(name) + series[place].window.byteCount
    places[Name(text: name)] = nil
    series[place] = Series(name: nil)
    vacant.append(place)
  }

  // Answers

  /// The names of some series that have one, those that were there first before the others.
  func names(limit: Int) -> [String] {
    Array(series.lazy.compactMap(\.name).filter { !$0.isEmpty }.prefix(limit))
  }

  /// What is said about the events of a range of time; the horizon cuts it.
  package func summary(of name: String, in range: ClosedRange<Int64>) -> WindowSummary {
    guard let place = places[Name(text: name)], let range = afterHorizon(range) else {
      return RollingWindow().summary(in: range)
    }
    return series[place].window.summary(in: range)
  }

  /// The events as they are now, for questions that take longer.
  package func snapshot(
    of name: String, in range: ClosedRange<Int64>
  ) -> (window: RollingWindow, range: ClosedRange<Int64>)? {
    guard let place = places[Name(text: name)], let range = afterHorizon(range) else { return nil }
    return (series[place].window, range)
  }

  private func afterHorizon(_ range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    guard range.upperBound >= horizonNanoseconds else { return nil }
    return max(range.lowerBound, horizonNanoseconds)...range.upperBound
  }
}

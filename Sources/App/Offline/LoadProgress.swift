internal import Engine
internal import Posix
internal import Synchronization

/// A line on a terminal that tells how far a load has come: drawn when that takes long, erased at its end.
///
/// Lanes report to it, several at once; the one that first finds the next drawing due makes it.
final class LoadProgress: Sendable {
  private static let delayNanoseconds: Int64 = 500_000_000
  private static let pauseNanoseconds: Int64 = 100_000_000

  private let name: String
  private let width: Int
  private let now: @Sendable () -> Int64
  private let write: @Sendable (String) -> Void

  private let step = Atomic(ReadingProgress.Step.loading.rawValue)
  private let done = Atomic(0)
  /// How many bytes the step is about; negative where nobody knows.
  private let total = Atomic(-1)
  private let nextDrawing: Atomic<Int64>
  private let isDrawn = Atomic(false)

  /// - Parameters:
  ///   - name: how the file is called.
  ///   - width: the columns of the terminal.
  ///   - now: nanoseconds of a clock that never goes back.
  ///   - write: puts a text on the terminal.
  init(
    of name: String, width: Int, now: @escaping @Sendable () -> Int64,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.name = name
    self.width = width
    self.now = now
    self.write = write
    nextDrawing = Atomic(now() + Self.delayNanoseconds)
  }

  /// What the reader reports to.
  var reading: ReadingProgress {
    ReadingProgress { [self] step, byteCount in
      self.step.store(step.rawValue, ordering: .relaxed)
      done.store(0, ordering: .relaxed)
      total.store(byteCount ?? -1, ordering: .relaxed)
      draw()
    } advance: { [self] byteCount in
      done.add(byteCount, ordering: .relaxed)
      draw()
    }
  }

  /// Erases the line.
  func end() {
    if isDrawn.exchange(false, ordering: .relaxed) { write("\r\u{1B}[K") }
  }

  private func draw() {
    let time = now()
    let due = nextDrawing.load(ordering: .relaxed)
    guard time >= due,
      nextDrawing.compareExchange(
        expected: due, desired: time + Self.pauseNanoseconds, ordering: .relaxed
      ).exchanged
    else { return }
    let total = total.load(ordering: .relaxed)
    let line = Self.line(
      ReadingProgress.Step(rawValue: step.load(ordering: .relaxed)) ?? .loading, of: name,
      done: done.load(ordering: .relaxed), total: total < 0 ? nil : total, width: width)
    isDrawn.store(true, ordering: .relaxed)
    write("\r\(line)\u{1B}[K")
  }

  /// `loading games.csv  ██████▌░░░░░░░  45%  68 of 150 MB`, as much of it as fits.
  static func line(
    _ step: ReadingProgress.Step, of name: String, done: Int, total: Int?, width: Int
  ) -> String {
    let barWidth = 20
    var label = ShownText("\(word(for: step)) \(name)")
    guard let total else {
      let end = "  \(done / 1_000_000) MB"
      label.cut(to: max(0, width - 1 - end.count))
      return label.text + end
    }
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
    let amounts = "\(min(done, total) / 1_000_000) of \(total / 1_000_000) MB"
    let percent = String(Int(share * 100))
    let end =
      "  " + bar(share, barWidth) + String(repeating: " ", count: 5 - percent.count)
      + "\(percent)%  \(amounts)"
    // The last column stays free: some terminals break the line behind it.
    let room = width - 1 - end.count
    guard room > 0 else { return String(end.drop { $0 == " " }.prefix(max(0, width - 1))) }
    label.cut(to: room)
    return label.text + end
  }

  static func bar(_ share: Double, _ width: Int) -> String {
    let full = Int(share * Double(width))
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }

  private static func word(for step: ReadingProgress.Step) -> String {
    switch step {
    case .spooling: "copying"
    case .checking: "checking"
    case .transcoding: "decoding"
    case .loading: "loading"
    }
  }
}

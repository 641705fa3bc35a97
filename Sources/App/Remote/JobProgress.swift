internal import Engine
internal import Posix

/// A line on a terminal that tells how far a job has come: drawn when that takes long, erased at its end.
final class JobProgress {
  private static let delayNanoseconds: Int64 = 500_000_000
  private static let pauseNanoseconds: Int64 = 100_000_000
  private static let barWidth = 20

  private let width: Int
  private let now: () -> Int64
  private let write: (String) -> Void

  private var record: JobRecord?
  private var isAway = false
  /// When the job that is shown was first heard of.
  private var start: Int64 = 0
  private var nextDrawing: Int64 = 0
  private var drawn: String?

  /// - Parameters:
  ///   - width: the columns of the terminal.
  ///   - now: nanoseconds of a clock that never goes back.
  ///   - write: puts a text on the terminal.
  init(width: Int, now: @escaping () -> Int64, write: @escaping (String) -> Void) {
    self.width = width
    self.now = now
    self.write = write
  }

  /// Tells what became of a job.
  func show(_ record: JobRecord) {
    if self.record?.id != record.id {
      start = now()
      nextDrawing = start + Self.delayNanoseconds
    }
    self.record = record
    isAway = false
    tick()
  }

  /// Tells that no server answers for now.
  func showAway() {
    isAway = true
    tick()
  }

  /// Draws the line if that is due and there is something new in it.
  func tick() {
    let time = now()
    guard let record, time >= nextDrawing else { return }
    let seconds = Int((time - start) / 1_000_000_000)
    let line = Self.line(record, isAway: isAway, seconds: seconds, width: width)
    nextDrawing = time + Self.pauseNanoseconds
    if line == drawn { return }
    drawn = line
    write("\r\(line)\u{1B}[K")
  }

  /// Erases the line.
  func end() {
    if drawn != nil { write("\r\u{1B}[K") }
    drawn = nil
    record = nil
  }

  /// `job_id_7 aggregate  █████████░░░░░░░░░░░  45%  grouping  12s`, as much of it as fits.
  ///
  /// - Parameter seconds: how long it has been waited for.
  static func line(_ record: JobRecord, isAway: Bool, seconds: Int, width: Int) -> String {
    // The last column stays free: some terminals break the line behind it.
    let room = max(0, width - 1)
    let time = "  " + ShortDuration.text(milliseconds: seconds * 1000)
    var label = ShownText(record.id.description + (record.kind.map { " \($0)" } ?? ""))
    if isAway {
      var text = ShownText("\(label.text)  no server answers, trying again\(time)")
      text.cut(to: room)
      return text.text
    }
    var words = ShownText(Self.words(record))
    let bar = record.state == .queued ? "" : Self.bar(record.progress)
    // What is least needed goes first: the words, then the label.
    words.cut(to: max(0, room - label.width - bar.count - time.count - 2))
    let tail = bar + (words.width > 0 ? "  " + words.text : "") + time
    let tailWidth = bar.count + (words.width > 0 ? words.width + 2 : 0) + time.count
    if tailWidth > room { return String(tail.drop { $0 == " " }.prefix(room)) }
    label.cut(to: room - tailWidth)
    return label.text + tail
  }

  private static func bar(_ percent: Int) -> String {
    let number = String(percent)
    return "  " + LoadProgress.bar(Double(percent) / 100, barWidth)
      + String(repeating: " ", count: 5 - number.count) + "\(number)%"
  }

  private static func words(_ record: JobRecord) -> String {
    guard record.state == .queued else { return record.phase ?? "" }
    var words = "queued"
    if let position = record.queuePosition { words += ", place \(position)" }
    if let wait = record.expectedWaitSeconds.flatMap({ Int(exactly: ($0 * 1000).rounded()) }) {
      words += ", begins in about \(ShortDuration.text(milliseconds: wait))"
    }
    return words
  }
}

extension JobProgress {
  /// A line on standard error, if that is a terminal.
  static func onTerminal(_ environment: [String: String]) -> JobProgress? {
    guard let terminal = Terminal(of: 2), environment["TERM"] != "dumb" else { return nil }
    return JobProgress(
      width: terminal.columns ?? 80, now: { Moment.monotonicNanoseconds() },
      write: { Output.errorText($0) })
  }
}

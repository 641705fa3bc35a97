/// The threads that a long computation may use: how many, and a way to run pieces of work on them. With them comes who may stop it.
package struct Lanes: Sendable {
  /// How many pieces of work are worth having at once.
  package let count: Int
  /// Runs `body(0)` to `body(count - 1)`, at once or one after the other, and returns when all have ended.
  package let run: @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void
  /// Hears how far the computation is, and may cancel it; `nil` where nobody can.
  private var progress: Progress?

  /// Lanes that run pieces of work in this way.
  package init(
    count: Int, run: @escaping @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void
  ) {
    self.count = max(1, count)
    self.run = run
  }

  /// The thread of the caller, alone.
  package static let single = Lanes(count: 1) { count, body in
    for piece in 0..<count { body(piece) }
  }

  /// The same lanes for a computation that tells how far it is, and stops when it is cancelled.
  ///
  /// - Parameter progress: `nil` for one that nobody can stop.
  package func stopping(with progress: Progress?) -> Lanes {
    var lanes = self
    lanes.progress = progress
    return lanes
  }

  /// The same lanes for a piece of the computation: from `done` to `done + count` of `total`.
  package func part(_ done: Int, count: Int = 1, of total: Int) -> Lanes {
    stopping(with: progress?.part(done, count: count, of: total))
  }

  /// Notes that so much of the computation is done.
  package func advance(_ done: Int, of total: Int) {
    progress?.advance(done, of: total)
  }

  /// Whether the computation should end as soon as it can. It stays so. To be asked in the same way as `check()`.
  package var isCancelled: Bool { progress.map { !$0.goesOn() } ?? false }

  /// Throws if nobody wants the answer any more. To be asked once for each chunk of at most 65,536 rows, or for each segment.
  package func check() throws(Cancelled) {
    if isCancelled { throw Cancelled() }
  }

  /// Makes one answer for each piece of work, in the order of the pieces.
  ///
  /// A lane takes the next piece when it is done with one, so uneven pieces do no harm. None is begun once the computation is cancelled.
  package func map<Answer: Sendable>(
    _ pieces: Int, _ answer: @escaping @Sendable (Int) throws(Cancelled) -> Answer
  ) throws(Cancelled) -> [Answer] {
    let answers = Gathering<Answer>(count: pieces)
    let next = PieceCounter()
    run(min(count, pieces)) { _ in
      while !isCancelled {
        let piece = next.take()
        guard piece < pieces else { return }
        do throws(Cancelled) {
          answers.fill(piece, with: try answer(piece))
        } catch {
          return
        }
      }
    }
    let elements = answers.elements
    if elements.count < pieces { throw Cancelled() }
    return elements
  }
}

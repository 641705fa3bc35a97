/// The threads that a long computation may use: how many, and a way to run pieces of work on them.
package struct Lanes: Sendable {
  /// How many pieces of work are worth having at once.
  package let count: Int
  /// Runs `body(0)` to `body(count - 1)`, at once or one after the other, and returns when all have ended.
  package let run: @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void

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

  /// Makes one answer for each piece of work, in the order of the pieces.
  ///
  /// A lane takes the next piece when it is done with one, so uneven pieces do no harm.
  package func map<Answer: Sendable>(
    _ pieces: Int, _ answer: @escaping @Sendable (Int) -> Answer
  ) -> [Answer] {
    let answers = Gathering<Answer>(count: pieces)
    let next = PieceCounter()
    run(min(count, pieces)) { _ in
      while true {
        let piece = next.take()
        guard piece < pieces else { return }
        answers.fill(piece, with: answer(piece))
      }
    }
    return answers.elements
  }
}

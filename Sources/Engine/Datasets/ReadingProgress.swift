/// Hears how far the reading of a file has come. Lanes call it, several at once.
package struct ReadingProgress: Sendable {
  /// What is done with the bytes of a file, one thing after the other.
  package enum Step: Int, CaseIterable, Sendable {
    /// They are copied from a place that can be read only once.
    case spooling
    /// They are looked through for what is not UTF-8.
    case checking
    /// They are turned to UTF-8.
    case transcoding
    /// They become columns. Where a guess about a column was wrong, some are read a second time.
    case loading
  }

  /// Called at the start of a step with the number of bytes it is about; `nil` where nobody knows.
  package let begin: @Sendable (Step, _ byteCount: Int?) -> Void
  /// Called with numbers of bytes that are done.
  package let advance: @Sendable (_ byteCount: Int) -> Void

  package init(
    begin: @escaping @Sendable (Step, _ byteCount: Int?) -> Void,
    advance: @escaping @Sendable (_ byteCount: Int) -> Void
  ) {
    self.begin = begin
    self.advance = advance
  }
}

/// How long finished jobs and their results are kept. What is beyond any of the bounds is swept, the jobs that finished first at first.
package struct Retention: Equatable, Sendable {
  /// How old a finished job gets.
  package var ageNanoseconds: Int64 = 30 * 24 * 3600 * 1_000_000_000
  /// How many of them there are.
  package var count = 100_000
  /// How long their results are together.
  package var bytes = 10_000_000_000

  package init() {}
}

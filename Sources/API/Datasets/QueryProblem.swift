internal import Engine
internal import HTTP
internal import Statistics

extension QueryMistake {
  /// The mistake as a part of a problem document.
  var problem: Problem.Mistake {
    Problem.Mistake(
      sentence, at: .parameter(parameter), value: String(value.unicodeScalars.prefix(200)),
      expected: expected)
  }
}

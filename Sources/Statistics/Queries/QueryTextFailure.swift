package import Tables

/// Why the text of a query is no query: all mistakes that were found, in the order of the text, but no more than `mistakeLimit`.
package struct QueryTextFailure: Error, Equatable, Sendable {
  /// Beyond so many mistakes none is looked for.
  package static let mistakeLimit = 20

  package let mistakes: [QueryMistake]

  package init(mistakes: [QueryMistake]) {
    self.mistakes = mistakes
  }
}

/// One mistake in the text of a query.
package struct QueryMistake: Equatable, Sendable {
  /// The name as the asker wrote it, `price__gt` or `_sort`.
  package let parameter: String
  /// The value as the asker wrote it.
  package let value: String
  package let kind: Kind

  package init(parameter: String, value: String, kind: Kind) {
    self.parameter = parameter
    self.value = value
    self.kind = kind
  }

  /// What is wrong. `nearest` is the known name that was probably meant.
  package enum Kind: Error, Equatable, Sendable {
    case unknownColumn(String, nearest: String?)
    /// A name that begins with `_` and is none of ours.
    case unknownParameter(nearest: String?)
    /// What stands behind the last `__` of a known column.
    case unknownOperation(String, nearest: String?)
    case unknownFunction(String, nearest: String?)
    /// What stands behind the colon in `_group_by`.
    case unknownUnit(String, nearest: String?)
    /// Neither a label of an output nor a column that is grouped by.
    case unknownLabel(String, nearest: String?)
    /// The value is none of those that there are.
    case unknownChoice(known: [String])
    /// The parameter may be given once, and this is not the first time.
    case repeatedParameter
    /// A name stands twice where each must be another: a column in a list, or a label.
    case repeatedName(String)
    /// The value is no whole number within these bounds.
    case noWholeNumber(ClosedRange<Int>)
    /// The first argument beside columns of `q` is no number from 0 to 1; what it is.
    case noShare(String)
    /// The number of bins of a histogram is no whole number within these bounds; what it is.
    case noBinCount(String, ClosedRange<Int>)
    /// A function has more or fewer arguments than it takes.
    case wrongArgumentCount(function: String, expected: ClosedRange<Int>)
    /// An operation has more or fewer values than it takes; one of them where `expected` is `nil`, or more.
    case wrongValueCount(Filter.Operation, expected: Int?)
    /// Two columns of the answer would bear this name.
    case sharedName(String)
    /// There are more functions than an answer may have columns.
    case tooManyFunctions(Int, limit: Int)
    /// So many groups would be more numbers than an answer may have; with these functions there may be `limit`.
    case tooManyValues(limit: Int)
    /// A chart of this kind is not drawn without the parameter, in which stands what `need` says.
    case missingParameter(chart: String, need: String)
    /// The parameter says nothing to a chart of this kind, which takes `known`.
    case foreignParameter(chart: String, known: [String])
    /// There are more names or functions than a chart can show.
    case tooManyNames(limit: Int)
    /// The value does not have the form it should have.
    case malformed(QueryForm)
  }
}

/// What the value of a parameter should look like.
package enum QueryForm: Equatable, Sendable {
  /// `a,"b (c)"`
  case names
  /// `-a,b`
  case order
  /// `a,ts:day`
  case groups
  /// `mean(a),n:count(),q(a,0.95)`
  case outputs
  /// `(a__gt:5,b__eq:"x,y")`
  case conditions
  /// `a,b,"c,d"`
  case list
  /// `a>=5`
  case expression
}

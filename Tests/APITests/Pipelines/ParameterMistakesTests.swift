import Engine
import JSON
import Testing

@testable import API

struct ParameterMistakesTests {
  @Test(
    arguments: [
      (#"{"limit":0}"#, "limit", "greater_than_equal", "greater than or equal to 1"),
      (#"{"limit":10}"#, "limit", "less_than_equal", "less than or equal to 9"),
      (#"{"limit":1.5}"#, "limit", "int_from_float", "with a fractional part"),
      (#"{"limit":1e300}"#, "limit", "int_type", "a valid integer"),
      (#"{"limit":"x"}"#, "limit", "int_parsing", "unable to parse string as an integer"),
      (#"{"limit":"5"}"#, "limit", "int_type", "a valid integer; write it without quotes"),
      (#"{"limit":null}"#, "limit", "int_type", "a valid integer"),
      (#"{"share":-0.5}"#, "share", "greater_than_equal", "greater than or equal to 0.0"),
      (#"{"share":"x"}"#, "share", "float_parsing", "unable to parse string as a number"),
      (#"{"share":"0.5"}"#, "share", "float_type", "a valid number; write it without quotes"),
      (#"{"share":[]}"#, "share", "float_type", "a valid number"),
      (#"{"loud":"yes"}"#, "loud", "bool_parsing", "write true or false, without quotes"),
      (#"{"loud":1}"#, "loud", "bool_type", "a valid boolean"),
      (#"{"title":1}"#, "title", "string_type", "a valid string"),
      (#"{"plots":"boht"}"#, "plots", "literal_error", "'both' or 'none'; did you mean 'both'?"),
      (#"{"plots":1}"#, "plots", "literal_error", "'both' or 'none'"),
      (#"{"values":"a"}"#, "values", "list_type", "a valid list"),
      (#"{"values":["a",true]}"#, "values.1", "string_type", "a valid string"),
      (#"{"features":"day"}"#, "features", "list_type", "a valid list"),
      (#"{"features":["day","dayy"]}"#, "features.1", "literal_error", "did you mean 'day'?"),
      (#"{"features":["day","day"]}"#, "features.1", "value_error", "stands in the list twice"),
      (#"{"weeks":[]}"#, "weeks", "too_short", "at least 1 item after validation, not 0"),
      (#"{"weeks":[1,2,3]}"#, "weeks", "too_long", "at most 2 items after validation, not 3"),
      (#"{"weeks":[1,53]}"#, "weeks.1", "less_than_equal", "less than or equal to 52"),
      (#"{"weeks":[1,"2"]}"#, "weeks.1", "int_type", "write it without quotes"),
      (#"{"weeks":4}"#, "weeks", "list_type", "a valid list"),
      (#"{"limti":1}"#, "limti", "extra_forbidden", "not permitted; did you mean 'limit'?"),
      (#"{"zzzzzz":1}"#, "zzzzzz", "extra_forbidden", "not permitted"),
    ])
  func `a parameter that makes no sense is told in the words of the family`(
    given: String, place: String, type: String, words: String
  ) throws {
    let stage = PipelineSamples.stages[0]
    guard case .object(let members) = try JSONParser.parse(Array(given.utf8)) else { return }
    var faults: [StageParameterMistake] = []
    _ = StageParameters(stage.parameters, given: members, mistakeLimit: 100, &faults)
    var mistakes = PipelineMistakes()
    for fault in faults { mistakes.note(fault, at: [.name("body")]) }
    #expect(mistakes.all.map(\.kind.name) == [type])
    #expect(mistakes.sentence.hasPrefix(place + ": "))
    #expect(mistakes.sentence.hasSuffix(words))
  }
}

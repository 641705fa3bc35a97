import JSON
import Testing

@testable import API

struct MistakeKindTests {
  /// What pydantic 2 says.
  @Test(
    arguments: [
      (.missing, "missing", "Field required", "{}"),
      (.extra, "extra_forbidden", "Extra inputs are not permitted", "{}"),
      (.malformed("x"), "json_invalid", "JSON decode error", #"{"error":"x"}"#),
      (
        .noObject, "model_attributes_type",
        "Input should be a valid dictionary or object to extract fields from", "{}"
      ),
      (.noDictionary, "dict_type", "Input should be a valid dictionary", "{}"),
      (.noList, "list_type", "Input should be a valid list", "{}"),
      (.noText, "string_type", "Input should be a valid string", "{}"),
      (.noURLText, "url_type", "URL input should be a string or URL", "{}"),
      (.noBoolean(isText: false), "bool_type", "Input should be a valid boolean", "{}"),
      (
        .noBoolean(isText: true), "bool_parsing",
        "Input should be a valid boolean, unable to interpret input", "{}"
      ),
      (.noInteger(isText: false), "int_type", "Input should be a valid integer", "{}"),
      (
        .noInteger(isText: true), "int_parsing",
        "Input should be a valid integer, unable to parse string as an integer", "{}"
      ),
      (
        .fraction, "int_from_float",
        "Input should be a valid integer, got a number with a fractional part", "{}"
      ),
      (.noNumber(isText: false), "float_type", "Input should be a valid number", "{}"),
      (
        .noNumber(isText: true), "float_parsing",
        "Input should be a valid number, unable to parse string as a number", "{}"
      ),
      (
        .emptyText, "string_too_short", "String should have at least 1 character",
        #"{"min_length":1}"#
      ),
      (
        .pattern("^a$"), "string_pattern_mismatch", "String should match pattern '^a$'",
        #"{"pattern":"^a$"}"#
      ),
      (.literal(["a"]), "literal_error", "Input should be 'a'", #"{"expected":"'a'"}"#),
      (
        .literal(["a", "b"]), "literal_error", "Input should be 'a' or 'b'",
        #"{"expected":"'a' or 'b'"}"#
      ),
      (
        .literal(["a", "b", "c"]), "literal_error", "Input should be 'a', 'b' or 'c'",
        #"{"expected":"'a', 'b' or 'c'"}"#
      ),
      (
        .url("it is empty"), "url_parsing", "Input should be a valid URL, it is empty",
        #"{"error":"it is empty"}"#
      ),
      (
        .scheme, "url_scheme", "URL scheme should be 'http' or 'https'",
        #"{"expected_schemes":"'http' or 'https'"}"#
      ),
      (
        .tooSmall(least: "1"), "greater_than_equal",
        "Input should be greater than or equal to 1", #"{"ge":1}"#
      ),
      (
        .tooLarge(greatest: "0.5"), "less_than_equal",
        "Input should be less than or equal to 0.5", #"{"le":0.5}"#
      ),
      (
        .tooShort(least: 1, count: 0), "too_short",
        "List should have at least 1 item after validation, not 0",
        #"{"field_type":"List","min_length":1,"actual_length":0}"#
      ),
      (
        .tooLong(greatest: 2, count: 3), "too_long",
        "List should have at most 2 items after validation, not 3",
        #"{"field_type":"List","max_length":2,"actual_length":3}"#
      ),
      (.value("so it is"), "value_error", "Value error, so it is", #"{"error":"so it is"}"#),
    ] as [(PipelineMistakes.Kind, String, String, String)])
  func `a rule has the name, the words and the parts that clients know`(
    kind: PipelineMistakes.Kind, name: String, message: String, context: String
  ) throws {
    #expect(kind.name == name)
    #expect(kind.message == message)
    #expect(try object(kind.context) == JSONParser.parse(Array(context.utf8)))
  }
}

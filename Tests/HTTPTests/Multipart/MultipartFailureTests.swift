import HTTP
import Testing

struct MultipartFailureTests {
  private static let all: [MultipartFailure] = [
    .malformedType, .missingBoundary, .boundaryLength(777), .boundaryCharacter(42),
    .boundaryLine(part: 777), .bareLineEnd(part: 777), .malformedField(part: 777),
    .partHeadTooLarge(part: 777, limitBytes: 888), .tooManyParts(limit: 777),
    .noFormData(part: 777), .missingName(part: 777), .missingEnd(parts: 777),
    .fieldsTooLarge(field: "notes", limitBytes: 777), .secondFile(field: "notes"),
  ]

  @Test(arguments: all)
  func `a failure is a bad request with a sentence that holds its facts`(
    _ failure: MultipartFailure
  ) {
    let sentence = failure.detail
    #expect(sentence.hasSuffix("."))
    for fact in ["777", "888", "42", "notes"] where "\(failure)".contains(fact) {
      #expect(sentence.contains(fact))
    }
    #expect(RequestFault.upload(failure).status == .badRequest)
    #expect(RequestFault.upload(failure).detail == sentence)
  }

  @Test func `no two failures have the same sentence`() {
    #expect(Set(Self.all.map(\.detail)).count == Self.all.count)
  }
}

import Testing

@testable import Tables

struct EncodingFailureTests {
  @Test func `a failure says what stands where`() {
    #expect(
      EncodingFailure.undefinedByte(0x9, .ascii, offset: 5, line: 2).sentence
        == "line 2: the byte 0x09 at offset 5 is not ascii")
    #expect(
      EncodingFailure.loneSurrogate(0xD8FF, offset: 4, line: 1).sentence
        == "line 1: the surrogate 0xD8FF at offset 4 stands alone")
    #expect(
      EncodingFailure.cutCharacter(.utf8, offset: 4, line: 3).sentence
        == "line 3: the file ends within the utf-8 character at offset 4")
  }

  @Test func `each failure knows its line`() {
    let failures: [EncodingFailure] = [
      .undefinedByte(1, .utf8, offset: 0, line: 1), .loneSurrogate(2, offset: 0, line: 2),
      .cutCharacter(.utf8, offset: 0, line: 3),
    ]
    #expect(failures.map(\.line) == [1, 2, 3])
  }
}

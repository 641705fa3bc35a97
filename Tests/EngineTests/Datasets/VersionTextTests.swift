import JSON
import Testing

@testable import Engine

struct VersionTextTests {
  @Test func `an answer tells its data set and the version of it`() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.version(
      of: Dataset(
        name: .named("a"), version: 7, createdNanoseconds: 1, changedNanoseconds: 2, parts: [],
        shape: nil))
    writer.endObject()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"dataset":"a","version":7}"#)
  }
}

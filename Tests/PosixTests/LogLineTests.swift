import Testing

@testable import Posix

struct LogLineTests {
  private let moment = Moment(wallNanoseconds: 0, monotonicNanoseconds: 0)

  private func line(
    _ format: Log.Format, _ fields: (inout LogFields) -> Void = { _ in }
  ) -> String {
    var line = LogFields(format, .error, moment, "it \\ happened")
    fields(&line)
    return String(decoding: line.finish(), as: UTF8.self)
  }

  @Test func `a line without fields has time, level and message`() {
    #expect(
      line(.json)
        == #"{"time":"1970-01-01T00:00:00.000Z","level":"error","message":"it \ happened"}"# + "\n")
    #expect(line(.text) == "1970-01-01T00:00:00.000Z error it \\ happened\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a\"b\\c", #"a\"b\\c"#),
    ("\u{0}\n\u{1f}\u{7f}", #"\u0000\u000a\u001f\u007f"#),
    ("é☃😀", "é☃😀"), ("", ""),
  ])
  func `no text can end its string or its line`(text: String, escaped: String) {
    for format in [Log.Format.json, .text] {
      let written = line(format) { $0.add("key", text) }
      #expect(written.contains("\"\(escaped)\""))
      #expect(written.split(separator: "\n").count == 1)
    }
  }

  @Test func `numbers stand as they are and what is not finite is null`() {
    let written = line(.json) { fields in
      fields.add("least", Int.min)
      fields.add("half", 0.5)
      fields.add("none", Double.nan)
      fields.add("much", -Double.infinity)
    }
    #expect(
      written.hasSuffix(
        #","least":-9223372036854775808,"half":0.5,"none":null,"much":null}"# + "\n"))
    let text = line(.text) { $0.add("half", 0.5) }
    #expect(text.hasSuffix(" half=0.5\n"))
  }
}

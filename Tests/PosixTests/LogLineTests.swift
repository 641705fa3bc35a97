import Testing

@testable import Posix

struct LogLineTests {
  private let moment = Moment(wallNanoseconds: 0, monotonicNanoseconds: 0)

  private func line(
    _ format: Log.Format, _ fields: (inout LogFields) -> Void = { _ in }
  ) -> String {
    var lines = LogFields(format)
    lines.begin(.error, moment, "it \\ happened")
    fields(&lines)
    lines.end()
    return String(decoding: lines.bytes, as: UTF8.self)
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

  @Test(arguments: [
    (0, "0.000000"), (1, "0.000001"), (999_999, "0.999999"), (12_000_345, "12.000345"),
    (-1_500_000, "-1.500000"), (Int64.max, "9223372036854.775807"),
    (Int64.min, "-9223372036854.775808"),
  ])
  func `a duration stands in milliseconds to the nanosecond`(nanoseconds: Int64, text: String) {
    #expect(
      line(.json) { $0.add("ms", inMilliseconds: nanoseconds) }.hasSuffix(
        #","ms":\#(text)}"# + "\n"))
  }

  @Test func `a text that its owner appends stands between quotation marks`() {
    #expect(line(.json) { $0.add("id") { $0.append(0x37) } }.hasSuffix(#","id":"7"}"# + "\n"))
    #expect(line(.text) { $0.add("id") { $0.append(0x37) } }.hasSuffix(#" id="7""# + "\n"))
  }

  @Test func `each line tells its own time`() {
    var lines = LogFields(.text)
    for wall: Int64 in [999_999_999, 1_000_000_000, 1_001_000_000, -1, -1_000_000_000, 0] {
      lines.begin(.info, Moment(wallNanoseconds: wall, monotonicNanoseconds: 0), "x")
      lines.end()
    }
    #expect(
      String(decoding: lines.bytes, as: UTF8.self).split(separator: "\n") == [
        "1970-01-01T00:00:00.999Z info x", "1970-01-01T00:00:01.000Z info x",
        "1970-01-01T00:00:01.001Z info x", "1969-12-31T23:59:59.999Z info x",
        "1969-12-31T23:59:59.000Z info x", "1970-01-01T00:00:00.000Z info x",
      ])
  }

  @Test func `a discarded line leaves those before it`() {
    var lines = LogFields(.text)
    lines.begin(.info, moment, "kept")
    lines.end()
    lines.begin(.info, moment, "gone")
    lines.end()
    lines.discardLine()
    #expect(String(decoding: lines.bytes, as: UTF8.self) == "1970-01-01T00:00:00.000Z info kept\n")
  }
}

import Testing

@testable import API

struct PrometheusTextTests {
  private func text(_ write: (inout PrometheusText) -> Void) -> String {
    var text = PrometheusText()
    write(&text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test func `a metric has its help and type once, before its samples`() {
    let written = text { text in
      text.begin("jobs", "gauge", "Jobs by state.")
      text.sample(3, [("state", "queued")])
      text.sample(0, [("state", "running"), ("kind", "x")])
    }
    #expect(
      written == """
        # HELP jobs Jobs by state.
        # TYPE jobs gauge
        jobs{state="queued"} 3
        jobs{state="running",kind="x"} 0

        """)
  }

  @Test func `a label's value is escaped`() {
    let written = text { text in
      text.begin("rows", "gauge", "Rows.")
      text.sample(1, [("name", "a\\b\"c\nd é")])
    }
    #expect(written.hasSuffix(#"rows{name="a\\b\"c\nd é"} 1"# + "\n"))
    #expect(written.split(separator: "\n").count == 3)
  }

  @Test func `buckets are cumulative and the last one holds all`() {
    let written = text { text in
      text.begin("seconds", "histogram", "Time.")
      text.histogram(bounds: [0.5, 2], counts: [1, 0, 3], sum: 12.25, [("lane", "a")])
    }
    #expect(
      written == """
        # HELP seconds Time.
        # TYPE seconds histogram
        seconds_bucket{lane="a",le="0.5"} 1
        seconds_bucket{lane="a",le="2"} 1
        seconds_bucket{lane="a",le="+Inf"} 4
        seconds_sum{lane="a"} 12.25
        seconds_count{lane="a"} 4

        """)
  }

  @Test(
    arguments: [
      (0, "0"), (3, "3"), (-2, "-2"), (0.25, "0.25"), (1e16, "1e+16"),
      (123_456_789_012, "123456789012"),
      (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
    ] as [(Double, String)])
  func `a value is written as Prometheus reads it`(value: Double, expected: String) {
    #expect(text { $0.single("x", "gauge", "X.", value) }.hasSuffix("\nx \(expected)\n"))
  }
}

/// A page in the text format of Prometheus, read strictly.
struct Exposition {
  struct Sample: Hashable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  var types: [String: String] = [:]
  var samples: [Sample] = []
  /// What promtool would complain about.
  var complaints: [String] = []

  init(_ text: String) throws {
    if !text.hasSuffix("\n") { complaints.append("the last line has no end") }
    var current = ""
    var helped: Set<String> = []
    let comment = try Regex(
      #"# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)"#,
      as: (Substring, Substring, Substring, Substring).self)
    let sample = try Regex(
      #"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)"#,
      as: (Substring, Substring, Substring?, Substring).self)
    for line in text.split(separator: "\n") {
      if let match = try comment.wholeMatch(in: line) {
        let name = String(match.output.2)
        if match.output.1 == "HELP" {
          if !helped.insert(name).inserted { complaints.append("\(name) has help twice") }
        } else {
          if types[name] != nil { complaints.append("\(name) has a type twice") }
          if !helped.contains(name) { complaints.append("\(name) has a type before its help") }
          types[name] = String(match.output.3)
          current = name
        }
      } else if let match = try sample.wholeMatch(in: line) {
        guard let value = Double(match.output.3) else {
          complaints.append("no number: \(line)")
          continue
        }
        let name = String(match.output.1)
        if !Self.family(name, of: current, types[current]) {
          complaints.append("\(name) stands among the samples of \(current)")
        }
        let labels = try Self.labels(match.output.2 ?? "")
        samples.append(Sample(name: name, labels: labels, value: value))
      } else {
        complaints.append("no line of the format: \(line)")
      }
    }
    checkNames()
    checkHistograms()
    let keys = samples.map { Sample(name: $0.name, labels: $0.labels, value: 0) }
    if Set(keys).count != keys.count { complaints.append("a sample stands twice") }
  }

  func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    samples.first { $0.name == name && $0.labels == labels }?.value
  }

  private static func family(_ name: String, of metric: String, _ type: String?) -> Bool {
    type == "histogram"
      ? ["_bucket", "_sum", "_count"].contains { metric + $0 == name } : metric == name
  }

  private static func labels(_ text: Substring) throws -> [String: String] {
    let pair = try Regex(
      #"([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)""#,
      as: (Substring, Substring, Substring).self)
    var labels: [String: String] = [:]
    for match in text.matches(of: pair) {
      labels[String(match.output.1)] = String(match.output.2).replacing("\\\"", with: "\"")
        .replacing("\\n", with: "\n").replacing("\\\\", with: "\\")
    }
    return labels
  }

  private mutating func checkNames() {
    for (name, type) in types {
      if !["counter", "gauge", "histogram"].contains(type) {
        complaints.append("\(name) has the unknown type \(type)")
      }
      if (type == "counter") != name.hasSuffix("_total") {
        complaints.append("\(name): counters end in _total, and nothing else does")
      }
    }
  }

  private mutating func checkHistograms() {
    for (name, type) in types where type == "histogram" {
      let buckets = samples.filter { $0.name == name + "_bucket" }
      let series = Dictionary(grouping: buckets) { $0.labels.filter { $0.key != "le" } }
      for (labels, buckets) in series {
        let counts = buckets.map(\.value)
        let bounds = buckets.compactMap { Double($0.labels["le"] ?? "") }
        if counts != counts.sorted() || bounds != bounds.sorted() || bounds.last != .infinity {
          complaints.append("the buckets of \(name) are not cumulative up to +Inf")
        }
        if counts.last != value(name + "_count", labels) || value(name + "_sum", labels) == nil {
          complaints.append("\(name) has no count or sum that agrees")
        }
      }
    }
  }
}

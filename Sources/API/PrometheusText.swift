/// Figures in the text format of Prometheus, version 0.0.4.
///
/// - Source: Prometheus documentation, "Exposition formats".
struct PrometheusText {
  private(set) var bytes: [UInt8] = []
  private var name = ""

  /// Begins a metric; its samples follow.
  mutating func begin(_ name: String, _ type: String, _ help: String) {
    self.name = name
    append("# HELP \(name) \(help)\n# TYPE \(name) \(type)\n")
  }

  /// A metric of one sample.
  mutating func single(_ name: String, _ type: String, _ help: String, _ value: Double) {
    begin(name, type, help)
    append("\(name) \(Self.text(value))\n")
  }

  mutating func sample(_ value: Int, _ labels: [(String, String)]) {
    append("\(name)\(Self.text(labels)) \(value)\n")
  }

  /// The samples of one histogram: cumulative buckets, sum and count.
  ///
  /// - Parameter counts: one a bucket, not cumulative; one more than bounds.
  mutating func histogram(
    bounds: [Double], counts: [Int], sum: Double, _ labels: [(String, String)] = []
  ) {
    var total = 0
    for (bound, count) in zip(bounds.map(Self.text) + ["+Inf"], counts) {
      total += count
      append("\(name)_bucket\(Self.text(labels + [("le", bound)])) \(total)\n")
    }
    append("\(name)_sum\(Self.text(labels)) \(Self.text(sum))\n")
    append("\(name)_count\(Self.text(labels)) \(total)\n")
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func text(_ labels: [(String, String)]) -> String {
    if labels.isEmpty { return "" }
    return "{" + labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

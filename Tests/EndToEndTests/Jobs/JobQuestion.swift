import Foundation

/// Something that a client wants computed, and how the right answer is known.
struct JobQuestion: Sendable {
  enum Kind: String, Sendable {
    case survey, aggregate, pipeline, profile
    case importing = "import"
  }

  /// What the poll of the job must answer once it is done.
  enum Expectation: Sendable {
    /// These bytes.
    case text(String)
    /// Data that holds these pieces.
    case pieces([String])
  }

  let kind: Kind
  let target: String
  let body: String
  var expected: Expectation
  /// What the client sends as `Idempotency-Key`, or calls a pipeline.
  var key: String?

  /// Whether a finished job's poll answers it rightly.
  func isAnswered(by text: String) -> Bool {
    switch expected {
    case .text(let whole): text == whole
    case .pieces(let pieces):
      text.hasPrefix(#"{"status":"done","data":"#) && pieces.allSatisfy(text.contains)
    }
  }

  /// The statuses with which a server promises to answer it.
  var acceptance: Int { kind == .survey ? 200 : 202 }
}

extension JobQuestion {
  /// A question to the survey.
  static func survey(_ statistic: String, _ body: String, answer: String = "") -> JobQuestion {
    JobQuestion(
      kind: .survey, target: "/api/\(statistic)", body: body, expected: .text(answer))
  }

  /// How many numbers below a bound there are in the data set `numbers`, and their sum: arithmetic knows it too.
  static func sum(below bound: Int) -> JobQuestion {
    JobQuestion(
      kind: .aggregate, target: "/api/v1/jobs",
      body: #"{"type":"aggregate","dataset":"numbers","#
        + #""params":{"_agg":"count(),sum(n)","n__lt":"\#(bound)"}}"#,
      expected: .pieces([#""count":\#(bound)"#, #""sum_n":\#(bound * (bound - 1) / 2)"#]))
  }

  /// The profile of a data set.
  static func profile(of name: String, key: String?) -> JobQuestion {
    JobQuestion(
      kind: .profile, target: "/api/v1/jobs", body: #"{"type":"profile","dataset":"\#(name)"}"#,
      expected: .pieces([]), key: key)
  }

  /// A pipeline with a name of its own, which is what keeps it from being there twice.
  static func pipeline(of name: String, called key: String) -> JobQuestion {
    JobQuestion(
      kind: .pipeline, target: "/api/v1/jobs",
      body: #"{"job_id":"\#(key)","data_url":"dataset:\#(name)","#
        + #""config":{"analysis_stages":["profile"]}}"#,
      expected: .pieces([#""profile":"/api/v1/jobs/job_id_"#]), key: key)
  }

  /// A file that the server fetches.
  static func importing(_ url: String, as name: String, rows: Int, key: String) -> JobQuestion {
    JobQuestion(
      kind: .importing, target: "/api/v1/imports",
      body: #"{"url":"\#(url)","name":"\#(name)"}"#,
      expected: .pieces([#""name":"\#(name)""#, #""rows_loaded":\#(rows)"#]), key: key)
  }

  /// The rows of the data set `numbers`: each number once.
  static func numbers(_ count: Int) -> String {
    "n,word\n" + (0..<count).map { "\($0),w\($0 % 17)\n" }.joined()
  }
}

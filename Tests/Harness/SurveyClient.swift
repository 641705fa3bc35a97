import Foundation

/// What the tests do as clients of the survey.
extension HTTPConnection {
  /// Submits a question and returns the number of its job.
  package func submit(_ statistic: String, _ body: [String: Any]) throws -> Int {
    let text = String(
      decoding: try JSONSerialization.data(withJSONObject: body, options: .sortedKeys),
      as: UTF8.self)
    let answer = try request("POST", "/api/\(statistic)", body: text)
    guard answer.status == 200, let id = try answer.object()["job_id"] as? String,
      id.hasPrefix("job_id_"), let number = Int(id.dropFirst("job_id_".count))
    else { throw SurveyClientFailure.refused(status: answer.status, answer.text) }
    return number
  }

  /// Polls a job until it is finished and returns the last answer.
  package func result(of number: Int) throws -> HTTPAnswer {
    var last = ""
    for _ in 0..<12_000 {
      let answer = try request("GET", "/api/get_results/job_id_\(number)")
      guard answer.status == 200, answer.text == #"{"status":"running"}"# else { return answer }
      last = answer.text
      usleep(5000)
    }
    throw SurveyClientFailure.neverDone(number, last)
  }

  /// Submits a question, waits for its job and returns the last answer.
  package func ask(_ statistic: String, _ body: [String: Any]) throws -> HTTPAnswer {
    try result(of: try submit(statistic, body))
  }

  /// How many jobs the server says are not finished.
  package func unfinishedJobs() throws -> Int? {
    try request("GET", "/api/num_jobs").object()["data"] as? Int
  }
}

package enum SurveyClientFailure: Error {
  case refused(status: Int, String)
  case neverDone(Int, String)
}

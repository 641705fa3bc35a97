import Foundation
import Posix

/// What the tests do as clients of data sets.
extension HTTPConnection {
  /// Uploads bytes as they are.
  package func upload(
    _ bytes: [UInt8], as name: String, _ query: String = "", fields: [String: String] = [:]
  ) throws -> HTTPAnswer {
    var head = "POST /api/v1/datasets?name=\(name)\(query) HTTP/1.1\r\nHost: a\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    head += "Content-Type: text/csv\r\nContent-Length: \(bytes.count)\r\n\r\n"
    try send(Array(head.utf8) + bytes)
    return try answer()
  }

  package func upload(_ text: String, as name: String, _ query: String = "") throws -> HTTPAnswer {
    try upload(Array(text.utf8), as: name, query)
  }

  /// Uploads bytes as the file of a form.
  package func uploadForm(
    _ bytes: [UInt8], named file: String, fields: [(String, String)] = [],
    to target: String = "/api/v1/datasets"
  ) throws -> HTTPAnswer {
    let boundary = "tally-test-boundary"
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
      )
    }
    body += Array(
      ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file)\"\r\n"
        + "Content-Type: text/csv\r\n\r\n").utf8)
    body += bytes + Array("\r\n--\(boundary)--\r\n".utf8)
    try send(
      "POST \(target) HTTP/1.1\r\nHost: a\r\n"
        + "Content-Type: multipart/form-data; boundary=\(boundary)\r\n"
        + "Content-Length: \(body.count)\r\n\r\n")
    try send(body)
    return try answer()
  }

  /// Orders an import and waits for the end of its job.
  ///
  /// - Returns: the job as it is told then.
  package func finishImport(_ url: String, as name: String) throws -> [String: Any] {
    let body = try JSONSerialization.data(withJSONObject: ["url": url, "name": name])
    let order = try request(
      "POST", "/api/v1/imports", body: String(decoding: body, as: UTF8.self))
    guard order.status == 202, let place = order["location"] else {
      throw SurveyClientFailure.refused(status: order.status, order.text)
    }
    var job: [String: Any] = [:]
    _ = try waitUntil {
      job = try request("GET", place).object()
      return !["queued", "running"].contains(job["state"] as? String)
    }
    return job
  }

  /// The value of a figure without labels.
  package func figure(_ name: String) throws -> Double? {
    let line = try request("GET", "/metrics").text.split(separator: "\n")
      .first { $0.hasPrefix(name + " ") }
    return line.flatMap { Double($0.dropFirst(name.count + 1)) }
  }
}

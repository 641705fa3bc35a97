import Foundation
import Harness

/// The lists of jobs, read.
enum JobList {
  /// Reads `{"status":"done","data":[{"job_id_1":"done"},...]}`, which may be long: it is looked at byte by byte.
  ///
  /// - Returns: the jobs in their order; a negative number stands for an entry that is none.
  static func read(_ body: [UInt8]) -> [(number: Int, word: String)] {
    let text = String(decoding: body, as: UTF8.self)
    let lead = #"{"status":"done","data":["#
    guard text.hasPrefix(lead), text.hasSuffix("]}") else { return [(-1, "no list")] }
    return text.utf8.dropFirst(lead.utf8.count).dropLast(2).split(separator: UInt8(ascii: ","))
      .map { entry in
        let parts = entry.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        guard parts.count == 5, parts[1].starts(with: "job_id_".utf8),
          let number = Int(String(decoding: parts[1].dropFirst(7), as: UTF8.self))
        else { return (-1, String(decoding: entry, as: UTF8.self)) }
        return (number, String(decoding: parts[3], as: UTF8.self))
      }
  }

  /// How many jobs of a kind the general list names, page by page, each once.
  static func count(of kind: JobQuestion.Kind, _ client: HTTPConnection) throws -> Int {
    var names: Set<String> = []
    var total = 0
    var cursor = ""
    while true {
      let answer = try client.request("GET", "/api/v1/jobs?type=\(kind.rawValue)\(cursor)")
      let page = try answer.object()
      guard answer.status == 200, let jobs = page["data"] as? [[String: Any]] else { return -1 }
      total += jobs.count
      names.formUnion(jobs.compactMap { $0["id"] as? String })
      guard let next = (page["page"] as? [String: Any])?["next"] as? String else {
        return names.count == total ? total : -1
      }
      cursor = "&_cursor=\(next)"
    }
  }
}

internal import JSON

/// All that `tally doctor` has found, as text and as JSON.
struct DoctorReport: Equatable {
  private static let nameWidth = 13

  let findings: [Finding]

  /// The worst of what was found.
  var grade: Finding.Grade {
    Finding.Grade.allCases.last { grade in findings.contains { $0.grade == grade } } ?? .ok
  }

  /// 0 if the server would work, 1 if something fails.
  var exitCode: Int32 { grade == .fail ? 1 : 0 }

  /// A line for each finding, and below it what to do.
  var text: String {
    findings.flatMap { finding in
      [
        finding.grade.rawValue.padded(to: 6) + finding.name.padded(to: Self.nameWidth)
          + finding.found
      ] + (finding.mend.map { [String(repeating: " ", count: 6) + "mend: \($0)"] } ?? [])
    }
    .joined(separator: "\n")
  }

  /// `{"status":"ok","checks":[{"name":...,"status":...,"found":...,"mend":...}]}`.
  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("status")
    writer.string(grade.rawValue)
    writer.key("checks")
    writer.beginArray()
    for finding in findings {
      writer.beginObject()
      for (key, value) in [
        ("name", finding.name), ("status", finding.grade.rawValue), ("found", finding.found),
        ("mend", finding.mend),
      ] {
        writer.key(key)
        if let value { writer.string(value) } else { writer.null() }
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

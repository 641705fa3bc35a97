internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

// What the pages of jobs show alike.

extension JobAccount {
  /// The page of the job.
  var page: String { "/jobs/\(id)" }

  /// What a client can do with it, by the name of the button's action.
  var actions: [(action: String, title: String)] {
    switch state {
    case .queued, .running: [("cancel", "Cancel")]
    case .succeeded: [("remove", "Remove")]
    // What an older release has left says not what it was asked.
    case .failed, .cancelled: (kind == nil ? [] : [("retry", "Retry")]) + [("remove", "Remove")]
    }
  }

  /// How long it ran, or runs, in milliseconds.
  func milliseconds(at now: Int64) -> Int? {
    startedNanoseconds.map { Int(max(0, (finishedNanoseconds ?? now) - $0) / 1_000_000) }
  }
}

/// Lengths of time for people: `350 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`.
enum SpanText {
  static func text(milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    return switch milliseconds {
    case ..<1000: "\(milliseconds) ms"
    case ..<60_000: "\(NumberText.readable(Double(milliseconds / 100) / 10)) s"
    case ..<3_600_000: "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400_000: "\(seconds / 3600) h \(seconds / 60 % 60) min"
    default: "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
    }
  }
}

extension MarkupWriter {
  /// A moment, in nanoseconds since 1970, as RFC 3339 to the second.
  mutating func moment(_ nanoseconds: Int64) {
    var bytes: [UInt8] = []
    CalendarText.appendDatetime(nanoseconds / 1_000_000_000 * 1_000_000, to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    element("time", ("datetime", text), text: text)
  }

  /// Where a job stands, in a word.
  mutating func state(_ state: JobState) {
    element("span", ("class", "state \(state.rawValue)"), text: state.rawValue)
  }

  /// How far a job is that runs, and what it does.
  mutating func progress(_ account: JobAccount) {
    guard account.state == .running else { return }
    element(
      "progress", ("max", "100"), ("value", "\(account.progress)"),
      ("aria-label", "Progress of \(account.id)"), text: "\(account.progress) %")
    text(" ")
    element("span", ("class", "phase note"), text: account.phase?.cut ?? "")
  }

  /// Buttons, which scripts make work; without scripts they are not seen.
  mutating func actions(_ account: JobAccount) {
    begin("span", ("class", "job-actions"))
    for (action, title) in account.actions {
      element(
        "button", ("type", "button"), ("class", action == "remove" ? "small danger" : "small"),
        ("data-action", action), ("data-job", account.id.description),
        ("aria-label", "\(title) \(account.id)"), text: title)
    }
    end()
  }
}

package import JSON
internal import Tables

// A job as clients see it.

extension JobAccount {
  /// Where the job is told of.
  package var path: String { "/api/v1/jobs/\(id)" }

  /// The description, in one line.
  package var text: [UInt8] {
    var writer = JSONWriter(reserving: 512)
    writer.job(self)
    return writer.bytes
  }
}

extension JSONWriter {
  /// All that is told of a job.
  package mutating func job(_ account: JobAccount) {
    beginObject()
    key("id")
    string(account.id.description)
    if let name = account.name {
      key("name")
      string(name.description)
    }
    key("type")
    textOrNull(account.kind)
    key("state")
    string(account.state.rawValue)
    key("progress")
    integer(account.progress)
    key("phase")
    textOrNull(account.phase)
    key("queue_position")
    if let position = account.queuePosition { integer(position) } else { null() }
    key("expected_wait_seconds")
    if let seconds = account.expectedWaitSeconds {
      double((seconds * 1000).rounded() / 1000)
    } else {
      null()
    }
    key("attempts")
    integer(account.attempts)
    key("coalesced")
    textOrNull(account.coalescedWith?.description)
    key("created")
    timeOrNull(account.createdNanoseconds)
    key("started")
    timeOrNull(account.startedNanoseconds)
    key("finished")
    timeOrNull(account.finishedNanoseconds)
    key("error")
    textOrNull(account.reason)
    key("links")
    beginObject()
    key("self")
    string(account.path)
    key("result")
    string(account.path + "/result")
    key("events")
    string(account.path + "/events")
    endObject()
    endObject()
  }

  private mutating func textOrNull(_ text: String?) {
    if let text { string(text) } else { null() }
  }

  private mutating func timeOrNull(_ nanoseconds: Int64?) {
    if let nanoseconds { time(nanoseconds) } else { null() }
  }

  /// A moment, in nanoseconds since 1970, as RFC 3339 in UTC.
  package mutating func time(_ nanoseconds: Int64) {
    var spelled: [UInt8] = []
    CalendarText.appendDatetime(nanoseconds / 1_000, to: &spelled)
    text(spelled[...])
  }
}

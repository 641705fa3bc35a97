internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

/// Many events on their way in, and what became of each.
struct EventIntake {
  private let batch: EventBatch
  private let usualSeries: String
  private(set) var acceptedCount = 0
  /// Where the log stands behind them.
  private(set) var position = 0
  private var rejected: [(index: Int, reason: String)]
  /// Why the first event was refused that made sense.
  private var refusal: EventRefusal?

  /// - Parameters:
  ///   - usualSeries: that of events that name none.
  ///   - now: what the clock says.
  init(_ batch: EventBatch, usualSeries: String = "", at now: Int64) {
    self.usualSeries = usualSeries
    var batch = batch
    batch.reject(aheadOf: now, toleranceSeconds: EventQuestion.toleranceSeconds)
    self.batch = batch
    rejected = batch.rejected.map { ($0.index, $0.reason.sentence) }
  }

  /// Adds what makes sense, run by run of the same series.
  ///
  /// - Parameter patienceMilliseconds: how long it may wait for the log; 0 in loops.
  mutating func add(to store: EventStore, at now: Int64, patienceMilliseconds: Int) {
    let names = batch.series.map { $0.isEmpty ? usualSeries : $0 }
    var patience = patienceMilliseconds
    var start = 0
    while start < batch.events.count {
      let series = batch.seriesOf[start]
      let end = batch.seriesOf[start...].firstIndex { $0 != series } ?? batch.events.count
      let (count, refusal, position) = store.add(
        batch.events[start..<end], to: names[Int(series)], at: now,
        patienceMilliseconds: &patience)
      acceptedCount += count
      self.position = max(self.position, position)
      if let refusal { note(refusal, of: start + count..<end) }
      start = end
    }
    if refusal != nil { rejected.sort { $0.index < $1.index } }
  }

  private mutating func note(_ refusal: EventRefusal, of range: Range<Int>) {
    self.refusal = self.refusal ?? refusal
    let sentence = refusal.account.detail
    for place in range { rejected.append((Int(batch.indexOf[place]), sentence)) }
  }

  /// What the client is told. It is a failure only if nothing was taken.
  var response: Response {
    guard acceptedCount == 0 else { return .json(text(error: nil)) }
    let account = Failure.noneAccepted(refusal, count: rejected.count).account
    var response = Response.json(text(error: account.detail), status: account.status)
    for (name, value) in account.fields { response.fields.append(name, value) }
    return response
  }

  private func text(error: String?) -> [UInt8] {
    var writer = JSONWriter(reserving: 64 + 96 * rejected.count)
    writer.beginObject()
    if let error {
      writer.key("error")
      writer.string(error)
    }
    writer.key("accepted")
    writer.integer(acceptedCount)
    writer.key("rejected")
    writer.beginArray()
    for (index, reason) in rejected {
      writer.beginObject()
      writer.key("index")
      writer.integer(index)
      writer.key("reason")
      writer.string(reason)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}

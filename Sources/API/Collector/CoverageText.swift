internal import Engine
internal import JSON
internal import Statistics

/// What is there of days, as JSON: an object of one member a day.
enum CoverageText {
  /// - Complexity: O(*n*) in the number of days.
  static func text(of days: [DayCoverage]) -> [UInt8] {
    var writer = JSONWriter(reserving: 100 * days.count)
    writer.beginObject()
    for day in days {
      writer.key(day.day.description)
      write(day, to: &writer)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ day: DayCoverage, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("status")
    writer.string(day.state.rawValue)
    writer.key("cities")
    if let count = day.cities { writer.integer(count) } else { writer.null() }
    writer.key("stored")
    writer.integer(day.stored)
    writer.key("failed")
    writer.integer(day.failed)
    writer.key("job_id")
    if let id = day.job { writer.string(id.description) } else { writer.null() }
    writer.endObject()
  }
}

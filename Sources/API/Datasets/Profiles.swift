internal import Engine
internal import HTTP
package import JSON
package import Statistics
internal import Tables

extension Responder {
  /// Every column's statistics.
  func profile(_ request: Request) throws(Failure) -> Response {
    let dataset = try dataset(request)
    if let item = request.target.queryItems.first {
      throw .badParameters([
        Problem.Mistake("There is no parameter '\(item.name)'", at: .parameter(item.name))
      ])
    }
    let table = try table(dataset)
    let lanes = engine.lanes
    return try cached(request, dataset, question: "profile") { () throws(Failure) in
      var writer = JSONWriter(reserving: 16 << 10)
      writer.beginObject()
      writer.key("data")
      ProfileText.write(TableProfile(of: table, on: lanes), to: &writer)
      writer.meta(dataset, nanoseconds: elapsed(request))
      writer.endObject()
      return writer.bytes
    }
  }
}

/// Profiles as JSON.
package enum ProfileText {
  /// `{"row_count":...,"columns":[...]}`
  package static func write(_ profile: TableProfile, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("row_count")
    writer.integer(profile.rowCount)
    writer.key("columns")
    writer.beginArray()
    for column in profile.columns { write(column, to: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private static func write(_ column: ColumnProfile, to writer: inout JSONWriter) {
    writer.beginObject()
    writeFacts(column, to: &writer)
    if let numbers = column.numbers { write(numbers, to: &writer) }
    if let truths = column.truths {
      writer.key("true")
      writer.integer(truths.trueCount)
      writer.key("false")
      writer.integer(truths.falseCount)
    }
    if let lengths = column.lengths {
      writer.key("shortest")
      writer.integer(lengths.lowerBound)
      writer.key("longest")
      writer.integer(lengths.upperBound)
    }
    if let histogram = column.histogram { write(histogram, to: &writer) }
    writer.key("top")
    writer.beginArray()
    for top in column.topValues {
      writer.beginObject()
      writer.key("value")
      writer.cell(top.value)
      writer.key("count")
      writer.integer(top.count)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// What is told of a column also where its data set is shown.
  static func writeFacts(_ column: ColumnProfile, to writer: inout JSONWriter) {
    writer.key("name")
    writer.string(column.name)
    writer.key("type")
    writer.string(column.type.word)
    writer.key("count")
    writer.integer(column.count)
    writer.key("nulls")
    writer.integer(column.nullCount)
    writer.key("distinct")
    if let distinct = column.distinctCount { writer.integer(distinct) } else { writer.null() }
    writer.key("min")
    writer.cell(column.least)
    writer.key("max")
    writer.cell(column.greatest)
  }

  private static func write(_ numbers: NumberProfile, to writer: inout JSONWriter) {
    let statistics: [(String, Double?)] = [
      ("mean", numbers.mean), ("stddev", numbers.standardDeviation),
      ("variance", numbers.variance), ("p5", numbers.percentile5), ("q25", numbers.lowerQuartile),
      ("median", numbers.median), ("q75", numbers.upperQuartile), ("p95", numbers.percentile95),
      ("skewness", numbers.skewness), ("kurtosis", numbers.kurtosis),
    ]
    for (name, value) in statistics {
      writer.key(name)
      if let value { writer.double(value) } else { writer.null() }
    }
    writer.key("zeros")
    if let zeros = numbers.zeroCount { writer.integer(zeros) } else { writer.null() }
  }

  private static func write(_ histogram: ColumnHistogram, to writer: inout JSONWriter) {
    writer.key("histogram")
    writer.beginObject()
    writer.key("edges")
    writer.beginArray()
    for edge in histogram.edges { writer.cell(edge) }
    writer.endArray()
    writer.key("counts")
    writer.beginArray()
    for count in histogram.counts { writer.integer(count) }
    writer.endArray()
    writer.endObject()
  }
}

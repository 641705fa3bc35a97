package import JSON
package import Statistics
internal import Tables

extension JSONWriter {
  /// What columns of a table are like: `{"row_count":...,"columns":[{...},...]}`.
  package mutating func profile(_ columns: [ColumnProfile], rowCount: Int) {
    beginObject()
    key("row_count")
    integer(rowCount)
    key("columns")
    beginArray()
    for column in columns {
      beginObject()
      facts(column)
      distribution(column)
      endObject()
    }
    endArray()
    endObject()
  }

  /// A column with its type, how many values it has, and the least and the greatest one.
  package mutating func columnFacts(_ column: ColumnProfile) {
    beginObject()
    facts(column)
    endObject()
  }

  private mutating func facts(_ column: ColumnProfile) {
    key("name")
    string(column.name)
    key("type")
    string(column.type.word)
    key("count")
    integer(column.count)
    key("nulls")
    integer(column.nullCount)
    key("distinct")
    integer(column.distinctCount)
    key("min")
    cell(column.least)
    key("max")
    cell(column.greatest)
  }

  private mutating func distribution(_ column: ColumnProfile) {
    if let numbers = column.numbers { self.numbers(numbers) }
    if let truths = column.truths {
      key("true")
      integer(truths.trueCount)
      key("false")
      integer(truths.falseCount)
    }
    if let lengths = column.lengths {
      key("shortest")
      integer(lengths.lowerBound)
      key("longest")
      integer(lengths.upperBound)
    }
    if let histogram = column.histogram {
      key("histogram")
      self.histogram(histogram)
    }
    key("top")
    beginArray()
    for counted in column.topValues {
      beginObject()
      key("value")
      cell(counted.value)
      key("count")
      integer(counted.count)
      endObject()
    }
    endArray()
  }

  private mutating func numbers(_ numbers: NumberProfile) {
    let measures: [(String, Double?)] = [
      ("mean", numbers.mean), ("stddev", numbers.standardDeviation),
      ("variance", numbers.variance), ("p5", numbers.percentile5), ("q1", numbers.lowerQuartile),
      ("median", numbers.median), ("q3", numbers.upperQuartile), ("p95", numbers.percentile95),
      ("skewness", numbers.skewness), ("kurtosis", numbers.kurtosis),
    ]
    for (name, value) in measures {
      key(name)
      if let value { double(value) } else { null() }
    }
    key("zeros")
    integer(numbers.zeroCount)
  }

  private mutating func integer(_ number: Int?) {
    if let number { integer(number) } else { null() }
  }
}

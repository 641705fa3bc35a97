internal import JSON
internal import Tables

/// Turns what the upstream answers for a city and a day, a JSON array of journeys, into the lines of their object, piece by piece.
///
/// The lines are CSV (RFC 4180, UTF-8, LF) with a header; a field is what the upstream wrote, in quotes only where it must be. Every member must
/// be there with its type; others are passed over. Memory is bounded by a piece and an element, however long the answer is.
package struct CityAnswerReader {
  /// How long an element may be.
  package static let elementLimitBytes = 64 << 10

  private var elements = JSONElements(limitBytes: elementLimitBytes)
  private var busTypes: BusTypeTable
  private let writer = CSVWriter()
  private var hasHeader = false

  package init() {
    self.init(gathering: BusTypeTable())
  }

  init(gathering busTypes: BusTypeTable) {
    self.busTypes = busTypes
  }

  /// Takes a piece of the answer and appends the lines of the journeys that are complete; before the first, the header.
  ///
  /// After a failure the reader is not to be used any more.
  ///
  /// - Complexity: O(*piece*), about 150 MB/s.
  package mutating func append(
    _ piece: [UInt8], to csv: inout [UInt8]
  ) throws(CityAnswerFailure) {
    writeHeader(to: &csv)
    elements.append(piece)
    while let range = try next() {
      let row = try row(in: range)
      guard busTypes.insert(row.busType.span) else {
        throw .tooManyBusTypes(
          element: elements.count, limit: busTypes.limit, limitBytes: busTypes.limitBytes)
      }
      writer.appendRow(
        [
          .text(row.departureTime), .text(row.busType), .integer(Int64(row.passengers)),
          .text(row.delay), .boolean(row.accident),
        ], to: &csv)
    }
  }

  /// Takes the end of the answer.
  package mutating func finish(to csv: inout [UInt8]) throws(CityAnswerFailure) -> CityCounts {
    writeHeader(to: &csv)
    do throws(JSONElementsFailure) {
      try elements.finish()
    } catch {
      throw .malformed(error)
    }
    return CityCounts(rows: elements.count)
  }

  private mutating func writeHeader(to csv: inout [UInt8]) {
    if hasHeader { return }
    writer.appendHeader(JourneyMember.allCases.map(\.rawValue), to: &csv)
    hasHeader = true
  }

  private mutating func next() throws(CityAnswerFailure) -> Range<Int>? {
    do throws(JSONElementsFailure) {
      return try elements.next()
    } catch {
      throw .malformed(error)
    }
  }

  private func row(in range: Range<Int>) throws(CityAnswerFailure) -> CityRow {
    if let row = CityRow(elements.bytes, range) { return row }
    let value: JSONValue
    do throws(JSONElementsFailure) {
      value = try elements.value(in: range)
    } catch {
      throw .malformed(error)
    }
    return try CityRow(value, element: elements.count)
  }
}

/// What was found in the answer for a city.
package struct CityCounts: Equatable, Sendable {
  /// How many journeys it has.
  package let rows: Int
}

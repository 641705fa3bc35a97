/// Adds up the records of an object of journeys, as many as are complete.
struct JourneyTally {
  private let recordLimitBytes: Int
  private var header: JourneyHeader?
  private var busTypes: BusTypeTable
  /// Where the next record begins, counted from 1.
  private(set) var line = 1
  private var rows = 0
  private var passengers = 0
  private var accidents = 0
  private var delayNanoseconds: Int128 = 0

  init(recordLimitBytes: Int, gathering busTypes: BusTypeTable) {
    self.recordLimitBytes = recordLimitBytes
    self.busTypes = busTypes
  }

  /// What is known of all records.
  func digest() throws(JourneyFailure) -> JourneyDigest {
    if header == nil { throw .noHeader }
    return JourneyDigest(
      rows: rows, passengers: passengers, accidents: accidents,
      delayNanoseconds: delayNanoseconds, busTypes: busTypes.sorted)
  }

  /// Reads records that stand one behind the other.
  ///
  /// - Returns: where the first record begins that has no end.
  mutating func read(_ text: Span<UInt8>) throws(JourneyFailure) -> Int {
    var place = 0
    while header == nil {
      guard let end = try readHeader(text, from: place) else { return place }
      place = end
    }
    guard let columns = header?.columns else { return place }
    while let end = try readRecord(text, from: place, columns.span) { place = end }
    return place
  }

  /// Reads the first record that is not empty.
  ///
  /// - Returns: where the next one begins; `nil` if it has no end.
  private mutating func readHeader(
    _ text: Span<UInt8>, from start: Int
  ) throws(JourneyFailure) -> Int? {
    let hasMark =
      line == 1 && text.count >= start + 3 && text[start] == 0xEF && text[start + 1] == 0xBB
      && text[start + 2] == 0xBF
    var field = FieldCursor(
      recordStart: start, fieldStart: hasMark ? start + 3 : start, limitBytes: recordLimitBytes,
      line: line)
    var names: [[UInt8]] = []
    repeat {
      guard try field.advance(in: text) else { return nil }
      names.append(field.bytes(in: text))
    } while !field.isLast
    line += field.lineCount
    if names != [[]] { header = try JourneyHeader(names) }
    return field.next
  }

  /// Reads a record.
  ///
  /// - Returns: where the next one begins; `nil` if it has no end.
  @inline(__always)
  private mutating func readRecord(
    _ text: Span<UInt8>, from start: Int, _ columns: Span<JourneyMember?>
  ) throws(JourneyFailure) -> Int? {
    var field = FieldCursor(
      recordStart: start, fieldStart: start, limitBytes: recordLimitBytes, line: line)
    var values = JourneyValues()
    var count = 0
    repeat {
      guard try field.advance(in: text) else { return nil }
      let isEmptyLine = count == 0 && field.isLast && field.range.isEmpty
      if count < columns.count, let column = columns[count], !isEmptyLine {
        if field.hasDoubledQuotes {
          try read(field.bytes(in: text).span, column, &values)
        } else {
          try read(text.extracting(field.range), column, &values)
        }
      }
      count = isEmptyLine ? 0 : count &+ 1
    } while !field.isLast
    if count == columns.count {
      add(values)
    } else if count > 0 {
      throw .fieldCount(line: line, found: count, expected: columns.count)
    }
    line &+= field.lineCount
    return field.next
  }

  @inline(__always)
  private mutating func read(
    _ field: Span<UInt8>, _ column: JourneyMember, _ values: inout JourneyValues
  ) throws(JourneyFailure) {
    let isRead =
      switch column {
      case .departureTime: true
      case .busType: field.count > 0
      case .passengers: values.readPassengers(field)
      case .delay: values.readDelay(field)
      case .accident: values.readAccident(field)
      }
    if !isRead { throw .value(line: line, column, Self.shortText(field)) }
    // One that is read again because its record had no end is there already.
    if column == .busType, !busTypes.insert(field) {
      throw .tooManyBusTypes(
        line: line, limit: busTypes.limit, limitBytes: busTypes.limitBytes)
    }
  }

  @inline(__always)
  private mutating func add(_ values: JourneyValues) {
    // See JourneyDigest.merge on what 64 bits hold.
    rows &+= 1
    passengers &+= values.passengers
    accidents &+= values.hasAccident ? 1 : 0
    delayNanoseconds &+= Int128(values.delayNanoseconds)
  }

  /// A field for people, cut to 100 characters.
  private static func shortText(_ field: Span<UInt8>) -> String {
    let bytes = (0..<min(field.count, 401)).map { field[$0] }
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
    let isCut = text.count > 100
    return String(String.UnicodeScalarView(text.prefix(isCut ? 97 : 100))) + (isCut ? "..." : "")
  }
}

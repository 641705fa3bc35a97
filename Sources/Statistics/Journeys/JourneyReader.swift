/// Reads an object of journeys, CSV with a header, piece by piece and says what is known of them.
///
/// Columns are found by their names, in any order, and others are passed over. Fields may stand in quotes, lines may end with CR LF, a
/// byte order mark may stand in front, and empty lines say nothing. Memory is bounded by a piece and a record, however long the object is.
package struct JourneyReader {
  /// How long a record may be, with the line feeds that stand in quotes.
  package static let recordLimitBytes = 1 << 20

  private let recordLimitBytes: Int
  private let gatheredBytes: Int
  /// What has not been read yet; it begins with a record.
  private var rest: [UInt8] = []
  /// How long `rest` must be before it is worth a look: twice as long as when its record had no end, so that no piece is read often.
  private var worthwhileCount: Int
  private var tally: JourneyTally

  package init() {
    self.init(recordLimitBytes: Self.recordLimitBytes, gatheredBytes: 64 << 10, BusTypeTable())
  }

  /// - Parameter gatheredBytes: how much is gathered before it is read.
  init(recordLimitBytes: Int, gatheredBytes: Int, _ busTypes: BusTypeTable) {
    self.recordLimitBytes = recordLimitBytes
    self.gatheredBytes = gatheredBytes
    worthwhileCount = gatheredBytes
    tally = JourneyTally(recordLimitBytes: recordLimitBytes, gathering: busTypes)
  }

  /// Takes a piece of the object.
  ///
  /// A failure may come with a later piece than the one that is wrong. After it the reader is not to be used any more.
  ///
  /// - Complexity: O(*piece*).
  package mutating func append(_ piece: [UInt8]) throws(JourneyFailure) {
    rest.append(contentsOf: piece)
    if rest.count >= worthwhileCount { try read() }
  }

  /// Takes the end of the object and says what is known of all of its journeys.
  package mutating func finish() throws(JourneyFailure) -> JourneyDigest {
    // The last line need not end with a line feed; one more is an empty line.
    rest.append(UInt8(ascii: "\n"))
    try read()
    if !rest.isEmpty { throw .quoteNeverClosed(line: tally.line) }
    return try tally.digest()
  }

  private mutating func read() throws(JourneyFailure) {
    var bytes: [UInt8] = []
    swap(&bytes, &rest)
    let end = try tally.read(bytes.span)
    bytes.removeSubrange(..<end)
    swap(&bytes, &rest)
    if rest.count > recordLimitBytes {
      throw .recordTooLong(line: tally.line, limitBytes: recordLimitBytes)
    }
    worthwhileCount = max(gatheredBytes, rest.count * 2)
  }
}

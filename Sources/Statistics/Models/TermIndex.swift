package import Tables

/// Why documents cannot be indexed.
package enum TermIndexFailure: Error, Equatable, Sendable {
  /// There are more documents than can be numbered.
  case tooManyDocuments(limit: Int)
  /// The documents have together more different terms than the index may hold.
  case tooManyPostings(limit: Int)
  /// Nobody wants the index any more.
  case cancelled
}

/// Finds documents that are like others by their words.
///
/// A document is a vector with one number per term: how often the term occurs (at most 65,535 times), times ln((1 + *n*) / (1 + *df*)) + 1
/// for *n* documents of which *df* have the term, and the whole divided by its length. How like two documents are is their dot product, the
/// cosine of the angle between them. Terms are words of two or more characters (`TextWords`) without the English stop words. That is what
/// scikit-learn does with `TfidfVectorizer(stop_words="english")`, so answers can be checked against it. A document without terms is like none.
///
/// The index is the same on any number of lanes. It takes 12 bytes for each different term of each document, 16 for a document, and for a term
/// some 50 and its bytes; while it is made, half as much again.
///
/// - Source: G. Salton, C. Buckley, Term-weighting approaches in automatic text retrieval, Information Processing & Management 24 (1988),
///   pp. 513-523; idf as scikit-learn smooths it.
package struct TermIndex: Sendable {
  /// Bounds of an index.
  package struct Options: Sendable {
    /// How many postings there may be: different terms of a document, summed over the documents.
    package var postingLimit = 1 << 31
    /// How many bytes of a document are read.
    package var documentBytes = 1 << 20

    package init() {}
  }

  private let terms: TermDictionary
  /// Rows are documents, columns terms.
  private let documents: Postings
  /// Rows are terms, columns documents.
  private let occurrences: Postings
  /// One per term: what rare terms weigh more.
  private let rarity: [Double]
  /// The length of each document's vector before it is divided by it; 0 for a document without terms.
  private let lengths: [Double]
  private let options: Options

  /// Indexes the documents 0 to `count` - 1.
  ///
  /// - Parameters:
  ///   - document: appends the text of a document, UTF-8, to an empty array. It is asked once for each, on any lane.
  /// - Complexity: O(*bytes*) on the lanes, and O(*postings*) on one.
  package init(
    documents count: Int, options: Options = Options(), on lanes: Lanes,
    document: @escaping @Sendable (_ row: Int, _ text: inout [UInt8]) -> Void
  ) throws(TermIndexFailure) {
    guard count <= Int(Int32.max) else { throw .tooManyDocuments(limit: Int(Int32.max)) }
    let index: TermIndex?
    do throws(Cancelled) {
      index = try TermIndex(count, options, lanes, document)
    } catch {
      throw .cancelled
    }
    guard let index else { throw .tooManyPostings(limit: options.postingLimit) }
    self = index
  }

  /// - Returns: `nil` if there are too many postings.
  private init?(
    _ count: Int, _ options: Options, _ lanes: Lanes,
    _ document: @escaping @Sendable (_ row: Int, _ text: inout [UInt8]) -> Void
  ) throws(Cancelled) {
    var terms = TermDictionary()
    var postings = Postings()
    do {
      let pieces = try Self.count(count, options, lanes.part(0, count: 6, of: 10), document)
      guard pieces.allSatisfy({ $0 != nil }) else { return nil }
      let counted = pieces.compactMap { $0 }
      postings.reserve(
        rows: count, postings: counted.reduce(0) { $0 + $1.postings.columns.count })
      for piece in counted {
        try lanes.check()
        postings.append(piece.postings, renumbered: piece.numbers(addingTo: &terms))
      }
      lanes.advance(7, of: 10)
    }
    self.terms = terms
    self.options = options
    // Turned over twice, the terms of a document ascend, so that equal documents have equal vectors to the last digit.
    occurrences = try postings.transposed(width: terms.count, on: lanes)
    postings = Postings()
    lanes.advance(8, of: 10)
    documents = try occurrences.transposed(width: count, on: lanes)
    lanes.advance(9, of: 10)
    let occurrences = self.occurrences
    rarity = (0..<terms.count).map { term in
      let frequency = occurrences.range(of: term).count
      return naturalLogarithm(Double(1 + count) / Double(1 + frequency)) + 1
    }
    lengths = try Self.lengths(of: documents, rarity, on: lanes)
    lanes.advance(10, of: 10)
  }

  /// How many documents there are.
  package var documentCount: Int { documents.rowCount }

  /// How many different terms the documents have.
  package var termCount: Int { terms.count }

  /// The memory that the index takes.
  package var byteCount: Int {
    documents.byteCount + occurrences.byteCount + terms.byteCount
      + 8 * (rarity.count + lengths.count)
  }
}

extension TermIndex {
  /// As many documents as a lane takes at once.
  private static let pieceDocuments = 2_048

  /// The terms of the documents, piece by piece; `nil` for a piece that went over the limit.
  private static func count(
    _ count: Int, _ options: Options, _ lanes: Lanes,
    _ document: @escaping @Sendable (Int, inout [UInt8]) -> Void
  ) throws(Cancelled) -> [TermCounting?] {
    let budget = PostingBudget(options.postingLimit)
    let pieces = (count + pieceDocuments - 1) / pieceDocuments
    return try lanes.map(pieces) { (piece) throws(Cancelled) in
      var counting = TermCounting()
      var text: [UInt8] = []
      var words = TextWords()
      var counted = 0
      for row in (piece * pieceDocuments)..<min((piece + 1) * pieceDocuments, count) {
        // A document may be a MiB.
        try lanes.check()
        text.removeAll(keepingCapacity: true)
        document(row, &text)
        words.cut(text.span.extracting(first: options.documentBytes))
        counting.add(words)
        let postings = counting.postings.columns.count
        guard budget.take(postings - counted) else { return nil }
        counted = postings
      }
      lanes.advance(piece + 1, of: pieces)
      return counting
    }
  }

  private static func lengths(
    of documents: Postings, _ rarity: [Double], on lanes: Lanes
  ) throws(Cancelled) -> [Double] {
    var lengths: [Double] = []
    lengths.reserveCapacity(documents.rowCount)
    for row in 0..<documents.rowCount {
      // A document has up to half a million terms, but most have some hundred.
      if row % 64 == 0 { try lanes.check() }
      var square = 0.0
      for posting in documents.range(of: row) {
        let weight = Double(documents.counts[posting]) * rarity[Int(documents.columns[posting])]
        square += weight * weight
      }
      lengths.append(square.squareRoot())
    }
    return lengths
  }
}

extension TermIndex {
  /// The documents that are most like given ones.
  ///
  /// Their likeness to several documents is the mean of their likeness to each. Of a document that is given twice, each time counts; one that
  /// is not in the index has no terms.
  ///
  /// - Parameters:
  ///   - rows: the given documents. They are not among the answers.
  ///   - limit: as many answers there are, unless there are fewer documents: those that share no term come last, with the score 0.
  ///   - excluded: further documents that shall not be among the answers.
  /// - Returns: documents with scores from 0 to 1, the most like first; of equal ones the first row first.
  /// - Complexity: O(*postings of the terms* + *documents*).
  package func similar(
    to rows: [Int], limit: Int, excluding excluded: Set<Int> = []
  ) -> [Match] {
    let unwanted = excluded.union(rows)
    let scores = scores(of: meanVector(of: rows))
    var best = BestMatches(limit: limit)
    for row in scores.indices where best.takes(scores[row]) && !unwanted.contains(row) {
      best.add(Match(row: row, score: scores[row]))
    }
    return best.sorted
  }

  /// The documents that are most like a text.
  ///
  /// - Parameters:
  ///   - text: UTF-8; words that no document has do not count.
  ///   - limit: as many answers there are at most.
  /// - Returns: documents that share a term with the text, with scores above 0 up to 1, the most like first; of equal ones the first
  ///   row first.
  /// - Complexity: O(*bytes* + *postings of the terms* + *documents*).
  package func similar(toText text: [UInt8], limit: Int) -> [Match] {
    let scores = scores(of: vector(of: text))
    var best = BestMatches(limit: limit)
    for row in scores.indices where scores[row] > 0 && best.takes(scores[row]) {
      best.add(Match(row: row, score: scores[row]))
    }
    return best.sorted
  }

  /// What a term contributes to a vector.
  private struct Part {
    let term: Int
    let weight: Double
  }

  private func vector(of row: Int) -> [Part] {
    documents.range(of: row).map { posting in
      let term = Int(documents.columns[posting])
      return Part(
        term: term, weight: Double(documents.counts[posting]) * rarity[term] / lengths[row])
    }
  }

  private func meanVector(of rows: [Int]) -> [Part] {
    let known = rows.filter { (0..<documentCount).contains($0) }
    if known.count == 1 && rows.count == 1 { return vector(of: known[0]) }
    var sums: [Int: Double] = [:]
    for row in known {
      for part in vector(of: row) { sums[part.term, default: 0] += part.weight }
    }
    return sums.map { Part(term: $0.key, weight: $0.value / Double(rows.count)) }
      .sorted { $0.term < $1.term }
  }

  private func vector(of text: [UInt8]) -> [Part] {
    var words = TextWords()
    words.cut(text.span.extracting(first: options.documentBytes))
    var counts: [Int: Double] = [:]
    let bytes = words.bytes.span
    for place in words.places {
      guard let term = terms.number(of: bytes.extracting(place)) else { continue }
      counts[term, default: 0] += 1
    }
    let parts = counts.map { Part(term: $0.key, weight: $0.value * rarity[$0.key]) }
      .sorted { $0.term < $1.term }
    let length = parts.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
    return parts.map { Part(term: $0.term, weight: $0.weight / length) }
  }

  /// The dot product of a vector with that of each document.
  private func scores(of vector: [Part]) -> [Double] {
    var scores = [Double](repeating: 0, count: documentCount)
    for part in vector {
      let weight = part.weight * rarity[part.term]
      for posting in occurrences.range(of: part.term) {
        scores[Int(occurrences.columns[posting])] += weight * Double(occurrences.counts[posting])
      }
    }
    for row in scores.indices where scores[row] > 0 {
      // Rounding alone takes a cosine above 1.
      scores[row] = min(1, scores[row] / lengths[row])
    }
    return scores
  }
}

/// The part of a resource that a request asks for (RFC 9110, section 14).
///
/// One range is answered with that part. Several at once, or units other than bytes, are answered with the whole resource, which
/// section 14.2 allows and every client that sends them must take.
package enum Ranges {
  /// What a Range field asks for.
  package enum Verdict: Equatable, Sendable {
    /// Everything: there is no range, or none that is understood.
    case whole
    case part(Range<Int>)
    /// 416: the range begins behind the end.
    case unsatisfiable
  }

  /// Reads the Range field of a GET for a resource of so many bytes.
  package static func verdict(on fields: Fields, length: Int) -> Verdict {
    guard fields.count(of: .range) == 1, let value = fields.bytes(of: .range) else { return .whole }
    let unit = Array("bytes=".utf8)
    guard Characters.matches(value.prefix(unit.count), unit) else { return .whole }
    let parts = value.dropFirst(unit.count).split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count == 1 else { return .whole }
    return verdict(on: Characters.trimmed(parts[0]), length: length)
  }

  private static func verdict(on spec: ArraySlice<UInt8>, length: Int) -> Verdict {
    guard let hyphen = spec.firstIndex(of: UInt8(ascii: "-")) else { return .whole }
    let first = spec[..<hyphen]
    let last = spec[(hyphen + 1)...]
    if first.isEmpty {
      guard let suffix = number(last) else { return .whole }
      guard suffix > 0, length > 0 else { return .unsatisfiable }
      return .part(max(0, length - suffix)..<length)
    }
    guard let start = number(first) else { return .whole }
    var end = length - 1
    if !last.isEmpty {
      guard let given = number(last), given >= start else { return .whole }
      end = min(end, given)
    }
    guard start < length else { return .unsatisfiable }
    return .part(start..<end + 1)
  }

  /// A decimal number; beyond 64 bits it counts as the greatest.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy(Characters.isDigit) else { return nil }
    return digits.reduce(0) { number, digit in
      let (tenfold, high) = number.multipliedReportingOverflow(by: 10)
      let (sum, low) = tenfold.addingReportingOverflow(Int(digit &- 0x30))
      return high || low ? .max : sum
    }
  }
}

/// Answers a request for a file: conditions, ranges, or the whole of it.
package struct FileAnswer: Sendable {
  package var file: FileBody
  package var type: String
  package var tag: EntityTag?
  /// When the file was last changed, in seconds from 1970.
  package var modifiedSeconds: Int?

  package init(file: FileBody, type: String, tag: EntityTag?, modifiedSeconds: Int? = nil) {
    self.file = file
    self.type = type
    self.tag = tag
    self.modifiedSeconds = modifiedSeconds
  }

  /// 200 with the file, 206 with a part of it, 304, 412, or 416 with the length.
  package func response(to head: RequestHead, nowSeconds: Int) -> Response {
    var fields = Fields()
    if let tag { fields.append(.entityTag, tag.text) }
    if let modifiedSeconds {
      fields.append(.lastModified, bytes: HTTPDate.text(secondsSince1970: modifiedSeconds))
    }
    if ContentCoding.isCompressible(type: Array(type.utf8)[...]) {
      fields.append(.vary, "Accept-Encoding")
    }
    switch Conditions.verdict(
      on: head, tag: tag, modifiedSeconds: modifiedSeconds, nowSeconds: nowSeconds)
    {
    case .notModified: return Response(.notModified, fields: fields)
    case .failed: return Response(.preconditionFailed, fields: fields)
    case .goOn: break
    }
    fields.append(.acceptRanges, "bytes")
    let isRanged = head.method == .get && isRangeMeant(head.fields, nowSeconds)
    switch isRanged ? Ranges.verdict(on: head.fields, length: file.length) : .whole {
    case .whole:
      fields.append(.contentType, type)
      return Response(.ok, fields: fields, body: .file(file))
    case .part(let range):
      fields.append(.contentType, type)
      fields.append(
        .contentRange, "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.length)")
      var part = file
      part.offset += range.lowerBound
      part.length = range.count
      return Response(.partialContent, fields: fields, body: .file(part))
    case .unsatisfiable:
      fields.append(.contentRange, "bytes */\(file.length)")
      return Response(.rangeNotSatisfiable, fields: fields)
    }
  }

  /// If-Range lets a range count only for the version that the client has a part of (RFC 9110, section 13.1.5).
  private func isRangeMeant(_ fields: Fields, _ nowSeconds: Int) -> Bool {
    guard let condition = fields.bytes(of: .ifRange) else { return true }
    if let other = EntityTag(parsing: condition) {
      return tag.map { $0.isStronglyEqual(to: other) } ?? false
    }
    guard let modifiedSeconds else { return false }
    return HTTPDate.seconds(of: condition, nowSeconds: nowSeconds) == modifiedSeconds
  }
}

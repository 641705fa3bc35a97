/// Finds the elements of a JSON array that comes in pieces of any size, however long it is.
///
/// Bytes are appended, and `next` then says where in `bytes` each element lies that has come to its end. The array is held to RFC 8259, its
/// elements are not: brackets are counted and texts passed over, so whoever takes an element must read it to its end, as `value` does.
package struct JSONElements {
  /// The bytes that are not done with; valid until the next ones are appended.
  package private(set) var bytes: [UInt8] = []
  /// How many elements have come to their end.
  package private(set) var count = 0

  private let limitBytes: Int
  /// Where the search goes on, and where the element began that it is in.
  private var place = 0
  private var start = 0
  /// How many bytes came before `bytes`.
  private var passedCount = 0
  private var state = State.beforeArray

  private enum State {
    case beforeArray
    /// Behind the bracket that opens the array, or behind a comma.
    case beforeElement(isFirst: Bool)
    case withinElement(ElementEnd)
    case behindElement
    case behindArray
  }

  /// - Parameter limitBytes: how long an element may be.
  package init(limitBytes: Int) {
    self.limitBytes = limitBytes
  }

  /// Takes more of the text. The elements in what came before must have been asked for.
  package mutating func append(_ piece: [UInt8]) {
    let kept = if case .withinElement = state { start } else { place }
    if kept > 0 {
      bytes.removeSubrange(..<kept)
      passedCount += kept
      place -= kept
      start -= kept
    }
    bytes.append(contentsOf: piece)
  }

  /// Where in `bytes` the next element lies; `nil` if it has not come to its end, or if there is none.
  package mutating func next() throws(JSONElementsFailure) -> Range<Int>? {
    while true {
      if case .withinElement(var end) = state {
        place = end.advance(in: bytes.span, from: place)
        if place - start > limitBytes {
          throw .elementTooLong(element: count + 1, limitBytes: limitBytes)
        }
        state = end.isReached ? .behindElement : .withinElement(end)
        if !end.isReached { return nil }
        count += 1
        return start..<place
      }
      place = bytes.span.endOfWhiteSpace(from: place)
      if place == bytes.count { return nil }
      try step(over: bytes[place])
    }
  }

  /// Takes the end of the text.
  package func finish() throws(JSONElementsFailure) {
    let expected: String
    switch state {
    case .beforeArray: expected = "'['"
    case .beforeElement(isFirst: true): expected = "a value or ']'"
    case .beforeElement(isFirst: false): expected = "a value"
    case .withinElement: expected = "the rest of a value"
    case .behindElement: expected = "',' or ']'"
    case .behindArray: return
    }
    throw .malformed(.endOfText(expected: expected), offset: passedCount + bytes.count)
  }

  /// The element that lies in a range of `bytes`.
  package func value(in range: Range<Int>) throws(JSONElementsFailure) -> JSONValue {
    do throws(JSONFailure) {
      var end = range.lowerBound
      let value = try JSONParser.parse(bytes, from: &end)
      if end == range.upperBound { return value }
      throw .unexpected("',' or ']'", at: end, in: bytes)
    } catch {
      throw .malformed(error.reason, offset: passedCount + error.offset)
    }
  }

  /// Goes over a byte between elements; the first one of an element stays where it is.
  private mutating func step(over byte: UInt8) throws(JSONElementsFailure) {
    switch (state, byte) {
    case (.beforeArray, UInt8(ascii: "[")): state = .beforeElement(isFirst: true)
    case (.beforeArray, _): throw unexpected(byte, "'['")
    case (.beforeElement(isFirst: true), UInt8(ascii: "]")): state = .behindArray
    case (.beforeElement, UInt8(ascii: "]")), (.beforeElement, UInt8(ascii: "}")),
      (.beforeElement, UInt8(ascii: ",")), (.beforeElement, UInt8(ascii: ":")):
      throw unexpected(byte, "a value")
    case (.beforeElement, _):
      start = place
      state = .withinElement(ElementEnd())
      return
    case (.behindElement, UInt8(ascii: ",")): state = .beforeElement(isFirst: false)
    case (.behindElement, UInt8(ascii: "]")): state = .behindArray
    case (.behindElement, _): throw unexpected(byte, "',' or ']'")
    default: throw unexpected(byte, "the end of the text")
    }
    place += 1
  }

  private func unexpected(_ byte: UInt8, _ expected: String) -> JSONElementsFailure {
    .malformed(.unexpected(byte, expected: expected), offset: passedCount + place)
  }
}

/// Looks for the end of an element, byte by byte.
private struct ElementEnd {
  private(set) var isReached = false
  private var depth = 0
  private var isText = false
  private var isEscape = false

  /// Goes on until the element has ended, or until there are no more bytes.
  ///
  /// - Returns: the place behind the last byte that belongs to the element.
  mutating func advance(in text: Span<UInt8>, from start: Int) -> Int {
    var place = start
    while place < text.count {
      if isText {
        passText(text[place])
        place &+= 1
        if !isText, depth == 0 { return reached(place) }
        continue
      }
      switch text[place] {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return reached(place) }
        depth &-= 1
        if depth == 0 { return reached(place &+ 1) }
      case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09: if depth == 0 { return reached(place) }
      default: break
      }
      place &+= 1
    }
    return place
  }

  @inline(__always)
  private mutating func passText(_ byte: UInt8) {
    if isEscape {
      isEscape = false
    } else if byte == UInt8(ascii: "\\") {
      isEscape = true
    } else if byte == UInt8(ascii: "\"") {
      isText = false
    }
  }

  private mutating func reached(_ place: Int) -> Int {
    isReached = true
    return place
  }
}

/// Why bytes are no JSON array of elements that are short enough.
package enum JSONElementsFailure: Error, Equatable, Sendable {
  /// What is wrong, and how many bytes come before the place.
  case malformed(JSONFailure.Reason, offset: Int)
  /// An element, counted from 1, is longer than it may be.
  case elementTooLong(element: Int, limitBytes: Int)

  /// The failure as a sentence.
  package var sentence: String {
    switch self {
    case .malformed(let reason, let offset): "behind \(offset) bytes: \(reason.sentence)"
    case .elementTooLong(let element, let limitBytes):
      "element \(element) is longer than \(limitBytes) bytes"
    }
  }
}

import JSON

@testable import Statistics

/// What is found in an array that comes in pieces.
struct ElementsReading: Equatable {
  private(set) var elements: [JSONValue] = []
  private(set) var failure: JSONElementsFailure?

  init(_ pieces: [[UInt8]]) {
    var reader = JSONElements(limitBytes: .max)
    do throws(JSONElementsFailure) {
      for piece in pieces {
        reader.append(piece)
        while let range = try reader.next() { elements.append(try reader.value(in: range)) }
      }
      try reader.finish()
    } catch {
      failure = error
      require(!error.sentence.isEmpty, "a failure without words", error)
    }
  }

  /// An array is one if the parser takes the whole of it.
  func check(against bytes: [UInt8]) {
    var limits = JSONParser.Limits()
    limits.depth += 1
    let parsed = try? JSONParser.parse(bytes, limits: limits)
    if failure == nil {
      require(parsed == .array(elements), "no array, or another one", elements, parsed as Any)
    } else if case .array? = parsed {
      require(false, "an array that is refused", failure as Any)
    }
  }
}

/// What becomes of an answer that comes in pieces.
struct AnswerReading: Equatable {
  private(set) var csv: [UInt8] = []
  private(set) var counts: CityCounts?
  private(set) var failure: CityAnswerFailure?

  init(_ pieces: [[UInt8]], _ order: Order) {
    var reader = CityAnswerReader(gathering: BusTypeTable(limit: order.busTypeLimit))
    do throws(CityAnswerFailure) {
      for piece in pieces { try reader.append(piece, to: &csv) }
      counts = try reader.finish(to: &csv)
    } catch {
      failure = error
      require(!error.sentence.isEmpty, "a failure without words", error)
    }
  }

  /// What is stored can be read, and has as many journeys as were told of.
  func check(_ order: Order) {
    guard let counts else { return }
    let stored = ObjectReading([csv], order, recordLimitBytes: JourneyReader.recordLimitBytes)
    require(stored.digest?.rows == counts.rows, "an object that is read otherwise", self, stored)
  }
}

/// What is known of an object that comes in pieces.
struct ObjectReading: Equatable {
  private(set) var digest: JourneyDigest?
  private(set) var failure: JourneyFailure?

  init(_ pieces: [[UInt8]], _ order: Order, recordLimitBytes: Int? = nil) {
    var reader = JourneyReader(
      recordLimitBytes: recordLimitBytes ?? order.recordLimitBytes,
      gatheredBytes: order.gatheredBytes, BusTypeTable(limit: order.busTypeLimit))
    do throws(JourneyFailure) {
      for piece in pieces { try reader.append(piece) }
      digest = try reader.finish()
    } catch {
      failure = error
      require(!error.sentence.isEmpty, "a failure without words", error)
    }
  }
}

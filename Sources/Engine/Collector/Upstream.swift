internal import Posix
internal import Statistics
internal import Stores

/// The server that cities and their journeys are asked from.
struct Upstream: Sendable {
  /// How it is asked.
  struct Options: Sendable {
    var backoff = Backoff()
    var connectSeconds: Double = 5
    var stallSeconds: Double = 30
    /// For one answer.
    var totalSeconds: Double = 600
    /// Of the answer for a city.
    var limitBytes = 2_000_000_000
    /// How often an answer of it may lead on to another one.
    var redirects = 5
    /// A number from 0 to 1.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }
  }

  /// Below it are `/cities` and `/cities/{id}/stats`; without a slash at its end.
  let address: String
  let breaker: PlaceBreaker
  let counters: CollectorCounters
  let options: Options

  init(
    _ address: String, breaker: PlaceBreaker, counters: CollectorCounters,
    options: Options = Options()
  ) {
    self.address = String(address.reversed().drop { $0 == "/" }.reversed())
    self.breaker = breaker
    self.counters = counters
    self.options = options
  }

  /// Why a text cannot be an upstream's address, as the end of a sentence; `nil` if it can.
  static func fault(of address: String) -> String? {
    do throws(URLFault) {
      _ = try OutboundURL(address, keepsPath: true)
    } catch {
      return error.sentence
    }
    let isPlain = !address.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    return isPlain ? nil : "paths are added to it, so it can have neither a query nor a fragment"
  }

  /// Where the journeys of a city are.
  func address(of city: City, on day: CivilDay) -> String {
    "\(address)/cities/\(Self.segment(city.id))/stats?date=\(day)T00:00:00Z"
  }

  /// A text as one segment of a path (RFC 3986, section 3.3), also where it would mean the folder above.
  static func segment(_ text: String) -> String {
    let isStep = text == "." || text == ".."
    return text.utf8.reduce(into: "") { segment, byte in
      if isUnreserved(byte), !isStep {
        segment.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        segment += "%" + Hexadecimal.text(of: [byte]).uppercased()
      }
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }
}

/// Asks the upstream from one thread, and again where that may help.
final class UpstreamClient {
  private let upstream: Upstream
  private let client: HTTPClient
  private let isCancelled: () -> Bool
  /// The upstream's clock when it answered the last time, in seconds since 1970, if it said so.
  private(set) var dateSeconds: Int64?

  /// How often it is looked whether an upstream that is left alone may be tried.
  private static let lookMilliseconds = 20
  /// How much of an answer that says no is read, so that its connection can be used again.
  private static let refusalLimitBytes = 64 << 10

  init(_ upstream: Upstream, isCancelled: @escaping () -> Bool) {
    self.upstream = upstream
    self.isCancelled = isCancelled
    var options = HTTPClient.Options()
    // The operator has named the place.
    options.allowsPrivate = true
    options.keepsPaths = true
    client = HTTPClient(options: options)
  }

  /// The cities that there are.
  func cities() throws(UpstreamFailure) -> CityList {
    try attempting { () throws(UpstreamFailure) in
      var bytes: [UInt8] = []
      try self.fetch("\(self.upstream.address)/cities", limitBytes: CityList.limitBytes) { piece in
        bytes += piece
        return true
      }
      do throws(CityListFailure) {
        return try CityList(bytes)
      } catch {
        throw .badList(error)
      }
    }
  }

  /// Writes the journeys of a city on a day into a file.
  ///
  /// - Parameter draft: makes an empty file for each attempt.
  /// - Returns: the file of the attempt that succeeded, and what is in it.
  func journeys(
    of city: City, on day: CivilDay, draft: () throws(Errno) -> DraftFile
  ) throws(UpstreamFailure) -> (file: DraftFile, counts: CityCounts) {
    let address = upstream.address(of: city, on: day)
    return try attempting { () throws(UpstreamFailure) in
      let writing = try JourneyWriting(draft)
      do throws(UpstreamFailure) {
        try self.fetch(address, limitBytes: self.upstream.options.limitBytes) { piece in
          writing.take(piece)
        }
      } catch {
        // What stopped the answer says more than that it was stopped.
        throw writing.failure ?? error
      }
      return (writing.file, try writing.finish())
    }
  }

  // Attempts

  private func attempting<Answer>(
    _ body: () throws(UpstreamFailure) -> Answer
  ) throws(UpstreamFailure) -> Answer {
    var attempt = 0
    var hasWaited = false
    while true {
      attempt += 1
      do throws(UpstreamFailure) {
        try waitForTurn(&hasWaited)
        upstream.counters.upstreamRequests.add(1)
        if attempt > 1 { upstream.counters.upstreamRetries.add(1) }
        return try noting(body)
      } catch {
        let options = upstream.options
        let delay = options.backoff.delaySeconds(
          afterAttempt: attempt, retryAfterSeconds: error.retryAfterSeconds,
          random: options.random())
        guard error.isPassing, let delay else { throw error }
        try pause(seconds: delay)
      }
    }
  }

  private func noting<Answer>(
    _ body: () throws(UpstreamFailure) -> Answer
  ) throws(UpstreamFailure) -> Answer {
    do throws(UpstreamFailure) {
      let answer = try body()
      upstream.breaker.noteSuccess()
      return answer
    } catch {
      if error.isOfPlace {
        upstream.breaker.noteFailure(error.clause)
      } else if error.isAnswer {
        upstream.breaker.noteSuccess()
      }
      throw error
    }
  }

  /// Waits, where the upstream is left alone, until it may be tried again: once for a question, so that a dead upstream ends it soon.
  private func waitForTurn(_ hasWaited: inout Bool) throws(UpstreamFailure) {
    if upstream.breaker.mayTry() { return }
    if hasWaited { throw .rests(cause: upstream.breaker.cause) }
    hasWaited = true
    let seconds = upstream.breaker.secondsUntilTrial
    let end = Self.moment(afterSeconds: seconds)
    repeat {
      try pause(seconds: Double(Self.lookMilliseconds) / 1000)
      if upstream.breaker.mayTry() { return }
    } while Moment.monotonicNanoseconds() <= end
    throw .rests(cause: upstream.breaker.cause)
  }

  private func pause(seconds: Double) throws(UpstreamFailure) {
    guard Pause(seconds: seconds).passes(unless: isCancelled) else { throw .cancelled }
  }

  private static func moment(afterSeconds seconds: Double) -> Int64 {
    Moment.monotonicNanoseconds() + Int64(min(max(0, seconds), 86_400) * 1e9)
  }

  // One request

  /// - Parameter sink: takes the body of an answer that is one, and says whether it wants more.
  private func fetch(
    _ address: String, limitBytes: Int, into sink: ([UInt8]) -> Bool
  ) throws(UpstreamFailure) {
    var place = try Self.place(address)
    for _ in 0...upstream.options.redirects {
      let response = try ask(place.text, limitBytes: limitBytes, into: sink)
      if response.status == 200 { return }
      guard [301, 302, 303, 307, 308].contains(response.status) else {
        throw .status(response.status, retryAfterSeconds: response.retryAfterSeconds)
      }
      let target = response["location"] ?? ""
      guard !target.isEmpty,
        let next = try? OutboundURL(target, relativeTo: place, keepsPath: true),
        next.scheme == place.scheme, next.host == place.host, next.port == place.port
      else { throw .redirect(to: target) }
      place = next
    }
    throw .redirect(to: place.text)
  }

  private static func place(_ address: String) throws(UpstreamFailure) -> OutboundURL {
    do throws(URLFault) {
      return try OutboundURL(address, keepsPath: true)
    } catch {
      throw .outbound(.badURL(address, error))
    }
  }

  private func ask(
    _ address: String, limitBytes: Int, into sink: ([UInt8]) -> Bool
  ) throws(UpstreamFailure) -> OutboundResponse {
    let options = upstream.options
    let limits = HTTPClient.Limits(
      bytes: limitBytes, totalSeconds: options.totalSeconds,
      connectSeconds: options.connectSeconds, stallSeconds: options.stallSeconds, redirects: 0)
    var refusal: OutboundResponse?
    do throws(OutboundFailure) {
      let response = try client.send(
        HTTPClient.Request(), to: address, limits: limits,
        into: { head, piece in
          self.upstream.counters.upstreamBytes.add(piece.count)
          if head.status == 200 { return sink(piece) }
          refusal = head
          return head.byteCount <= Self.refusalLimitBytes
        }, isCancelled: isCancelled)
      dateSeconds = response.dateSeconds
      return response
    } catch {
      // However the body of a refusal ends.
      if let refusal, error != .cancelled { return refusal }
      throw error == .cancelled ? .cancelled : .outbound(error)
    }
  }
}

/// Writes the answer for a city into a file, as it comes.
private final class JourneyWriting {
  let file: DraftFile
  private(set) var failure: UpstreamFailure?
  private var reader = CityAnswerReader()
  /// Lines that are not in the file yet.
  private var lines: [UInt8] = []

  private static let writtenBytes = 256 << 10

  init(_ draft: () throws(Errno) -> DraftFile) throws(UpstreamFailure) {
    do throws(Errno) {
      file = try draft()
    } catch {
      throw .storage(error)
    }
  }

  /// - Returns: whether more is wanted.
  func take(_ piece: [UInt8]) -> Bool {
    do throws(UpstreamFailure) {
      try read(piece)
      if lines.count >= Self.writtenBytes { try write() }
      return true
    } catch {
      failure = error
      return false
    }
  }

  func finish() throws(UpstreamFailure) -> CityCounts {
    let counts: CityCounts
    do throws(CityAnswerFailure) {
      counts = try reader.finish(to: &lines)
    } catch {
      throw .badJourneys(error)
    }
    try write()
    return counts
  }

  private func read(_ piece: [UInt8]) throws(UpstreamFailure) {
    do throws(CityAnswerFailure) {
      try reader.append(piece, to: &lines)
    } catch {
      throw .badJourneys(error)
    }
  }

  private func write() throws(UpstreamFailure) {
    do throws(Errno) {
      try file.append(lines)
      lines.removeAll(keepingCapacity: true)
    } catch {
      throw .storage(error)
    }
  }
}

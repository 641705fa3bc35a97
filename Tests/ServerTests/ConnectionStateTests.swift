import Posix
import Testing

@testable import Server

struct ConnectionStateTests {
  private static let second: Int64 = 1_000_000_000
  private static let start: Int64 = 1000 * second
  private let options = HTTPServer.Options()
  private var state = ConnectionState(now: start)

  private func at(_ seconds: Double) -> Int64 { Self.start + Int64(seconds * 1e9) }

  @Test mutating func `a fresh connection is read and may be silent as long as a head may take`() {
    let settlement = state.settle(.init(), now: at(0), options)
    #expect(settlement == .init(action: .stay, interest: .reading, deadline: at(10)))
    #expect(state.expire(.init(), now: at(10), options) == .close)
  }

  @Test mutating func `between requests a connection is kept for the idle time`() {
    var facts = ConnectionState.Facts()
    facts.requests = 1
    #expect(state.settle(facts, now: at(3), options).deadline == at(3 + 75))
    facts.requests = 2
    #expect(state.settle(facts, now: at(50), options).deadline == at(50 + 75))
    #expect(state.expire(facts, now: at(124), options) == .goOn)
    #expect(state.expire(facts, now: at(125), options) == .close)
  }

  @Test mutating func `bytes that drip do not put off the deadline of a head`() {
    var facts = ConnectionState.Facts()
    facts.isMidHead = true
    for step in 0..<9 {
      facts.receivedBytes += 1
      #expect(state.settle(facts, now: at(Double(step)), options).deadline == at(10))
    }
    #expect(state.expire(facts, now: at(10), options) == .answerTimeout)
  }

  @Test mutating func `the next head has its own deadline`() {
    var facts = ConnectionState.Facts()
    facts.isMidHead = true
    facts.requests = 1
    #expect(state.settle(facts, now: at(0), options).deadline == at(10))
    facts.requests = 2
    #expect(state.settle(facts, now: at(4), options).deadline == at(14))
  }

  @Test mutating func `a body that grows gets more time, one that pauses does not`() {
    var facts = ConnectionState.Facts()
    facts.isInBody = true
    #expect(state.settle(facts, now: at(0), options).deadline == at(30))
    facts.receivedBytes = 100_000
    #expect(state.settle(facts, now: at(20), options).deadline == at(50))
    #expect(state.settle(facts, now: at(40), options).deadline == at(50))
    #expect(state.expire(facts, now: at(49), options) == .goOn)
    #expect(state.expire(facts, now: at(50), options) == .answerTimeout)
  }

  @Test mutating func `a body that drips buys time only for what came`() {
    var facts = ConnectionState.Facts()
    facts.isInBody = true
    _ = state.settle(facts, now: at(0), options)
    facts.receivedBytes = 512 * 5
    #expect(state.settle(facts, now: at(29), options).deadline == at(35))
  }

  @Test mutating func `a request under way has no deadline`() {
    var facts = ConnectionState.Facts()
    facts.underWay = 1
    facts.isMidHead = true
    #expect(state.settle(facts, now: at(0), options).deadline == Deadlines.never)
    #expect(state.expire(facts, now: at(1e6), options) == .goOn)
  }

  @Test mutating func `a reader that takes nothing is given up, one that takes enough is not`() {
    var facts = ConnectionState.Facts()
    facts.unsentBytes = 1
    facts.isBlocked = true
    #expect(
      state.settle(facts, now: at(0), options)
        == .init(
          action: .stay, interest: Interest(reading: true, writing: true), deadline: at(30)))
    facts.sentBytes = 2048 * 30
    #expect(state.expire(facts, now: at(30), options) == .goOn)
    #expect(state.settle(facts, now: at(30), options).deadline == at(60))
    facts.sentBytes += 2048 * 30 - 1
    #expect(state.expire(facts, now: at(60), options) == .close)
  }

  @Test mutating func `a write time below a second still asks for a byte`() {
    var options = options
    options.writeMilliseconds = 100
    options.writeLeastBytesPerSecond = 1
    var facts = ConnectionState.Facts()
    facts.isBlocked = true
    _ = state.settle(facts, now: at(0), options)
    #expect(state.expire(facts, now: at(1), options) == .close)
  }

  @Test mutating func `a connection with as many requests as it may have is not read`() {
    var facts = ConnectionState.Facts()
    facts.underWay = options.pipelineLimit
    #expect(!state.settle(facts, now: at(0), options).interest.isReading)
    facts.underWay -= 1
    #expect(state.settle(facts, now: at(0), options).interest.isReading)
  }

  @Test mutating func `a connection whose client does not read its answers is not read`() {
    var facts = ConnectionState.Facts()
    facts.unsentBytes = options.outputLimitBytes
    #expect(!state.settle(facts, now: at(0), options).interest.isReading)
    facts.unsentBytes -= 1
    #expect(state.settle(facts, now: at(0), options).interest.isReading)
  }

  @Test mutating func `a connection is not read while its input has to wait`() {
    var facts = ConnectionState.Facts()
    facts.holdsInput = true
    #expect(!state.settle(facts, now: at(0), options).interest.isReading)
  }

  @Test mutating func `a connection is not read while a body is sent to it`() {
    var facts = ConnectionState.Facts()
    facts.isSendingBody = true
    #expect(!state.settle(facts, now: at(0), options).interest.isReading)
  }

  @Test mutating func `a body that is not read while an answer is sent has no deadline`() {
    var facts = ConnectionState.Facts()
    facts.isInBody = true
    facts.isSendingBody = true
    #expect(state.settle(facts, now: at(0), options).deadline == Deadlines.never)
    #expect(state.expire(facts, now: at(1e6), options) == .goOn)
    facts.isSendingBody = false
    #expect(state.settle(facts, now: at(2e6), options).deadline == at(2e6 + 30))
  }

  private var events: ConnectionState.Facts {
    var facts = ConnectionState.Facts()
    facts.isSendingBody = true
    facts.isSendingEvents = true
    facts.sentBytes = 1000
    return facts
  }

  @Test mutating func `events that are silent get a beat, those that flow need none`() {
    var facts = events
    #expect(state.settle(facts, now: at(0), options).deadline == at(15))
    #expect(state.settle(facts, now: at(9), options).deadline == at(15))
    facts.sentBytes += 1
    #expect(state.settle(facts, now: at(10), options).deadline == at(25))
    #expect(state.expire(facts, now: at(24), options) == .goOn)
    for beat in 0..<10 {
      let now = at(25 + 15 * Double(beat))
      #expect(state.expire(facts, now: now, options) == .beat)
      facts.sentBytes += 3
      #expect(state.settle(facts, now: now, options).deadline == now + 15 * Self.second)
    }
  }

  @Test mutating func `a client whose machine takes no beat is gone after the time of a reader`() {
    var facts = events
    _ = state.settle(facts, now: at(0), options)
    // A long flow of events does not count against it.
    facts.sentBytes = 5000
    _ = state.settle(facts, now: at(3600), options)
    var taken = facts
    taken.sentBytes = 4000
    #expect(state.expire(taken, now: at(3615), options) == .beat)
    facts.sentBytes = 5003
    _ = state.settle(facts, now: at(3615), options)
    #expect(state.expire(taken, now: at(3630), options) == .close)
  }

  @Test mutating func `a client whose machine takes beats late is not gone`() {
    var facts = events
    _ = state.settle(facts, now: at(0), options)
    var taken = facts
    for beat in 1...20 {
      taken.sentBytes = facts.sentBytes - 1
      #expect(state.expire(taken, now: at(15 * Double(beat)), options) == .beat)
      facts.sentBytes += 3
      _ = state.settle(facts, now: at(15 * Double(beat)), options)
    }
  }

  @Test mutating func `a client is watched for its end while events are sent to it`() {
    let expected = Interest(reading: false, writing: false, hangUp: true)
    #expect(state.settle(events, now: at(0), options).interest == expected)
    state.close(lingering: false)
    #expect(state.settle(events, now: at(0), options).interest == expected)
    state.hangUp()
    #expect(state.settle(events, now: at(0), options).interest == .none)
  }

  @Test mutating func `a client that has finished before its events began is not asked again`() {
    state.finishPeer()
    #expect(state.settle(events, now: at(0), options).interest == .none)
  }

  @Test mutating func `what a client sent before it hung up is still read after its events`() {
    _ = state.settle(events, now: at(0), options)
    state.hangUp()
    #expect(
      state.settle(.init(), now: at(1), options)
        == .init(action: .stay, interest: .reading, deadline: at(1 + 10)))
  }

  @Test mutating func `a closing connection stays for what it owes and then goes`() {
    var facts = ConnectionState.Facts()
    facts.underWay = 1
    state.close(lingering: false)
    let settlement = state.settle(facts, now: at(0), options)
    #expect(settlement.action == .stay)
    #expect(settlement.interest == .none)
    facts.underWay = 0
    #expect(state.settle(facts, now: at(1), options).action == .close)
  }

  @Test mutating func `a lingering connection says its end and reads on for a while`() {
    state.close(lingering: true)
    let settlement = state.settle(.init(), now: at(0), options)
    #expect(settlement == .init(action: .finishSending, interest: .reading, deadline: at(2)))
    var facts = ConnectionState.Facts()
    facts.receivedBytes = 1_000_000
    #expect(state.settle(facts, now: at(1), options).deadline == at(2))
    #expect(state.expire(facts, now: at(2), options) == .close)
  }

  @Test mutating func `lingering ends with the client's last byte`() {
    state.close(lingering: true)
    _ = state.settle(.init(), now: at(0), options)
    state.finishPeer()
    #expect(state.settle(.init(), now: at(1), options).action == .close)
  }

  @Test mutating func `a half-closed client still gets what it asked for`() {
    var facts = ConnectionState.Facts()
    facts.underWay = 1
    state.finishPeer()
    let settlement = state.settle(facts, now: at(0), options)
    #expect(settlement.action == .stay)
    #expect(settlement.interest == .none)
    facts.underWay = 0
    facts.holdsInput = true
    #expect(state.settle(facts, now: at(0), options).action == .stay)
    facts.holdsInput = false
    #expect(state.settle(facts, now: at(0), options).action == .close)
  }

  @Test func `deadlines beyond the clock do not overflow`() {
    var options = options
    options.headMilliseconds = .max
    var state = ConnectionState(now: Self.start)
    #expect(state.settle(.init(), now: Self.start, options).deadline > at(1e6))
  }
}

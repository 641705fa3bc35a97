@testable import HTTP
import Testing

/// One look at what may be a part of a head: nothing but what is there counts.
struct HeadScannerTests {
  private static let head = Array("GET /a?b HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n".utf8)

  private func scan(
    _ bytes: [UInt8], _ limits: RequestParser.Limits = .init()
  ) -> HeadScanner.Outcome {
    bytes.withUnsafeBufferPointer { HeadScanner.scan($0, limits) }
  }

  @Test func `every true prefix of a head is incomplete`() {
    for count in Self.head.indices {
      let outcome = scan(Array(Self.head[..<count]))
      guard case .incomplete(skipped: 0) = outcome else {
        Issue.record("\(count) bytes: \(outcome)")
        continue
      }
    }
  }

  @Test func `a head ends behind its empty line, whatever follows`() {
    for rest in ["", "GET", "\r\n", "\u{0}"] {
      guard case .complete(_, let length) = scan(Self.head + Array(rest.utf8)) else {
        Issue.record("a head and \(rest.utf8.count) bytes")
        continue
      }
      #expect(length == Self.head.count)
    }
  }

  @Test func `empty lines before a head are counted`() {
    for (text, count) in [("", 0), ("\r", 0), ("\r\n", 2), ("\r\n\r", 2), ("\r\n\r\nGET", 4)] {
      guard case .incomplete(count) = scan(Array(text.utf8)) else {
        Issue.record("\(text.utf8.count) bytes")
        continue
      }
    }
    let lines = Array("\r\n\r\n".utf8)
    guard case .complete(let head, let length) = scan(lines + Self.head) else {
      Issue.record("a head behind empty lines")
      return
    }
    #expect(length == Self.head.count + 4)
    // What came before is not kept.
    #expect(head.fields.wire == Self.head)
  }

  @Test(arguments: MalformedRequest.all)
  func `no byte after the first wrong one changes the verdict`(_ request: MalformedRequest) {
    var isWrong = false
    for count in 0...request.bytes.count {
      switch scan(Array(request.bytes[..<count]), request.limits) {
      case .incomplete: #expect(!isWrong, "incomplete again after \(count) bytes")
      case .complete: Issue.record("complete after \(count) bytes")
      case .fault(let fault):
        isWrong = true
        #expect(fault == request.fault, "after \(count) bytes")
      }
    }
    #expect(isWrong)
  }

  @Test func `a control is found at every place of a value`() {
    for control in [UInt8(0), 1, 8, 10, 11, 13, 31, 127] {
      for place in 0..<40 {
        var value = [UInt8](repeating: 0xFF, count: 40)
        value[place] = control
        let bytes = Array("GET / HTTP/1.1\r\nHost: x\r\nA: ".utf8) + value + Array("\r\n\r\n".utf8)
        guard case .fault(let fault) = scan(bytes) else {
          Issue.record("\(control) at \(place)")
          continue
        }
        let rule: RequestFault.Malformation =
          control == 10 ? .bareLineFeed : control == 13 ? .bareCarriageReturn : .fieldValue
        #expect(fault == .malformed(rule), "\(control) at \(place)")
      }
    }
  }

  @Test func `every other byte may stand at every place of a value`() {
    for byte in UInt8.min...UInt8.max where Characters.isFieldValue(byte) {
      for place in [1, 5, 7, 8, 9, 15, 17] {
        var value = [UInt8](repeating: 0x61, count: 19)
        value[place] = byte
        let bytes = Array("GET / HTTP/1.1\r\nHost: x\r\nA: ".utf8) + value + Array("\r\n\r\n".utf8)
        guard case .complete(let head, _) = scan(bytes) else {
          Issue.record("\(byte) at \(place)")
          continue
        }
        #expect(head.fields.bytes(of: "A").map(Array.init) == value)
      }
    }
  }
}

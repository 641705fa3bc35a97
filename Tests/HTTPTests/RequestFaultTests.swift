@testable import HTTP
import Testing

/// Every fault has its status and a sentence.
struct RequestFaultTests {
  private static let statuses: [(RequestFault, Int)] = [
    (.timeout, 408), (.bodyTooLarge(limitBytes: 12_345), 413),
    (.targetTooLong(limitBytes: 12_345), 414), (.unknownExpectation, 417),
    (.headTooLarge(limitBytes: 12_345), 431), (.tooManyFields(limit: 12_345), 431),
    (.unknownMethod, 501), (.unknownTransferCoding, 501), (.unsupportedVersion, 505),
    (.overloaded, 503), (.tooManyConnections(limit: 12_345), 503),
    (.tooManyUploads(limit: 12_345), 503), (.upload(.secondFile(field: "f")), 400),
    (.storageFull(reason: "No space left"), 507),
    (.storageBroken(reason: "Input/output error"), 503),
  ]

  private static let bodyRules: [RequestFault.Malformation] = [
    .chunkSize, .chunkExtension, .chunkEnd, .trailer,
  ]

  private static let rules = RequestFault.Malformation.headRules + bodyRules

  @Test(arguments: statuses)
  func `a fault is answered with its status`(_ fault: RequestFault, _ code: Int) {
    #expect(fault.status.code == code)
    #expect(!fault.status.reason.isEmpty)
  }

  @Test(arguments: rules)
  func `whatever breaks the grammar is a bad request`(_ rule: RequestFault.Malformation) {
    #expect(RequestFault.malformed(rule).status == .badRequest)
    #expect(RequestFault.malformed(rule).detail == rule.detail)
  }

  @Test func `every fault has a sentence of its own`() {
    let faults = Self.statuses.map(\.0) + Self.rules.map { .malformed($0) }
    for fault in faults {
      #expect(fault.detail.count > 20)
      #expect(fault.detail.hasSuffix("."), "\(fault)")
    }
    #expect(Set(faults.map(\.detail)).count == faults.count)
  }

  @Test func `a fault with a limit names it`() {
    let limits = Self.statuses.filter { "\($0.0)".contains("12345") }
    #expect(limits.count == 6)
    for (fault, _) in limits { #expect(fault.detail.contains("12345"), "\(fault)") }
  }
}

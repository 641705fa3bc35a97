@testable import HTTP
import Testing

/// What the Transfer-Encoding fields of a request come to (RFC 9112, section 6.1).
struct TransferCodingsTests {
  private func verdict(_ values: String...) -> TransferCodings.Verdict {
    var codings = TransferCodings()
    for value in values { codings.add(ArraySlice(value.utf8)) }
    return codings.verdict
  }

  @Test func `chunked alone is taken, in any case and with empty members around it`() {
    #expect(verdict("chunked") == .chunked)
    #expect(verdict("ChUnKeD") == .chunked)
    #expect(verdict(" \t,chunked\t, ,") == .chunked)
    #expect(verdict("", "chunked", ",") == .chunked)
  }

  @Test func `a coding that is not known is told, wherever it stands before chunked`() {
    #expect(verdict("gzip, chunked") == .unknown)
    #expect(verdict("gzip", "chunked") == .unknown)
    #expect(verdict("identity") == .unknown)
    #expect(verdict("chunked-v2") == .unknown)
    #expect(verdict("gzip;q=1") == .unknown)
  }

  @Test func `chunked is the last one, stands once and has no parameter`() {
    #expect(verdict("chunked, chunked") == .broken)
    #expect(verdict("chunked", "chunked") == .broken)
    #expect(verdict("chunked, gzip") == .broken)
    #expect(verdict("chunked", "gzip") == .broken)
    #expect(verdict("gzip, chunked;a") == .broken)
    #expect(verdict("chunked a") == .broken)
  }

  @Test func `no coding at all is none`() {
    #expect(verdict() == .broken)
    #expect(verdict("") == .broken)
    #expect(verdict(" , ") == .broken)
  }

  @Test func `a comma in quotes hides nothing`() {
    #expect(verdict("x;a=\", chunked\"") == .broken)
    #expect(verdict("x;a=\", chunked, \"") == .broken)
  }
}

import Testing

@testable import Server

struct ConnectionTests {
  @Test func `a connection is small enough for ten thousand of them`() {
    // With its seat's header, its entry in the table and its deadline it stays below 1 KiB.
    #expect(MemoryLayout<Connection>.size <= 640)
  }
}

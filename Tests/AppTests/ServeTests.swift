import Testing

@testable import App

struct ServeTests {
  @Test func `connections leave descriptors for everything else`() {
    func limit(_ wanted: Int, _ descriptors: Int) -> Int {
      Serve.connectionLimit(wanted: wanted, descriptorLimit: descriptors, workers: 4)
    }
    #expect(limit(10_000, 1_048_576) == 10_000)
    #expect(limit(10_000, 1024) == 912)
    #expect(limit(20, 1024) == 20)
    #expect(limit(10_000, 64) == 16)
    #expect(limit(10_000, .max) == 10_000)
  }
}

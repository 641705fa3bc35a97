import Testing

@testable import Posix

struct MachineMemoryTests {
  @Test func `what the kernel has available is read from its table`() {
    let table =
      "MemTotal:       24576 kB\nMemFree:   1 kB\nMemAvailable:   12345 kB\nBuffers: 2 kB\n"
    #expect(MachineMemory.available(inMeminfo: table) == 12_345 * 1024)
  }

  @Test(arguments: ["", "MemTotal: 1 kB\n", "MemAvailable:\n", "MemAvailable: many kB\n"])
  func `a table without that line tells nothing`(table: String) {
    #expect(MachineMemory.available(inMeminfo: table) == nil)
  }

  @Test(
    arguments: [
      ("1000\n", "400\n", 600), ("1000\n", "1400\n", 0), ("1000\n", "", 1000),
      ("max\n", "400\n", nil),
      ("9223372036854771712\n", "400\n", nil), ("", "", nil),
    ] as [(String, String, Int?)])
  func `a group has left what it may take and has not`(limit: String, usage: String, left: Int?) {
    #expect(MachineMemory.left(ofLimit: limit, usage: usage) == left)
  }

  @Test func `this machine has some`() throws {
    #expect(try #require(MachineMemory.availableBytes) > 1 << 20)
  }
}

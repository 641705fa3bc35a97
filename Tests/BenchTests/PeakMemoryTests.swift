import Testing

@testable import Bench

struct PeakMemoryTests {
  @Test func `the peak stands in kibibytes behind its name`() {
    let status = "Name:\ttally-bench\nVmPeak:\t  99 kB\nVmHWM:\t    1234 kB\nVmRSS:\t   77 kB\n"
    #expect(PeakMemory.residentBytes(status: status) == 1234 * 1024)
  }

  @Test(arguments: ["", "VmRSS:\t 12 kB\n", "VmHWM:\t many kB\n", "VmHWM:\t 12 MB\n"])
  func `a text without a peak gives none`(_ status: String) {
    #expect(PeakMemory.residentBytes(status: status) == nil)
  }

  @Test func `touching memory raises the peak`() throws {
    let before = try PeakMemory.residentBytes()
    let bytes = [UInt8](repeating: 1, count: before + (64 << 20))
    #expect(try PeakMemory.residentBytes() >= bytes.count)
  }
}

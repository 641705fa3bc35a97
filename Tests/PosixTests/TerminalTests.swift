import Glibc
import Posix
import Testing

struct TerminalTests {
  @Test func `a file and a closed descriptor are no terminals`() throws {
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    #expect(Terminal(of: file) == nil)
    #expect(Terminal(of: -1) == nil)
  }

  @Test func `a terminal that does not know its width has none`() throws {
    // Opening this makes a terminal; its master is one as well.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0)
    defer { close(master) }
    let terminal = try #require(Terminal(of: master))
    #expect(terminal.columns == nil)
  }
}

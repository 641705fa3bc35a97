import Posix
import Testing

struct ErrnoTests {
  @Test func `an error has the kernel's sentence`() {
    #expect(Errno.notFound.description == "No such file or directory")
    #expect(Errno(code: 99_999).description.contains("99999"))
  }
}

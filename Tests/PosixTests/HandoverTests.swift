import Posix
import Testing

struct HandoverTests {
  private final class Owner {
    var count = 0
  }

  @Test func `a value is handed over once`() {
    let handover = Handover(Owner())
    #expect(handover.take()?.count == 0)
    #expect(handover.take() == nil)
  }
}

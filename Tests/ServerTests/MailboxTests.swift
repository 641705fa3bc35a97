import Dispatch
import HTTP
import Posix
import Testing

@testable import Server

struct MailboxTests {
  private func numbers(_ letters: [Letter]) -> [UInt32] {
    letters.compactMap { if case .answer(_, let number, _) = $0 { number } else { nil } }
  }

  @Test func `letters are taken once and in their order`() throws {
    let mailbox = try Mailbox()
    for number in 0..<5 { mailbox.post(.answer(token: 1, number: UInt32(number), .text(""))) }
    #expect(numbers(mailbox.takeAll()) == [0, 1, 2, 3, 4])
    #expect(mailbox.takeAll().isEmpty)
  }

  private func isAwake(_ mailbox: Mailbox) -> Bool {
    mailbox.waker.wait(milliseconds: 0)
  }

  @Test func `the loop is woken for the first letter and sleeps after it has taken all`() throws {
    let mailbox = try Mailbox()
    #expect(!isAwake(mailbox))
    mailbox.post(.stopAccepting)
    mailbox.post(.stopAccepting)
    #expect(isAwake(mailbox))
    #expect(mailbox.takeAll().count == 2)
    #expect(!isAwake(mailbox))
    mailbox.post(.stopAccepting)
    #expect(isAwake(mailbox))
  }

  private func text(_ response: Response?) -> String? {
    guard case .bytes(let bytes) = response?.body else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `an answer that is made at once goes back into the loop's hands`() {
    let later = LaterAnswer()
    #expect(later.give(.text("first")) == nil)
    #expect(later.give(.text("second")) == nil)
    #expect(text(later.expect(7)) == "first")
    #expect(later.give(.text("third")) == nil)
  }

  @Test func `an answer that is made later goes to its place, once`() {
    let later = LaterAnswer()
    #expect(later.expect(7) == nil)
    #expect(later.give(.text("first")) == 7)
    #expect(later.give(.text("second")) == nil)
  }

  @Test func `an answer goes one way, whichever thread is first`() throws {
    for round in 0..<200 {
      let later = LaterAnswer()
      let number = Guarded<UInt32?>(nil)
      let done = DispatchSemaphore(value: 0)
      try Posix.Thread.start(name: "giver") {
        let given = later.give(.text("answer"))
        number.withLock { $0 = given }
        done.signal()
      }
      let taken = later.expect(UInt32(round))
      done.wait()
      #expect((taken == nil) == (number.withLock { $0 } == UInt32(round)))
    }
  }

  @Test func `no letter of many threads is lost and each thread's keep their order`() throws {
    let mailbox = try Mailbox()
    let done = DispatchSemaphore(value: 0)
    for sender in 0..<4 {
      try Posix.Thread.start(name: "sender") {
        for number in 0..<1000 {
          mailbox.post(.answer(token: UInt64(sender), number: UInt32(number), .text("")))
        }
        done.signal()
      }
    }
    var taken = Array(repeating: [UInt32](), count: 4)
    while taken.joined().count < 4000, mailbox.waker.wait(milliseconds: 60_000) {
      for case .answer(let token, let number, _) in mailbox.takeAll() {
        taken[Int(token)].append(number)
      }
    }
    for _ in 0..<4 { done.wait() }
    for sender in 0..<4 { #expect(taken[sender] == Array(0..<1000)) }
  }
}

import Testing

struct SystemCallsTests {
  private let log = #"""
    10    pwrite64(7</d/state/tally.sqlite-wal>, "7\177", 24, 0) = 24
    11 write(8</r/.job_id_1.json.10.1.draft>, "{\"a\":\" = \"}", 9 <unfinished ...>
    10 fdatasync(7</d/state/tally.sqlite-wal> <unfinished ...>
    11 <... write resumed>)              = 9
    10 <... fdatasync resumed>)          = 0
    10 sendto(9<socket:[12]>, "HTTP/1.1 200 OK\r\n", 17, MSG_NOSIGNAL, NULL, 0) = 17
    11 fsync(8</r/.job_id_1.json.10.1.draft>) = -1 EIO (Input/output error) (INJECTED)
    11 rename("/r/a", "/r/b")            = 0
    10 fdatasync(7</d/state/tally.sqlite-wal> <unfinished ...>
    """#

  @Test func `whole and interrupted calls are read, each with its lines`() throws {
    let calls = SystemCalls(log).calls
    #expect(
      calls.map(\.name) == ["pwrite64", "write", "fdatasync", "sendto", "fsync", "rename"])
    #expect(calls.map(\.begun) == [0, 1, 2, 5, 6, 7])
    #expect(calls.map(\.ended) == [0, 3, 4, 5, 6, 7])
    #expect(calls.map(\.succeeded) == [true, true, true, true, false, true])
    #expect(calls[1].arguments.hasSuffix(#""{\"a\":\" = \"}", 9"#))
    #expect(calls[2].isSync && calls[2].isOn("tally.sqlite-wal"))
    #expect(calls[1].isWrite && calls[1].isOn(".draft"))
    #expect(calls[5].arguments == #""/r/a", "/r/b""#)
  }

  @Test func `a write is synced when the sync began after it and was over before`() {
    let calls = SystemCalls(log)
    let wal = "tally.sqlite-wal"
    #expect(calls.isWrittenAndSynced(wal, after: -1, before: 5))
    // The answer came before the end of the sync, or the write before the question.
    #expect(!calls.isWrittenAndSynced(wal, after: -1, before: 4))
    #expect(!calls.isWrittenAndSynced(wal, after: 0, before: 5))
    // Its sync has failed.
    #expect(!calls.isWrittenAndSynced(".draft", after: -1, before: 9))
  }
}

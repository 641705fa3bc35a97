import Foundation
import Harness
import Testing

/// Long answers, and clients that read them slowly.
struct DatasetStreamTests {
  private static let rowCount = 1_000_000

  @Test func `a million rows read slowly hold no lane, no memory and nobody else`() throws {
    let folder = ScratchFolder()
    var text = "n,text\n"
    for number in 0..<Self.rowCount { text += "\(number),row \(number % 1000)\n" }
    try folder.write(text, to: "data/long.csv")
    let server = try TallyServer(folder: folder)
    let other = try server.connect()
    // It is loaded by now, and its memory taken.
    #expect(try other.request("GET", "/api/v1/datasets/long/rows?_limit=1").status == 200)
    let before = try #require(try other.figure("process_resident_memory_bytes"))
    let readers = try (0..<8).map { _ in
      let reader = try server.connect()
      try reader.send("GET /api/v1/datasets/long/rows?_format=csv HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try reader.interimHead() == "HTTP/1.1 200 OK")
      return reader
    }
    // They read no more for now: what they could be sent stands in the kernel and in the server's bound.
    #expect(try waitUntil { try busyLanes(other) == 0 })
    for _ in 0..<20 {
      let start = Date.now
      #expect(try other.request("GET", "/api/v1/datasets/long/rows?_limit=5").status == 200)
      #expect(Date.now.timeIntervalSince(start) < 1)
      // The lane that answered last may still be on its way back; one that waits for a reader would never be free.
      #expect(try waitUntil(seconds: 5) { try busyLanes(other) == 0 })
    }
    let after = try #require(try other.figure("process_resident_memory_bytes"))
    #expect(after - before < 16_000_000, "\(after - before) bytes more")
    // Others read to the end meanwhile.
    let whole = try together(2) { [port = server.port, text] _ -> Bool in
      try HTTPConnection(port: port).request("GET", "/api/v1/datasets/long/rows?_format=csv")
        .text == text
    }
    #expect(whole == [true, true])
    #expect(readers.allSatisfy { $0.hasInput })
    #expect(try other.request("GET", "/livez").status == 200)
  }

  /// How many lanes work, but for the one that tells the figures.
  private func busyLanes(_ client: HTTPConnection) throws -> Int? {
    try client.figure("tally_pool_busy_lanes").map { Int($0) - 1 }
  }

  @Test func `a stream is cut short where the server ends, and its client sees that`() throws {
    let folder = ScratchFolder()
    try folder.write("n\n" + (0..<1_000_000).map { "\($0)\n" }.joined(), to: "data/long.csv")
    let server = try TallyServer(folder: folder)
    let reader = try server.connect()
    try reader.send("GET /api/v1/datasets/long/rows?_format=ndjson HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try reader.interimHead() == "HTTP/1.1 200 OK")
    server.send(SIGKILL)
    _ = try server.waitForExit()
    // No last chunk comes.
    #expect(throws: (any Error).self) { try reader.bytes(100_000_000) }
  }

  @Test func `a HEAD of a stream tells what a GET would, and sends no row`() throws {
    let folder = ScratchFolder()
    let text = "n\n" + (0..<50_000).map { "\($0)\n" }.joined()
    try folder.write(text, to: "data/d.csv")
    let server = try TallyServer(folder: folder)
    let target = "/api/v1/datasets/d/rows?_format=csv"
    let plain = try server.request("GET", target)
    #expect(plain.text == text)
    let head = try server.request("HEAD", target)
    #expect(head.status == 200)
    #expect(head.body.isEmpty)
    #expect(head["content-type"] == plain["content-type"])
    #expect(head["etag"] == plain["etag"])
  }
}

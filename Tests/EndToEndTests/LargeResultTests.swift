import Foundation
import Harness
import Testing

/// Results that are not kept in memory, and are sent from their files.
struct LargeResultTests {
  private let folder = ScratchFolder()

  /// The answer of a job that is longer than what is kept in memory, and than what one call sends.
  private func answer(_ number: Int, byteCount: Int = 3 << 20) -> String {
    let (start, end) = (#"{"status":"done","data":""#, #""}"#)
    let filling = "\(number) ".utf8
    let count = byteCount - start.utf8.count - end.utf8.count
    var text = [UInt8]()
    while text.count < count { text += filling }
    return start + String(decoding: text[..<count], as: UTF8.self) + end
  }

  private func path(_ number: Int) -> String { "/api/get_results/job_id_\(number)" }

  private func place(_ number: Int) -> String { "results/job_id_\(number).json" }

  @Test func `a large result is sent whole, as often as it is asked for`() throws {
    let wanted = answer(1)
    try folder.write(wanted, to: place(1))
    let server = try TallyServer(folder: folder)
    let client = try server.connect()
    for _ in 0..<5 {
      let answer = try client.request("GET", path(1))
      #expect(answer.status == 200)
      #expect(answer.text == wanted)
      #expect(answer["content-type"] == "application/json")
      let head = try client.request("HEAD", path(1))
      #expect(head.status == 200)
      #expect(head["content-length"] == String(wanted.utf8.count))
      #expect(head["content-type"] == "application/json")
    }
    try client.send(
      String(repeating: "GET \(path(1)) HTTP/1.1\r\nHost: localhost\r\n\r\n", count: 4))
    for _ in 0..<4 { #expect(try client.answer().text == wanted) }
    #expect(try server.stop() == 0)
  }

  @Test func `a large result is compressed for those who take that, open or not`() throws {
    try folder.write(answer(1), to: place(1))
    let server = try TallyServer(folder: folder)
    let client = try server.connect()
    let first = try client.request("GET", path(1), fields: ["Accept-Encoding": "gzip"])
    #expect(first["content-encoding"] == "gzip")
    let second = try client.request("GET", path(1), fields: ["Accept-Encoding": "gzip"])
    #expect(second["content-encoding"] == "gzip")
    #expect(second.body == first.body)
    #expect(second.body.count < 1 << 20)
    #expect(try client.request("GET", path(1)).text == answer(1))
  }

  @Test func `a result removed or replaced between two requests is seen to be so`() throws {
    let newer = answer(2)
    try folder.write(answer(1), to: place(1))
    let server = try TallyServer(folder: folder)
    let client = try server.connect()
    for _ in 0..<2 { #expect(try client.request("GET", path(1)).text == answer(1)) }
    let file = folder.path + "/" + place(1)
    try FileManager.default.removeItem(atPath: file)
    for _ in 0..<2 {
      let gone = try client.request("GET", path(1))
      #expect(gone.status == 410)
      #expect(gone.text.hasPrefix(#"{"status":"error","reason":"The result of job_id_1 is gone"#))
    }
    try folder.write(newer, to: place(1))
    for _ in 0..<2 { #expect(try client.request("GET", path(1)).text == newer) }
    try FileManager.default.removeItem(atPath: server.resultsPath)
    #expect(try client.request("GET", path(1)).status == 410)
  }

  @Test func `a result that is removed while it is sent is sent to its end`() throws {
    // More than both ends' kernels hold.
    let wanted = answer(1, byteCount: 64 << 20)
    try folder.write(wanted, to: place(1))
    let server = try TallyServer(folder: folder)
    let client = try server.connect()
    #expect(try client.request("HEAD", path(1)).status == 200)
    try client.send("GET \(path(1)) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    while !client.hasInput { usleep(1000) }
    try FileManager.default.removeItem(atPath: folder.path + "/" + place(1))
    #expect(try client.answer().body == Array(wanted.utf8))
    #expect(try client.request("GET", path(1)).status == 410)
  }

  @Test func `more results than are kept open are all answered and few stay open`() throws {
    let numbers = 1...150
    for number in numbers { try folder.write(answer(number, byteCount: 70_000), to: place(number)) }
    let server = try TallyServer(folder: folder)
    let client = try server.connect()
    for _ in 0..<2 {
      for number in numbers {
        #expect(
          try client.request("GET", path(number)).text == answer(number, byteCount: 70_000))
      }
    }
    #expect(try openResults(of: server) <= 64)
    // Those that nobody asks for any more are closed.
    while try openResults(of: server) > 0 { usleep(10_000) }
    #expect(try client.request("GET", path(1)).status == 200)
  }

  private func openResults(of server: TallyServer) throws -> Int {
    let descriptors = "/proc/\(server.processID)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: descriptors).count { name in
      let target = try? FileManager.default.destinationOfSymbolicLink(
        atPath: descriptors + "/" + name)
      return target?.contains("job_id_") == true
    }
  }
}

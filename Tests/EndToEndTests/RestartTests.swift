import Foundation
import Harness
import Testing

/// What a new start finds, after an orderly end and after none.
struct RestartTests {
  private let question = "Percent of adults who engage in no leisure-time physical activity"
  private let fruit = "Percent of adults who report consuming fruit less than one time daily"

  @Test func `after a restart numbers go on and finished results are still answered`() throws {
    let folder = ScratchFolder()
    var results: [Int: String] = [:]
    for round in 0..<3 {
      let server = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
      let client = try server.connect()
      for (number, text) in results {
        let answer = try client.request("GET", "/api/get_results/job_id_\(number)")
        #expect(answer.text == text)
        #expect(answer["content-type"]?.hasPrefix("application/json") == true)
      }
      for place in 1...4 {
        var body: [String: Any] = ["question": question]
        if place == 4 { body.merge(["state": "Iowa", "to_year": 1900]) { $1 } }
        let number = try client.submit(place == 4 ? "state_mean" : "mean_by_category", body)
        #expect(number == round * 4 + place)
        results[number] = try client.result(of: number).text
      }
      let words = (1...round * 4 + 4).map {
        #"{"job_id_\#($0)":"\#($0 % 4 == 0 ? "error" : "done")"}"#
      }
      #expect(
        try client.request("GET", "/api/jobs").text
          == #"{"status":"done","data":[\#(words.joined(separator: ","))]}"#)
      #expect(try client.request("GET", "/api/get_results/\(round * 4 + 5)").status == 404)
      #expect(try server.stop() == 0)
    }
    #expect(results[4]?.hasPrefix(#"{"status":"error","reason":"Iowa has no value"#) == true)
  }

  @Test func `a results folder removed while running is made again and old answers stay`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let first = try client.ask("global_mean", ["question": fruit]).text
    try FileManager.default.removeItem(atPath: server.resultsPath)
    #expect(try client.request("GET", "/api/get_results/1").text == first)
    #expect(try client.ask("global_mean", ["question": fruit]).text == first)
    #expect(server.folder.names(in: "results") == ["job_id_2.json"])
    try server.stop()
    // After a restart the first answer is neither in memory nor on disk.
    let next = try TallyServer(folder: server.folder)
    let gone = try next.request("GET", "/api/get_results/1")
    #expect(gone.status == 410)
    #expect(gone.text.hasPrefix(#"{"status":"error","reason":"The result of job_id_1 is gone"#))
    #expect(try next.request("GET", "/api/get_results/2").text == first)
    #expect(try next.connect().submit("global_mean", ["question": fruit]) == 3)
  }

  @Test func `a file removed behind the server's back is gone and no error of its own`() throws {
    let folder = ScratchFolder()
    let server = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
    _ = try server.connect().ask("global_mean", ["question": question])
    try server.stop()
    let next = try TallyServer(folder: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/results/job_id_1.json")
    for id in ["1", "job_id_1"] {
      #expect(try next.request("GET", "/api/get_results/\(id)").status == 410)
    }
  }

  @Test func `a result is never read through a link and other files are nobody's`() throws {
    let folder = ScratchFolder()
    let secret = try folder.write(#"{"status":"done","data":"secret"}"#, to: "secret.json")
    try folder.write("{}", to: "results/job_id_2.json")
    try folder.write("notes", to: "results/notes.txt")
    try folder.write("half", to: "results/.job_id_3.json.1.1.draft")
    try folder.write("inside", to: "results/job_id_4.json/file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/results/job_id_1.json", withDestinationPath: secret)
    let server = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
    for number in 1...4 {
      let answer = try server.request("GET", "/api/get_results/\(number)")
      #expect(answer.status != 200 && !answer.text.contains("secret"))
    }
    #expect(folder.names(in: "results").contains("notes.txt"))
    #expect(!folder.names(in: "results").contains { $0.hasSuffix(".draft") })
  }

  @Test func `after kill -9 under load no number comes twice and no file is torn`() throws {
    let folder = ScratchFolder()
    let question = question
    var given: Set<Int> = []
    var known: [Int: String] = [:]
    for round in 0..<3 {
      let server = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
      let client = try server.connect()
      // What was seen done before the kill is still answered, in the same words.
      for (number, text) in known {
        #expect(try client.request("GET", "/api/get_results/\(number)").text == text)
      }
      #expect(try client.unfinishedJobs() == 0)
      let port = server.port
      let killer = Thread {
        [processID = server.processID, old = folder.names(in: "results").count] in
        _ = waitUntil { folder.names(in: "results").count >= old + 40 * (round + 1) }
        kill(processID, SIGKILL)
      }
      killer.start()
      let taken = try together(4) { _ -> (numbers: [Int], done: [Int: String]) in
        let connection = try HTTPConnection(port: port)
        var numbers: [Int] = []
        var done: [Int: String] = [:]
        while true {
          do {
            numbers.append(try connection.submit("mean_by_category", ["question": question]))
            let polled = numbers[numbers.count / 2]
            let text = try connection.request("GET", "/api/get_results/\(polled)").text
            if text.hasPrefix(#"{"status":"done""#) { done[polled] = text }
          } catch {
            return (numbers, done)
          }
        }
      }
      #expect(try server.waitForExit() == -SIGKILL)
      for (numbers, done) in taken {
        for number in numbers {
          #expect(given.insert(number).inserted, "\(number) was given before")
        }
        known.merge(done) { first, _ in first }
      }
      for name in folder.names(in: "results") where name.hasPrefix("job_id_") {
        let text = try folder.text(of: "results/\(name)")
        #expect(text.hasPrefix(#"{"status":"done","data":{"#) && text.hasSuffix("}}"))
      }
    }
    let last = try TallyServer(folder: folder)
    let client = try last.connect()
    let number = try client.submit("global_mean", ["question": question])
    #expect(number > given.max() ?? 0)
    _ = try client.result(of: number)
    #expect(!folder.names(in: "results").contains { $0.hasSuffix(".draft") })
  }
}

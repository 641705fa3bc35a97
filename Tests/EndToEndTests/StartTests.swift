import Foundation
import Harness
import Testing

/// What the command line and the data must be for the server to start, and what it says when they are not.
struct StartTests {
  private static let header =
    "Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1"

  // Data that is wrong

  /// A survey that cannot be read as one, by name, with what the sentence must hold.
  private static let wrongSurveys: [(name: String, text: String, tells: [String])] = [
    ("empty", "", ["line 1"]),
    ("only blank lines", "\n\n", ["line 1"]),
    ("no such columns", "a,b\n1,2\n", ["line 1", "Question", "Data_Value", "a, b"]),
    (
      "one column missing", "Question,LocationDesc,Data_Value,Stratification1\nq,Ohio,1,x\n",
      ["line 1", "column StratificationCategory1"]
    ),
    ("bad number", "\(header)\nq,Ohio,1,a,b\nq,Ohio,abc,a,b\n", ["line 3", "Data_Value", "abc"]),
    ("not finite", "\(header)\nq,Ohio,nan,a,b\n", ["line 2", "Data_Value", "nan"]),
    ("hexadecimal", "\(header)\nq,Ohio,1,a,b\nq,Ohio,0x10,a,b\n", ["line 3", "Data_Value"]),
    (
      "bad number behind an embedded newline",
      "\(header)\n\"q\nr\",Ohio,1,a,b\nq,Ohio,1;5,a,b\n", ["line 4", "Data_Value", "1;5"]
    ),
    ("open quote", "\(header)\nq,Ohio,1,a,b\n\"q,Ohio,1,a,b\n", ["line 3"]),
  ]

  @Test(arguments: wrongSurveys.indices)
  func `a survey that is wrong ends the start with file, line and column`(place: Int) throws {
    let (name, text, tells) = Self.wrongSurveys[place]
    let folder = ScratchFolder()
    let path = try folder.write(text, to: "given/wrong.csv")
    let (status, output, error) = try TallyServer.run(
      TallyServer.command(in: folder, ["--csv", path]))
    #expect(status == 1, "\(name)")
    #expect(output.isEmpty, "\(name)")
    let sentence = try #require(error.split(separator: "\n").last, "\(name)")
    #expect(sentence.hasPrefix("tally: \(path)"), "\(name): \(sentence)")
    for word in tells { #expect(sentence.contains(word), "\(name): \(sentence)") }
  }

  @Test func `a survey that is no file ends the start with its path`() throws {
    let folder = ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/folder.csv", withIntermediateDirectories: true)
    for (path, tells) in [
      ("/missing.csv", "No such file or directory"), ("/folder.csv", "Is a directory"),
      ("/missing/x.csv", "No such file or directory"),
    ] {
      let (status, output, error) = try TallyServer.run(
        TallyServer.command(in: folder, ["--csv", folder.path + path]))
      #expect(status == 1)
      #expect(output.isEmpty)
      #expect(error == "tally: \(folder.path)\(path): \(tells)\n")
    }
    let (status, _, error) = try TallyServer.run(
      TallyServer.command(in: folder, ["--survey", "nowhere"]))
    #expect(status == 1)
    #expect(error.contains("--survey nowhere") && error.contains("\(folder.path)/data"))
  }

  // The superuser may read everything.
  @Test(.enabled(if: getuid() != 0))
  func `a survey that may not be read ends the start with its path`() throws {
    let folder = ScratchFolder()
    let path = try folder.write("secret", to: "closed.csv")
    chmod(path, 0)
    let (status, output, error) = try TallyServer.run(
      TallyServer.command(in: folder, ["--csv", path]))
    #expect(status == 1)
    #expect(output.isEmpty)
    #expect(error == "tally: \(path): Permission denied\n")
  }

  @Test func `a column of blanks is a survey in which every state is silent`() throws {
    let folder = ScratchFolder()
    let path = try folder.write(
      "\(Self.header)\nq,Ohio,,a,b\nq,Utah, ,a,b\n", to: "given/blank.csv")
    let server = try TallyServer(folder: folder, arguments: ["--csv", path])
    let client = try server.connect()
    let refused = try client.request(
      "POST", "/api/state_mean", body: #"{"question":"q","state":"Ohio"}"#)
    #expect(refused.status == 400)
    #expect(refused.text.contains("Ohio has no value for this question"))
    #expect(
      try client.ask("global_mean", ["question": "q"]).text
        == #"{"status":"done","data":{"global_mean":null}}"#)
    for statistic in ["states_mean", "best5", "worst5", "diff_from_mean", "mean_by_category"] {
      #expect(
        try client.ask(statistic, ["question": "q"]).text == #"{"status":"done","data":{}}"#)
    }
    #expect(
      try client.request("GET", "/api/questions").text
        == #"{"status":"done","data":[{"question":"q","rows":0,"better":"high"}]}"#)
    #expect(
      try client.request("GET", "/api/states").text == #"{"status":"done","data":["Ohio","Utah"]}"#)
  }

  @Test(arguments: [
    "\u{FEFF}HEADER\r\nq,Ohio,1.5,a,b\r\nq,Utah,2,c,d\r\n",
    "HEADER\nq,Ohio,1.5,a,b\nq,Utah,2,c,d",
    " Question , LocationDesc,Data_Value ,StratificationCategory1,Stratification1\r\n"
      + "q,Ohio,1.5,a,b\r\nq,Utah,2,c,d",
    "x,HEADER,y\n1,q,Ohio,1.5,a,b,\n2,q,Utah,2,c,d,\n",
    "HEADER\n\"q\",\"Ohio\",\"1.5\",\"a\",\"b\"\n\"q\",\"Utah\",\"2\",\"c\",\"d\"\n",
  ])
  func `byte order mark, line ends, blanks, other columns and quotes change nothing`(text: String)
    throws
  {
    let folder = ScratchFolder()
    let path = try folder.write(
      text.replacingOccurrences(of: "HEADER", with: Self.header), to: "given/survey.csv")
    let server = try TallyServer(folder: folder, arguments: ["--csv", path])
    let client = try server.connect()
    #expect(
      try client.ask("states_mean", ["question": "q"]).text
        == #"{"status":"done","data":{"Ohio":1.5,"Utah":2.0}}"#)
    #expect(
      try client.ask("mean_by_category", ["question": "q"]).text
        == #"{"status":"done","data":{"('Ohio', 'a', 'b')":1.5,"('Utah', 'c', 'd')":2.0}}"#)
  }

  @Test func `rows without category or stratum count for means but have no group of their own`()
    throws
  {
    let folder = ScratchFolder()
    let path = try folder.write(
      "\(Self.header)\nq,Ohio,1,a,b\nq,Ohio,3,,b\nq,Utah,8,a,\nq,O'Neil,2,a,b\n",
      to: "given/gaps.csv")
    let server = try TallyServer(folder: folder, arguments: ["--csv", path])
    let client = try server.connect()
    #expect(
      try client.ask("states_mean", ["question": "q"]).text
        == #"{"status":"done","data":{"O'Neil":2.0,"Ohio":2.0,"Utah":8.0}}"#)
    #expect(
      try client.ask("mean_by_category", ["question": "q"]).text
        == #"{"status":"done","data":{"(\"O'Neil\", 'a', 'b')":2.0,"('Ohio', 'a', 'b')":1.0}}"#)
    #expect(
      try client.ask("state_mean_by_category", ["question": "q", "state": "Utah"]).text
        == #"{"status":"done","data":{"Utah":{}}}"#)
  }

  @Test func `the first survey of the data folder is taken, and a named one before it`() throws {
    let folder = ScratchFolder()
    try folder.write("a,b\n1,2\n", to: "data/0-other.csv")
    try folder.write("\(Self.header)\nfirst,Ohio,1,a,b\n", to: "data/1-first.csv")
    try folder.write("\(Self.header)\nsecond,Ohio,1,a,b\n", to: "data/2-second.csv")
    func question(_ arguments: [String]) throws -> String {
      let server = try TallyServer(folder: folder, arguments: arguments)
      let answer = try server.request("GET", "/api/questions").text
      try server.stop()
      return answer
    }
    #expect(try question([]).contains(#""first""#))
    #expect(try question(["--survey", "2-second"]).contains(#""second""#))
    let (status, _, error) = try TallyServer.run(
      TallyServer.command(in: folder, ["--survey", "0-other"]))
    #expect(status == 1)
    #expect(error.contains("0-other.csv, line 1"))
  }

  // The command line

  @Test(arguments: [
    (["serve", "--prot", "0"], "--prot"),
    (["serve", "--port"], "--port needs a value"),
    (["serve", "--port", "70000"], "70000"),
    (["serve", "--port", "-1"], "-1"),
    (["serve", "--port=eight"], "eight"),
    (["serve", "--workers", "0"], "--workers"),
    (["serve", "--queue", "1e3"], "--queue"),
    (["serve", "--linger", "1y"], "--linger"),
    (["serve", "--log-level", "loud"], "loud"),
    (["serve", "--log-format", "xml"], "xml"),
    (["serve", "--log-rotate", "5MB"], "--log-rotate"),
    (["serve", "--log-rotate", "1,1"], "--log-rotate"),
    (["serve", "--body-limit", "none"], "--body-limit"),
    (["serve", "--insecure-open=maybe"], "maybe"),
    (["serve", "--host", "0.0.0.0"], "--insecure-open"),
    (["serve", "data.csv"], "data.csv"),
    (["serv"], "serv"),
    (["--bogus"], "--bogus"),
    (["--version", "now"], "now"),
  ])
  func `a command line that makes no sense ends with 2 and a sentence`(
    arguments: [String], tells: String
  ) throws {
    let folder = ScratchFolder()
    let places = ["--data", folder.path + "/data", "--results", folder.path + "/results"]
    let isServe = arguments.first == "serve"
    let (status, output, error) = try TallyServer.run(
      isServe ? ["serve"] + places + arguments.dropFirst() : arguments)
    #expect(status == 2)
    #expect(output.isEmpty)
    #expect(error.hasPrefix("tally: ") && error.contains(tells) && error.contains("--help"))
    #expect(error.split(separator: "\n").count == 1)
    #expect(folder.names(in: "").isEmpty)
  }

  @Test func `a bad value in the environment is named like a flag`() throws {
    let (status, output, error) = try TallyServer.run(
      ["serve"], environment: ["TP_NUM_OF_THREADS": "many"])
    #expect(status == 2)
    #expect(output.isEmpty)
    #expect(error.contains("TP_NUM_OF_THREADS") && error.contains("many"))
  }

  @Test func `help and version go to standard output`() throws {
    for arguments in [["--help"], ["-h"], ["help"], []] {
      let (status, output, error) = try TallyServer.run(arguments)
      #expect(status == 0)
      #expect(error.isEmpty)
      for word in ["serve", "healthcheck", "config", "--version"] {
        #expect(output.contains(word))
      }
    }
    let version = try TallyServer.run(["--version"])
    #expect(version.status == 0)
    #expect(version.output.wholeMatch(of: /tally [0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    let serve = try TallyServer.run(["serve", "--help"])
    #expect(serve.status == 0)
    for flag in ["--port", "--data", "--results", "--csv", "--survey", "--workers", "--linger"] {
      #expect(serve.output.contains("\n  \(flag) "))
    }
  }

  // Places that are taken

  @Test func `a port in use ends the start with a sentence`() throws {
    let first = try TallyServer()
    let folder = ScratchFolder()
    let (status, output, error) = try TallyServer.run(
      TallyServer.command(in: folder, ["--port", "\(first.port)"]))
    #expect(status == 1)
    #expect(output.isEmpty)
    #expect(
      error.contains("tally: cannot listen on 127.0.0.1:\(first.port): Address already in use\n"))
    #expect(try first.request("GET", "/livez").status == 200)
  }

  @Test func `a second server on a data folder ends with a sentence and harms nothing`() throws {
    let first = try TallyServer(survey: Fixtures.realSurvey())
    let client = try first.connect()
    let question = "Percent of adults who report consuming fruit less than one time daily"
    _ = try client.ask("global_mean", ["question": question])
    let (status, output, error) = try TallyServer.run(TallyServer.command(in: first.folder))
    #expect(status == 1)
    #expect(output.isEmpty)
    #expect(error.contains("another server works on the data folder \(first.dataPath)"))
    #expect(try client.submit("global_mean", ["question": question]) == 2)
    #expect(try client.result(of: 1).status == 200)
    // The lock goes with its holder, however that ends.
    first.send(SIGKILL)
    #expect(try first.waitForExit() == -SIGKILL)
    let second = try TallyServer(folder: first.folder)
    #expect(try second.request("GET", "/livez").status == 200)
  }

  @Test func `a second server on a results folder ends with a sentence and harms nothing`() throws {
    let first = try TallyServer(survey: Fixtures.realSurvey())
    // What another server is writing at this moment.
    let drafts = [first.dataPath + "/state/.a.1.1.draft", first.resultsPath + "/.b.1.1.draft"]
    for draft in drafts { try Data("{".utf8).write(to: URL(fileURLWithPath: draft)) }
    let (status, output, error) = try TallyServer.run(
      TallyServer.command(in: ScratchFolder(), ["--results", first.resultsPath]))
    #expect(status == 1)
    #expect(output.isEmpty)
    #expect(error.contains("another server writes into the results folder \(first.resultsPath)"))
    _ = try TallyServer.run(TallyServer.command(in: first.folder))
    for draft in drafts { #expect(FileManager.default.fileExists(atPath: draft)) }
    // Whoever comes after it cleans up.
    #expect(try first.stop() == 0)
    let second = try TallyServer(folder: first.folder)
    for draft in drafts { #expect(!FileManager.default.fileExists(atPath: draft)) }
    #expect(try second.stop() == 0)
  }

  @Test func `a folder that cannot be made ends the start with its path`() throws {
    let folder = ScratchFolder()
    let path = try folder.write("in the way", to: "file")
    for place in ["--data", "--results"] {
      let (status, output, error) = try TallyServer.run(
        TallyServer.command(in: folder, [place, path + "/below"]))
      #expect(status == 1)
      #expect(output.isEmpty)
      #expect(error.contains("tally: \(path)/below") && error.contains("Not a directory"))
    }
  }

  @Test func `a note of the numbers that makes no sense ends the start`() throws {
    let folder = ScratchFolder()
    try folder.write("{}", to: "data/state/job_numbers.json")
    let (status, output, error) = try TallyServer.run(TallyServer.command(in: folder))
    #expect(status == 1)
    #expect(output.isEmpty)
    #expect(error.contains("state/job_numbers.json"))
  }

  // Health

  @Test func `the health check tells a server that answers from one that does not`() throws {
    let server = try TallyServer()
    let healthy = try TallyServer.run(["healthcheck", "--port", "\(server.port)"])
    #expect(healthy.status == 0)
    #expect(healthy.output.isEmpty && healthy.error.isEmpty)
    try server.stop()
    let gone = try TallyServer.run(["healthcheck", "--port", "\(server.port)"])
    #expect(gone.status == 1)
    #expect(gone.error.contains("Connection refused"))
    let fromEnvironment = try TallyServer.run(
      ["healthcheck"], environment: ["TALLY_PORT": "\(server.port)"])
    #expect(fromEnvironment.status == 1)
    #expect(fromEnvironment.error.contains(":\(server.port)/livez"))
  }
}

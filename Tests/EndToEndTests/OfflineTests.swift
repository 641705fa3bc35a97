import Foundation
import Harness
import Testing

/// The commands that answer without a server, as a shell runs them.
struct OfflineTests {
  private static let prices = #"""
    name,price,day,stock
    Kettle,19.9,2024-05-01,12
    "Lamp, ""Nova""",49,2024-05-03,3
    Mug,4.5,2024-06-11,140
    Chair,,2024-06-12,0
    Vase,7.25,2025-01-02,9

    """#

  private let folder = ScratchFolder()

  /// Runs a command line of bash in a folder with `prices.csv`, where `tally` is the binary.
  private func shell(
    _ line: String, environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, error: String) {
    try folder.write(Self.prices, to: "prices.csv")
    let binaries = URL(fileURLWithPath: try TallyServer.binaryPath()).deletingLastPathComponent()
    let variables = [
      "PATH": "\(binaries.path):/usr/local/bin:/usr/bin:/bin", "TMPDIR": folder.path,
    ]
    let program = try Program(
      ["/bin/bash", "-o", "pipefail", "-c", "cd '\(folder.path)' && \(line)"],
      environment: variables.merging(environment) { $1 })
    return (try program.waitForExit(), program.output, program.error)
  }

  // Profiles

  @Test func `stats prints a table of every column`() throws {
    let (status, output, error) = try shell("tally stats prices.csv")
    #expect(status == 0 && error.isEmpty)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.first == "prices.csv: 5 rows, 4 columns")
    #expect(lines.contains { $0.hasPrefix("price ") && $0.contains(" 20.1625 ") })
    #expect(lines.contains { $0.hasPrefix("day ") && $0.contains("2025-01-02") })
    #expect(lines.contains { $0.hasPrefix("name ") && $0.contains("Chair (1)") })
    #expect(!output.contains("\u{1B}"))
  }

  @Test func `stats prints chosen columns as JSON`() throws {
    let (status, output, _) = try shell("tally stats prices.csv --column price --json")
    #expect(status == 0)
    let profile = try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    #expect(profile["row_count"] as? Int == 5)
    let columns = try #require(profile["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String } == ["price"])
    #expect(columns[0]["nulls"] as? Int == 1)
    #expect(columns[0]["mean"] as? Double == 20.1625)
  }

  // Rows and groups

  @Test func `query prints rows as lines of CSV`() throws {
    let (status, output, error) = try shell(
      "tally query prices.csv --where 'price>=7' --or 'stock<9,name=Vase' --select price,name "
        + "--sort -price")
    #expect(status == 0 && error.isEmpty)
    #expect(output == "price,name\n49.0,\"Lamp, \"\"Nova\"\"\"\n7.25,Vase\n")
  }

  @Test func `all rows in the order of the file are the file's own cells`() throws {
    let (_, output, _) = try shell("tally query prices.csv --type price=text")
    #expect(output == Self.prices)
  }

  @Test func `query prints groups in every form`() throws {
    let question =
      "tally query prices.csv --group-by day:month --agg 'n:count(),mean(price)' "
      + "--having 'n>=2' --sort -day"
    #expect(
      try shell(question).output == "day,n,mean_price\n2024-06-01,2,4.5\n2024-05-01,2,34.45\n")
    #expect(
      try shell(question + " --format table").output == """
        day         n  mean_price
        2024-06-01  2         4.5
        2024-05-01  2       34.45

        """)
    #expect(
      try shell(question + " --format ndjson --limit 1").output
        == "{\"day\":\"2024-06-01\",\"n\":2,\"mean_price\":4.5}\n")
    #expect(
      try shell(question + " --format json --limit 1").output
        == "[\n{\"day\":\"2024-06-01\",\"n\":2,\"mean_price\":4.5}\n]\n")
  }

  // Where bytes come from

  @Test(arguments: [
    "cat prices.csv | tally stats", "cat prices.csv | tally stats -", "tally stats < prices.csv",
    "tally stats <(cat prices.csv) | sed 's/^[^:]*: 5/standard input: 5/'",
    "iconv -t utf-16 prices.csv | tally stats",
    "tr ',' ';' < prices.csv | tally stats --delimiter ';'",
  ])
  func `a pipe is read as a file is`(line: String) throws {
    let (status, output, error) = try shell(line)
    #expect(status == 0 && error.isEmpty)
    #expect(output.hasPrefix("standard input: 5 rows, 4 columns\n"))
    #expect(folder.names(in: "") == ["prices.csv"])
  }

  @Test func `what was read of a file before is not read again`() throws {
    let (status, output, _) = try shell(
      "{ head -c 0; read -r first; tally query --select Kettle; } < prices.csv")
    #expect(status == 0)
    #expect(output == "Kettle\n\"Lamp, \"\"Nova\"\"\"\nMug\nChair\nVase\n")
  }

  @Test func `a long pipe is read to its end`() throws {
    let (status, output, _) = try shell(
      "{ echo a; seq 1000000; } | tally query --agg 'n:count(),sum(a)'")
    #expect(status == 0)
    #expect(output == "n,sum_a\n1000000,500000500000\n")
  }

  // What goes wrong

  private static let mistakes: [(line: String, status: Int32, tells: [String])] = [
    ("tally stats missing.csv", 1, ["tally: missing.csv: No such file or directory\n"]),
    ("tally stats /", 1, ["tally: /: Is a directory\n"]),
    ("tally stats", 1, ["standard input", "line 1"]),
    (
      "printf 'a,b\\n1,2\\n3\\n' | tally stats", 1,
      ["tally: standard input: line 3: 1 cell where the header has 2\n"]
    ),
    (
      "printf 'a,b\\n1,2\\n3,x\\n' | tally query - --type b=integer", 1,
      ["tally: standard input: line 3, column b: 'x' is not a whole number\n"]
    ),
    ("printf 'a\\n\\xe9\\n' | tally stats", 1, ["line 2", "--encoding iso-8859-1"]),
    ("gzip -c prices.csv | tally stats", 1, ["gzip"]),
    ("tally stats prices.csv --colum price", 2, ["'--colum'", "--column", "see tally --help"]),
    ("tally stats prices.csv --column prise", 2, ["'prise'", "'price'"]),
    ("tally stats prices.csv --encoding utf-7", 2, ["utf-7", "utf-16"]),
    ("tally stats prices.csv --delimiter ab", 2, ["'ab'"]),
    ("tally query prices.csv --where 'prise>5'", 2, ["'prise'", "did you mean 'price'?"]),
    ("tally query prices.csv --where 'price>many'", 2, ["'many'", "'price'"]),
    ("tally query prices.csv --where 'price~1'", 2, ["'contains'", "'price'"]),
    ("tally query prices.csv --sort dai", 2, ["'dai'", "'day'"]),
    ("tally query prices.csv --agg 'meen(price)'", 2, ["'meen'", "'mean'"]),
    ("tally query prices.csv --agg 'mean(name)'", 2, ["'mean'", "'name'"]),
    ("tally query prices.csv --group-by day:hour", 2, ["'day'", "hour"]),
    ("tally query prices.csv --select name --agg 'count()'", 2, ["--select", "--agg"]),
    ("tally query prices.csv other.csv", 2, ["'other.csv'"]),
    ("tally query prices.csv > /dev/full", 1, ["standard output: No space left on device"]),
  ]

  @Test(arguments: mistakes.indices)
  func `a mistake ends with a sentence and an exit code`(place: Int) throws {
    let (line, status, tells) = Self.mistakes[place]
    let (exitCode, output, error) = try shell(line)
    #expect(exitCode == status, "\(line): \(error)")
    #expect(output.isEmpty, "\(line)")
    for word in tells { #expect(error.contains(word), "\(line): \(error)") }
    #expect(error.split(separator: "\n").allSatisfy { $0.hasPrefix("tally: ") }, "\(error)")
  }

  @Test func `what is passed over is told, and the rest is answered`() throws {
    let (status, output, error) = try shell(
      "printf 'a,b\\n1,2\\n3\\n4,x\\n5,6\\n' | tally query --type b=integer --on-error skip_row")
    #expect(status == 0)
    #expect(output == "a,b\n1,2\n5,6\n")
    #expect(error.contains("2 faults passed over; the first on line 3: 1 cell where the header"))
  }

  @Test(arguments: ["query", "query --format table", "query --format json", "stats"])
  func `who has read enough may leave`(command: String) throws {
    let (status, output, error) = try shell(
      "{ echo a; seq 300000; } > long.csv; tally \(command) long.csv | head -n 1; "
        + "echo ${PIPESTATUS[*]} > statuses")
    #expect(status == 0 && error.isEmpty)
    #expect(output.split(separator: "\n").count == 1)
    #expect(try folder.text(of: "statuses") == "0 0\n")
  }

  // Terminals

  /// Runs a command line on a terminal of some columns.
  private func terminal(columns: Int, _ line: String) throws -> String {
    try shell(
      "script -qec \"stty cols \(columns) && \(line)\" /dev/null",
      environment: ["TERM": "xterm", "NO_COLOR": ""]
    ).output.replacing("\r\n", with: "\n")
  }

  @Test func `a terminal gets a table that fits, with headings that stand out`() throws {
    let output = try terminal(columns: 24, "tally query prices.csv --select name,price,day")
    #expect(
      output == """
        \u{1B}[1mname          price\u{1B}[0m
        Kettle         19.9
        Lamp, "Nova"   49.0
        Mug             4.5
        Chair
        Vase           7.25
        (and 1 more: day)

        """)
  }

  @Test func `a slow load is told on a terminal and the line is erased`() throws {
    let output = try terminal(
      columns: 60, "{ echo a; sleep 0.7; echo 1; } | tally stats --column a")
    #expect(output.contains("\rcopying standard input  0 MB\u{1B}[K"))
    #expect(output.contains("\r\u{1B}[Kstandard input: 1 row, 1 column\n"))
  }

  @Test func `without a file a terminal is not waited for`() throws {
    let output = try terminal(columns: 60, "tally stats")
    #expect(output.contains("tally stats needs a FILE, or - for standard input"))
  }

  @Test(arguments: ["stats", "query"])
  func `help names every flag`(command: String) throws {
    let (status, output, _) = try shell("tally \(command) --help")
    #expect(status == 0)
    for flag in ["--delimiter", "--encoding", "--type", "--on-error", "--workers"] {
      #expect(output.contains("  \(flag) "))
    }
    #expect(try shell("tally --help").output.contains("  \(command) FILE"))
  }
}

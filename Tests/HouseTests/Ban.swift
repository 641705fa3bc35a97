/// Something that must not stand in a source, but for the places where it belongs.
struct Ban: Sendable {
  /// What is banned, in words.
  let what: String
  /// Tokens that stand one after the other where the ban is broken.
  let sequences: [[String]]
  /// The files and folders where it belongs; a folder ends in `/`.
  let allowed: [String]
  /// What to write in its place.
  let instead: String

  /// The lines that break the ban.
  func lines(in file: SourceFile) -> [Int] {
    guard !allows(file.path) else { return [] }
    return sequences.flatMap(file.lines(with:)).sorted()
  }

  func allows(_ path: String) -> Bool {
    allowed.contains { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }
  }
}

extension Ban: CustomStringConvertible {
  var description: String { what }
}

extension Ban {
  /// Where pointers may be touched (docs/architecture.md).
  static let unsafePlaces = [
    "Sources/API/Pages/Asset.swift",
    "Sources/App/SurveySource.swift",
    "Sources/Bench/",
    "Sources/Engine/Datasets/CSVFile.swift",
    "Sources/Engine/Datasets/ColumnFile.swift",
    "Sources/HTTP/GzipCoding.swift",
    "Sources/HTTP/Multipart/DelimiterSearch.swift",
    "Sources/HTTP/RequestParser/",
    "Sources/Posix/",
    "Sources/Statistics/Geography/HexagonGrid.swift",
    "Sources/Stores/",
    "Sources/Tables/CSVLoader.swift",
    "Sources/Tables/CSVScanner.swift",
    "Sources/Tables/Kernels/",
  ]

  static let all = [
    Ban(
      what: "a lock", sequences: [["Guarded", "("], ["Guarded", "<"]],
      allowed: [
        "Sources/Engine/", "Sources/Posix/Guarded.swift", "Sources/Posix/Log.swift",
        "Sources/Server/Mailbox.swift",
      ],
      instead: "keep shared state in Engine, or hand a message to a loop through Server/Mailbox"),
    Ban(
      what: "a lock that is not Guarded",
      sequences: [["Mutex"], ["NSLock"], ["pthread_mutex_t"], ["DispatchSemaphore"]],
      allowed: ["Sources/Posix/Guarded.swift", "Sources/Tables/CSVCutter.swift"],
      instead: "use Posix.Guarded, the one lock of the house"),
    Ban(
      what: "the C library",
      sequences: [["import", "Glibc"], ["import", "Musl"], ["import", "CLinux"]],
      allowed: ["Sources/Posix/"],
      instead: "call Posix, the one room that speaks to the kernel"),
    Ban(
      what: "code for one system",
      sequences: [
        ["#if", "os"], ["#if", "canImport"], ["#if", "arch"], ["#elseif", "os"],
        ["#elseif", "canImport"], ["#elseif", "arch"],
      ],
      allowed: ["Sources/Posix/"],
      instead: "put the difference behind a function of Posix"),
    Ban(
      what: "an unsafe expression", sequences: [["unsafe"], ["@unsafe"], ["@unchecked"]],
      allowed: unsafePlaces,
      instead: "use Span and RawSpan, arrays, or a kernel in Tables/Kernels"),
    Ban(
      what: "Foundation",
      sequences: [
        ["import", "Foundation"], ["import", "FoundationEssentials"],
        ["import", "FoundationNetworking"],
      ],
      allowed: ["Sources/Bench/"],
      instead: "use Posix for files and clocks, JSON for JSON, bytes for text"),
    Ban(
      what: "a trap on purpose", sequences: [["fatalError", "("], ["try", "!"], ["as", "!"]],
      allowed: ["Sources/Bench/"],
      instead: "throw a failure of the room; a bug is a precondition with a sentence"),
    Ban(
      what: "a public declaration", sequences: [["public"]],
      allowed: ["Sources/Posix/Guarded.swift"],
      instead: "write package: nothing leaves the program"),
    Ban(
      what: "suspended work", sequences: [["await"]], allowed: [],
      instead: "hand the work to a lane of the pool as a closure"),
    Ban(
      what: "a concurrent queue",
      sequences: [["DispatchQueue", ".", "global"], [".", "concurrent"], ["concurrentPerform"]],
      allowed: ["Sources/Engine/Pool/Lane.swift"],
      instead: "use a lane, a private serial queue: work that blocks starves the others"),
    Ban(
      what: "taking the first of an array", sequences: [["removeFirst", "("]],
      allowed: ["Sources/Bench/"],
      instead: "move a head index: removeFirst shifts everything behind it"),
    Ban(
      what: "printing", sequences: [["print", "("]], allowed: ["Sources/App/", "Sources/Bench/"],
      instead: "write a line to Posix.Log"),
  ]
}

// swift-tools-version: 6.2
import PackageDescription

// The house as one list: a room is a target, and what it may import stands behind it (docs/architecture.md).

/// Whether the package is built for `make fuzz`, which adds the targets that only libFuzzer can run.
let isFuzzing = Context.environment["TALLY_FUZZ"] == "1"

let checks: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let house =
  checks + [.strictMemorySafety()] + (isFuzzing ? [.unsafeFlags(["-enable-testing"])] : [])

/// A room of the house and the target of its tests.
func room(_ name: String, imports: [String] = [], testsImport: [String] = []) -> [Target] {
  [
    .target(
      name: name, dependencies: imports.map { .init(stringLiteral: $0) }, swiftSettings: house),
    .testTarget(
      name: "\(name)Tests",
      dependencies: ([name] + imports + testsImport).map { .init(stringLiteral: $0) },
      swiftSettings: checks),
  ]
}

let cellar: [Target] = [
  .systemLibrary(name: "CLinux"),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
  .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  .systemLibrary(name: "CH3", pkgConfig: "h3", providers: [.apt(["libh3-dev"])]),
  .target(name: "CScan", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
  .target(
    name: "CSite", exclude: ["assets"],
    cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-Wno-c23-extensions"])]),
]

let rooms: [[Target]] = [
  room("Posix", imports: ["CLinux"]),
  room("JSON"),
  room("Tables", imports: ["CScan"]),
  room("HTTP", imports: ["JSON", "CZlib"]),
  room("Statistics", imports: ["JSON", "Tables", "CH3"]),
  room("Stores", imports: ["JSON", "Posix", "CCrypto", "CCurl", "CSQLite", "CZlib"]),
  room("Engine", imports: ["JSON", "Posix", "Statistics", "Stores", "Tables"]),
  room("Server", imports: ["HTTP", "Posix"]),
  room(
    "Trial", imports: ["Engine", "HTTP", "JSON", "Posix", "Server", "Statistics", "Tables"],
    testsImport: ["Harness"]),
  room(
    "API", imports: ["CSite", "Engine", "HTTP", "JSON", "Statistics", "Tables"],
    testsImport: ["Posix"]),
]

let everyRoom = [
  "API", "Engine", "HTTP", "JSON", "Posix", "Server", "Statistics", "Stores", "Tables", "Trial",
]

let doors: [Target] = [
  .executableTarget(
    name: "App", dependencies: everyRoom.map { .init(stringLiteral: $0) }, swiftSettings: house),
  .executableTarget(
    name: "Bench", dependencies: everyRoom.map { .init(stringLiteral: $0) }, swiftSettings: house),
]

/// Tests that belong to no room: of the binaries, of the whole server as a client sees it, and of the rules of the house.
let outside: [Target] = [
  .target(
    name: "Harness", dependencies: ["Posix"], path: "Tests/Harness", swiftSettings: checks),
  .testTarget(
    name: "AppTests", dependencies: (["App"] + everyRoom).map { .init(stringLiteral: $0) },
    swiftSettings: checks),
  .testTarget(
    name: "BenchTests",
    dependencies: ["Bench", "HTTP", "Harness", "JSON", "Server", "Statistics", "Tables", "Trial"],
    swiftSettings: checks),
  .testTarget(name: "EndToEndTests", dependencies: ["App", "Harness"], swiftSettings: checks),
  .testTarget(name: "HouseTests", swiftSettings: checks),
]

/// `Fuzz<Name>`: feeds a parser random bytes. Its sources stand in `Tests/Fuzz/<Name>`, what it starts from in `Tests/Fuzz/Corpus/Fuzz<Name>`.
func fuzzer(_ name: String, imports: [String]) -> Target {
  .executableTarget(
    name: "Fuzz\(name)", dependencies: imports.map { .init(stringLiteral: $0) },
    path: "Tests/Fuzz/\(name)", swiftSettings: checks)
}

let fuzzers = [
  fuzzer("CSVReader", imports: ["Tables"]),
  fuzzer("Journeys", imports: ["JSON", "Statistics"]),
  fuzzer("Multipart", imports: ["HTTP"]),
  fuzzer("RequestParser", imports: ["HTTP"]),
  fuzzer("S3Answer", imports: ["Stores"]),
]

let package = Package(
  name: "tally",
  products: [
    .executable(name: "tally", targets: ["App"]),
    .executable(name: "tally-bench", targets: ["Bench"]),
  ],
  targets: cellar + rooms.flatMap { $0 } + doors + outside + (isFuzzing ? fuzzers : [])
)

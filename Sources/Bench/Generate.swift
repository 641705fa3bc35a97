internal import Foundation
internal import Trial

/// `tally-bench generate survey|games|numbers|incidents --rows N --seed S [--output FILE]`: writes a synthetic survey, a catalog of games, a
/// column of numbers, or the incidents of a city.
enum Generate {
  static let usage =
    "tally-bench generate survey|games|numbers|incidents --rows N --seed S [--output FILE]"

  /// What is generated.
  enum Kind: String {
    case survey, games, numbers, incidents
  }

  /// What a command line asks for.
  struct Order: Equatable {
    var kind: Kind
    var rows: Int
    var seed: UInt64
    /// `nil`: standard output.
    var output: String?
  }

  static func run(_ arguments: [String]) throws {
    let order = try parse(arguments)
    let output = try open(order.output)
    try write(order, to: output)
    try output.close()
  }

  /// Reads the arguments that follow `generate`.
  static func parse(_ arguments: [String]) throws(UsageFailure) -> Order {
    guard let word = arguments.first else { throw .missing("what to generate", usage: usage) }
    guard let kind = Kind(rawValue: word) else { throw .unknown(word, usage: usage) }

    var rows: Int?
    var seed: UInt64?
    var output: String?
    var rest = arguments.dropFirst()
    while let flag = rest.popFirst() {
      guard ["--rows", "--seed", "--output"].contains(flag) else {
        throw .unknown(flag, usage: usage)
      }
      guard let value = rest.popFirst() else { throw .missing("a value for \(flag)", usage: usage) }
      switch flag {
      case "--rows":
        rows = Int(value).flatMap { $0 >= 0 ? $0 : nil }
        if rows == nil { throw .badValue(value, flag: flag, expected: "a whole number of rows") }
      case "--seed":
        seed = UInt64(value)
        if seed == nil { throw .badValue(value, flag: flag, expected: "a whole number below 2^64") }
      default:
        output = value
      }
    }
    guard let rows else { throw .missing("--rows", usage: usage) }
    guard let seed else { throw .missing("--seed", usage: usage) }
    return Order(kind: kind, rows: rows, seed: seed, output: output)
  }

  /// Makes the file and hands it over in pieces of about 1 MiB.
  static func write(_ order: Order, to output: FileHandle) throws {
    let pieceBytes = 1 << 20
    var generator: any RowGenerator =
      switch order.kind {
      case .survey: SurveyGenerator(seed: order.seed)
      case .games: GamesGenerator(seed: order.seed)
      case .numbers: NumbersGenerator(seed: order.seed)
      case .incidents: IncidentsGenerator(seed: order.seed)
      }
    var piece: [UInt8] = []
    piece.reserveCapacity(pieceBytes + 1024)
    generator.appendHeader(to: &piece)
    for _ in 0..<order.rows {
      generator.appendRow(to: &piece)
      if piece.count >= pieceBytes {
        try output.write(contentsOf: piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    try output.write(contentsOf: piece)
  }

  private static func open(_ path: String?) throws -> FileHandle {
    guard let path else { return .standardOutput }
    let place = URL(fileURLWithPath: path)
    try Data().write(to: place)
    return try FileHandle(forWritingTo: place)
  }
}

/// Why a command line cannot be carried out; its description is the sentence for the person who typed it.
enum UsageFailure: Error, Equatable, CustomStringConvertible {
  case unknown(String, usage: String)
  case missing(String, usage: String)
  case badValue(String, flag: String, expected: String)

  var description: String {
    switch self {
    case .unknown(let word, let usage): "unknown argument \"\(word)\"; usage: \(usage)"
    case .missing(let what, let usage): "\(what) is missing; usage: \(usage)"
    case .badValue(let value, let flag, let expected):
      "\(flag) \"\(value)\" is not \(expected)"
    }
  }
}

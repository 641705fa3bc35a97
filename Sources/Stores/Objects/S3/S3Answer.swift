/// A document of XML as a server of S3 sends it: elements with elements or a text in them.
///
/// It knows what such answers are made of and refuses the rest: no document type, no entities but the five that need none, nothing behind
/// the root. Attributes and the prefixes of names are dropped, and so is the text between elements.
struct S3Answer: Equatable {
  /// Why it is none.
  enum Fault: Error, Equatable {
    /// It ends before its root does, or has none.
    case truncated
    /// Something is at a place where it must not be; how many bytes stand before it.
    case unexpected(at: Int)
    /// It is longer, deeper or of more elements than answers are.
    case tooLarge
    /// It is not UTF-8.
    case notText
  }

  /// No answer that is asked for is longer: a page of a thousand keys of the longest kind has two million bytes.
  static let limitBytes = 4 << 20
  private static let depthLimit = 16
  private static let elementLimit = 50_000

  let name: String
  /// What stands in it, but for what stands in its elements.
  private(set) var text = ""
  private(set) var elements: [S3Answer] = []

  /// The first element of a name.
  subscript(name: String) -> S3Answer? { elements.first { $0.name == name } }

  /// The elements of a name.
  func all(_ name: String) -> [S3Answer] { elements.filter { $0.name == name } }
}

extension S3Answer {
  /// Reads a document.
  init(_ bytes: [UInt8]) throws(Fault) {
    guard bytes.count <= Self.limitBytes else { throw .tooLarge }
    if let place = bytes.firstIndex(of: 0) { throw .unexpected(at: place) }
    var reader = Reader(bytes)
    self = try reader.document()
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var place = 0
    private var elementCount = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      // The mark that some write before UTF-8.
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    mutating func document() throws(Fault) -> S3Answer {
      try skipMisc()
      guard takes("<") else { throw fault }
      let root = try element()
      try skipMisc()
      guard place == bytes.count else { throw .unexpected(at: place) }
      return root
    }

    /// Blanks, comments and instructions, the declaration among them.
    private mutating func skipMisc() throws(Fault) {
      while true {
        skipBlanks()
        if takes("<?") {
          try skip(behind: "?>")
        } else if takes("<!--") {
          try skip(behind: "-->")
        } else {
          return
        }
      }
    }

    /// An element whose `<` was read, and what is in it. Deep ones are kept on a stack of our own.
    private mutating func element() throws(Fault) -> S3Answer {
      var open: [S3Answer] = []
      var texts: [[UInt8]] = []
      var isEmpty = try start(&open, &texts)
      while true {
        if isEmpty {
          guard let text = texts.popLast(), var whole = open.popLast() else { throw fault }
          guard let valid = String(validating: text, as: UTF8.self) else { throw .notText }
          if whole.elements.isEmpty { whole.text = valid }
          if open.isEmpty { return whole }
          open[open.count - 1].elements.append(whole)
          isEmpty = false
        } else if takes("</") {
          let start = place
          let name = try name()
          skipBlanks()
          guard takes(">") else { throw fault }
          guard name == open.last?.name else { throw .unexpected(at: start) }
          isEmpty = true
        } else if takes("<!--") {
          try skip(behind: "-->")
        } else if takes("<![CDATA[") {
          let start = place
          try skip(behind: "]]>")
          texts[texts.count - 1] += bytes[start..<place - 3]
        } else if takes("<") {
          isEmpty = try self.start(&open, &texts)
        } else if takes("&") {
          texts[texts.count - 1] += try reference()
        } else {
          let start = place
          while let byte = peek, byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&") { place += 1 }
          guard place < bytes.count else { throw .truncated }
          texts[texts.count - 1] += bytes[start..<place]
        }
      }
    }

    /// The rest of a tag behind its `<`.
    ///
    /// - Returns: whether the element ends with it.
    private mutating func start(
      _ open: inout [S3Answer], _ texts: inout [[UInt8]]
    ) throws(Fault) -> Bool {
      elementCount += 1
      guard open.count < S3Answer.depthLimit, elementCount <= S3Answer.elementLimit else {
        throw .tooLarge
      }
      open.append(S3Answer(name: try name()))
      texts.append([])
      while true {
        let hadBlanks = skipBlanks()
        if takes("/>") { return true }
        if takes(">") { return false }
        guard hadBlanks else { throw fault }
        try skipAttribute()
      }
    }

    /// A name without its prefix.
    private mutating func name() throws(Fault) -> String {
      let start = place
      while let byte = peek, Self.isNameByte(byte) { place += 1 }
      let parts = bytes[start..<place].split(
        separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard let name = parts.last, parts.count <= 2,
        parts.allSatisfy({ $0.first.map { !Self.isInnerByte($0) } ?? false })
      else { throw place < bytes.count ? .unexpected(at: start) : .truncated }
      guard let text = String(validating: name, as: UTF8.self) else { throw .notText }
      return text
    }

    private mutating func skipAttribute() throws(Fault) {
      _ = try name()
      skipBlanks()
      guard takes("=") else { throw fault }
      skipBlanks()
      guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw fault
      }
      place += 1
      while let byte = peek, byte != quote, byte != UInt8(ascii: "<") { place += 1 }
      guard peek == quote else { throw fault }
      place += 1
    }

    /// What stands for a sign behind `&`: one of five names, or a number.
    private mutating func reference() throws(Fault) -> [UInt8] {
      let start = place
      // The longest is that of a number of seven digits.
      while let byte = peek, byte == UInt8(ascii: "#") || Self.isNameByte(byte), place - start < 10
      {
        place += 1
      }
      guard place < bytes.count else { throw .truncated }
      let body = String(decoding: bytes[start..<place], as: UTF8.self)
      guard takes(";"), let sign = Self.sign(body) else { throw .unexpected(at: start) }
      return Array(String(sign).utf8)
    }

    private static func sign(_ body: String) -> Unicode.Scalar? {
      switch body {
      case "lt": return "<"
      case "gt": return ">"
      case "amp": return "&"
      case "quot": return "\""
      case "apos": return "'"
      default: break
      }
      guard body.hasPrefix("#") else { return nil }
      let isHexadecimal = body.hasPrefix("#x")
      let digits = body.dropFirst(isHexadecimal ? 2 : 1)
      // A plus before the number would be taken else.
      guard !digits.hasPrefix("+"), let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
        number > 0
      else { return nil }
      return Unicode.Scalar(number)
    }

    /// What is wrong here: the end, or what stands here.
    private var fault: Fault { place < bytes.count ? .unexpected(at: place) : .truncated }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func takes(_ text: String) -> Bool {
      let end = place + text.utf8.count
      guard end <= bytes.count, bytes[place..<end].elementsEqual(text.utf8) else { return false }
      place = end
      return true
    }

    private mutating func skip(behind text: String) throws(Fault) {
      while !takes(text) {
        guard place < bytes.count else { throw .truncated }
        place += 1
      }
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
      let start = place
      while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        place += 1
      }
      return place > start
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...0xFF:
        true
      default: isInnerByte(byte)
      }
    }

    /// Whether no name begins with it.
    private static func isInnerByte(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
    }
  }
}

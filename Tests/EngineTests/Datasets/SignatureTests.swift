import Foundation
import Posix
import Testing

@testable import Engine

struct SignatureTests {
  private let scratch = ScratchFolder()
  private var state: Folder { get throws { try Folder(path: scratch.path, creating: true) } }

  @Test func `a signed text is opened for what it was signed for`() throws {
    let signature = try Signature(in: state)
    for bytes in [[], [0], Array("a cursor".utf8), [UInt8](repeating: 9, count: 1000)] {
      let text = signature.signed(bytes, for: "games?a=1")
      #expect(signature.opened(text, for: "games?a=1") == bytes)
      #expect(signature.opened(text, for: "games?a=2") == nil)
      #expect(signature.opened(text, for: "") == nil)
    }
  }

  @Test func `a text with another character is refused, wherever it stands`() throws {
    let signature = try Signature(in: state)
    let text = signature.signed(Array("some bytes".utf8), for: "x")
    for place in text.indices {
      let other: Character = text[place] == "A" ? "B" : "A"
      var changed = text
      changed.replaceSubrange(place...place, with: String(other))
      #expect(signature.opened(changed, for: "x") == nil)
    }
    for length in 0..<text.count {
      #expect(signature.opened(String(text.prefix(length)), for: "x") == nil)
    }
    for other in ["", "=", text + "A", text + "\n", "é", String(repeating: "A", count: 24)] {
      #expect(signature.opened(other, for: "x") == nil)
    }
  }

  @Test(arguments: [0, 1, 255, 256, 300, 513])
  func `bytes cannot be moved between the text and what it is for`(count: Int) throws {
    let signature = try Signature(in: state)
    let bytes = (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    let context = String(repeating: "c", count: 600)
    let signed = try #require(Base64URLBytes(signature.signed(bytes, for: context)))
    let mark = signed.suffix(16)
    let whole = bytes + Array(context.utf8)
    for length in 0...whole.count where length != count {
      let text = Base64URLText(Array(whole.prefix(length) + mark))
      let rest = String(decoding: whole.dropFirst(length), as: UTF8.self)
      #expect(signature.opened(text, for: rest) == nil, "\(length)")
    }
  }

  @Test func `the key lasts, and another folder has another one`() throws {
    let first = try Signature(in: state)
    let text = first.signed([1, 2, 3], for: "x")
    let again = try Signature(in: state)
    #expect(again.opened(text, for: "x") == [1, 2, 3])
    #expect(again.digest(of: "a") == first.digest(of: "a"))
    #expect(first.digest(of: "a") != first.digest(of: "b"))
    let other = try Signature(in: Folder(path: scratch.path + "/other", creating: true))
    #expect(other.opened(text, for: "x") == nil)
    #expect(other.digest(of: "a") != first.digest(of: "a"))
  }

  @Test func `the key is for its owner alone`() throws {
    _ = try Signature(in: state)
    let attributes = try FileManager.default.attributesOfItem(
      atPath: scratch.path + "/signing.key")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: [0, 31, 33, 2000])
  func `a key of another length stops the start`(count: Int) throws {
    try state.write([UInt8](repeating: 1, count: count), as: "signing.key")
    #expect(throws: EngineFailure.self) { try Signature(in: state) }
  }
}

private func Base64URLBytes(_ text: String) -> [UInt8]? {
  let standard = text.replacingOccurrences(of: "-", with: "+")
    .replacingOccurrences(of: "_", with: "/")
  let padded = standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)
  return Data(base64Encoded: padded).map { Array($0) }
}

private func Base64URLText(_ bytes: [UInt8]) -> String {
  Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
    .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}

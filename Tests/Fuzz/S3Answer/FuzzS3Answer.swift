// Feeds the reader of what servers of S3 answer random bytes.
//
// A finding is a crash, or an answer that reads otherwise when it is written down plainly and read again.

@testable import Stores

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  do throws(S3Answer.Fault) {
    let answer = try S3Answer(input)
    let plain = plainText(of: answer)
    let again = try? S3Answer(Array(plain.utf8))
    require(again == answer, "two readings", answer, again as Any, plain)
    _ = S3Listing(answer)
  } catch {
    if case .unexpected(let place) = error {
      require((0...count).contains(place), "a fault elsewhere", place)
    }
  }
  return 0
}

/// The elements and their texts, with every sign that could mean something as a number.
private func plainText(of answer: S3Answer) -> String {
  let text = answer.text.unicodeScalars.map { "&#\($0.value);" }.joined()
  return "<\(answer.name)>\(text)\(answer.elements.map(plainText(of:)).joined())</\(answer.name)>"
}

/// Ends the process with a word to whoever reads the finding.
func require(_ isTrue: Bool, _ sentence: String, _ facts: Any...) {
  if isTrue { return }
  fatalError(([sentence] + facts.map { "\($0)" }).joined(separator: "\n"))
}

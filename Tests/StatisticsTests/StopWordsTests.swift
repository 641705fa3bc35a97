import Foundation
import Testing

@testable import Statistics

struct StopWordsTests {
  private struct Golden: Decodable {
    let stop_words: [String]
  }

  @Test func `the English stop words are those of scikit-learn`() throws {
    let place = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Golden/terms.json").standardized
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: place))
    #expect(StopWords.english.map { String(decoding: $0, as: UTF8.self) } == golden.stop_words)
    #expect(golden.stop_words.count == 318)
  }
}

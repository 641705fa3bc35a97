import Foundation
import HTTP
import Testing

@testable import API

struct AssetTests {
  @Test func `every file of the sources is carried as it is`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/CSite/assets").standardized
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count > 3)
    for name in names {
      let asset = try #require(Asset.all.first { $0.name == name }, "\(name): run 'make setup'")
      let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
      #expect(asset.bytes(isCoded: false) == Array(bytes), "\(name): run 'make setup'")
    }
  }

  @Test func `the compressed bytes are the same file, and fewer`() throws {
    for asset in Asset.all {
      let coded = asset.bytes(isCoded: true)
      #expect(coded.starts(with: [0x1F, 0x8B]))
      let plain = asset.bytes(isCoded: false)
      #expect(plain.isEmpty || coded.count < plain.count + 32)
      // The last four bytes tell how long the content is (RFC 1952, section 2.3.1).
      let length = coded.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(length == plain.count)
    }
  }

  @Test func `an address changes with the bytes`() {
    for asset in Asset.all {
      let parts = asset.path.dropFirst("/assets/".count).split(separator: ".")
      #expect(parts.count == 3 && parts[1].count == 12)
      #expect(parts[1].allSatisfy { $0.isHexDigit })
      #expect("\(parts[0]).\(parts[2])" == asset.name)
    }
    #expect(Set(Asset.all.map(\.path)).count == Asset.all.count)
    #expect(Asset.named("tally.css").mediaType == "text/css; charset=utf-8")
  }

  @Test func `no file of ours asks another origin`() {
    for asset in Asset.all where !asset.name.hasPrefix("swagger-ui") {
      let text = String(decoding: asset.bytes(isCoded: false), as: UTF8.self)
        .replacing("http://www.w3.org/2000/svg", with: "")
      #expect(!text.contains("http://") && !text.contains("https://"), "\(asset.name)")
    }
  }
}

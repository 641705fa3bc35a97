import Statistics
import Stores
import Testing

@testable import Engine

struct DigestMemoryTests {
  private func object(_ key: Int, version: String = "1") -> StoredObject {
    StoredObject(key: "F/2024-05-01/\(key).csv", byteCount: 9, version: version)
  }

  private func digest(_ passengers: Int) throws -> JourneyDigest {
    var reader = JourneyReader()
    try reader.append(
      Array(
        "departure-time,bus-type,passengers,delay,accident\nx,B,\(passengers),PT0S,false\n".utf8))
    return try reader.finish()
  }

  @Test func `a version that was read is remembered, and no other`() throws {
    let memory = DigestMemory()
    memory.remember(try digest(7), of: object(1))
    #expect(memory.digest(of: object(1))?.passengers == 7)
    #expect(memory.digest(of: object(1, version: "2")) == nil)
    #expect(memory.digest(of: object(2)) == nil)
    #expect(
      memory.digest(of: StoredObject(key: object(1).key, byteCount: 8, version: "1")) == nil)
  }

  @Test func `it never holds more than it may`() throws {
    let memory = DigestMemory(.init(objects: 100, bytes: 1 << 20))
    let digest = try digest(1)
    for number in 0..<10_000 {
      memory.remember(digest, of: object(number))
      #expect(memory.count <= 102)
    }
    #expect(memory.digest(of: object(9999)) != nil && memory.digest(of: object(1)) == nil)
    let narrow = DigestMemory(.init(objects: 1_000_000, bytes: 20_000))
    for number in 0..<10_000 { narrow.remember(digest, of: object(number)) }
    #expect(narrow.count < 100 && narrow.count > 20)
  }

  @Test func `what is asked for again and again stays`() throws {
    let memory = DigestMemory(.init(objects: 100, bytes: 1 << 20))
    let digest = try digest(1)
    for number in 0..<1000 {
      if number % 20 == 0, number > 0 { #expect(memory.digest(of: object(0)) != nil) }
      memory.remember(digest, of: object(number))
    }
  }
}

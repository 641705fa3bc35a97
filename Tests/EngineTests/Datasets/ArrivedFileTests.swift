import Posix
import Testing

@testable import Engine

struct ArrivedFileTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  @Test func `the bytes are there as far as the limit`() throws {
    let file = try place.arrived([1, 2, 3])
    #expect(file.bytes(limit: 3) == [1, 2, 3])
    #expect(file.bytes(limit: 2) == nil)
    #expect(try place.arrived([]).bytes(limit: 0) == [])
  }

  @Test func `the server's draft is taken for what it is`() throws {
    let draft: any AnyObject & Sendable = try place.state.draft(named: "upload")
    #expect(ArrivedFile(draft).bytes(limit: 10) == [])
  }

  @Test func `a file that nobody took is gone with the last who holds it`() throws {
    var files = [try place.arrived([1])]
    files.append(files[0])
    #expect(try place.leftInState().count == 1)
    files.removeLast()
    #expect(try place.leftInState().count == 1)
    files.removeLast()
    #expect(try place.leftInState().isEmpty)
  }

  @Test func `a file that was taken can still be read by who holds it`() throws {
    let file = try place.arrived("n\n1\n")
    try place.open().upload(file, "numbers")
    #expect(file.bytes(limit: 10) == Array("n\n1\n".utf8))
    #expect(try place.leftInState().isEmpty)
  }
}

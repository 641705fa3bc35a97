import Foundation
import Posix
import Tables
import Testing

@testable import Engine

struct ColumnFileTests {
  private let scratch = ScratchFolder()
  private let key = (0..<32).map { UInt8($0) }
  private let table: Table

  init() throws {
    table = try CSVLoader.load(Array("name,n,x\nant,1,0.5\n,,\nbee,3,2\n".utf8)).table
  }

  private var path: String { scratch.path + "/x.columns" }

  private func write() throws {
    let folder = try Folder(path: scratch.path, creating: true)
    let draft = try folder.draft(named: "columns")
    try ColumnFile.write(table, key: key, to: draft)
    try draft.place(as: "x.columns", in: folder)
  }

  private func read(_ key: [UInt8]) throws -> Table? {
    try ColumnFile.read(path: path, key: key, on: .single)
  }

  @Test func `a table comes back from its file`() throws {
    try write()
    let back = try #require(try read(key))
    #expect(back.content == table.content)
    #expect(back.typeNames == table.typeNames)
  }

  @Test func `a file that is not there, or of something else, is none`() throws {
    #expect(try read(key) == nil)
    try write()
    #expect(try read(key.reversed()) == nil)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(try read(key) == nil)
  }

  @Test func `a file with another bit, or cut, is none`() throws {
    try write()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for place in stride(from: 0, to: whole.count, by: 13) {
      var damaged = whole
      damaged[place] ^= 1 << UInt8(place % 8)
      try damaged.write(to: URL(fileURLWithPath: path))
      #expect(try read(key) == nil, "byte \(place)")
      try whole.prefix(place).write(to: URL(fileURLWithPath: path))
      #expect(try read(key) == nil, "\(place) bytes")
    }
  }
}

import Foundation
import Posix
import Testing

@testable import Engine

struct FolderWatchTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  /// Waits until something is so, ten seconds at most.
  private func comes(_ isSo: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<24_000 {
      if try isSo() { return true }
      Posix.Thread.sleep(milliseconds: 5)
    }
    return false
  }

  @Test func `a file that appears is seen without anybody asking, until the watch is let go`()
    throws
  {
    let catalog = try place.open()
    var watch: FolderWatch? = try FolderWatch(everyMilliseconds: 1, catalog, place.log)
    try place.put("n\n1\n", as: "first.csv")
    #expect(comes { catalog.all.count == 1 })
    #expect(watch != nil)
    watch = nil
  }

  @Test func `the thread ends with the watch`() throws {
    weak var left: Catalog?
    do {
      let catalog = try place.open()
      left = catalog
      let watch = try FolderWatch(everyMilliseconds: 60_000, catalog, place.log)
      withExtendedLifetime(watch) {}
    }
    #expect(comes { left == nil })
  }

  @Test func `a folder that cannot be read is logged once and looked at again`() throws {
    let catalog = try place.open()
    let watch = try FolderWatch(everyMilliseconds: 1, catalog, place.log)
    let aside = place.dataPath + ".aside"
    try FileManager.default.moveItem(atPath: place.dataPath, toPath: aside)
    #expect(try comes { try place.logText().contains("data folder not read") })
    try FileManager.default.moveItem(atPath: aside, toPath: place.dataPath)
    try place.put("n\n1\n", as: "first.csv")
    #expect(comes { catalog.all.count == 1 })
    #expect(try place.logText().components(separatedBy: "data folder not read").count == 2)
    withExtendedLifetime(watch) {}
  }
}

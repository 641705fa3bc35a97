import Foundation
import JSON

@testable import API
@testable import Engine

/// A server that collects from an upstream that is not there, with a few objects in its store.
enum CollectorSamples {
  static let header = "departure-time,bus-type,passengers,delay,accident\n"

  static func site(
    _ options: Responder.Options = Responder.Options(), access: AccessKeeper = AccessKeeper(),
    hasUpstream: Bool = true
  ) throws -> Site {
    try Site(
      engine: {
        $0.workers = 1
        if hasUpstream { $0.collector.upstream = "http://127.0.0.1:1" }
      }, options, access: access)
  }

  /// Puts an object into the store of a server.
  static func put(_ csv: String, at key: String, in site: Site) throws {
    let place = URL(fileURLWithPath: site.folder + "/objects/" + key)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(csv.utf8).write(to: place)
  }
}

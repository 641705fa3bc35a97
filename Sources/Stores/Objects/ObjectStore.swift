package import Posix

/// A place that keeps objects: bytes under keys.
///
/// It belongs to the thread that uses it, as the clients beneath it do; `ObjectPlace.open` makes one for each. It waits for its answers. What
/// may succeed when it is tried again is tried again by the store itself, a few times; a failure that it throws is final for the moment.
/// Those who ask are asked about twenty times a second whether they still want the answer.
package protocol ObjectStore {
  /// Keeps the bytes of a file under a key, in place of what was there.
  ///
  /// Whoever reads the key sees the old object or the new one, whole. When the call returns, the new one outlasts a power cut.
  func put(
    _ file: OpenFile, at key: ObjectKey, isCancelled: () -> Bool
  ) throws(ObjectFailure)

  /// Reads an object that a listing has told of, piece by piece, at most 2 MiB each.
  ///
  /// - Parameter sink: takes a piece, and says whether it wants more; if not, the call throws `sinkFailed`.
  /// - Throws: `ObjectFailure.changed` if the object is another one by now, or gone. Pieces that the sink has had count for nothing then,
  ///   as with every failure.
  func read(
    _ object: StoredObject, into sink: ([UInt8]) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure)

  /// Tells the objects whose keys begin with a text and come behind a key, in the order of the bytes of their keys.
  ///
  /// - Parameters:
  ///   - prefix: it need not end with a slash.
  ///   - start: only keys that come behind this text, in the order of bytes; it need not be a key. `nil` for all.
  ///   - visit: takes an object, and says whether it wants to see the next one.
  func list(
    prefix: String, after start: String?, visit: (StoredObject) -> Bool, isCancelled: () -> Bool
  ) throws(ObjectFailure)

  /// The first parts of all keys that have more than one, in the order of their bytes.
  func folders(isCancelled: () -> Bool) throws(ObjectFailure) -> [String]

  /// Removes an object. One that is gone already is no failure.
  func remove(_ key: ObjectKey, isCancelled: () -> Bool) throws(ObjectFailure)
}

/// What a store tells of an object without reading it.
package struct StoredObject: Equatable, Sendable {
  /// Its key, whoever made it.
  package let key: String
  package let byteCount: Int
  /// Changes with every other content: an entity tag, or what the file system knows of a file.
  package let version: String

  package init(key: String, byteCount: Int, version: String) {
    self.key = key
    self.byteCount = byteCount
    self.version = version
  }
}

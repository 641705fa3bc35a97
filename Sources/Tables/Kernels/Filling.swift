extension Array {
  /// An array that is written in place.
  ///
  /// It is for what `init(unsafeUninitializedCapacity:initializingWith:)` is for. That one, asked for no room, writes into the storage that all empty
  /// arrays of the program share, and two threads that do so are a race.
  ///
  /// - Parameter write: gets room for `capacity` elements and says how many of them, from the first on, it has written.
  @inline(__always)
  static func filling(
    _ capacity: Int, _ write: (UnsafeMutableBufferPointer<Element>, inout Int) -> Void
  ) -> [Element] {
    guard capacity > 0 else { return [] }
    return unsafe Array(unsafeUninitializedCapacity: capacity) { room, count in
      unsafe write(room, &count)
    }
  }
}

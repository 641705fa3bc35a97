internal import CLinux
internal import Glibc

/// Watches mappings of files, so that a page that its file has lost ends nobody: a page of zeros takes its place, and the mapping is
/// marked.
///
/// It alone touches the table of the header, which would else be there once for each file that does; hence nothing of it is inlined.
enum MappingWatch {
  /// Watches a mapping from now on.
  ///
  /// - Parameter protection: what may be done with a page of zeros: what may be done with the mapping (mmap(2)).
  /// - Returns: its place in the table, or -1 if too many are watched.
  @inline(never)
  static func begin(
    _ start: UnsafeMutableRawPointer, _ byteCount: Int, protection: Int32
  ) -> Int32 {
    unsafe tally_watch_mapping(start, byteCount, protection)
  }

  /// Whether the mapping has lost a page.
  @inline(never)
  static func isChanged(_ place: Int32) -> Bool {
    tally_mapping_is_changed(place) != 0
  }

  /// Gives the place up. The mapping must still stand, lest another one is taken for it.
  @inline(never)
  static func end(_ place: Int32) {
    tally_forget_mapping(place)
  }
}

/// How many events and parts there are in the parts of a window. Tests take small ones, so that few events make a deep tree.
struct WindowShape: Sendable {
  /// The greatest number of events of a chunk: twice 8 KiB, which a late event has to be pushed into.
  var chunkLimit: Int32 = 1024
  /// The greatest number of parts of a run.
  var runLimit: Int32 = 32
}

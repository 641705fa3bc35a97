import Glibc
import Testing

/// Two connected sockets, which no program that another test starts inherits.
func connectedEnds(blocking: Bool = true) throws -> (Int32, Int32) {
  var ends: [Int32] = [0, 0]
  let kind =
    Int32(SOCK_STREAM.rawValue) | Int32(bitPattern: SOCK_CLOEXEC.rawValue)
    | (blocking ? 0 : Int32(bitPattern: SOCK_NONBLOCK.rawValue))
  try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
  return (ends[0], ends[1])
}

internal import CCurl

/// One exchange as libcurl's callbacks see it: they find it behind their context pointer.
///
/// Everything happens on the thread that drives the exchange, within `curl_multi_perform`.
@safe final class Transfer {
  var reader: AnswerReader
  /// The first address that was refused.
  private(set) var refusal: (address: InternetAddress, reason: AddressGuard.Reason)?
  /// The body that is read while it is sent.
  private(set) var outgoing: OutgoingFile?
  private let judge: (InternetAddress) -> AddressGuard.Reason?

  init(
    _ reader: AnswerReader, sending file: FileStretch? = nil,
    judge: @escaping (InternetAddress) -> AddressGuard.Reason?
  ) {
    self.reader = reader
    outgoing = file.map { OutgoingFile($0) }
    self.judge = judge
  }

  /// Whether a connection may be made. It is asked for each one, with the address that the name has at that moment.
  private func allows(_ bytes: [UInt8]) -> Bool {
    // What is no address of the internet, such as a socket in the file system, has no bytes.
    guard let address = InternetAddress(bytes) else { return false }
    guard let reason = judge(address) else { return true }
    refusal = refusal ?? (address, reason)
    return false
  }

  /// Makes libcurl call this object. It must outlive the exchange.
  func attach(to easy: UnsafeMutableRawPointer) {
    // Sound: the client keeps the transfer alive until the handle has left the exchange, and sets a new one for the next.
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe tally_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    unsafe tally_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    unsafe tally_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context)
    unsafe tally_curl_set_taker(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
      guard let context = unsafe context else { return 0 }
      let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
      return unsafe Transfer.behind(context).reader.take(body: piece) ? count : 0
    }
    unsafe tally_curl_set_taker(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
      guard let context = unsafe context else { return 0 }
      let line = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
      return unsafe Transfer.behind(context).reader.take(line: line) ? count : 0
    }
    if outgoing != nil { unsafe attachOutgoing(to: easy, context) }
    unsafe tally_curl_set_opener(easy) { context, _, address in
      guard let context = unsafe context, let address = unsafe address else {
        return CURL_SOCKET_BAD
      }
      var bytes = [UInt8](repeating: 0, count: 16)
      // Sound: no address has more than 16 bytes.
      let count = unsafe tally_curl_address(address, &bytes)
      let isAllowed = unsafe Transfer.behind(context).allows(Array(bytes[..<count]))
      return isAllowed ? unsafe tally_curl_open_socket(address) : CURL_SOCKET_BAD
    }
  }

  private func attachOutgoing(
    to easy: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer
  ) {
    unsafe tally_curl_set_pointer(easy, CURLOPT_READDATA, context)
    unsafe tally_curl_set_pointer(easy, CURLOPT_SEEKDATA, context)
    unsafe tally_curl_set_giver(easy) { room, size, count, context in
      guard let context = unsafe context, let room = unsafe room,
        let piece = unsafe Transfer.behind(context).outgoing?.next(limit: size * count)
      else { return Int(CURL_READFUNC_ABORT) }
      // Sound: the piece is no longer than the room that libcurl tells of.
      let space = unsafe UnsafeMutableRawBufferPointer(start: room, count: size * count)
      unsafe space.copyBytes(from: piece)
      return piece.count
    }
    unsafe tally_curl_set_seeker(easy) { context, offset, origin in
      guard let context = unsafe context, origin == 0,
        unsafe Transfer.behind(context).outgoing?.go(to: Int(offset)) == true
      else { return CURL_SEEKFUNC_FAIL }
      return CURL_SEEKFUNC_OK
    }
  }

  private static func behind(_ context: UnsafeMutableRawPointer) -> Transfer {
    unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }
}

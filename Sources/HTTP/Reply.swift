/// Where the answer to a request goes when it is made later and elsewhere, such as on the lane that has put a submission on the disk.
package struct Reply: Sendable {
  /// Sends the answer. To be called once, by any thread; what comes after the first is dropped, and so is what comes when the client is gone.
  package let send: @Sendable (Response) -> Void

  package init(send: @escaping @Sendable (Response) -> Void) {
    self.send = send
  }
}

import Foundation

/// Waits until something holds, a minute at most: what the machine has to do first takes as long as it takes.
package func waitUntil(seconds: Int = 180, _ holds: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<seconds * 200 {
    if try holds() { return true }
    usleep(5000)
  }
  return try holds()
}

/// Runs one body on each of several threads of its own and waits for all.
///
/// - Returns: what each returned, in the order of their numbers.
/// - Throws: the first failure.
package func together<Product: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) throws -> Product
) throws -> [Product] {
  let products = Products<Product>(count: count)
  let group = DispatchGroup()
  for number in 0..<count {
    group.enter()
    let thread = Thread {
      products.put(Result { try body(number) }, at: number)
      group.leave()
    }
    thread.stackSize = 1 << 20
    thread.start()
  }
  group.wait()
  return try products.all()
}

private final class Products<Product: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var found: [Result<Product, any Error>?]

  init(count: Int) { found = Array(repeating: nil, count: count) }

  func put(_ result: Result<Product, any Error>, at place: Int) {
    lock.withLock { found[place] = result }
  }

  func all() throws -> [Product] { try lock.withLock { try found.compactMap { try $0?.get() } } }
}

/// Jobs that wait, by the client they belong to. Clients take turns, and the jobs of one client keep their order.
///
/// So a client with ten thousand jobs delays the first job of another by one job at most.
struct FairQueue: Sendable {
  /// The numbers of one client's jobs, ascending, from `head` on.
  private struct Line: Sendable {
    var numbers: [Int]
    var head = 0

    var count: Int { numbers.count - head }

    /// Where a number stands, or would stand.
    func place(of number: Int) -> Int {
      var low = head
      var high = numbers.count
      while low < high {
        let middle = (low + high) / 2
        if numbers[middle] < number { low = middle + 1 } else { high = middle }
      }
      return low
    }

    mutating func popFirst() -> Int {
      let number = numbers[head]
      head += 1
      if head > 64, head * 2 > numbers.count {
        numbers.removeSubrange(..<head)
        head = 0
      }
      return number
    }
  }

  private static let countedClients = 256

  private var lines: [JobClient: Line] = [:]
  /// The clients whose jobs wait, the next one to have its turn first.
  private var turns: [JobClient] = []
  private var firstTurn = 0
  /// How many jobs wait.
  private(set) var count = 0

  /// Puts a job into the line of its client, at the place of its number.
  mutating func insert(_ number: Int, of client: JobClient) {
    count += 1
    guard var line = lines.removeValue(forKey: client) else {
      lines[client] = Line(numbers: [number])
      turns.append(client)
      return
    }
    line.numbers.insert(number, at: line.place(of: number))
    lines[client] = line
  }

  /// Takes out the first job of the client whose turn it is.
  mutating func popFirst() -> Int? {
    guard firstTurn < turns.count else { return nil }
    let client = turns[firstTurn]
    firstTurn += 1
    if firstTurn > 64, firstTurn * 2 > turns.count {
      turns.removeSubrange(..<firstTurn)
      firstTurn = 0
    }
    guard var line = lines.removeValue(forKey: client) else { return nil }
    let number = line.popFirst()
    count -= 1
    if line.count > 0 {
      lines[client] = line
      turns.append(client)
    }
    return number
  }

  /// Takes a job out of the line of its client.
  ///
  /// - Returns: whether it stood there.
  mutating func remove(_ number: Int, of client: JobClient) -> Bool {
    guard var line = lines[client] else { return false }
    let place = line.place(of: number)
    guard place < line.numbers.count, line.numbers[place] == number else { return false }
    lines[client] = nil
    line.numbers.remove(at: place)
    count -= 1
    if line.count > 0 {
      lines[client] = line
    } else if let turn = turns[firstTurn...].firstIndex(of: client) {
      turns.remove(at: turn)
    }
    return true
  }

  /// How many jobs of a client wait.
  func count(of client: JobClient) -> Int { lines[client]?.count ?? 0 }

  /// How many jobs are taken out up to a job, itself included, if nothing is added; `nil` if it does not wait.
  ///
  /// - Returns: `nil` also where more clients wait than are worth counting.
  /// - Complexity: O(number of clients).
  func position(of number: Int, of client: JobClient) -> Int? {
    guard lines.count <= Self.countedClients, let line = lines[client] else { return nil }
    let place = line.place(of: number)
    guard place < line.numbers.count, line.numbers[place] == number else { return nil }
    let rounds = place - line.head
    var position = rounds + 1
    var isBefore = true
    for other in turns[firstTurn...] {
      if other == client {
        isBefore = false
      } else {
        position += min(lines[other]?.count ?? 0, rounds + (isBefore ? 1 : 0))
      }
    }
    return position
  }
}

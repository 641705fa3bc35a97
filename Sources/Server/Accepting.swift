internal import HTTP
internal import Posix
internal import Synchronization

// How a loop takes connections in, and what it does when there are too many of them.
extension Loop {
  /// Connections accepted in one turn before others have theirs.
  private static let acceptLimit = 64
  /// Connections beyond the limit that are told so; more are closed without a word.
  private static let overflowLimit = 64

  mutating func acceptWaiting() {
    for _ in 0..<Self.acceptLimit {
      do throws(Errno) {
        guard let socket = try accept() else { return }
        welcome(socket)
      } catch .wouldBlock {
        return
      } catch .connectionAborted {
        continue
      } catch .tooManyOpenFiles {
        if !turnAway() { return }
      } catch .tooManyOpenFilesInSystem {
        if !turnAway() { return }
      } catch {
        return pauseAccepting()
      }
    }
  }

  private func accept() throws(Errno) -> Socket? {
    switch listener {
    case .none: nil
    case .some(let listener): try listener.accept()
    }
  }

  private mutating func welcome(_ socket: consuming Socket) {
    let open = shared.open.add(1, ordering: .relaxed).newValue
    let isOver = open > options.connectionLimit
    if isOver {
      counters.refused.add(1, ordering: .relaxed)
      if open > options.connectionLimit + Self.overflowLimit {
        shared.open.subtract(1, ordering: .relaxed)
        return
      }
    }
    let token = seat(socket)
    counters.open.add(1, ordering: .relaxed)
    counters.accepted.add(1, ordering: .relaxed)
    withConnection(token) { loop, connection in
      let added: Void? = try? loop.poller.add(connection.socket.number, token: token, .reading)
      if added == nil {
        loop.drop(&connection)
      } else if isOver {
        loop.refuse(&connection, .tooManyConnections(limit: loop.options.connectionLimit))
      } else {
        // Most clients send their request right behind the connection.
        loop.receive(&connection)
      }
      loop.finishTurn(&connection)
    }
  }

  /// Gives up the spare descriptor to accept the connection that cannot be served, and closes it: left alone it would make the
  /// listener ready for ever.
  ///
  /// - Returns: `false` when accepting has to pause.
  private mutating func turnAway() -> Bool {
    guard spare.isHeld else {
      pauseAccepting()
      return false
    }
    spare.release()
    if let socket = try? accept() {
      counters.refused.add(1, ordering: .relaxed)
      _ = consume socket
    }
    spare.refill()
    return true
  }

  private mutating func pauseAccepting() {
    isAcceptPaused = true
    watchListener(.none)
  }

  mutating func resumeAccepting() {
    spare.refill()
    guard spare.isHeld else { return }
    isAcceptPaused = false
    watchListener(.reading)
  }

  private func watchListener(_ interest: Interest) {
    switch listener {
    case .none: return
    case .some(let listener):
      try? poller.change(listener.number, token: Self.listenerToken, interest)
    }
  }
}

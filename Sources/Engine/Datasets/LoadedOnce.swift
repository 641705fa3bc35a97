internal import Posix
internal import Tables

/// Holds what is made at the first need, by the first who asks. Others who ask meanwhile wait for it.
final class LoadedOnce<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case empty
    case loading(Latch)
    case loaded(Value)
  }

  private enum Turn: Sendable {
    case load(Latch)
    case wait(Latch)
    case take(Value)
  }

  private let state: Guarded<State>

  /// - Parameter value: what is there already.
  init(_ value: Value? = nil) {
    state = Guarded(value.map { .loaded($0) } ?? .empty)
  }

  /// The value if it is there.
  var loaded: Value? {
    state.withLock { state in
      if case .loaded(let value) = state { value } else { nil }
    }
  }

  /// The value, made by the caller or by somebody before it. A failure is kept for nobody: the next who asks tries again.
  ///
  /// It may block, so it belongs on a lane.
  ///
  /// - Parameter progress: of whoever asks. If that is cancelled, it waits no more; whether the value is made is up to who makes it.
  func value(
    stoppingWith progress: Progress? = nil, _ load: () throws(DatasetFailure) -> Value
  ) throws(DatasetFailure) -> Value {
    while true {
      let latch: Latch
      do throws(Errno) {
        latch = try Latch()
      } catch {
        throw .disk(error, path: "latch")
      }
      switch turn(latch) {
      case .take(let value): return value
      case .wait(let other): try other.wait(stoppingWith: progress)
      case .load(let own):
        defer { own.open() }
        return try loading(load)
      }
    }
  }

  private func turn(_ latch: Latch) -> Turn {
    state.withLock { state in
      switch state {
      case .loaded(let value): return .take(value)
      case .loading(let other): return .wait(other)
      case .empty:
        state = .loading(latch)
        return .load(latch)
      }
    }
  }

  private func loading(_ load: () throws(DatasetFailure) -> Value) throws(DatasetFailure) -> Value {
    do throws(DatasetFailure) {
      let value = try load()
      state.withLock { $0 = .loaded(value) }
      return value
    } catch {
      state.withLock { $0 = .empty }
      throw error
    }
  }
}

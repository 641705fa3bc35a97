internal import Engine
internal import JSON

/// How far a stage of a pipeline is.
struct StageStanding: Equatable, Sendable {
  enum State: String, Sendable {
    case waiting, running, done, failed, cancelled
  }

  let name: String
  var state = State.waiting
  /// What is done of it, from 0 to 100.
  var percent = 0
  /// The step that it is at.
  var step: String?
  var seconds: Double?

  /// The reading of the sources and the stages behind it, in their order.
  ///
  /// - Parameters:
  ///   - names: of the stages that were ordered; empty where nobody knows any more.
  ///   - manifest: what the run has left of itself, if it has.
  static func all(
    of account: JobAccount, stages names: [String], manifest: JSONValue?
  ) -> [StageStanding] {
    let begun = records(of: manifest)
    let all = names.isEmpty ? begun.map(\.name) : names
    if all.isEmpty { return [] }
    return account.state.isFinal
      ? ended(account, all, begun) : underWay(account, all)
  }

  private static func underWay(_ account: JobAccount, _ names: [String]) -> [StageStanding] {
    let phase = account.phase ?? ""
    let place = names.firstIndex { phase.hasPrefix($0 + ":") }
    let reading = PipelineRunner.readingPercent
    var first = StageStanding(name: "reading")
    if place != nil {
      first.state = .done
      first.percent = 100
    } else if account.state == .running {
      first.state = .running
      first.percent = min(100, account.progress * 100 / reading)
    }
    let share = Double(100 - reading) / Double(names.count)
    return [first]
      + names.enumerated().map { number, name in
        var stage = StageStanding(name: name)
        guard let place, number <= place else { return stage }
        stage.state = number < place ? .done : .running
        let done = Double(account.progress - reading) - Double(number) * share
        stage.percent = number < place ? 100 : max(0, min(100, Int(done / share * 100)))
        if number == place { stage.step = String(phase.dropFirst(name.count + 2)) }
        return stage
      }
  }

  private static func ended(
    _ account: JobAccount, _ names: [String], _ begun: [(name: String, seconds: Double?)]
  ) -> [StageStanding] {
    let isDone = account.state == .succeeded
    let wrong: State = account.state == .cancelled ? .cancelled : .failed
    var first = StageStanding(name: "reading")
    first.state = isDone || !begun.isEmpty ? .done : wrong
    first.percent = first.state == .done ? 100 : 0
    return [first]
      + names.map { name in
        var stage = StageStanding(name: name)
        guard let place = begun.firstIndex(where: { $0.name == name }) else { return stage }
        // A run ends with the stage that it was at.
        stage.state = isDone || place < begun.count - 1 ? .done : wrong
        stage.percent = stage.state == .done ? 100 : 0
        stage.seconds = begun[place].seconds
        return stage
      }
  }

  private static func records(of manifest: JSONValue?) -> [(name: String, seconds: Double?)] {
    guard case .array(let stages)? = manifest?["stages"] else { return [] }
    return stages.compactMap { stage in
      guard case .string(let name)? = stage["name"] else { return nil }
      switch stage["seconds"] {
      case .double(let seconds)?: return (name, seconds)
      case .integer(let seconds)?: return (name, Double(seconds))
      default: return (name, nil)
      }
    }
  }
}

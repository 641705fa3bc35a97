import Testing

@testable import Engine

struct AccessTests {
  private let home = Access.Client.address(0, 1)
  private let away = Access.Client.address(0, 2)
  private let reader = AccessKey(name: "reader", scopes: [.read], secret: Array("r".utf8))
  private let writer = AccessKey(name: "writer", scopes: [.write], secret: Array("w".utf8))
  private let boss = AccessKey(
    name: "boss", scopes: [.read, .write, .admin], secret: Array("b".utf8))
  private let wrong = [UInt8](repeating: 7, count: 32)

  private func access(
    _ guarding: Access.Guarding, _ change: (inout Access.Options) -> Void = { _ in }
  ) -> Access {
    var options = Access.Options()
    options.guarding = guarding
    change(&options)
    return Access(options, keys: [reader, writer, boss])
  }

  private func allows(
    _ access: inout Access, _ demand: Demand, _ key: AccessKey?
  ) -> Access.Decision {
    let decision = access.decide(demand, digest: key?.digest, from: home, at: 0)
    if case .allowed = decision { return .allowed([]) }
    return decision
  }

  @Test func `without keys nothing asks for one`() {
    var access = access(.nothing)
    for demand in Demand.allCases {
      #expect(allows(&access, demand, nil) == .allowed([]))
      #expect(access.options.scope(for: demand) == nil)
    }
  }

  @Test func `with one key for changes reading stays open`() {
    var access = access(.changes)
    for demand in [Demand.open, .counted, .read] {
      #expect(allows(&access, demand, nil) == .allowed([]))
    }
    for demand in [Demand.write, .upload, .admin] {
      #expect(allows(&access, demand, nil) == .missingKey)
      #expect(allows(&access, demand, boss) == .allowed([]))
    }
  }

  @Test func `with keys all but what is open needs the scope`() {
    var access = access(.everything)
    let allowed: [(Demand, [AccessKey], Scope)] = [
      (.read, [reader, boss], .read), (.write, [writer, boss], .write),
      (.upload, [writer, boss], .write), (.admin, [boss], .admin),
    ]
    for (demand, holders, scope) in allowed {
      for key in [reader, writer, boss] {
        #expect(
          allows(&access, demand, key)
            == (holders.contains(key) ? .allowed([]) : .lackingScope(scope)))
      }
      #expect(allows(&access, demand, nil) == .missingKey)
    }
    for demand in [Demand.open, .counted] {
      #expect(allows(&access, demand, nil) == .allowed([]))
    }
  }

  @Test func `a wrong key is told from none, and counted`() {
    var access = access(.everything)
    #expect(access.decide(.read, digest: wrong, from: home, at: 0) == .wrongKey)
    #expect(access.decide(.read, digest: nil, from: home, at: 0) == .missingKey)
    #expect(
      access.decide(.admin, digest: reader.digest, from: home, at: 0) == .lackingScope(.admin))
    #expect(access.count(of: .wrongKey) == 1)
    #expect(access.count(of: .missingKey) == 1)
    #expect(access.count(of: .lackingScope) == 1)
    #expect(access.count(of: .requests) == 0)
  }

  @Test func `an address that shows too many wrong keys is not listened to for a while`() {
    var access = access(.everything)
    for _ in 0..<20 {
      #expect(access.decide(.read, digest: wrong, from: home, at: 0) == .wrongKey)
    }
    let locked = Access.Decision.tooMany(
      RateStanding(policy: access.options.failedKeys, remaining: 0, resetSeconds: 3))
    #expect(access.decide(.read, digest: wrong, from: home, at: 0) == locked)
    // A right key gets no other answer, else guessing would go on.
    #expect(access.decide(.read, digest: reader.digest, from: home, at: 0) == locked)
    #expect(access.decide(.read, digest: nil, from: home, at: 0) == .missingKey)
    #expect(
      access.decide(.read, digest: reader.digest, from: away, at: 0)
        == .allowed([], holder: "reader"))
    #expect(
      access.decide(.read, digest: reader.digest, from: home, at: 3_000_000_000)
        == .allowed([], holder: "reader"))
    #expect(access.count(of: .failedKeys) == 2)
  }

  @Test func `missing keys and right keys use no attempts up`() {
    var access = access(.everything)
    for _ in 0..<100 {
      _ = access.decide(.read, digest: nil, from: home, at: 0)
      _ = access.decide(.read, digest: reader.digest, from: home, at: 0)
    }
    #expect(access.decide(.read, digest: wrong, from: home, at: 0) == .wrongKey)
  }

  @Test func `all requests are counted by key, else by address, but for those to what is open`() {
    let policy = RatePolicy(name: "requests", count: 2, seconds: 2)
    func left(_ remaining: Int, _ seconds: Int) -> RateStanding {
      RateStanding(policy: policy, remaining: remaining, resetSeconds: seconds)
    }
    var access = access(.everything) { $0.requests = policy }
    #expect(
      access.decide(.read, digest: reader.digest, from: home, at: 0)
        == .allowed([left(1, 1)], holder: "reader"))
    #expect(
      access.decide(.admin, digest: reader.digest, from: away, at: 0) == .lackingScope(.admin))
    #expect(
      access.decide(.read, digest: reader.digest, from: away, at: 0) == .tooMany(left(0, 1)))
    #expect(
      access.decide(.read, digest: boss.digest, from: away, at: 0)
        == .allowed([left(1, 1)], holder: "boss"))
    #expect(access.decide(.counted, digest: nil, from: home, at: 0) == .allowed([left(1, 1)]))
    #expect(access.decide(.read, digest: nil, from: home, at: 0) == .missingKey)
    #expect(access.decide(.read, digest: nil, from: home, at: 0) == .tooMany(left(0, 1)))
    #expect(access.decide(.open, digest: nil, from: home, at: 0) == .allowed([]))
    #expect(access.count(of: .requests) == 2)
  }

  @Test func `what a request turns out to ask for is decided without counting it again`() {
    var access = access(.changes) {
      $0.requests = RatePolicy(name: "requests", count: 1, seconds: 60)
    }
    #expect(access.decide(.read, digest: writer.digest, from: home, at: 0).holder == nil)
    let further = access.decide(
      .upload, beyond: .read, digest: writer.digest, from: home, at: 0)
    guard case .allowed(let standings, holder: "writer") = further else {
      Issue.record("the holder of the key was refused: \(further)")
      return
    }
    #expect(standings.map(\.policy.name) == ["uploads"])
    #expect(
      access.decide(.upload, beyond: .read, digest: nil, from: home, at: 0) == .missingKey)
    #expect(
      access.decide(.upload, beyond: .read, digest: reader.digest, from: home, at: 0)
        == .lackingScope(.write))
    // What was open has not been counted yet.
    _ = access.decide(.write, beyond: .open, digest: boss.digest, from: home, at: 0)
    #expect(
      access.decide(.write, beyond: .open, digest: boss.digest, from: home, at: 0)
        != .allowed([], holder: "boss"))
    #expect(access.count(of: .requests) == 1)
  }

  @Test func `uploads are counted beside all requests`() {
    var access = access(.nothing) {
      $0.requests = RatePolicy(name: "requests", count: 10, seconds: 10)
      $0.uploads = RatePolicy(name: "uploads", count: 1, seconds: 60)
    }
    guard case .allowed(let standings, _) = access.decide(.upload, digest: nil, from: home, at: 0)
    else {
      Issue.record("the first upload was refused")
      return
    }
    #expect(standings.map(\.policy.name) == ["requests", "uploads"])
    #expect(standings.map(\.remaining) == [9, 0])
    guard case .tooMany(let standing) = access.decide(.upload, digest: nil, from: home, at: 0)
    else {
      Issue.record("the second upload was taken")
      return
    }
    #expect(standing.policy.name == "uploads" && standing.resetSeconds == 60)
    #expect(access.count(of: .uploads) == 1)
    #expect(allows(&access, .write, nil) == .allowed([]))
  }

  @Test func `an upload without a right key uses no place up`() {
    var access = access(.everything) {
      $0.uploads = RatePolicy(name: "uploads", count: 1, seconds: 60)
    }
    #expect(
      access.decide(.upload, digest: reader.digest, from: home, at: 0) == .lackingScope(.write))
    #expect(access.decide(.upload, digest: nil, from: home, at: 0) == .missingKey)
    #expect(allows(&access, .upload, writer) == .allowed([]))
  }

  @Test func `other keys take the place of the old ones, and the count goes on`() {
    var access = access(.everything) {
      $0.requests = RatePolicy(name: "requests", count: 1, seconds: 60)
    }
    #expect(allows(&access, .read, reader) == .allowed([]))
    let fresh = AccessKey(name: "reader", scopes: [.read], secret: Array("fresh".utf8))
    access.replaceKeys([fresh])
    #expect(allows(&access, .read, boss) == .wrongKey)
    guard case .tooMany = allows(&access, .read, fresh) else {
      Issue.record("a new key of the same name began to count anew")
      return
    }
  }

  @Test func `what neither key nor limit concerns need not be decided`() {
    var options = Access.Options()
    #expect(Demand.allCases.filter(options.concerns) == [.upload])
    options.uploads = nil
    #expect(Demand.allCases.filter(options.concerns).isEmpty)
    options.guarding = .changes
    #expect(Demand.allCases.filter(options.concerns) == [.write, .upload, .admin])
    options.guarding = .everything
    #expect(Demand.allCases.filter(options.concerns) == [.read, .event, .write, .upload, .admin])
    options.guarding = .nothing
    options.requests = RatePolicy(name: "requests", count: 1, seconds: 1)
    #expect(Demand.allCases.filter(options.concerns) == Demand.allCases.filter { $0 != .open })
  }
}

extension Access.Decision {
  /// Whose key was shown.
  fileprivate var holder: String? {
    if case .allowed(_, let holder) = self { holder } else { nil }
  }
}

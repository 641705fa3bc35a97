import Testing

@testable import Engine

struct AccessKeeperTests {
  private func keeper() -> AccessKeeper {
    var options = Access.Options()
    options.guarding = .everything
    return AccessKeeper(
      options, keys: [AccessKey(name: "ann", scopes: [.read], secret: Array("secret".utf8))])
  }

  private func decide(_ keeper: AccessKeeper, _ key: String?) -> Access.Decision {
    keeper.decide(.read, key: key.map { Array($0.utf8)[...] }, from: .address(0, 1), at: 0)
  }

  @Test func `a key is recognised as it is sent`() {
    let keeper = keeper()
    #expect(decide(keeper, "secret") == .allowed([], holder: "ann"))
    for key in ["Secret", "secret ", "secre", "secrets", ""] {
      #expect(decide(keeper, key) == .wrongKey)
    }
    #expect(decide(keeper, nil) == .missingKey)
  }

  @Test func `refusals are counted by reason`() {
    let keeper = keeper()
    _ = decide(keeper, nil)
    _ = decide(keeper, "x")
    _ = decide(keeper, "y")
    let refusals = keeper.refusals
    #expect(refusals.map(\.refusal) == Access.Refusal.allCases)
    #expect(refusals.map(\.count) == [1, 2, 0, 0, 0, 0])
  }

  @Test func `replaced keys open nothing any more`() {
    let keeper = keeper()
    keeper.replaceKeys([AccessKey(name: "bob", scopes: [.read], secret: Array("other".utf8))])
    #expect(decide(keeper, "secret") == .wrongKey)
    #expect(decide(keeper, "other") == .allowed([], holder: "bob"))
  }
}

import Testing

@testable import Stores

struct S3KeyOrderTests {
  @Test(arguments: [
    ["a", "b", "ba"], ["Guinea-Bissau/x", "Guinea/x"], ["Guinea/x", "Guinea-Bissau/x"],
    ["a/2024-05-01-x", "a/2024-05-01/x", "a/2024-05-02/x"], ["a/b/c", "a/b-c"], [],
    ["e\u{301}", "\u{e9}"],
  ])
  func `keys grow by their bytes, or folder by folder`(_ keys: [String]) {
    var order = S3KeyOrder()
    for key in keys {
      let isBehind = order.takes(key)
      #expect(isBehind, "\(key)")
    }
  }

  @Test(arguments: [
    ["b", "a"], ["a", "a"], ["a/2", "a/1"], ["b-c", "a"], ["ab", "a"], ["a/b", "a"],
    ["Guinea/2024-05-02/x", "Guinea/2024-05-01/x"],
  ])
  func `a key that does not come behind the one before it is known`(_ keys: [String]) {
    var order = S3KeyOrder()
    let isFirst = order.takes(keys[0])
    let isBehind = order.takes(keys[1])
    #expect(isFirst && !isBehind)
  }
}

/// The table of paths: which endpoint answers which method on which path.
///
/// A pattern is a path whose segments are literal, `{name}` (any one segment), or, as the last one, `{name...}` (all that follows,
/// one segment at least). A literal segment wins over a parameter. HEAD is answered by GET's endpoint unless it has its own.
///
/// A parameter never catches an empty segment, `.`, `..`, or one that holds a slash or a NUL once it is decoded, so what it caught
/// is safe to be looked at as a name.
package struct Routes<Endpoint: Sendable>: Sendable {
  private let table: RouteTable
  private let endpoints: [Endpoint]

  /// What the table knows of a method and a path.
  package enum Match: Sendable {
    case found(Endpoint, Parameters)
    /// The path is known, but not with this method: `allow` is the list for the Allow field, such as `GET, HEAD, OPTIONS`.
    case methodNotAllowed(allow: String)
    case unknown
  }

  /// Builds the table. A second endpoint for the same method and pattern is a mistake in the program.
  package init(_ routes: [(method: Method, pattern: String, endpoint: Endpoint)]) {
    table = RouteTable(routes.map { ($0.method, $0.pattern) })
    endpoints = routes.map(\.endpoint)
  }

  /// Finds the endpoint for a method and a path as it stands in `target`.
  ///
  /// - Complexity: O(*length of the path*), whatever the number of routes, but for patterns that differ only in parameters.
  package func match(_ method: Method, _ target: Target) -> Match {
    switch table.match(method, target.bytes, target.path) {
    case .found(let place, let parameters): .found(endpoints[place], parameters)
    case .methodNotAllowed(let allow): .methodNotAllowed(allow: allow)
    case .unknown: .unknown
    }
  }

  /// The same for the target of a request's head.
  package func match(_ head: RequestHead) -> Match {
    switch table.match(head.method, head.fields.wire, head.path) {
    case .found(let place, let parameters): .found(endpoints[place], parameters)
    case .methodNotAllowed(let allow): .methodNotAllowed(allow: allow)
    case .unknown: .unknown
    }
  }

  /// The same for a path as text.
  package func match(_ method: Method, _ path: String) -> Match {
    match(method, Target(path))
  }
}

/// What the parameters of a pattern caught, decoded when asked for.
package struct Parameters: Sendable {
  /// The most parameters that a pattern may have.
  static let limit = 4

  private var names: [String] = []
  private var bytes: [UInt8] = []
  private var bounds = SIMD8<UInt32>(repeating: 0)

  /// No parameters.
  package init() {}

  init(names: [String], bytes: [UInt8], bounds: SIMD8<UInt32>) {
    self.names = names
    self.bytes = bytes
    self.bounds = bounds
  }

  /// Parameters with these values, for tests of endpoints.
  package init(_ values: KeyValuePairs<String, String>) {
    precondition(values.count <= Self.limit, "a pattern has at most four parameters")
    for (name, value) in values {
      bounds[2 * names.count] = UInt32(bytes.count)
      bytes += Array(value.utf8)
      bounds[2 * names.count + 1] = UInt32(bytes.count)
      names.append(name)
    }
  }

  /// The decoded text that the parameter caught; `nil` when the pattern has no such parameter.
  package subscript(name: String) -> String? {
    guard let place = names.firstIndex(of: name) else { return nil }
    return String(decoding: PercentCoding.decoded(raw(place)), as: UTF8.self)
  }

  /// The bytes that the pattern's n-th parameter caught, as they were sent.
  package func raw(_ place: Int) -> ArraySlice<UInt8> {
    bytes[Int(bounds[2 * place])..<Int(bounds[2 * place + 1])]
  }

  package var count: Int { names.count }
}

/// The tree of segments behind `Routes`.
struct RouteTable: Sendable {
  enum Match {
    case found(Int, Parameters)
    case methodNotAllowed(allow: String)
    case unknown
  }

  private struct Edge: Sendable {
    let hash: UInt32
    let label: [UInt8]
    let node: Int
  }

  private struct Node: Sendable {
    var edges: [Edge] = []
    var parameter: Int?
    var tail: Int?
    /// For each method the route's number, or -1.
    var routes = SIMD8<Int32>(repeating: -1)
    var isEnd = false
    var allow = ""
  }

  /// The path under inspection and what has been caught of it.
  private struct Walk {
    let method: Method
    let bytes: [UInt8]
    let end: Int
    var bounds = SIMD8<UInt32>(repeating: 0)
    var caught = 0
    var allowed: Set<String>?

    mutating func note(_ range: Range<Int>) {
      bounds[2 * caught] = UInt32(truncatingIfNeeded: range.lowerBound)
      bounds[2 * caught + 1] = UInt32(truncatingIfNeeded: range.upperBound)
      caught += 1
    }
  }

  private var nodes = [Node()]
  private var names: [[String]] = []

  init(_ routes: [(method: Method, pattern: String)]) {
    for (place, route) in routes.enumerated() {
      insert(route.pattern, as: place, for: route.method)
    }
    for place in nodes.indices where nodes[place].isEnd {
      nodes[place].allow = Self.allowed(nodes[place].routes).joined(separator: ", ")
    }
  }

  private static func allowed(_ routes: SIMD8<Int32>) -> [String] {
    Method.allCases.filter { method in
      switch method {
      case .options: true
      case .head: routes[Int(method.rawValue)] >= 0 || routes[Int(Method.get.rawValue)] >= 0
      default: routes[Int(method.rawValue)] >= 0
      }
    }.map(\.text)
  }

  private mutating func insert(_ pattern: String, as route: Int, for method: Method) {
    precondition(pattern.hasPrefix("/"), "a pattern begins with a slash: \(pattern)")
    var node = 0
    var names: [String] = []
    for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
        node = child(of: node, labelled: Array(segment.utf8))
        continue
      }
      let name = segment.dropFirst().dropLast()
      if name.hasSuffix("...") {
        names.append(String(name.dropLast(3)))
        let next = nodes[node].tail ?? appendNode()
        nodes[node].tail = next
        node = next
      } else {
        names.append(String(name))
        let next = nodes[node].parameter ?? appendNode()
        nodes[node].parameter = next
        node = next
      }
    }
    precondition(
      names.count <= Parameters.limit, "a pattern has at most four parameters: \(pattern)")
    let place = Int(method.rawValue)
    precondition(nodes[node].routes[place] < 0, "two endpoints for \(method.text) \(pattern)")
    nodes[node].routes[place] = Int32(route)
    nodes[node].isEnd = true
    self.names.append(names)
  }

  private mutating func appendNode() -> Int {
    nodes.append(Node())
    return nodes.count - 1
  }

  private mutating func child(of node: Int, labelled label: [UInt8]) -> Int {
    if let edge = nodes[node].edges.first(where: { $0.label == label }) { return edge.node }
    let next = appendNode()
    let hash = label.reduce(Self.hashStart, Self.hash)
    nodes[node].edges.append(Edge(hash: hash, label: label, node: next))
    return next
  }

  // FNV-1a; it only sorts out labels before they are compared, so nothing is won by attacking it.
  private static let hashStart: UInt32 = 2_166_136_261

  @inline(__always)
  private static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 16_777_619
  }

  /// Walks the tree along the path in `bytes[path]`; an empty path is `/`.
  func match(_ method: Method, _ bytes: [UInt8], _ path: Range<Int>) -> Match {
    guard path.isEmpty || bytes[path.lowerBound] == UInt8(ascii: "/") else { return .unknown }
    var walk = Walk(method: method, bytes: bytes, end: path.upperBound)
    let start = path.isEmpty ? path.upperBound : path.lowerBound + 1
    if let route = find(from: 0, at: start, &walk) {
      return .found(
        route, Parameters(names: names[route], bytes: bytes, bounds: walk.bounds))
    }
    guard let allowed = walk.allowed else { return .unknown }
    let methods = Method.allCases.map(\.text).filter(allowed.contains)
    return .methodNotAllowed(allow: methods.joined(separator: ", "))
  }

  /// The route for the rest of the path, whose next segment begins at `start`, below a node.
  private func find(from node: Int, at start: Int, _ walk: inout Walk) -> Int? {
    var stop = start
    var hash = Self.hashStart
    var isEscaped = false
    while stop < walk.end {
      let byte = walk.bytes[stop]
      if byte == UInt8(ascii: "/") { break }
      if byte == UInt8(ascii: "%") { isEscaped = true }
      hash = Self.hash(hash, byte)
      stop += 1
    }
    if isEscaped {
      hash = PercentCoding.decoded(walk.bytes[start..<stop]).reduce(Self.hashStart, Self.hash)
    }
    for edge in nodes[node].edges where edge.hash == hash {
      guard isSegment(walk.bytes, start..<stop, edge.label, isEscaped) else { continue }
      if let route = descend(to: edge.node, past: stop, &walk) { return route }
    }
    guard nodes[node].parameter != nil || nodes[node].tail != nil,
      isName(walk.bytes[start..<stop], isEscaped)
    else { return nil }
    if let next = nodes[node].parameter {
      walk.note(start..<stop)
      if let route = descend(to: next, past: stop, &walk) { return route }
      walk.caught -= 1
    }
    if let next = nodes[node].tail, areNames(walk.bytes[start..<walk.end]) {
      walk.note(start..<walk.end)
      if let route = descend(to: next, past: walk.end, &walk) { return route }
      walk.caught -= 1
    }
    return nil
  }

  private func descend(to node: Int, past stop: Int, _ walk: inout Walk) -> Int? {
    guard stop == walk.end else { return find(from: node, at: stop + 1, &walk) }
    guard nodes[node].isEnd else { return nil }
    let routes = nodes[node].routes
    let own = routes[Int(walk.method.rawValue)]
    if own >= 0 { return Int(own) }
    if walk.method == .head, routes[Int(Method.get.rawValue)] >= 0 {
      return Int(routes[Int(Method.get.rawValue)])
    }
    walk.allowed = (walk.allowed ?? []).union(Self.allowed(routes))
    return nil
  }

  private func isSegment(
    _ bytes: [UInt8], _ range: Range<Int>, _ label: [UInt8], _ isEscaped: Bool
  ) -> Bool {
    if isEscaped { return PercentCoding.decoded(bytes[range]) == label }
    guard range.count == label.count else { return false }
    for place in 0..<label.count where bytes[range.lowerBound + place] != label[place] {
      return false
    }
    return true
  }

  /// Whether a parameter may catch the segment.
  private func isName(_ segment: ArraySlice<UInt8>, _ isEscaped: Bool) -> Bool {
    let decoded = isEscaped ? PercentCoding.decoded(segment)[...] : segment
    if decoded.isEmpty || decoded.elementsEqual(".".utf8) || decoded.elementsEqual("..".utf8) {
      return false
    }
    return !isEscaped || !decoded.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
  }

  private func areNames(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
      isName($0, true)
    }
  }
}

/// The table of paths: which endpoint answers which method on which path.
///
/// A pattern is a path whose segments are literal, `{name}` (any one segment), or, as the last one, `{name...}` (all that follows,
/// one segment at least). A literal segment wins over a parameter. HEAD is answered by GET's endpoint unless it has its own.
///
/// A parameter never catches an empty segment, `.`, `..`, or one that holds a slash or a NUL once it is decoded, so what it caught
/// is safe to be looked at as a name.
package struct Routes<Endpoint: Sendable>: Sendable {
  @usableFromInline let table: RouteTable
  @usableFromInline let endpoints: [Endpoint]

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
  @inlinable
  package func match(_ method: Method, _ target: Target) -> Match {
    switch table.match(method, target) {
    case .found(let place, let parameters): .found(endpoints[place], parameters)
    case .methodNotAllowed(let allow): .methodNotAllowed(allow: allow)
    case .unknown: .unknown
    }
  }

  /// The same for the target of a request's head.
  @inlinable
  @_specialize(where Endpoint == Int)
  package func match(_ head: RequestHead) -> Match {
    switch table.match(head) {
    case .found(let place, let parameters): .found(endpoints[place], parameters)
    case .methodNotAllowed(let allow): .methodNotAllowed(allow: allow)
    case .unknown: .unknown
    }
  }

  /// The same for a path as text.
  @inlinable
  package func match(_ method: Method, _ path: String) -> Match {
    match(method, Target(path))
  }
}

/// What the parameters of a pattern caught, decoded when asked for.
@usableFromInline package struct Parameters: Sendable {
  /// The most parameters that a pattern may have.
  static let limit = 4

  private var names: [String] = []
  private var bytes: [UInt8] = []
  private var bounds = InlineArray<8, UInt32>(repeating: 0)

  /// No parameters.
  package init() {}

  init(names: [String], bytes: [UInt8], bounds: InlineArray<8, UInt32>) {
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

/// The tree of segments behind `Routes`, in flat arrays.
@usableFromInline struct RouteTable: Sendable {
  @usableFromInline enum Match {
    case found(Int, Parameters)
    case methodNotAllowed(allow: String)
    case unknown
  }

  /// A literal segment that leads from one node to another.
  private struct Edge: Sendable {
    let from: Int
    let key: UInt32
    let label: Range<Int>
    let to: Int
  }

  private struct Node: Sendable {
    /// Its edges stand together.
    var edges = 0..<0
    /// The nodes behind `{name}` and `{name...}`; 0, which is the root, for none.
    var parameter = 0
    var tail = 0
    /// For each method the route's number, or -1.
    var routes = InlineArray<9, Int32>(repeating: -1)
    var isEnd = false
  }

  /// What has been caught on the way, and which methods were seen for the path.
  private struct Walk {
    let method: Method
    /// Somewhere in the path stands a percent sign.
    let hasEscape: Bool
    var bounds = InlineArray<8, UInt32>(repeating: 0)
    var caught = 0
    var allowed: UInt16 = 0

    mutating func note(_ start: Int, _ end: Int) {
      bounds[2 * caught] = UInt32(truncatingIfNeeded: start)
      bounds[2 * caught + 1] = UInt32(truncatingIfNeeded: end)
      caught += 1
    }
  }

  private var nodes = [Node()]
  private var edges: [Edge] = []
  /// The keys of the edges' labels, in the same order: what is searched lies close together.
  private var keys: [UInt32] = []
  private var labels: [UInt8] = []
  private var names: [[String]] = []

  init(_ routes: [(method: Method, pattern: String)]) {
    for (place, route) in routes.enumerated() {
      insert(route.pattern, as: place, for: route.method)
    }
    edges.sort { $0.from < $1.from }
    keys = edges.map(\.key)
    for node in nodes.indices {
      let first = edges.firstIndex { $0.from == node } ?? 0
      nodes[node].edges = first..<first + edges.count { $0.from == node }
    }
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
        if nodes[node].tail == 0 { nodes[node].tail = appendNode() }
        node = nodes[node].tail
      } else {
        names.append(String(name))
        if nodes[node].parameter == 0 { nodes[node].parameter = appendNode() }
        node = nodes[node].parameter
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
    if let edge = edges.first(where: { $0.from == node && labels[$0.label].elementsEqual(label) }) {
      return edge.to
    }
    let next = appendNode()
    let start = labels.count
    labels += label
    edges.append(
      Edge(
        from: node, key: Self.key(label.span, 0, label.count), label: start..<labels.count, to: next
      ))
    return next
  }

  /// A segment's length with its first and last byte: it sorts out nearly all labels before they are compared.
  @inline(__always)
  private static func key(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int) -> UInt32 {
    guard start < stop else { return 0 }
    return UInt32(truncatingIfNeeded: stop &- start) &<< 16 | UInt32(bytes[start]) &<< 8
      | UInt32(bytes[stop &- 1])
  }

  @usableFromInline
  func match(_ head: RequestHead) -> Match {
    match(
      head.method, head.storage.fields.wire, head.storage.path, hasEscape: head.storage.hasEscape)
  }

  @usableFromInline
  func match(_ method: Method, _ target: Target) -> Match {
    match(
      method, target.bytes, target.path,
      hasEscape: target.bytes[target.path].contains(UInt8(ascii: "%")))
  }

  /// Walks the tree along the path in `bytes[path]`; an empty path is `/`.
  private func match(
    _ method: Method, _ bytes: [UInt8], _ path: Range<Int>, hasEscape: Bool
  ) -> Match {
    guard path.isEmpty || bytes[path.lowerBound] == UInt8(ascii: "/") else { return .unknown }
    var walk = Walk(method: method, hasEscape: hasEscape)
    let start = path.isEmpty ? path.upperBound : path.lowerBound + 1
    if let route = find(from: 0, bytes.span, start, path.upperBound, &walk) {
      if walk.caught == 0 { return .found(route, Parameters()) }
      return .found(route, Parameters(names: names[route], bytes: bytes, bounds: walk.bounds))
    }
    if walk.allowed == 0 { return .unknown }
    let methods = Method.allCases.filter { walk.allowed >> $0.rawValue & 1 == 1 }.map(\.text)
    return .methodNotAllowed(allow: methods.joined(separator: ", "))
  }

  /// The route for the rest of the path, whose next segment begins at `start`, below a node.
  private func find(
    from node: Int, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ walk: inout Walk
  ) -> Int? {
    var stop = start
    while stop < end, bytes[stop] != UInt8(ascii: "/") { stop &+= 1 }
    let isEscaped =
      walk.hasEscape && (start..<stop).contains { bytes[$0] == UInt8(ascii: "%") }
    var key = Self.key(bytes, start, stop)
    if isEscaped {
      let decoded = Self.decoded(bytes, start, stop)
      key = Self.key(decoded.span, 0, decoded.count)
    }
    let (branches, parameter, tail) = (
      nodes[node].edges, nodes[node].parameter, nodes[node].tail
    )
    let keys = self.keys.span
    var place = branches.lowerBound &- 1
    while true {
      place &+= 1
      while place < branches.upperBound, keys[place] != key { place &+= 1 }
      if place >= branches.upperBound { break }
      guard isSegment(bytes, start, stop, edges[place].label, isEscaped) else { continue }
      if let route = descend(to: edges[place].to, bytes, past: stop, end, &walk) { return route }
    }
    guard parameter + tail > 0, isName(bytes, start, stop, isEscaped) else { return nil }
    if parameter > 0 {
      walk.note(start, stop)
      if let route = descend(to: parameter, bytes, past: stop, end, &walk) { return route }
      walk.caught -= 1
    }
    if tail > 0, areNames(bytes, start, end) {
      walk.note(start, end)
      if let route = descend(to: tail, bytes, past: end, end, &walk) { return route }
      walk.caught -= 1
    }
    return nil
  }

  private func descend(
    to node: Int, _ bytes: Span<UInt8>, past stop: Int, _ end: Int, _ walk: inout Walk
  ) -> Int? {
    guard stop == end else { return find(from: node, bytes, stop + 1, end, &walk) }
    guard nodes[node].isEnd else { return nil }
    let routes = nodes[node].routes
    let own = routes[Int(walk.method.rawValue)]
    if own >= 0 { return Int(own) }
    let get = routes[Int(Method.get.rawValue)]
    if walk.method == .head, get >= 0 { return Int(get) }
    for method in Method.allCases where routes[Int(method.rawValue)] >= 0 {
      walk.allowed |= 1 << method.rawValue
    }
    if get >= 0 { walk.allowed |= 1 << Method.head.rawValue }
    walk.allowed |= 1 << Method.options.rawValue
    return nil
  }

  private func isSegment(
    _ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ label: Range<Int>, _ isEscaped: Bool
  ) -> Bool {
    if isEscaped { return Self.decoded(bytes, start, stop).elementsEqual(labels[label]) }
    guard stop - start == label.count else { return false }
    let labels = self.labels.span
    var at = label.lowerBound
    for place in start..<stop {
      if bytes[place] != labels[at] { return false }
      at &+= 1
    }
    return true
  }

  private static func decoded(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int) -> [UInt8] {
    PercentCoding.decoded((start..<stop).map { bytes[$0] }[...])
  }

  /// Whether a parameter may catch the segment.
  private func isName(
    _ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ isEscaped: Bool
  ) -> Bool {
    guard !isEscaped else {
      let decoded = Self.decoded(bytes, start, stop)
      return isName(decoded.span, 0, decoded.count, false)
        && !decoded.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
    switch stop - start {
    case 0: return false
    case 1: return bytes[start] != UInt8(ascii: ".")
    case 2: return bytes[start] != UInt8(ascii: ".") || bytes[start + 1] != UInt8(ascii: ".")
    default: return true
    }
  }

  private func areNames(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var first = start
    for place in start...end where place == end || bytes[place] == UInt8(ascii: "/") {
      guard isName(bytes, first, place, true) else { return false }
      first = place + 1
    }
    return true
  }
}

import Tables

/// Sorts the names and values of a query into conditions and our own parameters, which begin with `_`, and notes what is wrong.
struct QueryReader {
  /// Stands before the name of a column that begins with `_`.
  static let columnMark = "column:"

  let columns: NameList
  private(set) var mistakes: [QueryMistake] = []
  private(set) var filter = Filter()
  private var parameters: [String: String] = [:]

  /// - Parameter known: the parameters that may be given, `_or` aside.
  init(_ items: [(name: String, value: String)], columns: [String], known: [String]) {
    self.columns = NameList(columns)
    for (name, value) in items {
      if !name.hasPrefix("_") {
        readCondition(name, value)
      } else if name == "_or" {
        readGroup(value)
      } else if !known.contains(name) {
        let nearest =
          self.columns.contains(name)
          ? Self.columnMark + name : nearestName(to: name, in: known + ["_or"])
        note(name, value, .unknownParameter(nearest: nearest))
      } else if parameters.updateValue(value, forKey: name) != nil {
        note(name, value, .repeatedParameter)
      }
    }
  }

  /// Notes a mistake, as long as there are few.
  mutating func note(_ parameter: String, _ value: String, _ kind: QueryMistake.Kind) {
    guard !isFull else { return }
    mistakes.append(QueryMistake(parameter: parameter, value: value, kind: kind))
  }

  private var isFull: Bool { mistakes.count >= QueryTextFailure.mistakeLimit }

  /// Ends the reading.
  ///
  /// - Throws: the mistakes, if there are any.
  func finish() throws(QueryTextFailure) {
    if !mistakes.isEmpty { throw QueryTextFailure(mistakes: mistakes) }
  }

  private mutating func readCondition(_ name: String, _ value: String) {
    guard !isFull else { return }
    let isMarked = !columns.contains(name) && name.hasPrefix(Self.columnMark)
    let bare = isMarked ? String(name.dropFirst(Self.columnMark.count)) : name
    do throws(QueryMistake.Kind) {
      filter.all.append(try ConditionText.condition(bare, value, names: columns))
    } catch {
      note(name, value, error)
    }
  }

  private mutating func readGroup(_ value: String) {
    if let group = conditions("_or", value, columns) { filter.anyOf.append(group) }
  }

  /// The conditions of a list in parentheses; `nil` if there is a mistake.
  private mutating func conditions(
    _ name: String, _ value: String, _ names: NameList
  ) -> [Filter.Condition]? {
    guard !isFull else { return nil }
    var kinds: [QueryMistake.Kind] = []
    var conditions: [Filter.Condition] = []
    do throws(QueryMistake.Kind) {
      conditions = try ConditionText.list(value, names: names) { kinds.append($0) }
    } catch {
      kinds.append(error)
    }
    for kind in kinds { note(name, value, kind) }
    return kinds.isEmpty ? conditions : nil
  }

  /// What one parameter says; `nil` if it is not given, or a mistake.
  mutating func value<Value>(
    of name: String, _ read: (String) throws(QueryMistake.Kind) -> Value
  ) -> Value? {
    guard let text = parameters[name] else { return nil }
    do throws(QueryMistake.Kind) {
      return try read(text)
    } catch {
      note(name, text, error)
      return nil
    }
  }

  /// The conditions that a parameter lists; none if it is not given.
  mutating func conditions(of name: String, labels: NameList) -> [Filter.Condition] {
    guard let text = parameters[name] else { return [] }
    return conditions(name, text, labels) ?? []
  }

  /// The text of a parameter; `nil` if it is not given.
  func text(of name: String) -> String? { parameters[name] }

  /// `_limit`: how many at most.
  mutating func limit() -> Int? {
    value(of: "_limit") { text throws(QueryMistake.Kind) in
      let limits = 0...RowQuery.greatestLimit
      guard let limit = wholeNumber(text), limits.contains(limit) else {
        throw .noWholeNumber(limits)
      }
      return limit
    }
  }

  /// A parameter that is one of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, else usual: Choice
  ) -> Choice where Choice.RawValue == String {
    let choice = value(of: name) { text throws(QueryMistake.Kind) in
      guard let choice = Choice(rawValue: text) else {
        throw .unknownChoice(known: Choice.allCases.map(\.rawValue))
      }
      return choice
    }
    return choice ?? usual
  }

  /// A parameter that says yes or no; no if it is not given.
  mutating func flag(_ name: String) -> Bool {
    value(of: name) { text throws(QueryMistake.Kind) in try ConditionText.flag(text) } ?? false
  }

  /// `a,"b (c)"`: names of columns, each once.
  mutating func names(of name: String) -> [String]? {
    let columns = columns
    return elements(of: name, .names) { scanner throws(QueryMistake.Kind) in
      guard let token = scanner.name() else { throw .malformed(.names) }
      return token.text
    } check: { column in
      columns.contains(column)
        ? nil : .unknownColumn(column, nearest: columns.nearest(to: column))
    } key: {
      $0
    }
  }

  /// `-a,b`: what to sort by.
  ///
  /// - Parameters:
  ///   - names: what there is to sort by; `nil` where that is not known.
  ///   - unknown: the mistake that another name is.
  mutating func order(
    _ names: NameList?, unknown: (String, NameList) -> QueryMistake.Kind
  ) -> [SortKey] {
    let keys = elements(of: "_sort", .order) { scanner throws(QueryMistake.Kind) in
      let isDescending = scanner.take("-")
      guard let token = scanner.name() else { throw .malformed(.order) }
      return SortKey(token.text, isDescending: isDescending)
    } check: { key in
      names.flatMap { $0.contains(key.name) ? nil : unknown(key.name, $0) }
    } key: {
      $0.name
    }
    return keys ?? []
  }

  /// The elements of a list at its commas; `nil` if the parameter is not given.
  mutating func elements<Element>(
    of name: String, _ form: QueryForm,
    _ read: (inout QueryScanner) throws(QueryMistake.Kind) -> Element,
    check: (Element) -> QueryMistake.Kind?, key: (Element) -> String
  ) -> [Element]? {
    guard let text = parameters[name], !isFull else { return nil }
    var scanner = QueryScanner(text)
    var elements: [Element] = []
    do throws(QueryMistake.Kind) {
      repeat { elements.append(try read(&scanner)) } while scanner.take(",")
      guard scanner.takeEnd() else { throw .malformed(form) }
    } catch {
      note(name, text, error)
      return elements
    }
    for element in elements where !isFull {
      if let kind = check(element) { note(name, text, kind) }
    }
    if let repeated = NameList(elements.map(key)).repeated {
      note(name, text, .repeatedName(repeated))
    }
    return elements
  }
}

/// A whole number of digits alone.
func wholeNumber(_ text: String) -> Int? {
  text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
}

import Engine
import HTTP
import JSON
import Tables
import Testing

@testable import API

struct RowTextTests {
  private func table() throws -> Table {
    let csv = "\"a \"\"q\"\"\",b\n1,x\n,\n3,\"line\nend\"\n"
    return try CSVLoader.load(Array(csv.utf8)).table
  }

  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `a row is an object with escaped names, or an array`() throws {
    let columns = try table().columns
    let objects = written { writer in
      writer.beginArray()
      RowText(columns, .objects).write([0, 1], to: &writer)
      writer.endArray()
    }
    #expect(objects == #"[{"a \"q\"":1,"b":"x"},{"a \"q\"":null,"b":null}]"#)
    let arrays = written { writer in
      writer.beginArray()
      RowText(columns, .arrays).write([2, 0], to: &writer)
      writer.endArray()
    }
    #expect(arrays == #"[[3,"line\nend"],[1,"x"]]"#)
  }

  @Test func `columns are arrays under their names, also without a row`() throws {
    let columns = try table().columns
    #expect(
      written { RowText(columns, .objects).writeColumns([2, 1], to: &$0) }
        == #"{"a \"q\"":[3,null],"b":["line\nend",null]}"#)
    #expect(
      written { RowText(columns, .objects).writeColumns([], to: &$0) } == #"{"a \"q\"":[],"b":[]}"#)
  }

  @Test func `whoever writes lines is called behind each row`() throws {
    let columns = try table().columns
    var lines: [String] = []
    var writer = JSONWriter()
    RowText(columns, .arrays).write([0, 1, 2], to: &writer) { writer in
      lines.append(String(decoding: writer.takeBytes(), as: UTF8.self))
      writer = JSONWriter()
    }
    #expect(lines == [#"[1,"x"]"#, "[null,null]", #"[3,"line\nend"]"#])
  }
}

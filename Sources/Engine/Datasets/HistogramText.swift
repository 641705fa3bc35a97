package import JSON
package import Statistics
internal import Tables

extension JSONWriter {
  /// `{"edges":[...],"counts":[...]}`: one edge more than counts.
  package mutating func histogram(_ histogram: Histogram) {
    self.histogram(edges: histogram.edges.map(Cell.decimal), counts: histogram.counts)
  }

  /// The same for edges that are days or moments.
  mutating func histogram(_ histogram: ColumnHistogram) {
    self.histogram(edges: histogram.edges, counts: histogram.counts)
  }

  private mutating func histogram(edges: [Cell], counts: [Int]) {
    beginObject()
    key("edges")
    beginArray()
    for edge in edges { cell(edge) }
    endArray()
    key("counts")
    beginArray()
    for count in counts { integer(count) }
    endArray()
    endObject()
  }
}

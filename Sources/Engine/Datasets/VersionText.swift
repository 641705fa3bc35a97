package import JSON

extension JSONWriter {
  /// Which version of a data set an answer is made from, as members of an object.
  package mutating func version(of dataset: Dataset) {
    key("dataset")
    string(dataset.name.description)
    key("version")
    integer(dataset.version)
  }
}

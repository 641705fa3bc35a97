/// A body that went into a file as it came: the file, and the fields of the form that it was a part of.
///
/// It is a class so that the many requests without an upload carry one word for it.
package final class Upload: Sendable {
  /// A field of the form that is no file.
  package struct Field: Equatable, Sendable {
    package var name: String
    /// Bytes that are not UTF-8 are replaced.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The file's content in a draft that somebody else keeps open. This room never opens, reads or removes it.
  package struct File: Sendable {
    package var facts: Facts
    /// What the content was written into. When the last of those who hold it lets go, it is gone, unless it was put in place by then.
    /// Whoever gave the server its drafts knows the type.
    package var draft: any AnyObject & Sendable

    package init(_ facts: Facts, draft: any AnyObject & Sendable) {
      self.facts = facts
      self.draft = draft
    }
  }

  /// What was said of a file, and how long it became.
  package struct Facts: Equatable, Sendable {
    /// The name of the form's field; `nil` when the file is the whole body.
    package var field: String?
    /// The last component of the client's name for it; `nil` if it gave none. It may hold any character and is no name for a file of ours.
    package var fileName: String?
    package var contentType: String?
    package var byteCount: Int

    package init(
      field: String? = nil, fileName: String? = nil, contentType: String? = nil, byteCount: Int = 0
    ) {
      self.field = field
      self.fileName = fileName
      self.contentType = contentType
      self.byteCount = byteCount
    }
  }

  /// The form's other fields, in their order.
  package let fields: [Field]
  /// `nil` for a form without a file.
  package let file: File?
  /// The length of the whole body, without the framing of the message.
  package let byteCount: Int

  package init(fields: [Field] = [], file: File?, byteCount: Int) {
    self.fields = fields
    self.file = file
    self.byteCount = byteCount
  }

  /// The value of the form's first field with this name.
  package func value(_ name: String) -> String? {
    fields.first { $0.name == name }?.value
  }
}

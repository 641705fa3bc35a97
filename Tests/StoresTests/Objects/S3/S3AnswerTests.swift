import Testing

@testable import Stores

struct S3AnswerTests {
  private func read(_ text: String) -> Result<S3Answer, S3Answer.Fault> {
    Result { () throws(S3Answer.Fault) in try S3Answer(Array(text.utf8)) }
  }

  private func isTruncated(_ result: Result<S3Answer, S3Answer.Fault>) -> Bool {
    result == .failure(.truncated)
  }

  private static let listing = """
    \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
    <!-- of a bucket -->
    <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
      <Name>tally</Name><Prefix/><IsTruncated >false</IsTruncated
      ><Contents>
        <Key>a&amp;b/&lt;x&gt;&#x9;&#233;&#x1F68C;.csv</Key>
        <ETag>&quot;abc&quot;</ETag><Size a='>' b="/>">12</Size>
      </Contents>
      <s3:Contents><Key><![CDATA[<a>&amp;]]>]]<![CDATA[>]]></Key><Owner><ID>1</ID></Owner></s3:Contents>
    </ListBucketResult>
    <!-- end -->

    """

  @Test func `a page of a listing is read, with everything that XML allows in it`() throws {
    let root = try read(Self.listing).get()
    #expect(root.name == "ListBucketResult")
    #expect(root["Name"]?.text == "tally")
    #expect(root["Prefix"]?.text == "")
    #expect(root["IsTruncated"]?.text == "false")
    #expect(root["Owner"] == nil)
    let contents = root.all("Contents")
    try #require(contents.count == 2)
    #expect(contents[0]["Key"]?.text == "a&b/<x>\t\u{E9}\u{1F68C}.csv")
    #expect(contents[0]["ETag"]?.text == "\"abc\"")
    #expect(contents[0]["Size"]?.text == "12")
    #expect(contents[1]["Key"]?.text == "<a>&amp;]]>")
    #expect(contents[1]["Owner"]?["ID"]?.text == "1")
  }

  @Test func `an answer that was cut anywhere is none`() {
    let whole = Array(Self.listing.utf8)
    let end = Self.listing.utf8.count - "\n<!-- end -->\n".utf8.count
    for count in 0..<whole.count {
      let result = Result { () throws(S3Answer.Fault) in try S3Answer(Array(whole[..<count])) }
      // Behind the root only its comment can be cut.
      if count < end { #expect(throws: S3Answer.Fault.self) { try result.get() } }
    }
  }

  @Test(arguments: [
    "", " ", "<", "<a", "<a>", "<a><b></b>", "<a b=\"", "<a>&#12", "<!-- ", "<?xml", "<a></a",
    "<a>x",
    "<a><![CDATA[x]]",
  ])
  func `what ends too early is truncated`(_ text: String) {
    #expect(isTruncated(read(text)))
  }

  @Test(arguments: [
    "x", "{}", "<a/>x", "<a/><b/>", "<a></b>", "<a><b></a></b>", "</a>", "<a b/>", "<a b=c/>",
    "<a b='x'c='y'/>", "< a/>",
    "<1/>", "<:a/>", "<a:/>", "<a:1/>", "<a:b:c/>", "<a>&nbsp;</a>", "<a>&;</a>", "<a>&#0;</a>",
    "<a>\u{0}</a>",
    "<a>&#xD800;</a>", "<a>&#x110000;</a>",
    "<a>&#+9;</a>", "<a>&#-9;</a>",
    "<a>&#99999999999999999999;</a>", "<a>& b</a>", "<a>&#x;</a>", "<a b='<'/>",
    "<html><body><br></body></html>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    "<!DOCTYPE html><html></html>",
    "<a><!ENTITY b \"c\"></a>", "<a><?php ?></a>",
  ])
  func `what is no such document is refused where it goes wrong`(_ text: String) {
    guard case .failure(.unexpected(let place)) = read(text) else {
      Issue.record("\(read(text))")
      return
    }
    #expect((0...text.utf8.count).contains(place))
  }

  @Test func `entities that name each other have no way in`() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>"
    #expect(read(bomb) == .failure(.unexpected(at: 1)))
    #expect(read("<a>&b;</a>") == .failure(.unexpected(at: 4)))
  }

  @Test func `depth, number and length have limits`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(throws: Never.self) { try read(nested(16)).get() }
    #expect(read(nested(17)) == .failure(.tooLarge))
    #expect(read(String(repeating: "<a>", count: 1_000_000)) == .failure(.tooLarge))
    func many(_ count: Int) -> String { "<a>" + String(repeating: "<b/>", count: count) + "</a>" }
    #expect(try read(many(49_999)).get().elements.count == 49_999)
    #expect(read(many(50_000)) == .failure(.tooLarge))
    let long = String(repeating: "x", count: S3Answer.limitBytes - 7)
    #expect(try read("<a>\(long)</a>").get().text.utf8.count == long.utf8.count)
    #expect(read("<a>\(long)y</a>") == .failure(.tooLarge))
  }

  @Test func `long texts, comments and references take a time that grows with them alone`() throws {
    // One that grew with its square would take hours.
    let start = ContinuousClock.now
    for piece in ["&amp;", "<!-- x -->", "<![CDATA[]]>", "]]", "<!---->"] {
      let count = 500_000 / piece.utf8.count
      let answer = try read("<a>" + String(repeating: piece, count: count) + "</a>").get()
      #expect(answer.elements.isEmpty)
    }
    _ = read("<a><!--" + String(repeating: "-", count: 500_000))
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
      let text = Array("<a>".utf8) + bytes + Array("</a>".utf8)
      #expect(throws: S3Answer.Fault.notText) { try S3Answer(text) }
    }
    #expect(throws: S3Answer.Fault.self) { try S3Answer([0x3C, 0xFF, 0x2F, 0x3E]) }
    // UTF-16 is for none of them.
    #expect(throws: S3Answer.Fault.self) { try S3Answer([0xFE, 0xFF, 0, 0x3C, 0, 0x61]) }
  }

  @Test func `every byte of an answer may be another one`() {
    let whole = Array("<?xml version='1.0'?><Error><Code>A&amp;b</Code><M x='y'/></Error>".utf8)
    for place in whole.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = whole
        bytes[place] = byte
        // It is read or refused; neither traps nor hangs.
        if let answer = try? S3Answer(bytes) { #expect(answer.elements.count <= 2) }
      }
    }
  }
}

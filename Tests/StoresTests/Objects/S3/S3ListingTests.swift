import Testing

@testable import Stores

struct S3ListingTests {
  private func listing(_ body: String) throws -> S3Listing? {
    S3Listing(
      try S3Answer(Array("<ListBucketResult>\(body)</ListBucketResult>".utf8)))
  }

  @Test func `a page tells objects, folders and how to go on`() throws {
    let page = try #require(
      try listing(
        """
        <IsTruncated>true</IsTruncated><NextContinuationToken>a/b=</NextContinuationToken>
        <Contents><Key>a b</Key><Size>7</Size><ETag>&quot;x-2&quot;</ETag></Contents>
        <Contents><Key> </Key><Size>0</Size><ETag>y</ETag></Contents>
        <CommonPrefixes><Prefix>France/</Prefix></CommonPrefixes>
        """))
    #expect(
      page.objects == [
        StoredObject(key: "a b", byteCount: 7, version: "\"x-2\""),
        StoredObject(key: " ", byteCount: 0, version: "\"y\""),
      ])
    #expect(page.folders == ["France/"])
    #expect(page.continuation == "a/b=")
  }

  @Test func `the last page has no way on, whatever it names`() throws {
    let page = try #require(
      try listing(
        "<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>"))
    #expect(page.continuation == nil)
    #expect(page.objects.isEmpty && page.folders.isEmpty)
  }

  @Test(arguments: [
    "<IsTruncated>true</IsTruncated>",
    "<IsTruncated>true</IsTruncated><NextContinuationToken/>",
    "<Contents><Size>7</Size><ETag>x</ETag></Contents>",
    "<Contents><Key/><Size>7</Size><ETag>x</ETag></Contents>",
    "<Contents><Key>a</Key><ETag>x</ETag></Contents>",
    "<Contents><Key>a</Key><Size>-1</Size><ETag>x</ETag></Contents>",
    "<Contents><Key>a</Key><Size>99999999999999999999</Size><ETag>x</ETag></Contents>",
    "<Contents><Key>a</Key><Size>1</Size></Contents>",
    "<Contents><Key>a</Key><Size>1</Size><ETag/></Contents>",
    "<CommonPrefixes/>",
  ])
  func `a page that lacks something is none`(_ body: String) throws {
    #expect(try listing(body) == nil)
  }
}

import Testing

struct PageRulesTests {
  @Test(arguments: [
    (#"<h1>a</h1><p style="x">"#, "styles"), (#"<h1>a</h1><style>"#, "styles"),
    (#"<h1>a</h1><b onclick="x">"#, "listens"), ("<h1>a</h1><script>x</script>", "runs"),
    ("<h2>a</h2>", "not one h1"), ("<h1>a</h1><h3>b</h3>", "jumps"),
    (#"<h1>a</h1><input name="x"/>"#, "no label"), ("<h1>a</h1><table><tr>", "caption"),
    (#"<h1>a</h1><img src="/x"/>"#, "says nothing"), ("<h1>a</h1><th>", "heads what"),
    (#"<h1>a</h1><a href="https://example.org/">"#, "elsewhere"),
    (#"<h1>a</h1><a href="javascript:x">"#, "elsewhere"),
    (#"<h1 id="a">a</h1><p id="a">"#, "two things"),
  ])
  func `a page that breaks a rule is found out`(page: String, sign: String) {
    let faults = PageRules.faults(in: page)
    #expect(faults.count == 1)
    #expect(faults.first?.contains(sign) == true)
  }

  @Test func `a page that keeps them is not`() {
    let page = """
      <h1>a</h1><h2>b</h2><label>c <input name="d"/></label><label for="e">f</label><input id="e"/>
      <input type="hidden" name="g"/><select aria-label="h > i"></select><a href="/j">k</a>
      <table class="l"><caption>m</caption><tr><th scope="col">n</th></tr></table>
      &lt;script&gt; &lt;b onclick=&quot;x&quot;&gt;
      """
    #expect(PageRules.faults(in: page) == [])
  }
}

import Foundation
import Testing

@Suite struct KeepaliveChainTests {
  @Test func theFoundingStoryIsRacyAndMended() throws {
    let result = try Program.run("keepalive", "chain", "go=300s", "nginx=65s", "--rate", "0.5")
    #expect(result.status == 1 && result.errors.isEmpty)
    #expect(result.output.hasPrefix("go ─300 s─✗─65 s─ nginx\n"))
    #expect(result.output.contains("nginx closes first, 235 s before go gives up."))
    #expect(result.output.contains("IdleConnTimeout: 60 * time.Second, // http.Transport"))
    #expect(result.output.contains("EPIPE"))
    let mended = try Program.run("keepalive", "chain", "go=60s", "nginx=65s")
    #expect(mended.status == 0 && mended.output.contains("nothing to change"))
  }

  @Test func aResetIsForetoldAsOne() throws {
    let result = try Program.run("keepalive", "chain", "go=300s", "nginx=65s,reset")
    #expect(result.status == 1 && result.output.contains("ECONNRESET (connection reset by peer)"))
    #expect(!result.output.contains("EPIPE"))
  }

  @Test func speaksChinese() throws {
    let result = try Program.run("keepalive", "chain", "go=300s", "nginx=65s", "--lang", "zh")
    #expect(result.status == 1 && result.output.contains("nginx 先关闭，比 go 放弃早 235 s"))
  }

  @Test func printsOneJSONObject() throws {
    let result = try Program.run("keepalive", "chain", "--json", "go=300s", "nat=30s", "nginx=65s")
    #expect(result.lines.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["broken"] as? Bool == true)
    let links = try #require(object["links"] as? [[String: Any]])
    #expect(links[0]["first"] as? String == "nat" && links[0]["status"] as? String == "silent")
    #expect(links[0]["margin_seconds"] as? Int == -270)
    #expect(object["changes"] is [[String: Any]])
  }

  @Test(arguments: [
    ("ngnix", "did you mean nginx?"), ("node=5", "5s or 5ms"), ("node=5s,upstraem=6s", "upstream"),
    ("quux", "quux=60s"), ("=", "NAME"), ("reqwest", "put it first"),
  ])
  func offersWhatWasMeant(_ hop: String, _ hint: String) throws {
    let result = try Program.run("keepalive", "chain", "go", hop)
    #expect(result.status == 2 && result.output.isEmpty && result.errors.contains(hint))
  }

  @Test func noLineIsWiderThanTheTerminal() throws {
    let hops = [
      "browser=300s", "alb", "nat=10s", "a-proxy-with-a-long-name=75s,upstream=60s", "node",
    ]
    for language in ["en", "zh"] {
      let result = try Program.run(["keepalive", "chain", "--lang", language] + hops)
      for line in result.lines where !line.contains("--attributes") {
        #expect(line.unicodeScalars.count <= 80, "\(line)")
      }
    }
  }
}

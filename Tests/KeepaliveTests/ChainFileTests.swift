import Keepalive
import ServerConfig
import Testing

@Suite struct ChainFileTests {
  private func chain(_ text: String) throws(ConfigError) -> ChainFile {
    try ChainFile(YAMLText.documents(text, file: "chain.yaml"), file: "chain.yaml")
  }

  @Test func readsHopsInEachOfTheirForms() throws {
    let file = try chain(
      """
      rate: 20
      connections: 4
      rtt: 2ms
      chain:
        - go=300s
        - alb
        - nginx: /etc/nginx/nginx.conf
        - my-proxy: {idle: 60s, upstream: 30s}
        - name: node
          idle: 5s
          requests: 100
      """)
    #expect(file.rate == 20 && file.connections == 4 && file.roundTrip == .milliseconds(2))
    #expect(file.hops.map(\.name) == ["go", "alb", "nginx", "my-proxy", "node"])
    #expect(file.hops[2].content == .file("/etc/nginx/nginx.conf", part: nil))
    #expect(
      file.hops[4].content == .values([.init(.idle, "5s"), .init(.requests, "100")]))
  }

  @Test(arguments: [
    ("", 1, 1), ("chain: []\n", 1, 8), ("hops: [a]\n", 1, 1), ("chain:\n  - go: 5\n", 2, 9),
    ("chain:\n  - go: {idle: 5x}\n", 2, 16), ("chain:\n  - go: {idel: 5s}\n", 2, 10),
    ("chain: [go, nginx]\nrate: fast\n", 2, 7), ("chain:\n - a: 1s\n   b: 2s\n", 2, 4),
    ("chain: [go\n", 2, 1),
  ])
  func saysWhereItIsWrong(_ text: String, _ line: Int, _ column: Int) {
    do {
      _ = try chain(text)
      Issue.record("it was understood")
    } catch {
      #expect(error.place.line == line && error.place.column == column, "\(error)")
    }
  }
}

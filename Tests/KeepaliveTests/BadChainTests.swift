import Keepalive
import Testing

@Suite struct BadChainTests {
  @Test(arguments: [
    ("a=65 b=60s", ChainError.Problem.noTime("65", hop: "a")),
    ("a=5x b=60s", .noTime("5x", hop: "a")),
    ("a=0 b=60s", .noTime("0", hop: "a")),
    ("a=-5s b=60s", .noTime("-5s", hop: "a")),
    ("a= b=60s", .empty), ("=60s b=60s", .empty),
    ("a=60s,foo=1 b=60s", .unknownKey("foo", hop: "a")),
    ("a=60s,requests=x b=60s", .noNumber("x", hop: "a")),
    ("a=60s b=60s,ends=boom", .noEnding("boom", hop: "b")),
    ("ngnix nginx", .unknownSoftware("ngnix")),
    ("nat=60s nginx", .middleboxAtEnd("nat")),
    ("go reqwest", .clientOnly("reqwest")),
    ("uvicorn go", .serverOnly("uvicorn")),
    ("go nat nginx", .noLimit("nat")),
  ])
  func saysWhatIsWrong(_ hops: String, _ problem: ChainError.Problem) {
    #expect(throws: ChainError(problem)) { try ChainCase(hops, []).chain() }
  }

  /// Whatever is written, it is understood or refused; nothing traps.
  @Test func survivesAnyText() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "go", "nginx", "nat", "=", ",", "65s", "none", "off", "upstream", "#", "/", ".", "é",
      "9999999999999", "ms", "-",
    ]
    for _ in 0..<3000 {
      let hops = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)!
        }.joined()
      }
      guard let arguments = try? hops.map({ try HopArgument($0) }),
        let built = try? HopBuilder.hops(arguments)
      else { continue }
      let chain = Chain(built)
      for link in chain.links { _ = chain.verdict(on: link) }
      _ = chain.repairs
    }
  }
}

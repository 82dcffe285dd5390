import Keepalive
import Testing

/// A chain, and the verdict of each of its pairs.
struct ChainCase: CustomTestStringConvertible {
  let hops: String
  let verdicts: [LinkVerdict.Status]
  /// By how much the other side outlasts the client, in milliseconds, pair by pair; nil where that is not looked at.
  let margins: [Int64?]
  var roundTrip = 100
  /// What is changed: `name:to`, in milliseconds. Empty for nothing; nil where no change is known.
  let changes: [String]?
  var why = ""

  var testDescription: String { why.isEmpty ? hops : "\(hops): \(why)" }

  init(
    _ hops: String, _ verdicts: [LinkVerdict.Status], _ margins: [Int64?] = [],
    changes: [String]? = [], rtt: Int = 100, _ why: String = ""
  ) {
    self.hops = hops
    self.verdicts = verdicts
    self.margins = margins
    self.changes = changes
    roundTrip = rtt
    self.why = why
  }

  func chain() throws -> Chain {
    let arguments = try hops.split(separator: " ").map { try HopArgument(String($0)) }
    return Chain(
      try HopBuilder.hops(arguments), traffic: Traffic(roundTrip: .milliseconds(roundTrip)))
  }
}

extension ChainCase {
  static let plain = [
    ChainCase("a=60s b=65s", [.safe], [5000]),
    ChainCase("a=65s b=60s", [.racy], [-5000], changes: ["a:55000"]),
    ChainCase("a=60s b=60s", [.racy], [0], changes: ["a:55000"], "equal timers are broken"),
    ChainCase("a=59s b=60s", [.safe], [1000]),
    ChainCase(
      "a=59900ms b=60s", [.racy], [100], changes: ["a:55000"], "less than a round trip and a tick"),
    ChainCase("a=59400ms b=60s", [.safe], [600], "exactly what is needed"),
    ChainCase("a=59401ms b=60s", [.racy], [599], changes: ["a:55000"], "a millisecond too little"),
    ChainCase("a=59s b=60s", [.racy], [1000], changes: ["a:55000"], rtt: 600, "a long way"),
    ChainCase("a=none b=60s", [.racy], [nil], changes: ["a:55000"]),
    ChainCase("a=60s b=none", [.safe], [nil]),
    ChainCase("a=none b=none", [.safe], [nil]),
    ChainCase("a=off b=1s", [.unkept], [nil]),
    ChainCase("a=300s b=off", [.unkept], [nil]),
    ChainCase(
      "a=10s b=8s", [.racy], [-2000], changes: ["b:15000"], "a pool of 4 s is of little use"),
    ChainCase("a=300s b=8s", [.racy], [-292_000], changes: ["a:4000"]),
    ChainCase("a=2s b=1s", [.racy], [-1000], changes: ["b:7000"], "no room below a second"),
    ChainCase(
      "a=none b=1s", [.racy], [nil], changes: nil, "no room below, and nothing to be above of"),
    ChainCase("60s 65s", [.safe], [5000], "hops without a name"),
    ChainCase("a=1h b=1d", [.safe], [82_800_000]),
    ChainCase("a=60s b=70s,upstream=30s c=40s", [.safe, .safe], [10_000, 10_000]),
    ChainCase(
      "a=60s b=50s,upstream=30s c=20s", [.racy, .racy], [-10_000, -10_000],
      changes: ["a:45000", "b:15000"]),
    ChainCase("a=60s b=70s c=5s", [.safe, .unknown], [10_000, nil], "nobody said b's other side"),
  ]

  static let middleboxes = [
    ChainCase("a=300s nat=350s b=400s", [.safe], [50_000]),
    ChainCase("a=400s nat=350s b=600s", [.silent], [-50_000], changes: ["a:345000"]),
    ChainCase("a=400s nlb b=600s", [.racy], [-50_000], changes: ["a:345000"], "a RST answers"),
    ChainCase("a=60s nat=30s,silent b=120s", [.silent], [-30_000], changes: ["a:25000"]),
    ChainCase("a=60s nat=30s,silent,probes=10s b=120s", [.silent], [-30_000], changes: ["a:25000"]),
    ChainCase(
      "a=60s,probes=15s nat=30s b=120s", [.safe], [60_000], "TCP keep-alive keeps it awake"),
    ChainCase(
      "a=60s,probes=30s nat=30s b=120s", [.silent], [-30_000], changes: ["a:25000"], "too seldom"),
    ChainCase("go=300s nat=240s b=400s", [.safe], [100_000], "Go's dialer probes every 30 s"),
    ChainCase(
      "a=300s nat=200s b=100s", [.racy], [-200_000], changes: ["a:95000"], "the server is earlier"),
    ChainCase(
      "a=300s nat=100s b=200s", [.silent], [-200_000], changes: ["a:95000"], "the NAT is earlier"),
    ChainCase(
      "a=300s nat=250s nlb b=400s", [.silent], [-50_000], changes: ["a:245000"], "two of them"),
    ChainCase(
      "a=30s nat=3s,silent b=60s", [.silent], [-27_000], changes: ["a:1500"], "scaled for a lab"),
    ChainCase("a=none nat=350s b=none", [.silent], [nil], changes: ["a:345000"], "a database pool"),
    ChainCase(
      "a=1000s slb b=none", [.racy], [-100_000], changes: ["a:895000"], "SLB sends a RST to both"),
    ChainCase("a=900s ipvs b=none", [.silent], [0], changes: ["a:895000"], "docker swarm"),
  ]
}

import Diagnosis
import Facts

extension Sample {
  static let folded = Sample("folded") {
    $0 = overflow.finding
    $0.firstTime = $0.time - .milliseconds(1_111)
    $0.count = 42
  }

  static let ipv6 = Sample(
    "ipv6", "[2001:db8:1234:5678:9abc:def0:1234:5678]:43526",
    "[2001:db8:8765:4321:fedc:ba98:7654:3210]:8443"
  ) {
    $0.cause = "middlebox-idle-expiry"
    $0.confidence = .possible
    $0.error = .brokenPipe
    $0.alternatives = [.init("stale-connection", .possible)]
    $0.evidence = [
      Reason("idle", "905 s", Text(en: "no traffic for 905 s", zh: "已有 905 秒没有流量"))
    ]
    $0.next = [
      NextStep(
        Text(
          en: "capture on both sides of the firewall and compare the TTL",
          zh: "在防火墙两侧同时抓包，比较 TTL"), command: nil, on: .middle)
    ]
    $0.fixes = [
      Fix(
        Text(en: "Probe more often than the device forgets.", zh: "让探测间隔短于设备的超时时间。"),
        command: "sysctl -w net.ipv4.tcp_keepalive_time=300",
        undo: "sysctl -w net.ipv4.tcp_keepalive_time=7200")
    ]
  }

  /// A process and texts that attack the terminal, the line and the reader's trust.
  static let hostile = Sample("hostile") {
    $0 = overflow.finding
    $0.clientProcess = Process(pid: 666, command: "\u{1b}[31m\n<script>")
    $0.serverProcess = Process(pid: 667, command: "nginx (pid 1)\"\u{202e}x")
    $0.kernel = .init(reason: "\u{9b}2J", state: "\u{7}", site: "\u{2028}")
    $0.evidence = [
      Reason(
        "x\u{1b}", "\r\u{2066}",
        Text("a\u{1b}]0;owned\u{7}b\u{200b}c\u{e0041}d\u{2029}e\u{202e}f\u{feff}g\u{ad}h\u{85}i"))
    ]
    $0.fixes = [
      Fix(Text("e\u{301}\u{301}"), command: "echo\u{1b}[2J\nrm -rf /", undo: "\u{8}\u{8}")
    ]
    $0.next = [NextStep(Text("\u{0}"), command: "\u{1f600}\u{200d}\u{1f600}", on: .here)]
  }

  static let long = Sample("long") {
    $0 = overflow.finding
    let word =
      "net.ipv4.conf.all.a-word-that-is-longer-than-any-line-of-a-terminal-can-possibly-be-"
    $0.evidence = [
      Reason(
        "long", "1",
        Text(
          en: String(repeating: "many words that say little ", count: 20) + word + word,
          zh: String(repeating: "很多字，却没有说什么；", count: 20) + word + word))
    ]
    $0.fixes = [
      Fix(
        Text(
          en: String(repeating: "a long way to change it, ", count: 12),
          zh: String(repeating: "改起来要很久，", count: 12)),
        command: "iptables " + String(repeating: "-A INPUT -p tcp --dport 80 ", count: 8)
          + "-j ACCEPT")
    ]
  }

  static let failure = Sample("failure", nil, seen: .state, sender: .unknown) {
    $0.kind = .failure
    $0.cause = "accept-queue-overflow"
    $0.confidence = .likely
    $0.error = .timedOut
    $0.count = 3
  }

  static let timeOut = Sample("time-out", seen: .state, sender: .unknown) {
    $0.kind = .failure
    $0.cause = "stale-connection"
    $0.confidence = .certain
    $0.harmless = false
    $0.error = .timedOut
    $0.kernel = .init(reason: nil, state: "SYN_SENT", site: nil)
    $0.clientProcess = Process(pid: 4711, command: "curl")
  }

  static let givenUp = Sample("given-up", "10.0.0.1:0", seen: .state, sender: .unknown) {
    $0 = timeOut.finding
    $0.client?.port = 0
    $0.error = nil
  }

  static let turnedAway = Sample("turned-away", nil, seen: .state, sender: .unknown) {
    $0.kind = .failure
    $0.cause = "accept-queue-overflow"
    $0.confidence = .certain
    $0.serverProcess = Process(pid: 812, command: "nginx")
  }

  static let advice = Sample("advice", nil, "0.0.0.0:80", seen: .state, sender: .unknown) {
    $0.kind = .advice
    $0.cause = "accept-queue-overflow"
    $0.confidence = .possible
    $0.serverProcess = Process(pid: 812, command: "nginx")
    $0.fixes = FakeOverflow.fixes
  }
}

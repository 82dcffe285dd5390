import Diagnosis
import Facts
import Testing

/// A host as it is installed, changed in one thing.
struct HostCase: CustomTestStringConvertible {
  let testDescription: String
  /// What the finding's evidence is about; nil where there must be none.
  let fact: String?
  let host: HostSnapshot

  init(_ name: String, _ fact: String?, _ change: (inout HostSnapshot) -> Void) {
    testDescription = name
    self.fact = fact
    var host = Self.healthy
    change(&host)
    self.host = host
  }

  private static let now = Timestamp(nanoseconds: 1_795_334_400_000_000_000)
  static let nginx = Process(pid: 812, command: "nginx")

  private static let healthy: HostSnapshot = {
    var host = HostSnapshot(time: now, netns: 1)
    host.parameters = [
      .somaxconn: "4096", .abortOnOverflow: "0", .synCookies: "1", .retries2: "15",
      .localPortRange: "32768\t60999", .reservedPorts: "",
      .deviceBacklog: "1000",
    ]
    host.listeners = [listener(queue: 0, limit: 511)]
    host.usage = TCPUsage(orphans: 3, orphanLimit: 65536, pages: 100, pageLimit: 400_000)
    host.conntrack = ConntrackUse(entries: 200, limit: 262_144)
    return host
  }()

  static func listener(
    port: UInt16 = 80, queue: UInt32, limit: UInt32, drops: UInt32 = 0, recent: UInt32 = 0
  ) -> ListeningSocket {
    ListeningSocket(
      local: Endpoint(IPAddress(v4: 0), port: port), owner: nginx, queue: queue, limit: limit,
      drops: drops, recentDrops: recent)
  }

  static func open(_ number: Int) -> OpenDescriptors {
    OpenDescriptors(process: nginx, open: number, limit: 1024)
  }

  static func destination(_ ports: Int) -> SocketUse {
    var use = SocketUse()
    use.busiest = .init(
      remote: Endpoint(IPAddress(v4: 0x0a00_0002), port: 80), ports: ports, timeWait: ports / 2)
    return use
  }

  static let all: [HostCase] = [
    HostCase("nothing changed", nil) { _ in },
    HostCase("a queue at its limit holds one more", nil) {
      $0.listeners = [listener(queue: 3, limit: 4)]
    },
    HostCase("a queue above its limit", "listener-queue") {
      $0.listeners = [listener(queue: 129, limit: 128)]
    },
    HostCase("a queue at four fifths", "listener-queue") {
      $0.listeners = [listener(queue: 410, limit: 511)]
    },
    HostCase("a queue below that", nil) { $0.listeners = [listener(queue: 400, limit: 511)] },
    HostCase("drops of the past by a full queue", "listener-drops") {
      $0.listeners = [listener(queue: 0, limit: 128, drops: 7)]
      $0.counters = [.listenOverflows: 7]
    },
    HostCase("drops for another reason", nil) {
      $0.listeners = [listener(queue: 0, limit: 128, drops: 7)]
    },
    HostCase("descriptors nearly used up", "descriptors") {
      $0.programs = [ProgramUse(process: nginx, descriptors: open(980))]
    },
    HostCase("descriptors half used", nil) {
      $0.programs = [ProgramUse(process: nginx, descriptors: open(600))]
    },
    HostCase("descriptors that could not be counted", nil) {
      $0.programs = [ProgramUse(process: nginx)]
    },
    HostCase("ports to one destination run out", "local-ports") {
      $0.sockets = destination(28_000)
    },
    HostCase("half of the ports to one destination", nil) { $0.sockets = destination(14_000) },
    HostCase("ports whose range was not read", nil) {
      $0.sockets = destination(28_000)
      $0.parameters[.localPortRange] = nil
    },
    HostCase("connection tracking full", "conntrack-entries") {
      $0.conntrack = ConntrackUse(entries: 262_144, limit: 262_144)
    },
    HostCase("connection tracking absent", nil) { $0.conntrack = nil },
    HostCase("orphans at a quarter of their limit", "orphans") {
      $0.usage?.orphans = 16_384
    },
    HostCase("orphans below that", nil) { $0.usage?.orphans = 16_000 },
    HostCase("TCP memory near its limit", "tcp-memory") { $0.usage?.pages = 330_000 },
    HostCase("connections that nobody closes", "close-wait") {
      $0.programs = [ProgramUse(process: nginx, closeWait: 100, closeWaitGrowth: 2)]
    },
    HostCase("a few connections that are being closed", nil) {
      $0.programs = [ProgramUse(process: nginx, closeWait: 99)]
    },
    HostCase("abort on overflow", "parameter") { $0.parameters[.abortOnOverflow] = "1" },
    HostCase("no SYN cookies", "parameter") { $0.parameters[.synCookies] = "0" },
    HostCase("SYN cookies always", nil) { $0.parameters[.synCookies] = "2" },
    HostCase("few retransmissions", "parameter") { $0.parameters[.retries2] = "3" },
    HostCase("as few as the standard allows", nil) { $0.parameters[.retries2] = "8" },
    HostCase("an old kernel's default of somaxconn", nil) { $0.parameters[.somaxconn] = "128" },
    HostCase("that default, and a listener that needed more", "listener-drops") {
      $0.parameters[.somaxconn] = "128"
      $0.listeners = [listener(queue: 0, limit: 128, drops: 3)]
      $0.counters = [.listenOverflows: 3]
    },
    HostCase("tcp_tw_recycle on an old kernel", "parameter") {
      $0.parameters[.timeWaitRecycle] = "1"
    },
    HostCase("a range over a listening port", "port-range") {
      $0.parameters[.localPortRange] = "1024 65535"
      $0.listeners = [listener(port: 8080, queue: 0, limit: 511)]
    },
    HostCase("such a range with the port reserved", nil) {
      $0.parameters[.localPortRange] = "1024 65535"
      $0.parameters[.reservedPorts] = "8000-8100,9000"
      $0.listeners = [listener(port: 8080, queue: 0, limit: 511)]
    },
    HostCase("a value that no file sets", "parameter-drift") {
      $0.configured = [.somaxconn: .init(value: "8192", file: "/etc/sysctl.d/60-net.conf")]
    },
    HostCase("a namespace of a container, which no file sets", nil) {
      $0.configured = [.somaxconn: .init(value: "8192", file: "/etc/sysctl.d/60-net.conf")]
      $0.parameters[.deviceBacklog] = nil
    },
    HostCase("the value that a file sets, with other spaces", nil) {
      $0.configured = [.localPortRange: .init(value: "32768 60999", file: "/etc/sysctl.conf")]
    },
    HostCase("a configured parameter that is not there", nil) {
      $0.configured = [.timeWaitRecycle: .init(value: "1", file: "/etc/sysctl.conf")]
    },
    HostCase("packets dropped before TCP", "softnet-dropped") { $0.backlogDrops = 4 },
  ]
}

struct CheckTests {
  @Test(arguments: HostCase.all) func findsWhatIsWrongAndNothingElse(_ entry: HostCase) {
    let verdict = HostVerdict(entry.host)
    guard let fact = entry.fact else { return #expect(verdict.findings.isEmpty) }
    #expect(verdict.findings.contains { $0.evidence.contains { $0.fact == fact } })
    #expect(verdict.fine.count < checks.count)
    for finding in verdict.findings {
      #expect(finding.cause != nil || finding.title != nil)
      #expect(!finding.evidence.isEmpty && !finding.fixes.isEmpty)
    }
  }

  @Test func isCertainOnlyOfWhatIsDroppedNow() {
    let now = HostCase("now", nil) {
      $0.listeners = [HostCase.listener(queue: 2, limit: 1, drops: 5, recent: 2)]
    }
    let before = HostCase("before", nil) {
      $0.listeners = [HostCase.listener(queue: 2, limit: 1, drops: 5)]
    }
    let verdicts = [now, before].map { HostVerdict($0.host).findings }
    #expect(verdicts.map(\.count) == [1, 1])
    #expect(verdicts[0][0].kind == .failure && verdicts[0][0].confidence == .certain)
    #expect(verdicts[1][0].kind == .advice && verdicts[1][0].confidence == .likely)
  }

  @Test func putsWhatFailsBeforeWhatMay() {
    let host = HostCase("both", nil) {
      $0.listeners = [
        HostCase.listener(queue: 410, limit: 511),
        HostCase.listener(port: 81, queue: 2, limit: 1, drops: 5, recent: 2),
      ]
    }
    #expect(HostVerdict(host.host).findings.map(\.kind) == [.failure, .advice])
  }
}

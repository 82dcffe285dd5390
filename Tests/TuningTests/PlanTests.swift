import Diagnosis
import Facts
import Testing

@testable import Tuning

/// Plans for hosts that are written by hand.
@Suite struct PlanTests {
  static func place(
    _ values: [String: String] = [:], memory: Int = 8 << 30, cores: Int = 4, isOfHost: Bool = true,
    programs: [String] = [], change: (inout HostSnapshot) -> Void = { _ in }
  ) -> Circumstances {
    var host = HostSnapshot(time: Timestamp(nanoseconds: 0), netns: 1)
    change(&host)
    let standard = [
      "net.core.somaxconn": "4096", "net.ipv4.tcp_syncookies": "1",
      "net.ipv4.tcp_abort_on_overflow": "0", "net.ipv4.ip_local_port_range": "32768 60999",
      "net.ipv4.ip_local_reserved_ports": "", "net.ipv4.tcp_tw_reuse": "2",
      "net.ipv4.tcp_timestamps": "1", "net.ipv4.tcp_max_orphans": "65536",
      "net.ipv4.tcp_max_tw_buckets": "65536", "net.ipv4.tcp_retries2": "15",
      "net.ipv4.tcp_mem": "100000 200000 300000", "net.ipv4.tcp_rmem": "4096 131072 6291456",
      "net.ipv4.tcp_wmem": "4096 16384 4194304", "net.ipv4.tcp_max_syn_backlog": "1024",
      "net.netfilter.nf_conntrack_max": "262144", "net.netfilter.nf_conntrack_buckets": "262144",
      "net.core.netdev_max_backlog": "1000", "net.ipv4.tcp_fin_timeout": "60",
    ].merging(values) { $1 }
    var known: [Sysctl: String] = [:]
    for (key, value) in standard { known[Sysctl(rawValue: key)] = value }
    return Circumstances(
      host, HostCapacity(kernel: nil, memory: memory, cores: cores), values: known,
      isOfHost: isOfHost,
      programs: programs.enumerated().map { Process(pid: Int32($0 + 1), command: $1) })
  }

  static func listener(_ port: UInt16, limit: UInt32) -> ListeningSocket {
    ListeningSocket(
      local: Endpoint(IPAddress(v4: 0), port: port), owner: Process(pid: 8, command: "nginx"),
      queue: 0, limit: limit)
  }

  /// Setting, whether it is refused, and whether `--force` gets past that.
  @Test(arguments: [
    ("somaxconn=8192", false, false), ("somaxconn=128", true, true),
    ("tcp_tw_recycle=1", true, false), ("tcp_abort_on_overflow=1", true, true),
    ("tcp_syncookies=0", true, true), ("tcp_syncookies=2", false, false),
    ("tcp_max_orphans=4096", true, true), ("tcp_max_orphans=131072", false, false),
    ("tcp_max_tw_buckets=5000", true, true), ("tcp_retries2=3", true, true),
    ("tcp_retries2=8", false, false), ("ip_local_port_range=1024 65535", true, true),
    ("ip_local_port_range=20000 60999", false, false), ("tcp_timestamps=0", true, true),
    ("tcp_mem=1 2 999999999", true, false), ("tcp_mem=3 2 1", true, false),
    ("tcp_rmem=4096 8388608 4194304", true, false), ("tcp_wmem=4096 16384 8388608", false, false),
    ("nf_conntrack_buckets=1000", true, false), ("nf_conntrack_buckets=65536", false, false),
    ("nf_conntrack_max=99999999", true, true), ("tcp_synack_retries=3", true, false),
  ])
  func refusesHarm(_ text: String, _ refused: Bool, _ forced: Bool) throws {
    let place = Self.place { $0.listeners = [Self.listener(8080, limit: 511)] }
    let plan = Planner(place).plan(setting: [try Assignment(text)])
    #expect(!plan.objections(force: false).isEmpty == refused)
    #expect(plan.objections(force: true).isEmpty == (forced || !refused))
  }

  @Test func aDiagnosticSwitchIsAllowedOnTrial() throws {
    var place = Self.place()
    place.isTrial = true
    let plan = Planner(place).plan(setting: [try Assignment("tcp_abort_on_overflow=1")])
    #expect(plan.objections(force: false).isEmpty)
  }

  @Test func reservedPortsMakeAWideRangeSafe() throws {
    let place = Self.place(programs: ["kubelet"]) {
      $0.listeners = [Self.listener(8080, limit: 511)]
    }
    let range = try Assignment("ip_local_port_range=1024 65535")
    let reserved = try Assignment("ip_local_reserved_ports=8080")
    let nodes = try Assignment("ip_local_reserved_ports=8080,30000-32767")
    let planner = Planner(place)
    #expect(!planner.plan(setting: [range]).objections(force: false).isEmpty)
    #expect(!planner.plan(setting: [range, reserved]).objections(force: false).isEmpty)
    #expect(planner.plan(setting: [range, nodes]).objections(force: false).isEmpty)
  }

  @Test func globalParametersAreNotANamespaces() throws {
    let place = Self.place(isOfHost: false)
    let plan = Planner(place).plan(setting: [try Assignment("tcp_max_orphans=131072")])
    #expect(plan.objections(force: true).first?.objection.text.en.contains("global") == true)
  }

  @Test func everyProfileProposesNothingThatItWouldRefuse() {
    for profile in Profile.allCases {
      for memory in [256 << 20, 8 << 30, 256 << 30] {
        let place = Self.place(["net.core.somaxconn": "128"], memory: memory, programs: ["kubelet"])
        {
          $0.listeners = [Self.listener(80, limit: 128), Self.listener(20_000, limit: 128)]
        }
        let plan = Planner(place).plan(for: profile)
        #expect(plan.objections(force: false).isEmpty, "\(profile) \(memory)")
        let named = plan.proposals.map(\.key) + plan.leftAlone.map(\.key)
        #expect(Set(named) == Set(place.values.keys), "\(profile): each parameter is told of")
      }
    }
  }

  @Test func profilesFollowTheHost() {
    func value(_ key: Sysctl, _ profile: Profile, memory: Int, cores: Int) -> String? {
      let place = Self.place(memory: memory, cores: cores)
      return Planner(place).plan(for: profile).proposals.first { $0.key == key }?.assignment.value
    }
    #expect(value(.somaxconn, .manyClientsServer, memory: 64 << 30, cores: 4) == "16384")
    #expect(value(.somaxconn, .manyClientsServer, memory: 64 << 30, cores: 64) == "32768")
    #expect(value(.somaxconn, .manyClientsServer, memory: 1 << 30, cores: 64) == nil)
    #expect(
      value(.receiveBuffer, .smallMemory, memory: 512 << 20, cores: 1) == "4096 131072 1048576")
    #expect(value(.receiveBuffer, .smallMemory, memory: 64 << 30, cores: 1) == nil)
    #expect(value(.localPortRange, .manyOutgoingClient, memory: 8 << 30, cores: 4) == "10240 65535")
  }

  @Test func findingsBecomeProposals() {
    let place = Self.place(["net.core.somaxconn": "100", "net.ipv4.tcp_syncookies": "0"]) {
      $0.parameters = [.somaxconn: "100", .synCookies: "0"]
      $0.listeners = [Self.listener(80, limit: 100)]
    }
    let plan = Planner(place).plan(from: HostVerdict(place.host).findings)
    let proposed = plan.proposals.map { "\($0.key.rawValue)=\($0.assignment.value)" }
    #expect(Set(proposed) == ["net.core.somaxconn=4096", "net.ipv4.tcp_syncookies=1"])
    #expect(plan.proposals.allSatisfy { !$0.why.isEmpty })
  }

  @Test func costsAreWorkedOutInBytes() throws {
    let plan = Planner(Self.place()).plan(setting: [try Assignment("somaxconn=8192")])
    #expect(plan.proposals[0].cost?.bytes == 4096 * 2496)
  }

  @Test func namesALaterFileThatWins() throws {
    for (file, wins) in [
      ("/etc/sysctl.d/99-x.conf", true), ("/etc/sysctl.d/10-x.conf", false),
      ("/etc/sysctl.conf", true),
    ] {
      let place = Self.place {
        $0.configured = [.somaxconn: ConfiguredParameter(value: "128", file: file)]
      }
      let plan = Planner(place).plan(setting: [try Assignment("somaxconn=8192")])
      #expect((plan.proposals[0].overriding != nil) == wins, "\(file)")
    }
  }

  @Test func printsForOthers() throws {
    let plan = Planner(Self.place()).plan(setting: [
      try Assignment("somaxconn=8192"), try Assignment("tcp_fin_timeout=30"),
      try Assignment("tcp_max_orphans=131072"),
    ])
    #expect(PlanFormat.sysctl.text(plan).contains("\nnet.core.somaxconn = 8192\n"))
    #expect(PlanFormat.ansible.text(plan).contains("    value: \"8192\"\n"))
    let pod = PlanFormat.kubernetes.text(plan)
    #expect(pod.contains("- name: net.ipv4.tcp_fin_timeout  # safe"))
    #expect(pod.contains("- name: net.core.somaxconn  # unsafe"))
    #expect(pod.contains("--allowed-unsafe-sysctls='net.core.somaxconn'"))
    #expect(pod.contains("# of the node, not of a pod: net.ipv4.tcp_max_orphans"))
  }
}

import Diagnosis
import Facts
import Testing

@testable import Knowledge

@Suite struct ParameterTests {
  /// The groups that a diagnosis of resets needs, by the kernel's names.
  static let required = [
    "net.core.netdev_max_backlog", "net.core.somaxconn", "net.ipv4.tcp_max_orphans",
    "net.ipv4.tcp_max_syn_backlog", "net.ipv4.tcp_synack_retries", "net.ipv4.tcp_syn_retries",
    "net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_syncookies", "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_tw_reuse", "net.core.rmem_max", "net.core.wmem_max", "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_wmem", "fs.file-max", "fs.nr_open", "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_tw_recycle",
    "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_max_tw_buckets", "net.ipv4.tcp_retries2",
    "net.ipv4.tcp_orphan_retries", "net.ipv4.tcp_timestamps", "net.ipv4.tcp_mem",
    "net.ipv4.tcp_rfc1337", "net.ipv4.tcp_migrate_req", "net.ipv4.tcp_fastopen",
    "net.ipv4.tcp_invalid_ratelimit", "net.ipv4.tcp_challenge_ack_limit", "net.core.netdev_budget",
    "net.core.netdev_budget_usecs", "net.netfilter.nf_conntrack_max",
    "net.netfilter.nf_conntrack_buckets", "net.netfilter.nf_conntrack_tcp_be_liberal",
    "net.netfilter.nf_conntrack_tcp_loose", "net.netfilter.nf_conntrack_tcp_timeout_established",
    "net.netfilter.nf_conntrack_tcp_timeout_close_wait", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.vs.conn_reuse_mode", "net.ipv4.tcp_tw_reuse_delay",
    "net.ipv4.tcp_syn_linear_timeouts",
  ]

  @Test func knowsEveryParameterThatADiagnosisNeeds() {
    let keys = Parameter.all.map(\.key.rawValue)
    #expect(Set(keys).count == keys.count)
    #expect(Set(Self.required).subtracting(keys) == [])
  }

  /// What the old tuning note speaks of is set right.
  @Test(arguments: [
    "netdev_max_backlog", "somaxconn", "tcp_max_orphans", "tcp_max_syn_backlog",
    "tcp_synack_retries", "tcp_syn_retries", "tcp_abort_on_overflow", "tcp_syncookies",
    "ip_local_port_range", "tcp_tw_reuse", "rmem_max", "wmem_max", "tcp_rmem", "tcp_wmem",
    "file-max", "tcp_keepalive_time", "tcp_tw_recycle", "tcp_fin_timeout", "tcp_max_tw_buckets",
  ])
  func setsTheOldNoteRight(_ name: String) throws {
    let parameter = try #require(Parameter.all.first { $0.shortName == name })
    #expect(parameter.note != nil)
  }

  @Test(arguments: Parameter.all) func namesOnlyWhatThereIs(_ parameter: Parameter) {
    for cause in parameter.causes { #expect(CauseNames.title(cause) != nil, "\(cause)") }
    for counter in parameter.counters {
      #expect(CounterEntry.all.contains { $0.counter == counter }, "\(counter.rawValue)")
    }
    if let scenario = parameter.scenario {
      #expect(Self.scenarios.contains(scenario), "\(scenario)")
    }
    #expect(!parameter.sources.isEmpty)
  }

  private static let scenarios: Set<String> = Set(
    catalog.flatMap { cause -> [String] in
      guard case .scenarios(let scenarios) = cause.lab else { return [] }
      return scenarios.map(\.id)
    })

  @Test(arguments: Parameter.all) func theKernelWouldTakeItsDefault(_ parameter: Parameter) {
    for version in [KernelVersion(4, 4), KernelVersion(5, 15), KernelVersion(6, 18)] {
      for pages in [1 << 17, 1 << 20, 6_171_023] {
        let value = parameter.standard.value(on: HostSize(kernel: version, pages: pages))
        if let value, !value.isEmpty {
          #expect(parameter.kind.admits(value), "\(parameter.key.rawValue) = \(value)")
        }
      }
    }
  }

  struct Default: CustomTestStringConvertible, Sendable {
    let key: String
    let kernel: KernelVersion
    let value: String?
    var testDescription: String { "\(key) on \(kernel)" }
  }

  /// Seen on Linux 6.18 with 24 GiB of memory, and what older kernels are documented to have.
  static let defaults = [
    Default(key: "somaxconn", kernel: KernelVersion(6, 18), value: "4096"),
    Default(key: "somaxconn", kernel: KernelVersion(5, 3), value: "128"),
    Default(key: "tcp_max_syn_backlog", kernel: KernelVersion(6, 18), value: "2048"),
    Default(key: "tcp_max_orphans", kernel: KernelVersion(6, 18), value: "131072"),
    Default(key: "tcp_max_tw_buckets", kernel: KernelVersion(6, 18), value: "131072"),
    Default(key: "tcp_tw_reuse", kernel: KernelVersion(4, 18), value: "0"),
    Default(key: "tcp_tw_reuse", kernel: KernelVersion(6, 18), value: "2"),
    Default(key: "tcp_rmem", kernel: KernelVersion(6, 18), value: "4096 131072 33554432"),
    Default(key: "tcp_rmem", kernel: KernelVersion(6, 12), value: "4096 131072 6291456"),
    Default(key: "tcp_rmem", kernel: KernelVersion(6, 15), value: nil),
    Default(key: "rmem_max", kernel: KernelVersion(6, 18), value: "4194304"),
    Default(key: "rmem_max", kernel: KernelVersion(6, 1), value: "212992"),
    Default(key: "tcp_mem", kernel: KernelVersion(6, 18), value: nil),
    Default(key: "nf_conntrack_max", kernel: KernelVersion(6, 18), value: "262144"),
    Default(key: "ip_local_port_range", kernel: KernelVersion(6, 18), value: "32768 60999"),
  ]

  @Test(arguments: defaults) func knowsTheDefault(_ example: Default) throws {
    let parameter = try #require(Parameter.all.first { $0.shortName == example.key })
    let host = HostSize(kernel: example.kernel, pages: 6_171_023)
    #expect(parameter.standard.value(on: host) == example.value)
  }

  @Test func knowsWhichKernelsHaveIt() {
    #expect(!Parameter.timeWaitRecycle.exists(in: KernelVersion(6, 18)))
    #expect(Parameter.timeWaitRecycle.exists(in: KernelVersion(3, 10)))
    #expect(!Parameter.synLinearTimeouts.exists(in: KernelVersion(6, 4)))
    #expect(Parameter.synLinearTimeouts.exists(in: KernelVersion(6, 5)))
  }
}

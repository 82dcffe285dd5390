import Diagnosis
public import Facts
import Knowledge
public import Linux

/// Runs loads in namespaces of their own; nothing of the host is touched.
public struct Prover {
  private let present: [Sysctl: String]
  private let planned: [Sysctl: String]
  /// The counters of the calling thread's network namespace.
  private let counters: @Sendable () -> [Counter: UInt64]

  public init(
    _ plan: Plan, present: [Sysctl: String],
    counters: @escaping @Sendable () -> [Counter: UInt64]
  ) {
    let ofNamespace = present.filter { Assignment.parameter($0.key)?.scope == .namespace }
    self.present = ofNamespace
    var values = ofNamespace
    for proposal in plan.proposals { values[proposal.key] = proposal.assignment.value }
    planned = values
    self.counters = counters
  }

  public func prove(_ load: Proof.Load) throws(LinuxError) -> Proof {
    let attempts = try attempts(load)
    let before = try run(load, attempts, with: present)
    let after = try run(load, attempts, with: planned)
    return .joined(load, attempts: attempts, before, after)
  }

  /// More than the present values allow, as far as this process may have descriptors.
  private func attempts(_ load: Proof.Load) throws(LinuxError) -> Int {
    switch load {
    case .acceptBurst:
      let room = try ThisProcess.raiseDescriptorLimit() - 200
      let now = present[.somaxconn].flatMap { Int($0) } ?? 4096
      let goal = planned[.somaxconn].flatMap { Int($0) } ?? now
      return min(goal > now ? goal : now + 1000, room)
    case .localPorts:
      let ends = (present[.localPortRange] ?? "").split(separator: " ").compactMap { Int($0) }
      return (ends.count == 2 ? ends[1] - ends[0] + 1 : 28_232) + 300
    }
  }

  private func run(
    _ load: Proof.Load, _ attempts: Int, with values: [Sysctl: String]
  ) throws(LinuxError) -> Proof.Outcome {
    let namespace = try NetworkNamespace.anonymous()
    let counters = counters
    return try namespace.run { () throws(LinuxError) in
      var links = try NetworkLinks()
      try links.setUp("lo")
      try links.addAddress(Self.address(port: 0), prefixLength: 32, to: "lo")
      for (key, value) in values where !value.isEmpty {
        // What a namespace cannot have, or has already, is no part of the load.
        try? SysctlFS.write(key.rawValue, value)
      }
      switch load {
      case .acceptBurst: return try AcceptBurst.run(attempts, counters)
      case .localPorts: return try LocalPorts.run(attempts)
      }
    }
  }

  /// 198.18.0.1, of the block for benchmarks (RFC 2544): TIME_WAIT on 127/8 is reused by default, as on no
  /// other address (`tcp_twsk_unique()`).
  static func address(port: UInt16) -> SocketAddress {
    SocketAddress(.ipv4, bits: 0xc612_0001, port: port)
  }
}

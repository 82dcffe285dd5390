import Diagnosis
import Facts
import Knowledge

/// A plan for those who deploy it by other means; names and values only, so it is the same in all languages.
public enum PlanFormat: String, CaseIterable, Sendable {
  case sysctl, ansible, kubernetes

  public func text(_ plan: Plan) -> String {
    let lines: [String] =
      switch self {
      case .sysctl: plan.proposals.flatMap(Self.sysctlLines)
      case .ansible: ["---"] + plan.proposals.flatMap(Self.ansibleLines)
      case .kubernetes: Self.kubernetesLines(plan.proposals)
      }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func sysctlLines(_ proposal: Proposal) -> [String] {
    [
      "# \(proposal.assignment.parameter.title.en); before: \(proposal.now ?? "absent")",
      "\(proposal.key.rawValue) = \(proposal.assignment.value)",
    ]
  }

  /// The module ansible.posix.sysctl.
  private static func ansibleLines(_ proposal: Proposal) -> [String] {
    [
      "- name: Set \(proposal.key.rawValue)", "  ansible.posix.sysctl:",
      "    name: \(proposal.key.rawValue)", "    value: \"\(proposal.assignment.value)\"",
      "    sysctl_file: /etc/sysctl.d/\(TuningFolder.parameterFileName)",
      "    sysctl_set: true", "    state: present",
    ]
  }

  private static func kubernetesLines(_ proposals: [Proposal]) -> [String] {
    let global = proposals.filter { $0.assignment.parameter.scope == .host }
    let ofPod = proposals.filter { $0.assignment.parameter.scope != .host }
    let unsafe = ofPod.filter { !safe.contains($0.key.rawValue) }
    var lines = global.map {
      "# of the node, not of a pod: \($0.key.rawValue) = \($0.assignment.value)"
    }
    if !unsafe.isEmpty {
      let names = unsafe.map(\.key.rawValue).joined(separator: ",")
      lines.append("# unsafe: each node's kubelet needs --allowed-unsafe-sysctls='\(names)'")
    }
    guard !ofPod.isEmpty else { return lines }
    lines += ["spec:", "  securityContext:", "    sysctls:"]
    for proposal in ofPod {
      let mark = safe.contains(proposal.key.rawValue) ? "safe" : "unsafe"
      lines += [
        "    - name: \(proposal.key.rawValue)  # \(mark)",
        "      value: \"\(proposal.assignment.value)\"",
      ]
    }
    return lines
  }

  /// Those that a kubelet allows by itself, in recent versions (pkg/kubelet/sysctl/safe_sysctls.go).
  static let safe: Set = [
    "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
    "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
  ]
}

import Diagnosis
public import Facts
import Knowledge

/// What a plan is made from: one look at a host, and what the host has to give.
public struct Circumstances: Sendable {
  public var host: HostSnapshot
  public var capacity: HostCapacity
  /// The values in force of every parameter that may be changed.
  public var values: [Sysctl: String]
  public var isOfHost: Bool
  /// Running programs, of which some set parameters themselves.
  public var programs: [Process]
  /// Whether the change undoes itself.
  public var isTrial = false

  public init(
    _ host: HostSnapshot, _ capacity: HostCapacity, values: [Sysctl: String], isOfHost: Bool,
    programs: [Process] = []
  ) {
    self.host = host
    self.capacity = capacity
    self.values = values
    self.isOfHost = isOfHost
    self.programs = programs
  }

  /// A value that is one number.
  func number(_ key: Sysctl) -> Int? { values[key].flatMap { Int($0) } }
  func numbers(_ key: Sysctl) -> [Int] {
    (values[key] ?? "").split(separator: " ").compactMap { Int($0) }
  }

  /// Whether this host is a node of a Kubernetes cluster.
  var isKubernetesNode: Bool {
    programs.contains {
      ["kubelet", "kube-proxy", "k3s-server", "k3s-agent", "k3s"].contains($0.command)
    }
  }

  /// Ports that outgoing connections must not take: those of listeners and of configured ones.
  var servedPorts: Set<Int> {
    Set(host.listeners.map { Int($0.local.port) }).union(host.listenLines.map { Int($0.port) })
  }

  /// Kubernetes gives these out for services (--service-node-port-range); they may have no listener.
  static let nodePorts = 30_000...32_767
}

public import Diagnosis
import Facts

/// What a load came to with a host's present values and with planned ones, in private network namespaces.
public struct Proof: Sendable {
  /// What is done to the kernel.
  public enum Load: String, CaseIterable, Sendable {
    /// More connections at once than a listener has been asked for, before it accepts the first.
    case acceptBurst = "accept-burst"
    /// One connection after the other to one destination, each closed by the client.
    case localPorts = "local-ports"

    public var text: Text {
      switch self {
      case .acceptBurst:
        Text(
          en:
            "a burst of connections to a listener that asks for 65535 and accepts after the burst",
          zh: "对一个 backlog 为 65535、突发之后才开始 accept 的监听套接字的突发连接")
      case .localPorts:
        Text(
          en: "connections to one address and port, one after the other, each closed by the client",
          zh: "依次连接同一地址和端口，每次由客户端关闭")
      }
    }

    /// The parameters that it shows.
    var keys: Set<Sysctl> {
      switch self {
      case .acceptBurst: [.somaxconn, .abortOnOverflow, .synCookies, .maxSynBacklog]
      case .localPorts: [.localPortRange, .timeWaitReuse, .reservedPorts, .maxTimeWaitBuckets]
      }
    }
  }

  /// One number, the same load with both sets of values.
  public struct Figure: Sendable {
    public let id: String
    public let name: Text
    public let before: Int
    public let after: Int
  }

  public let load: Load
  /// Connections that were attempted.
  public let attempts: Int
  public let figures: [Figure]

  /// The loads that show what a plan is for.
  public static func loads(for plan: Plan) -> [Load] {
    let keys = Set(plan.proposals.map(\.key))
    return Load.allCases.filter { !$0.keys.isDisjoint(with: keys) }
  }

  /// The outcome of a load with one set of values.
  struct Outcome {
    var counts: [(id: String, name: Text, count: Int)]
  }

  static func joined(_ load: Load, attempts: Int, _ before: Outcome, _ after: Outcome) -> Proof {
    Proof(
      load: load, attempts: attempts,
      figures: zip(before.counts, after.counts).map {
        Figure(id: $0.id, name: $0.name, before: $0.count, after: $1.count)
      })
  }
}

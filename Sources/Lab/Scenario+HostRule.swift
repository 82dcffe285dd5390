import Diagnosis
import Linux

extension Scenario.HostRule {
  var expressions: [FilterExpression] {
    switch self {
    case .acceptEstablished: [.established, .accept]
    case .accept(let port): [.toPort(port), .accept]
    case .drop(let port): [.toPort(port), .drop]
    case .dropResets: [.tcp, .resets, .drop]
    }
  }

  /// The rule in the words of nft(8).
  var summary: String {
    switch self {
    case .acceptEstablished: "ct state established accept"
    case .accept(let port): "tcp dport \(port) accept"
    case .drop(let port): "tcp dport \(port) drop"
    case .dropResets: "tcp flags & rst != 0 drop"
    }
  }
}

import Collectors
import Linux

/// What a lab run is watched through.
struct LabSource: Sendable {
  var kind = SourceKind.bpf
  /// The kernel to be as blind as, if not the one that runs.
  var release: EmulatedKernel?

  /// Whether it sees all that whyreset can see here, so that a scenario's demands hold.
  var seesAll: Bool { kind == .bpf && release == nil }

  /// Packets and counters are read from inside a namespace, which takes a process that is in it.
  func reaches(_ namespace: UInt32) -> Bool {
    kind == .bpf || (try? NetworkNamespace.find(inode: UInt64(namespace))) != nil
  }
}

import Collectors

/// What a lab run is watched through.
struct LabSource: Sendable {
  var kind = SourceKind.bpf
  /// The kernel to be as blind as, if not the one that runs.
  var release: KernelRelease?

  /// Whether it sees all that whyreset can see here, so that a scenario's demands hold.
  var seesAll: Bool { kind == .bpf && release == nil }
}

/// What a process's control groups tell of where it runs (cgroups(7), /proc/PID/cgroup).
///
/// Docker, containerd, CRI-O, Podman and nerdctl name a group after the container, by an id of 64
/// hexadecimal digits; the kubelet puts the pod's UID into the group above.
struct ContainerPath: Hashable {
  /// The innermost container: 64 lower-case hexadecimal digits.
  private(set) var container: String?
  /// A Kubernetes pod's UID, or a Podman pod's id of 64 digits.
  private(set) var pod: String?

  /// Reads the whole file: a line for each hierarchy of cgroup v1, and `0::/path` for v2.
  ///
  /// A host may have both, and only some hierarchies that a container's processes are moved in.
  init(cgroups text: some StringProtocol) {
    let paths = text.split(separator: "\n").compactMap { ContainerPath(line: $0) }
    self = paths.first { $0.container != nil } ?? paths.first { $0.pod != nil } ?? ContainerPath()
  }

  private init() {}

  /// `ID:CONTROLLERS:PATH`; the path may have colons too.
  private init?(line: some StringProtocol) {
    let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    // containerd without systemd still names groups as systemd would: SLICE:cri-containerd:ID.
    for part in fields[2].split(whereSeparator: { $0 == "/" || $0 == ":" }) {
      if let pod = Self.pod(part) {
        self.pod = pod
        // What was named before is the node that the pod runs on, itself a container.
        container = nil
      } else if let id = Self.container(part) {
        container = id
      }
    }
  }

  /// `ID`, or `ENGINE-ID.scope` under systemd. conmon, which watches a container, runs outside of it.
  private static func container(_ part: some StringProtocol) -> String? {
    let words = part.dropping(suffix: ".scope").split(
      separator: "-", omittingEmptySubsequences: false)
    guard let id = words.last, id.isHexadecimal(count: 64), !words.contains("conmon") else {
      return nil
    }
    return String(id)
  }

  /// `podUID`, or a slice whose name ends so, with underscores for hyphens; of Podman: `libpod_pod_ID`.
  private static func pod(_ part: some StringProtocol) -> String? {
    let name = String(part.dropping(suffix: ".slice")).replacing("_", with: "-")
    guard let mark = name.ranges(of: "pod").last else { return nil }
    let (before, id) = (name[..<mark.lowerBound], name[mark.upperBound...])
    if before.hasSuffix("libpod-"), id.hasPrefix("-"), id.dropFirst().isHexadecimal(count: 64) {
      return String(id.dropFirst())
    }
    guard before.isEmpty || before.hasSuffix("-") else { return nil }
    let isUUID =
      id.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
      == [8, 4, 4, 4, 12] && id.replacing("-", with: "").isHexadecimal(count: 32)
    // A pod from a file of the kubelet's has a hash for UID.
    return isUUID || id.isHexadecimal(count: 32) ? String(id) : nil
  }
}

extension StringProtocol {
  fileprivate func dropping(suffix: String) -> SubSequence {
    hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
  }

  fileprivate func isHexadecimal(count: Int) -> Bool {
    utf8.count == count
      && utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

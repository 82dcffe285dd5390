import Linux

/// What a command may still do once its sources are attached; the rest is given up for good.
enum LeastPrivilege {
  /// What looking at resets goes on to need: maps of its probes, connection tracking and firewall rules,
  /// packet sockets, descriptors of other processes, and namespaces that it is to enter.
  private static let looking: Set<Capability> = [
    .bpf, .performanceMonitoring, .networkAdministration, .rawSockets, .traceProcesses,
    .systemAdministration, .readAnyFile,
  ]

  /// Where files are still to be made, it may be in a folder of another user.
  static func watch(writing: Bool) throws(LinuxError) {
    try Capabilities.keepOnly(writing ? looking.union([.overrideFileRights]) : looking)
  }

  /// A command that runs as another user is still to get its signals.
  static func run() throws(LinuxError) {
    try Capabilities.keepOnly(looking.union([.kill]))
  }
}

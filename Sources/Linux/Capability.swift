import CLinux
import Glibc

/// A right of a thread (capabilities(7)); the numbers are those of linux/capability.h.
public enum Capability: Int32, CaseIterable, Sendable {
  case overrideFileRights = 1
  case readAnyFile = 2
  case kill = 5
  case networkAdministration = 12
  case rawSockets = 13
  case traceProcesses = 19
  case systemAdministration = 21
  case systemLog = 34
  case performanceMonitoring = 38
  case bpf = 39

  /// The name that setcap(8) and systemd.exec(5) use.
  public var name: String {
    switch self {
    case .overrideFileRights: "CAP_DAC_OVERRIDE"
    case .readAnyFile: "CAP_DAC_READ_SEARCH"
    case .kill: "CAP_KILL"
    case .networkAdministration: "CAP_NET_ADMIN"
    case .rawSockets: "CAP_NET_RAW"
    case .traceProcesses: "CAP_SYS_PTRACE"
    case .systemAdministration: "CAP_SYS_ADMIN"
    case .systemLog: "CAP_SYSLOG"
    case .performanceMonitoring: "CAP_PERFMON"
    case .bpf: "CAP_BPF"
    }
  }
}

/// The capabilities of this process.
public enum Capabilities {
  /// What the calling thread may use (its permitted set).
  public static func permitted() throws(LinuxError) -> Set<Capability> {
    let mask = try mask()
    return Set(Capability.allCases.filter { mask & $0.bit != 0 })
  }

  /// Gives up for good all that is not in `kept`, for this thread and those that it starts, and the
  /// way to get any back by executing a file (PR_SET_NO_NEW_PRIVS, capabilities(7)). Call it before
  /// there are other threads: each has its own.
  public static func keepOnly(_ kept: Set<Capability>) throws(LinuxError) {
    let held = try mask()
    let wanted = kept.reduce(0) { $0 | $1.bit } & held
    try Syscall.run("forbid new privileges") { linux_forbid_new_privileges() }
    if held & Self.changeCapabilities != 0 {
      var capability: Int32 = 0
      // The kernel refuses the first number that it has no capability for (EINVAL).
      while wanted >> capability & 1 != 0 || linux_drop_bounding(capability) == 0 {
        capability += 1
      }
    }
    try Syscall.run("give up capabilities") { linux_set_capabilities(wanted) }
  }

  /// CAP_SETPCAP, without which the bounding set stays as it is.
  private static let changeCapabilities: UInt64 = 1 << 8

  private static func mask() throws(LinuxError) -> UInt64 {
    var permitted: UInt64 = 0
    try Syscall.run("read the capabilities") { linux_get_permitted(&permitted) }
    return permitted
  }
}

extension Capability {
  fileprivate var bit: UInt64 { 1 << UInt64(rawValue) }
}

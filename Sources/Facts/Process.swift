/// A process as the kernel named it when something happened.
public struct Process: Hashable, Sendable {
  /// The thread group id in the initial pid namespace.
  public var pid: Int32
  /// The kernel's command name, at most 15 bytes (proc(5), /proc/PID/comm).
  public var command: String
  /// The id of the container that it runs in: 64 hexadecimal digits; nil outside of one, or unknown.
  public var container: String?
  /// The UID of its Kubernetes pod, or the id of its Podman pod.
  public var pod: String?

  public init(pid: Int32, command: String, container: String? = nil, pod: String? = nil) {
    self.pid = pid
    self.command = command
    self.container = container
    self.pod = pod
  }
}

/// How a process ends, as wait(2) encodes it.
public struct ExitStatus: Hashable, Sendable {
  /// The status word of wait(2): the low seven bits are the signal, the next byte the exit code.
  public var waitStatus: Int32

  public init(waitStatus: Int32) { self.waitStatus = waitStatus }

  /// The signal that ended the process, or nil where it ended by exit.
  public var signal: Int32? { waitStatus & 0x7f == 0 ? nil : waitStatus & 0x7f }

  /// The code given to exit(3), or nil where a signal ended the process.
  public var code: Int32? { signal == nil ? (waitStatus >> 8) & 0xff : nil }

  /// Whether this is exit(0), the one ending that nobody calls a death.
  public var isSuccess: Bool { code == 0 }
}

import Glibc

/// A BPF operation that failed: what was being done, and the kernel's errno.
public struct BPFError: Error, Equatable, CustomStringConvertible {
  public let operation: String
  public let errno: Int32

  public init(operation: String, errno: Int32) {
    self.operation = operation
    self.errno = errno
  }

  /// The failure of the libbpf call that was made last on this thread; the only reader of errno(3) here.
  static func last(_ operation: String) -> BPFError {
    BPFError(operation: operation, errno: Glibc.errno)
  }

  /// Whether rights are missing (CAP_BPF, CAP_PERFMON), rather than a feature. A program that is loaded
  /// gets EPERM for that (`bpf_prog_load()`); EACCES is the verifier's answer to what it refuses.
  public var isPermission: Bool {
    errno == EPERM || errno == EACCES && operation != Self.loading
  }

  static let loading = "load BPF programs"

  public var description: String { "\(operation): \(String(cString: strerror(errno)))" }
}

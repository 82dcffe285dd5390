import Glibc

/// A system call that failed: what was being done, and errno(3).
public struct LinuxError: Error, Equatable, CustomStringConvertible {
  /// In words, for a person: `open /proc/1/fd`.
  public let operation: String
  public let errno: Int32

  public init(operation: String, errno: Int32) {
    self.operation = operation
    self.errno = errno
  }

  /// Whether the file or folder does not exist.
  public var isAbsence: Bool { errno == ENOENT }

  /// The number for what is not there (ENOENT), and for missing rights (EPERM).
  public static let absence = ENOENT
  public static let denial = EPERM

  /// What it works on makes no sense (EINVAL).
  public static func invalid(_ operation: String) -> LinuxError {
    LinuxError(operation: operation, errno: EINVAL)
  }

  /// A file that would grow beyond what is wanted (EFBIG).
  public static func tooLarge(_ operation: String) -> LinuxError {
    LinuxError(operation: operation, errno: EFBIG)
  }

  /// A program that was started and does not listen (ETIMEDOUT).
  public static func notListening(_ operation: String) -> LinuxError {
    LinuxError(operation: operation, errno: ETIMEDOUT)
  }

  /// Every one of a kind is in use (EADDRNOTAVAIL).
  public static func allTaken(_ operation: String) -> LinuxError {
    LinuxError(operation: operation, errno: EADDRNOTAVAIL)
  }

  /// Whether the process, or the host, has no descriptor left.
  public var lacksDescriptor: Bool { errno == EMFILE || errno == ENFILE }

  /// Whether the file system takes no changes (EROFS).
  public var isReadOnly: Bool { errno == EROFS }

  /// Whether rights are missing, rather than a feature.
  public var isPermission: Bool { errno == EPERM || errno == EACCES }

  /// `open /proc/1/fd: Permission denied`.
  public var description: String { "\(operation): \(String(cString: strerror(errno)))" }
}

/// The only reader of errno(3).
enum Syscall {
  /// The result of `call`, made again as long as a signal interrupts it.
  @discardableResult
  static func run<Result: SignedInteger>(
    _ operation: @autoclosure () -> String, _ call: () -> Result
  ) throws(LinuxError) -> Result {
    while true {
      if let result = try interruptible(operation(), call) { return result }
    }
  }

  /// The result of `call`, or nil where a signal interrupted it.
  static func interruptible<Result: SignedInteger>(
    _ operation: @autoclosure () -> String, _ call: () -> Result
  ) throws(LinuxError) -> Result? {
    let result = call()
    if result != -1 { return result }
    let number = Glibc.errno
    if number == EINTR { return nil }
    throw LinuxError(operation: operation(), errno: number)
  }

  /// The pointer that `call` returns; nil is failure.
  static func pointer<Pointer>(
    _ operation: @autoclosure () -> String, _ call: () -> Pointer?
  ) throws(LinuxError) -> Pointer {
    Glibc.errno = 0
    if let result = call() { return result }
    throw LinuxError(operation: operation(), errno: Glibc.errno)
  }

  /// Checks a call that returns its error number, as the pthread and posix_spawn families do.
  static func check(
    _ operation: @autoclosure () -> String, _ number: Int32
  ) throws(LinuxError) {
    guard number == 0 else { throw LinuxError(operation: operation(), errno: number) }
  }
}

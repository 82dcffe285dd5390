import Glibc

/// A thread for one piece of work that must not change the thread it was asked from.
enum DedicatedThread {
  /// Runs `body` on a fresh thread and waits for it.
  static func run<Success: ~Copyable>(
    _ body: () throws(LinuxError) -> Success
  ) throws(LinuxError) -> Success {
    var result: Result<Success, LinuxError>?
    try withoutActuallyEscaping({
      do throws(LinuxError) { result = .success(try body()) } catch { result = .failure(error) }
    }) { (work: @escaping () -> Void) throws(LinuxError) in try execute(Work(work)) }
    return try result.take()!.get()
  }

  /// Gives the C callback a stable address for the Swift closure.
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private static func execute(_ work: consuming Work) throws(LinuxError) {
    pthread_join(try start(work), nil)
  }

  /// Runs `body` on a fresh thread, which must be joined.
  static func start(_ body: @escaping @Sendable () -> Void) throws(LinuxError) -> pthread_t {
    try start(Work(body))
  }

  private static func start(_ work: consuming Work) throws(LinuxError) -> pthread_t {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(work)
    let number = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, context.toOpaque())
    if number != 0 { context.release() }
    try Syscall.check("create a thread", number)
    return thread
  }
}

import CLinux
import Glibc

/// Settings of the running process.
public enum ThisProcess {
  public static var pid: Int32 { getpid() }

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The same, for names of files to load or run: nil where the caller may not choose them, since the
  /// program's file brought rights that they do not have (setcap(8); secure_getenv(3)).
  public static func trustedEnvironment(_ name: String) -> String? {
    linux_secure_environment(name).map { String(cString: $0) }
  }

  /// Gives memory that is not in use back to the kernel (malloc_trim(3)).
  public static func giveMemoryBack() { _ = malloc_trim(0) }

  /// The names of all environment variables.
  public static var environmentNames: [String] {
    var names: [String] = []
    var entry = environ
    while let text = entry.pointee {
      names.append(String(String(cString: text).prefix { $0 != "=" }))
      entry += 1
    }
    return names
  }

  /// Sets an environment variable of this process, or removes it.
  public static func setEnvironment(_ name: String, _ value: String?) {
    if let value { setenv(name, value, 1) } else { unsetenv(name) }
  }

  /// Processors that are online (sysconf(3)).
  public static var usableProcessors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The effective user number (credentials(7)).
  public static var user: UInt32 { geteuid() }

  public static var isRoot: Bool { geteuid() == 0 }

  /// Whether the file's owner or group, not the caller, gave this process its identity (credentials(7)).
  public static var isSetUserID: Bool { getuid() != geteuid() || getgid() != getegid() }

  /// Whether it was started set-user-ID, or with capabilities of its file (getauxval(3), AT_SECURE).
  public static var hasMoreRightsThanItsCaller: Bool { linux_is_secure() != 0 }

  /// Whether this process may execute the file at `path`.
  public static func canExecute(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Lets go of what this process prints to.
  public static func dropOutput() throws(LinuxError) {
    let nowhere = try FileDescriptor.open("/dev/null", for: .writing)
    for number in [STDOUT_FILENO, STDERR_FILENO] {
      try Syscall.run("drop the output") { dup2(nowhere.number, number) }
    }
  }

  /// Names the calling thread, and so the process if it is the first one; at most 15 bytes are kept.
  public static func setCommand(_ name: String) { _ = linux_set_name(name) }

  /// Lowers the soft limit of descriptors so that only `spare` more can be opened (setrlimit(2)).
  public static func limitDescriptors(spare: Int32) throws(LinuxError) {
    let next = try Syscall.run("duplicate a descriptor") { dup(STDERR_FILENO) }
    close(next)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    try Syscall.run("read the limit of descriptors") { getrlimit(resource, &limit) }
    limit.rlim_cur = rlim_t(next + spare)
    try Syscall.run("set the limit of descriptors") { setrlimit(resource, &limit) }
  }

  /// Raises the soft limit of descriptors to the hard one; what it is then (setrlimit(2)).
  public static func raiseDescriptorLimit() throws(LinuxError) -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    try Syscall.run("read the limit of descriptors") { getrlimit(resource, &limit) }
    limit.rlim_cur = limit.rlim_max
    try Syscall.run("set the limit of descriptors") { setrlimit(resource, &limit) }
    return Int(clamping: limit.rlim_cur)
  }

  /// Closes every descriptor from `first` on that the starter left open, and lets every signal through, which it
  /// may have blocked: to be called first of all (close_range(2), sigprocmask(2)).
  public static func forgetStarter(from first: Int32) { _ = linux_forget_starter(UInt32(first)) }

  /// Kills another process; one that is gone is no failure.
  public static func kill(_ pid: Int32) { Glibc.kill(pid, SIGKILL) }

  /// Ends the process at once; the kernel closes what is open.
  public static func exit(code: Int32) -> Never { _exit(code) }
}

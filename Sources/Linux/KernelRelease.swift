import Glibc

/// The running kernel and the machine's memory.
public enum KernelRelease {
  /// As uname(2) gives it: `6.18.44-1-amd64`.
  public static var current: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "" }
    return withUnsafeBytes(of: &name.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The machine's architecture as uname(2) gives it: `x86_64`.
  public static var machine: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "" }
    return withUnsafeBytes(of: &name.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Memory in pages of 4096 bytes (sysconf(3)).
  public static var memoryPages: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * (sysconf(Int32(_SC_PAGESIZE)) / 4096)
  }
}

extension KernelRelease {
  /// What tells this run of the host from others (random(4), boot_id); empty where it cannot be read.
  public static var boot: String {
    let bytes = try? FileDescriptor.open("/proc/sys/kernel/random/boot_id").readAll()
    return String(decoding: (bytes ?? []).prefix { $0 != 0x0a }, as: UTF8.self)
  }
}

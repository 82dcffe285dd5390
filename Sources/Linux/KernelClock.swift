import Glibc

/// The clocks that the kernel stamps its records with.
public enum KernelClock {
  /// Nanoseconds to add to CLOCK_MONOTONIC, in which the kernel stamps, to get wall-clock time.
  public static var wallOffset: Int64 { read(CLOCK_REALTIME) - read(CLOCK_MONOTONIC) }

  /// CLOCK_REALTIME in nanoseconds since 1970.
  public static var wall: Int64 { read(CLOCK_REALTIME) }

  /// CLOCK_MONOTONIC in nanoseconds.
  public static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  /// Ticks of jiffies per second (CONFIG_HZ): the coarse clocks advance once a tick (clock_getres(2)).
  public static var ticksPerSecond: UInt32 {
    var tick = timespec()
    clock_getres(CLOCK_MONOTONIC_COARSE, &tick)
    return UInt32((1_000_000_000 + tick.tv_nsec / 2) / max(tick.tv_nsec, 1))
  }

  /// The offset of local time from UTC in seconds at that moment (localtime(3)).
  public static func localOffset(at wallNanoseconds: Int64) -> Int {
    var seconds = time_t(wallNanoseconds / 1_000_000_000)
    var local = tm()
    localtime_r(&seconds, &local)
    return local.tm_gmtoff
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}

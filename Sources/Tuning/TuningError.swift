public import Diagnosis
public import Linux

/// Why a change cannot be made, or not be undone.
public enum TuningError: Error, Equatable {
  /// What was asked for makes no sense, and what may have been meant.
  case usage(Text, hint: Text?)
  /// It cannot be done here and now, and what to do about it.
  case refused(Text, hint: Text?)
  case system(LinuxError)

  static func wrapping<Result: ~Copyable>(
    _ work: () throws(LinuxError) -> Result
  ) throws(TuningError) -> Result {
    do throws(LinuxError) { return try work() } catch { throw .system(error) }
  }
}

import Diagnosis
import Linux
import Tuning

/// Starts the process that undoes a trial, before the first change.
final class TuneTrial {
  /// Gives the process a place that outlives a call.
  private final class Held {
    let process: DetachedProcess
    init(_ process: consuming DetachedProcess) { self.process = process }
  }

  private let root: String?
  private let length: Duration
  private var guardian: Held?

  init(_ length: Duration, root: String?) {
    self.length = length
    self.root = root
  }

  /// How long each look at the figures takes: a twentieth of the trial, 1 s to 10 s.
  var window: Duration { min(max(length / 20, .seconds(1)), .seconds(10)) }

  /// Its number, once it has counted for a window and is ready.
  func arm(_ journal: Journal) throws(TuningError) -> Int32 {
    let milliseconds = window.components.seconds * 1000
    let place = root.map { ["--root", $0] } ?? []
    do throws(LinuxError) {
      let guardian = try DetachedProcess(
        ["/proc/self/exe", "tune", "guard", "\(journal.number)", "\(milliseconds)"] + place)
      let pid = guardian.pid
      let isReady = try guardian.isReady(within: window + .seconds(10))
      self.guardian = Held(guardian)
      if isReady { return pid }
    } catch { throw .system(error) }
    throw .refused(
      Text(
        en: "the process that would undo the trial did not start", zh: "负责撤销试运行的进程没有启动"),
      hint: Text(en: "nothing was changed", zh: "未做任何修改"))
  }

  /// The change is made: from here on only its deadline, or a figure that gets worse, undoes it.
  func hold() throws(LinuxError) {
    try guardian?.process.tell()
  }
}

import Diagnosis
import Linux
import Tuning

extension Failure {
  /// A change that cannot be made.
  init(tuning error: TuningError, _ language: Language) {
    switch error {
    case .usage(let text, let hint):
      self.init(text(language), hint: hint?(language), status: .usage)
    case .refused(let text, let hint):
      self.init(text(language), hint: hint?(language))
    case .system(let error):
      self.init(error.description, hint: Self.hint(error)?(language))
    }
  }

  private static func hint(_ error: LinuxError) -> Text? {
    if error.isPermission {
      return Text(en: "run it as root: sudo whyreset tune …", zh: "请以 root 运行：sudo whyreset tune …")
    }
    guard error.isReadOnly else { return nil }
    return Text(
      en: "it is mounted read-only here, as in a container: run it on the host, with --netns PID",
      zh: "这里是只读挂载（例如在容器内）：请在主机上运行，并加 --netns PID")
  }
}

/// Runs a piece of tuning; its failure becomes one line.
func tuning<Result: ~Copyable>(
  _ language: Language, _ work: () throws(TuningError) -> Result
) throws(Failure) -> Result {
  do throws(TuningError) { return try work() } catch { throw Failure(tuning: error, language) }
}

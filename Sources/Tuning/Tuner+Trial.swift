import Diagnosis
import Facts

extension Tuner {
  /// Keeps a trial: only now is anything written to the file.
  public func confirm() throws(TuningError) -> Journal {
    guard var journal = try active().first(where: { $0.state == .trial }) else {
      throw .refused(
        Text(en: "no trial is running", zh: "没有正在试运行的修改"),
        hint: Text(
          en: "`whyreset tune history` says how the last one ended",
          zh: "`whyreset tune history` 显示上一次如何结束"))
    }
    if journal.isToBeKept {
      journal.file = try fileChange(
        journal.changes.map { change throws(TuningError) in
          ChangeRequest.Item(
            try Assignment(name: change.key.rawValue, value: change.new), comment: change.comment)
        })
      journal.state = .applying
      try store.write(journal)
      try keep(journal)
    }
    journal.state = .applied
    try store.write(journal)
    return journal
  }

  /// Notes how the figures of a trial moved.
  public func note(_ figures: [TrialFigure], of number: Int) throws(TuningError) {
    var journal = try JournalStore.read(number, folder)
    guard journal.state == .trial else { return }
    journal.figures = figures
    try store.write(journal)
  }
}

extension JournalStore {
  /// One journal as it is at this moment.
  public static func journal(_ number: Int, in folder: TuningFolder) throws(TuningError) -> Journal
  {
    try read(number, folder)
  }
}

extension KernelParameters {
  /// Those that a journal is about; nil where their namespace has gone.
  public static func concerned(
    by journal: Journal, scratch: String?
  ) throws(TuningError) -> KernelParameters? {
    try of(journal, scratch: scratch)
  }
}

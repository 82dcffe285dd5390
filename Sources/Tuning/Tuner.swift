public import Diagnosis
import Facts
import Linux

/// Makes changes and takes them back; while it lives, nobody else does.
public struct Tuner: ~Copyable {
  let store: JournalStore
  let folder: TuningFolder

  public init(_ folder: TuningFolder) throws(TuningError) {
    store = try JournalStore(folder)
    self.folder = folder
  }

  /// Sets every value of the request, or none: a failure takes back what was done before it is thrown.
  ///
  /// `arm` is called once the journal is on the disk and before the first change; what it returns is the
  /// process that undoes a trial.
  public func apply(
    _ request: ChangeRequest, to parameters: KernelParameters,
    arm: (Journal) throws(TuningError) -> Int32? = { _ throws(TuningError) in nil }
  ) throws(TuningError) -> Journal {
    try requireNoneUnfinished()
    try store.tidy()
    var journal = try plan(request, parameters)
    guard !journal.changes.isEmpty || journal.file != nil else { return journal }
    try store.write(journal)
    do throws(TuningError) {
      if let guardian = try arm(journal) {
        journal.guardian = guardian
        try store.write(journal)
      }
      try set(journal, parameters)
      try keep(journal)
      journal.state = request.trial == nil ? .applied : .trial
      try store.write(journal)
    } catch {
      _ = try undo(&journal, in: parameters, of: .leave, .failed)
      throw error
    }
    return journal
  }

  /// A change that was interrupted has to be taken back before the next.
  private func requireNoneUnfinished() throws(TuningError) {
    for journal in try store.journals() where journal.state == .applying || journal.state == .trial
    {
      let isTrial = journal.state == .trial
      throw .refused(
        isTrial
          ? Text(en: "a trial is running", zh: "有一个试运行尚未结束")
          : Text(en: "an earlier change was interrupted", zh: "之前有一次修改被中断"),
        hint: isTrial
          ? Text(
            en: "`whyreset tune confirm` keeps it, `whyreset tune rollback` ends it",
            zh: "`whyreset tune confirm` 保留它，`whyreset tune rollback` 结束它")
          : Text(en: "`whyreset tune rollback` takes it back", zh: "`whyreset tune rollback` 可将其撤销")
      )
    }
  }

  /// The journal of what is about to be done. Values that are as wanted are left out.
  private func plan(
    _ request: ChangeRequest, _ parameters: KernelParameters
  ) throws(TuningError) -> Journal {
    var changes: [Journal.Change] = []
    for item in request.items {
      let assignment = item.assignment
      guard
        let old = try TuningError.wrapping({ () throws(LinuxError) in
          try parameters.read(assignment.key)
        })
      else { throw Self.absent(assignment.key) }
      guard old != assignment.value else { continue }
      changes.append(
        .init(key: assignment.key, old: old, new: assignment.value, comment: item.comment))
    }
    let now = Timestamp(nanoseconds: KernelClock.wall)
    return Journal(
      number: (try store.journals().last?.number ?? 0) + 1, state: .applying, time: now,
      boot: KernelRelease.boot, netns: parameters.inode, cookie: parameters.cookie,
      ofHost: parameters.areOfHost, changes: changes, file: try file(request),
      deadline: request.trial.map { now + $0 }, guardian: nil,
      isToBeKept: request.isPersistent && request.trial != nil, figures: [], ending: nil)
  }

  static func absent(_ key: Sysctl) -> TuningError {
    .refused(
      Text(
        en: "this kernel or network namespace has no \(key.rawValue)",
        zh: "当前内核或网络命名空间没有 \(key.rawValue)"),
      hint: Text(
        en: "`whyreset explain \(key.rawValue)` says since when and where it exists",
        zh: "`whyreset explain \(key.rawValue)` 说明它从哪个版本起、在哪里存在"))
  }

  private func set(_ journal: Journal, _ parameters: KernelParameters) throws(TuningError) {
    for change in journal.changes {
      let seen = try TuningError.wrapping { () throws(LinuxError) in
        try parameters.write(change.key, change.new)
        return try parameters.read(change.key)
      }
      guard seen == change.new else {
        throw .refused(
          Text(
            en:
              "\(change.key.rawValue) reads \(seen ?? "nothing") after it was set to \(change.new)",
            zh: "\(change.key.rawValue) 设为 \(change.new) 后读到的是 \(seen ?? "空")"), hint: nil)
      }
    }
  }

  func keep(_ journal: Journal) throws(TuningError) {
    guard let file = journal.file else { return }
    try TuningError.wrapping { () throws(LinuxError) in try put(file.after) }
  }

  /// Makes the file what it is to be.
  func put(_ contents: DurableFile.Contents?) throws(LinuxError) {
    if let contents {
      try DurableFile.replace(
        folder.parameterFile, with: contents, temporary: folder.newParameterFile)
    } else {
      try DurableFile.remove(folder.parameterFile)
    }
  }

  private func file(_ request: ChangeRequest) throws(TuningError) -> Journal.FileChange? {
    guard request.isPersistent, request.trial == nil else { return nil }
    return try fileChange(request.items)
  }

  func fileChange(_ items: [ChangeRequest.Item]) throws(TuningError) -> Journal.FileChange? {
    let before = try TuningError.wrapping { () throws(LinuxError) in
      try DurableFile.read(folder.parameterFile)
    }
    var file = ParameterFile(before)
    for item in items { file.set(item.assignment, comment: item.comment) }
    var after = file.contents
    after.mode = before?.mode ?? after.mode
    return after == before ? nil : Journal.FileChange(before: before, after: after)
  }
}

extension TuningError {
  /// The failure without its advice.
  public var words: Text {
    switch self {
    case .usage(let text, _), .refused(let text, _): text
    case .system(let error): Text(error.description)
    }
  }
}

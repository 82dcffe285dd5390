import Diagnosis
import Facts
import Linux

extension Tuner {
  /// The changes that have an effect, the latest first: the order in which they are taken back.
  public func active() throws(TuningError) -> [Journal] {
    try store.journals().filter(\.isActive).reversed()
  }

  /// Takes a change back. May be done again after it was interrupted at any point.
  public func rollBack(
    _ journal: Journal, of foreign: Undoing.Foreign = .refuse,
    because ending: Journal.Ending = .rollback, scratch: String? = nil
  ) throws(TuningError) -> Undoing {
    var journal = journal
    let parameters = try KernelParameters.of(journal, scratch: scratch)
    return try undo(&journal, in: parameters, of: foreign, ending)
  }

  /// Removes what a process that was killed before its journal was whole has left.
  public func tidy() throws(TuningError) {
    try store.tidy()
    try TuningError.wrapping { () throws(LinuxError) in
      try DurableFile.remove(folder.newParameterFile)
    }
  }

  func undo(
    _ journal: inout Journal, in parameters: KernelParameters?, of foreign: Undoing.Foreign,
    _ ending: Journal.Ending
  ) throws(TuningError) -> Undoing {
    var undoing = Undoing(number: journal.number)
    undoing.hostRestarted = journal.boot != KernelRelease.boot
    undoing.namespaceIsGone = parameters == nil
    var changes = try look(journal, parameters, &undoing)
    let file = try lookAtFile(journal)
    let fileIsForeign = journal.file.map { file != $0.before && file != $0.after } ?? false
    switch foreign {
    case .refuse where !undoing.strangers.isEmpty || fileIsForeign:
      throw Self.refusal(undoing, fileIsForeign ? folder.parameterFile : nil)
    case .overwrite: changes += undoing.strangers.map(\.change)
    case .refuse, .leave: break
    }
    try setBack(changes, parameters)
    let isOurs = !fileIsForeign || foreign == .overwrite
    if let change = journal.file, isOurs { try putBack(change, over: file) }
    undoing.fileIsBack = journal.file.map { _ in isOurs }
    journal.state = .undone
    journal.ending = ending
    try store.write(journal)
    return undoing
  }

  private func setBack(
    _ changes: [Journal.Change], _ parameters: KernelParameters?
  ) throws(TuningError) {
    try TuningError.wrapping { () throws(LinuxError) in
      for change in changes.reversed() { try parameters?.write(change.key, change.old) }
    }
  }

  private func putBack(
    _ change: Journal.FileChange, over present: DurableFile.Contents?
  ) throws(TuningError) {
    try TuningError.wrapping { () throws(LinuxError) in
      if present != change.before { try put(change.before) }
      try DurableFile.remove(folder.newParameterFile)
    }
  }

  /// The values that are still to be set back.
  private func look(
    _ journal: Journal, _ parameters: KernelParameters?, _ undoing: inout Undoing
  ) throws(TuningError) -> [Journal.Change] {
    guard let parameters else { return [] }
    var left: [Journal.Change] = []
    for change in journal.changes {
      let now = try TuningError.wrapping { () throws(LinuxError) in
        try parameters.read(change.key)
      }
      guard let now else { continue }
      // After a start of the host only a file can have set it to what it was changed to.
      let isOurs = now == change.new && !(undoing.hostRestarted && journal.file == nil)
      if isOurs { left.append(change) }
      if isOurs || now == change.old {
        undoing.restored.append(change)
      } else {
        undoing.strangers.append(.init(change: change, now: now))
      }
    }
    if undoing.hostRestarted, journal.file == nil { undoing.strangers = [] }
    return left
  }

  private func lookAtFile(_ journal: Journal) throws(TuningError) -> DurableFile.Contents? {
    guard journal.file != nil else { return nil }
    return try TuningError.wrapping { () throws(LinuxError) in
      try DurableFile.read(folder.parameterFile)
    }
  }

  private static func refusal(_ undoing: Undoing, _ file: String?) -> TuningError {
    let values =
      undoing.strangers.map { stranger in
        let change = stranger.change
        return Text(
          en:
            "\(change.key.rawValue) is \(stranger.now) (whyreset set \(change.new); before \(change.old))",
          zh:
            "\(change.key.rawValue) 现在是 \(stranger.now)（whyreset 设为 \(change.new)，之前是 \(change.old)）"
        )
      } + (file.map { [Text($0)] } ?? [])
    return .refused(
      Text(
        en: "changed by somebody else since: " + values.map(\.en).joined(separator: "; "),
        zh: "此后被他人改过：" + values.map(\.zh).joined(separator: "；")),
      hint: Text(
        en: "nothing was changed; --force sets it back all the same, --keep leaves theirs",
        zh: "未做任何修改；--force 仍然恢复原值，--keep 保留对方的值"))
  }
}

extension KernelParameters {
  /// Those that a journal is about; nil where their namespace has gone.
  static func of(_ journal: Journal, scratch: String?) throws(TuningError) -> KernelParameters? {
    try TuningError.wrapping { () throws(LinuxError) in
      if journal.ofHost {
        let own = try KernelParameters(scratch: scratch)
        return own.areOfHost ? own : try KernelParameters(NetworkNamespace(ofProcess: 1))
      }
      guard let namespace = try? NetworkNamespace.find(inode: journal.netns) else { return nil }
      let found = try KernelParameters(namespace)
      guard journal.cookie == nil || found.cookie == journal.cookie else { return nil }
      return found
    }
  }
}

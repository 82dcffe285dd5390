import Diagnosis
import Facts
internal import Linux

/// The journals of this host and the lock that one change at a time holds.
public struct JournalStore: ~Copyable {
  public let folder: TuningFolder
  /// Held as long as this value lives; the kernel lets go of it with the process.
  private let lock: AppendedFile

  /// Makes the folder where there is none, and takes the lock.
  public init(_ folder: TuningFolder) throws(TuningError) {
    let lock = try TuningError.wrapping { () throws(LinuxError) in
      for path in folder.stateFolders { try Directory.create(path) }
      return try AppendedFile(folder.lock, .either)
    }
    guard try TuningError.wrapping({ () throws(LinuxError) in try lock.lock() }) else {
      throw .refused(
        Text(
          en: "another whyreset changes parameters at this moment",
          zh: "另一个 whyreset 正在修改参数"),
        hint: Text(en: "try again when it has ended", zh: "等它结束后再试"))
    }
    self.folder = folder
    self.lock = lock
  }

  /// Every journal, oldest first; needs no lock, as each is replaced in one step.
  public static func journals(_ folder: TuningFolder) throws(TuningError) -> [Journal] {
    let names: [String]
    do throws(LinuxError) { names = try Directory.entries(folder.state) } catch {
      if error.isAbsence { return [] }
      throw .system(error)
    }
    let numbers = names.compactMap { name in
      name.hasSuffix(".journal") ? Int(name.dropLast(".journal".count)) : nil
    }
    var journals: [Journal] = []
    for number in numbers.sorted() { journals.append(try read(number, folder)) }
    return journals
  }

  static func read(_ number: Int, _ folder: TuningFolder) throws(TuningError) -> Journal {
    let path = folder.journal(number)
    let contents = try TuningError.wrapping { () throws(LinuxError) in
      try DurableFile.read(path, limit: 4 << 20)
    }
    let text = String(decoding: contents?.bytes ?? [], as: UTF8.self)
    guard let journal = Journal(text), journal.number == number else {
      throw .refused(
        Text(
          en: "\(path) is damaged, or of another version of whyreset",
          zh: "\(path) 已损坏，或由其他版本的 whyreset 写入"),
        hint: Text(
          en: "its lines 'key' and 'old' say what was set before; move it away when that is done",
          zh: "其中 key 和 old 行是修改前的值；恢复后请移走该文件"))
    }
    return journal
  }

  public func journals() throws(TuningError) -> [Journal] { try Self.journals(folder) }

  /// Keeps a journal in one step; nothing of the change may begin before this has returned.
  func write(_ journal: Journal) throws(TuningError) {
    let contents = DurableFile.Contents(bytes: Array(journal.text.utf8), mode: 0o600)
    try TuningError.wrapping { () throws(LinuxError) in
      try DurableFile.replace(
        folder.journal(journal.number), with: contents, temporary: folder.newJournal)
    }
  }

  /// Forgets undone changes beyond the last hundred, and what a killed process left half-written.
  func tidy() throws(TuningError) {
    let undone = try journals().filter { !$0.isActive }
    try TuningError.wrapping { () throws(LinuxError) in
      for journal in undone.dropLast(100) {
        try DurableFile.remove(folder.journal(journal.number))
      }
      try DurableFile.remove(folder.newJournal)
    }
  }
}

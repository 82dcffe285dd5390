import Diagnosis
import Facts
import Linux
import Report
import Tuning

extension Journal {
  /// Its number, time and state.
  func headline(_ language: Language) -> String {
    let name = state.text
    return Text(
      en: "\(number)  \(time)  \(name.en)", zh: "\(number)  \(time)  \(name.zh)")(language)
  }

  /// What it changed; with parameters, what these are now.
  func lines(_ parameters: KernelParameters?) -> [Text] {
    var lines = changes.map { change -> Text in
      let now = parameters.flatMap { (try? $0.read(change.key)) ?? nil }
      let words = "\(change.key.rawValue): \(change.old) → \(change.new)"
      guard let now, now != change.new else { return Text(words) }
      return Text(
        en: words + ", but it is \(now) now: somebody else set it",
        zh: words + "，但现在是 \(now)：被他人改过")
    }
    if isActive, !isPersistent {
      lines.append(Text(en: "in no file: a restart of the host takes it back", zh: "未写入文件：主机重启后恢复"))
    }
    lines += figures.map(\.text)
    if let ending { lines.append(ending.words) }
    if state == .trial || state == .applying, deadline != nil { lines.append(guardText) }
    return lines
  }

  private var guardText: Text {
    let end = deadline.map { "\($0)" } ?? ""
    let isThere = guardian.flatMap { ProcFS.command(of: $0) } == "whyreset-guard"
    return isThere
      ? Text(
        en: "it undoes itself at \(end) (process \(guardian ?? 0)): whyreset tune confirm keeps it",
        zh: "将于 \(end) 自动撤销（进程 \(guardian ?? 0)）：whyreset tune confirm 可保留")
      : Text(
        en: "the process that would undo it is gone: whyreset tune rollback, or confirm",
        zh: "负责自动撤销的进程已不在：请执行 whyreset tune rollback 或 confirm")
  }
}

extension Journal.State {
  var text: Text {
    switch self {
    case .applying: Text(en: "interrupted", zh: "被中断")
    case .trial: Text(en: "on trial", zh: "试运行中")
    case .applied: Text(en: "in force", zh: "生效中")
    case .undone: Text(en: "taken back", zh: "已撤销")
    }
  }
}

extension Journal.Ending {
  var words: Text {
    switch self {
    case .rollback: Text(en: "taken back on demand", zh: "按要求撤销")
    case .deadline: Text(en: "nobody confirmed it in time", zh: "到期未确认")
    case .died: Text(en: "the program ended before it was done", zh: "程序在完成前退出")
    case .failed: Text(en: "it could not be done", zh: "未能完成")
    case .worse(let counter): Text(en: "\(counter) got worse", zh: "\(counter) 变差")
    }
  }
}

extension TrialFigure {
  var text: Text {
    Text(
      en: "\(counter): \(before) before, \(after) since, in equally long times",
      zh: "\(counter)：修改前 \(before)，修改后 \(after)（相同时长）")
  }

  var json: JSONValue {
    .object([
      ("counter", .string(counter)), ("before", .integer(before)), ("after", .integer(after)),
    ])
  }
}

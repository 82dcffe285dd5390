import ArgumentParser
import Diagnosis
import Facts
import Linux
import Report
import Tuning

/// `whyreset tune rollback`: takes the last change back.
struct TuneRollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Take the last change back: exactly what was there before.",
    discussion: """
      Examples:
        sudo whyreset tune rollback
        sudo whyreset tune rollback --all

      Exit status: 0 all is as before, also if nothing was changed, 2 usage, 3 it could not be done.
      """)

  @OptionGroup var output: OutputOptions

  @Flag(help: "Take back every change, the latest first.")
  var all = false

  @Flag(help: "Set back also what somebody else has changed since.")
  var force = false

  @Flag(help: "Leave what somebody else has changed since.")
  var keep = false

  @Option(help: .hidden)
  var root: String?

  func validate() throws {
    if force, keep { throw ValidationError("--force and --keep exclude each other") }
  }

  func run() throws {
    let language = output.language
    let scratch = TuneScratch(root)
    let undone = try tuning(language) { () throws(TuningError) in
      let tuner = try Tuner(scratch.folder)
      try tuner.tidy()
      var undone: [Undoing] = []
      for journal in try tuner.active().prefix(all ? .max : 1) {
        undone.append(
          try tuner.rollBack(
            journal, of: force ? .overwrite : keep ? .leave : .refuse, scratch: scratch.parameters))
      }
      return undone
    }
    try say(undone)
  }

  private func say(_ undone: [Undoing]) throws(Failure) {
    var text = undone.map { $0.json.serialized + "\n" }.joined()
    if !output.json {
      var page = Page(output.style)
      let texts = undone.isEmpty ? [Undoing.nothing] : undone.flatMap(\.texts)
      for text in texts { page.paragraph([Run(text(output.language))], indent: 0) }
      text = page.text
    }
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}

extension Undoing {
  static let nothing = Text(en: "Nothing to take back.", zh: "没有可撤销的修改。")

  var texts: [Text] {
    if namespaceIsGone {
      return [
        Text(
          en: "The network namespace of change \(number) has gone, and its values with it.",
          zh: "第 \(number) 次修改所在的网络命名空间已不存在，其参数值也随之消失。")
      ]
    }
    var texts = restored.map {
      Text(en: "\($0.key.rawValue) is \($0.old) again", zh: "\($0.key.rawValue) 已恢复为 \($0.old)")
    }
    texts += strangers.map {
      Text(
        en: "\($0.change.key.rawValue) was \($0.now), set by somebody else",
        zh: "\($0.change.key.rawValue) 曾是 \($0.now)（由他人设置）")
    }
    if let fileIsBack {
      texts.append(
        fileIsBack
          ? Text(en: "The file is as it was before.", zh: "配置文件已恢复原样。")
          : Text(en: "The file was changed by somebody else, and stays.", zh: "配置文件被他人改过，保持不动。"))
    }
    if hostRestarted {
      texts.append(
        Text(
          en: "The host has started since: what no file set went with that.",
          zh: "此后主机重启过：未写入文件的值已随之消失。"))
    }
    return texts
  }

  var json: JSONValue {
    func change(_ change: Journal.Change) -> [(key: String, value: JSONValue)] {
      [
        ("parameter", .string(change.key.rawValue)), ("old", .string(change.old)),
        ("new", .string(change.new)),
      ]
    }
    return .object([
      ("schema", .string("whyreset.rollback/1")), ("number", .integer(number)),
      ("restored", .array(restored.map { .object(change($0)) })),
      (
        "strangers",
        .array(strangers.map { .object(change($0.change) + [("now", .string($0.now))]) })
      ),
      ("file", fileIsBack.map { .bool($0) } ?? .null), ("namespaceGone", .bool(namespaceIsGone)),
      ("hostRestarted", .bool(hostRestarted)),
    ])
  }
}

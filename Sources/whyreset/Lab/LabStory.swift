import Diagnosis
import Facts
import Knowledge
import Lab
import Report

/// A run told to a person: what was set up and done, what each side saw, and what it means.
struct LabStory {
  let style: Style

  /// What is there before the first step.
  func opening(_ entry: LabEntry, _ setup: LabSetup) -> String {
    var story = Story(style)
    story.title(entry.scenario.title, note: entry.scenario.id)
    story.section(Text(en: "The set-up", zh: "环境"))
    story.add(
      Text(
        en:
          "client \(setup.client.address), server \(setup.server.address), each in a network namespace of its own",
        zh:
          "客户端 \(setup.client.address)，服务端 \(setup.server.address)，各在独立的网络命名空间中"))
    if let between = entry.scenario.path.summary {
      story.add(Text(en: "between them: \(between)", zh: "两者之间：\(between)"))
    }
    if case .real(let server) = entry.scenario.server {
      let settings = server.settings.joined(separator: " ")
      story.add(
        Text(
          en: "on the server: \(server.program.rawValue), \(settings)",
          zh: "服务端运行 \(server.program.rawValue)：\(settings)"))
    }
    setup.notes.forEach { story.add($0) }
    story.section(Text(en: "What was done", zh: "过程"))
    return story.text
  }

  func step(_ report: StepReport) -> String {
    var story = Story(style)
    story.add(Text(report.told))
    return story.text
  }

  /// What was seen of it, up to the finding.
  func body(_ result: LabStage.Result, _ findings: [Finding]) -> String {
    var story = Story(style)
    story.section(Text(en: "What the application saw", zh: "应用程序看到的"))
    addApplication(result.outcome, to: &story)
    if let account = result.account {
      story.section(Text(en: "What the kernel counted", zh: "内核计数器"))
      addCounters(account, to: &story)
      story.section(Text(en: "What was on the wire", zh: "网络上的报文"))
      addWire(account, findings.first, to: &story)
    }
    story.section(Text(en: "The finding", zh: "诊断"))
    return story.text
  }

  /// How to enter what was kept, and how to remove it.
  func keepsake(_ kept: KeptLab) -> String {
    var story = Story(style)
    story.section(Text(en: "What is kept", zh: "保留的环境"))
    story.add(
      Text(
        en: "The namespaces and their programs stay; no later run touches them. To enter them:",
        zh: "命名空间及其中的程序保持原样，后续运行不会触碰它们。进入方法："))
    for name in kept.names { story.command("nsenter --net=/run/netns/\(name) bash") }
    story.add(Text(en: "To remove them:", zh: "清除方法："))
    story.command("whyreset lab clean")
    return story.text
  }

  private func addApplication(_ outcome: LabOutcome, to story: inout Story) {
    var isEmpty = true
    for report in outcome.steps {
      guard case .on(let host, let action) = report.step, let told = report.trouble else {
        continue
      }
      isEmpty = false
      let time = report.duration.shortText
      story.add(
        Text(
          en: "\(action.summary): \(told(.english)), after \(time)",
          zh: "\(action.summary)：\(told(.chinese))，耗时 \(time)"),
        label: host.told)
    }
    if isEmpty {
      story.add(Text(en: "no call failed", zh: "没有任何调用失败"))
    }
  }

  private func addCounters(_ account: LabWitness.Account, to story: inout Story) {
    let entries = Dictionary(
      CounterEntry.all.map { ($0.counter, $0) }, uniquingKeysWith: { first, _ in first })
    let moved = Set(account.client.keys).union(account.server.keys)
    var table = Table([
      Table.Column(Text(en: "counter", zh: "计数器")(style.language), isProminent: true),
      Table.Column(Text(en: "client", zh: "客户端")(style.language), alignment: .trailing),
      Table.Column(Text(en: "server", zh: "服务端")(style.language), alignment: .trailing),
      Table.Column(Text(en: "counts", zh: "含义")(style.language)),
    ])
    let known = moved.filter { entries[$0] != nil }.sorted { $0.rawValue < $1.rawValue }
    for counter in known {
      let meaning = entries[counter]?.counts(style.language) ?? ""
      table.add([
        counter.rawValue, account.client.told(counter), account.server.told(counter), meaning,
      ])
    }
    if !known.isEmpty { story.add(table) }
    let others = moved.subtracting(known).sorted { $0.rawValue < $1.rawValue }.map { counter in
      let total = (account.client[counter] ?? 0) + (account.server[counter] ?? 0)
      return "\(counter.rawValue) +\(total)"
    }.joined(separator: ", ")
    if !others.isEmpty { story.add(Text(en: "also \(others)", zh: "另有 \(others)")) }
  }

  private func addWire(
    _ account: LabWitness.Account, _ finding: Finding?, to story: inout Story
  ) {
    let trace = account.trace
    guard let (ladder, ports) = trace.ladder(of: finding) else {
      story.add(Text(en: "no TCP segment was seen", zh: "没有观测到 TCP 报文"))
      return
    }
    story.add(
      LadderText(
        ladder, client: "\(Endpoint(account.setup.client.address, port: ports.client))",
        server: "\(Endpoint(account.setup.server.address, port: ports.server))"))
    let others = trace.connections - 1
    if others > 0 {
      story.add(
        Text(
          en: others == 1
            ? "1 other connection is not drawn" : "\(others) other connections are not drawn",
          zh: "另有 \(others) 条连接未画出"))
    }
  }
}

extension [Counter: UInt64] {
  fileprivate func told(_ counter: Counter) -> String { self[counter].map { "+\($0)" } ?? "-" }
}

extension Scenario.Host {
  var told: Text {
    self == .client ? Text(en: "client", zh: "客户端") : Text(en: "server", zh: "服务端")
  }
}

extension StepReport {
  /// What an action ended in, where that is not success: errno with its number, as the program gets it.
  fileprivate var trouble: Text? {
    switch outcome {
    case .error(let number):
      Text("\(number.nameAndMessage) (errno \(number.rawValue))")
    case .endOfFile:
      Text(
        en: "end of file: recv() returned 0 in the place of data", zh: "EOF：recv() 返回 0，没有数据")
    default: nil
    }
  }
}

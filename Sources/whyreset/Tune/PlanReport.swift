import Diagnosis
import Facts
import Report
import Tuning

/// A plan for a person to read.
struct PlanReport {
  let plan: Plan
  let style: Style

  private var language: Language { style.language }

  func text() -> String {
    var page = Page(style)
    if plan.proposals.isEmpty { page.paragraph([Run(Self.nothing(language), .strong)], indent: 0) }
    let changes = plan.proposals.isEmpty ? page.text : table() + details()
    return changes + outside() + rivals() + leftAlone()
  }

  private func outside() -> String {
    guard !plan.outside.isEmpty else { return "" }
    var page = Page(style)
    heading(Text(en: "Outside the kernel", zh: "内核之外的修改"), &page)
    for change in plan.outside {
      let place = change.place.map { $0 + ": " } ?? ""
      page.paragraph([Run(place + change.why(language))], indent: 2, hanging: 2)
      if let line = change.line { page.verbatim(line, indent: 6) }
    }
    return page.text
  }

  private func rivals() -> String {
    guard !plan.rivals.isEmpty else { return "" }
    var page = Page(style)
    heading(Text(en: "Also sets parameters here", zh: "这里还有其他程序会设置参数"), &page)
    for rival in plan.rivals {
      page.paragraph(
        [Run("\(rival.program.command) (pid \(rival.program.pid)): " + rival.does(language))],
        indent: 2, hanging: 2)
    }
    return page.text
  }

  private func leftAlone() -> String {
    guard !plan.leftAlone.isEmpty else { return "" }
    var page = Page(style)
    heading(Text(en: "Leave alone", zh: "保持不变"), &page)
    for entry in plan.leftAlone {
      page.paragraph(
        [Run(entry.key.rawValue + ": " + entry.why(language))], indent: 2, hanging: 2)
    }
    return page.text
  }

  private func heading(_ text: Text, _ page: inout Page) {
    page.blank()
    page.paragraph([Run(text(language), .strong)], indent: 0)
  }

  private static let nothing = Text(
    en: "Nothing to change: no kernel parameter of this host asks for it.",
    zh: "无需修改：本机没有需要调整的内核参数。")

  private func table() -> String {
    var table = Table([
      Table.Column(Text(en: "Parameter", zh: "参数")(language), isProminent: true),
      Table.Column(Text(en: "Now", zh: "当前")(language)),
      Table.Column(Text(en: "Proposed", zh: "建议")(language), isProminent: true),
      Table.Column(Text(en: "Costs, bytes", zh: "代价（字节）")(language), alignment: .trailing),
    ])
    for proposal in plan.proposals {
      table.add([
        proposal.key.rawValue, proposal.now.map { $0.isEmpty ? "–" : $0 } ?? "?",
        proposal.assignment.value, proposal.cost?.bytes.grouped ?? "0",
      ])
    }
    return table.render(style)
  }

  private func details() -> String {
    var page = Page(style)
    for proposal in plan.proposals {
      page.blank()
      page.paragraph([Run(proposal.key.rawValue, .strong)], indent: 0)
      for why in proposal.why { add(Text(en: "Why", zh: "原因"), why, &page) }
      if let cost = proposal.cost { add(Text(en: "Costs", zh: "代价"), cost.working, &page) }
      if let risk = proposal.risk { add(Text(en: "Risk", zh: "风险"), risk, &page) }
      for text in WaitingListener.texts(proposal.listeners) {
        add(Text(en: "Listen", zh: "监听"), text, &page)
      }
      if let file = proposal.overriding { add(Text(en: "Boot", zh: "启动"), file.text, &page) }
      for objection in proposal.objections {
        add(Text(en: "No", zh: "反对"), objection.text, &page)
      }
    }
    return page.text
  }

  private func add(_ label: Text, _ text: Text, _ page: inout Page) {
    page.paragraph(
      [Run(text(language))], lead: [.spaces(2), Run(label(language), .faint)], indent: 10)
  }
}

extension WaitingListener {
  /// One text for the listeners of a program that are in the same position.
  static func texts(_ listeners: [WaitingListener]) -> [Text] {
    var groups: [[WaitingListener]] = []
    for listener in listeners {
      let index = groups.firstIndex {
        $0[0].listener.owner == listener.listener.owner
          && $0[0].listener.limit == listener.listener.limit
      }
      if let index { groups[index].append(listener) } else { groups.append([listener]) }
    }
    return groups.map(text)
  }

  private static func text(_ group: [WaitingListener]) -> Text {
    let first = group[0].listener
    let owner = first.owner.map { "\($0.command) (pid \($0.pid)), " } ?? ""
    let places = group.prefix(3).map { "\($0.listener.local)" }.joined(separator: ", ")
    let name = owner + places + (group.count > 3 ? " … (\(group.count))" : "")
    return group[0].isBoundByParameter
      ? Text(
        en:
          "\(name): the limit stays \(first.limit) until it listens again: restart it (nginx: a reload does so only if backlog= has changed)",
        zh: "\(name)：重新 listen 之前上限仍是 \(first.limit)，需要重启（nginx 只有 backlog= 改变时 reload 才会重新 listen）"
      )
      : Text(
        en:
          "\(name): the program itself asks for \(first.limit): raise its own backlog as well, and restart it",
        zh: "\(name)：程序自身请求的就是 \(first.limit)，还要调大它的 backlog 并重启")
  }
}

extension ConfiguredParameter {
  /// Why a value will not last.
  var text: Text {
    Text(
      en:
        "\(file) is read later and sets \(value): change that line, or the next start takes it back",
      zh: "\(file) 更晚读取并设为 \(value)：请修改该行，否则下次启动会恢复")
  }
}

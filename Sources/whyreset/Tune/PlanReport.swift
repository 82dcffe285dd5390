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
    guard !plan.proposals.isEmpty else {
      var page = Page(style)
      page.paragraph([Run(Self.nothing(language), .strong)], indent: 0)
      return page.text
    }
    return table() + details()
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
      for listener in proposal.listeners {
        add(Text(en: "Listen", zh: "监听"), listener.text, &page)
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
  var text: Text {
    let limit = listener.limit
    return isBoundByParameter
      ? Text(
        en:
          "\(name) keeps its limit of \(limit) until it listens again: restart it (nginx: a reload does so only if backlog= has changed)",
        zh: "\(name) 在重新 listen 之前上限仍是 \(limit)：需要重启（nginx 只有 backlog= 改变时 reload 才会重新 listen）")
      : Text(
        en: "\(name) asks for \(limit) itself: raise its own backlog as well, and restart it",
        zh: "\(name) 自身请求的就是 \(limit)：还要调大它的 backlog 并重启")
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

import ArgumentParser
import Collectors
import Diagnosis
import Linux
import Report
import Tuning

/// `whyreset tune prove`: the same load with the present values and with the planned ones.
struct TuneProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Run a load with the present and with the planned values, in namespaces of its own.",
    usage: "whyreset tune prove [--for PROFILE | --set KEY=VALUE ...] [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset tune prove --set net.core.somaxconn=8192
        sudo whyreset tune prove --for many-outgoing-client

      Nothing of this host is changed. Exit status: 0 it was run, 2 usage, 3 it could not be run.
      """)

  @OptionGroup var wishes: TuneWishes
  @OptionGroup var place: TunePlace
  @OptionGroup var output: OutputOptions

  @Option(help: "This load whatever the plan is for: accept-burst or local-ports.")
  var load: Proof.Load?

  func run() throws {
    let scene = try TuneScene(place)
    let plan = try scene.plan(wishes, output.language)
    let loads = load.map { [$0] } ?? Proof.loads(for: plan)
    guard !loads.isEmpty else {
      throw Failure(
        Text(en: "no load shows what this plan changes", zh: "没有能体现该计划效果的负载")(output.language),
        hint: Text(en: "--load names one all the same", zh: "可用 --load 指定一种")(output.language))
    }
    let prover = Prover(plan, present: scene.circumstances.values) { HostReference.counters() }
    for load in loads {
      let proof = try attempt { () throws(LinuxError) in try prover.prove(load) }
      try attempt { () throws(LinuxError) in
        try Terminal.write(
          output.json ? proof.json.serialized + "\n" : proof.text(output.style))
      }
    }
  }
}

extension Proof {
  func text(_ style: Style) -> String {
    let language = style.language
    var page = Page(style)
    page.paragraph(
      [Run("\(attempts.grouped)  \(load.rawValue): " + load.text(language), .strong)], indent: 0)
    var table = Table([
      Table.Column(Text(en: "Connections", zh: "连接")(language)),
      Table.Column(Text(en: "Now", zh: "当前值")(language), alignment: .trailing),
      Table.Column(Text(en: "Planned", zh: "计划值")(language), alignment: .trailing),
    ])
    for figure in figures {
      table.add([figure.name(language), figure.before.grouped, figure.after.grouped])
    }
    return page.text + table.render(style)
  }

  var json: JSONValue {
    .object([
      ("schema", .string("whyreset.proof/1")), ("load", .string(load.rawValue)),
      ("attempts", .integer(attempts)),
      (
        "figures",
        .array(
          figures.map {
            .object([
              ("id", .string($0.id)), ("before", .integer($0.before)),
              ("after", .integer($0.after)),
            ])
          })
      ),
    ])
  }
}

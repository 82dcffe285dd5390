import ArgumentParser
import Diagnosis
import Facts
import Lab
import Linux
import Report

/// `whyreset demo`: three real resets, made and explained before the reader's eyes.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "See three real resets made and explained, in under a minute.",
    discussion: """
      Examples:
        sudo whyreset demo
        sudo whyreset demo --lang zh

      All traffic stays in network namespaces that are gone afterwards.
      """)

  @OptionGroup var output: OutputOptions

  private static let scenarios = [
    "keepalive-race/nginx", "accept-queue-overflow/abort", "unread-data-at-close/download",
  ]

  func run() throws {
    let language = output.language
    try say(
      Text(
        en: "Three real TCP resets on this machine, in network namespaces of their own.",
        zh: "下面在本机独立的网络命名空间里制造三次真实的 TCP reset。"))
    try say(Text(""))
    for (number, id) in Self.scenarios.enumerated() {
      guard let entry = LabEntry.all.first(where: { $0.scenario.id == id }) else { continue }
      try say(Text("\(number + 1)/\(Self.scenarios.count)  \(entry.scenario.title(language))"))
      try play(entry)
    }
    try say(
      Text(
        en: "Your own connections:  sudo whyreset watch", zh: "查看本机自己的连接：sudo whyreset watch"))
  }

  private func play(_ entry: LabEntry) throws {
    let result = try LabStage(family: .ipv4, source: LabSource()).play(
      entry.scenario,
      onReady: { setup in setup.notes.forEach { try? say($0) } },
      onStep: { report in
        guard !output.json, report.isTelling else { return }
        try? Terminal.write("     \(report.told)\n")
      })
    try say(Text(""))
    try FindingPrinter(output).print(result.findings)
    guard !result.findings.isEmpty else {
      throw Failure("the reset of \(entry.scenario.id) was not seen")
    }
  }

  /// In JSON, only findings are printed.
  private func say(_ text: Text) throws(Failure) {
    guard !output.json else { return }
    try attempt { () throws(LinuxError) in
      try Terminal.write(text(output.language) + "\n")
    }
  }
}

extension StepReport {
  /// Whether the step is one that a reader of the story wants to see.
  fileprivate var isTelling: Bool {
    switch step {
    case .wait(let duration): duration >= .seconds(1)
    case .on: outcome != nil && outcome != .success
    case .set, .setRouter: false
    default: true
    }
  }
}

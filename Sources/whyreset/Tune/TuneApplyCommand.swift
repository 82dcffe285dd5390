import ArgumentParser
import Diagnosis
import Facts
import Knowledge
import Linux
import Report
import Tuning

/// `whyreset tune apply`: makes the change.
struct TuneApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Make the change, after showing it; it can be taken back.",
    usage: "whyreset tune apply [--for PROFILE | --set KEY=VALUE ...] [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset tune apply --set net.core.somaxconn=8192
        sudo whyreset tune apply --for proxy --trial 10m
        sudo whyreset tune apply --set somaxconn=8192 --netns 4321 --yes

      It writes /etc/sysctl.d/60-whyreset.conf and no other file of configuration. Exit status: 0 it is \
      done, 2 usage, 3 it could not be done, and nothing is changed.
      """)

  @OptionGroup var wishes: TuneWishes
  @OptionGroup var place: TunePlace
  @OptionGroup var output: OutputOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Set the values now, and write no file: a restart of the host takes them back.")
  var runtimeOnly = false

  @Flag(help: "Do also what is unwise; what does harm for certain is refused all the same.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Undo it after this time unless `tune confirm` keeps it: 30s, 10m, 2h.", valueName: "TIME"),
    transform: Self.trialLength)
  var trial: Duration?

  private static func trialLength(_ text: String) throws -> Duration {
    guard let length = Quantity.duration(text), length >= .seconds(2), length <= .seconds(86_400)
    else { throw ValidationError("'\(text)' is not a time of 2s to 1d, such as 10m") }
    return length
  }

  func run() throws {
    let language = output.language
    var scene = try TuneScene(place)
    scene.circumstances.isTrial = trial != nil
    let plan = try scene.plan(wishes, language)
    try show(plan)
    guard !plan.proposals.isEmpty else { return }
    try require(plan, language)
    guard try isAgreed(language) else { throw Failure(Self.declined(language)) }
    let request = ChangeRequest(
      plan.proposals.map { ChangeRequest.Item($0.assignment, comment: $0.comment) },
      isPersistent: !runtimeOnly && plan.isOfHost, trial: trial)
    let journal = try make(request, scene)
    try say(journal, plan)
    if !output.json { try compare(scene) }
  }

  private func make(_ request: ChangeRequest, _ scene: TuneScene) throws(Failure) -> Journal {
    guard let trial else {
      return try tuning(output.language) { () throws(TuningError) in
        try Tuner(place.scratch.folder).apply(request, to: scene.parameters)
      }
    }
    let guarded = TuneTrial(trial, root: place.root)
    let journal = try tuning(output.language) { () throws(TuningError) in
      try Tuner(place.scratch.folder).apply(request, to: scene.parameters) {
        journal throws(TuningError) in try guarded.arm(journal)
      }
    }
    try attempt { () throws(LinuxError) in try guarded.hold() }
    return journal
  }

  /// What `check` finds, before and after.
  private func compare(_ before: TuneScene) throws(Failure) {
    let after = try TuneScene(place)
    let language = output.language
    let (old, new) = (before.problems(language), after.problems(language))
    guard !old.isEmpty || !new.isEmpty else { return }
    var table = Table([
      Table.Column(Text(en: "check, before", zh: "修改前 check")(language)),
      Table.Column(Text(en: "check, after", zh: "修改后 check")(language)),
    ])
    for index in 0..<max(old.count, new.count) {
      table.add([index < old.count ? old[index] : "", index < new.count ? new[index] : ""])
    }
    try write("\n" + table.render(output.style))
  }

  private static let declined = Text(en: "nothing was changed", zh: "未做任何修改")

  private func show(_ plan: Plan) throws(Failure) {
    guard !output.json else { return }
    try write(PlanReport(plan: plan, style: output.style).text())
  }

  private func require(_ plan: Plan, _ language: Language) throws(Failure) {
    let objections = plan.objections(force: force)
    guard let first = objections.first else { return }
    let name = first.proposal.key.rawValue + "=" + first.proposal.assignment.value
    let words = first.objection.text
    throw Failure(
      Text(en: "refused: \(name): \(words.en)", zh: "拒绝：\(name)：\(words.zh)")(language),
      hint: first.objection.isFinal
        ? nil
        : Text(
          en: "nothing was changed; --force does it all the same", zh: "未做任何修改；--force 仍然执行")(
            language))
  }

  private func isAgreed(_ language: Language) throws(Failure) -> Bool {
    if yes { return true }
    guard Terminal.isTerminal(.input), !output.json else {
      throw Failure(
        Text(en: "nobody is there to be asked", zh: "无法询问确认：没有终端")(language),
        hint: Text(en: "--yes makes the change without asking", zh: "--yes 不询问直接执行")(language),
        status: .usage)
    }
    try write(Text(en: "\nMake this change? [y/N] ", zh: "\n执行以上修改？[y/N] ")(language))
    let answer = try attempt { () throws(LinuxError) in try Terminal.readLine() }
    return ["y", "yes", "是"].contains((answer ?? "").lowercased())
  }

  private func say(_ journal: Journal, _ plan: Plan) throws(Failure) {
    if output.json { return try write(journal.json.serialized + "\n") }
    var page = Page(output.style)
    page.blank()
    for text in journal.outcome(plan) { page.paragraph([Run(text(output.language))], indent: 0) }
    try write(page.text)
  }

  private func write(_ text: String) throws(Failure) {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}

extension Proposal {
  /// What stands above the line in the file.
  fileprivate var comment: [String] {
    [assignment.parameter.title.en + "; before: \(now ?? "absent")"] + why.map(\.en)
      + ["Source: " + assignment.parameter.sources.joined(separator: ", ")]
  }
}

import ArgumentParser
import Collectors
import Diagnosis
import Facts
import Linux
import Report
import Tuning

/// `whyreset tune status`: what is changed at this moment, and whether it still holds.
struct TuneStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say what is changed now, and whether it still holds.")

  @OptionGroup var output: OutputOptions
  @Option(help: .hidden) var root: String?

  func run() throws {
    let scratch = TuneScratch(root)
    let active = try tuning(output.language) { () throws(TuningError) in
      try JournalStore.journals(scratch.folder).filter(\.isActive)
    }
    if output.json { return try print(active.map { $0.json.serialized + "\n" }.joined()) }
    var page = Page(output.style)
    if active.isEmpty { page.paragraph([Run(Self.nothing(output.language))], indent: 0) }
    for journal in active {
      page.paragraph([Run(journal.headline(output.language), .strong)], indent: 0)
      let parameters =
        (try? KernelParameters.concerned(by: journal, scratch: scratch.parameters)) ?? nil
      for text in journal.lines(parameters) + listeners(journal) {
        page.paragraph([Run(text(output.language))], lead: [.spaces(2)], indent: 2)
      }
    }
    try print(page.text)
  }

  /// A longer queue is seen only in the listener's own limit.
  private func listeners(_ journal: Journal) -> [Text] {
    guard let change = journal.changes.first(where: { $0.key == .somaxconn }),
      let new = UInt32(change.new),
      let place = try? NamespaceOptions.of("\(journal.netns)").namespaces().first,
      let host = try? place.run({ () throws(LinuxError) in try HostReader().read() })
    else { return [] }
    let seen = host.listeners.filter { $0.limit == new }.map {
      Text(
        en: "\($0.local): its limit is \(new), seen", zh: "\($0.local)：上限已是 \(new)（已确认）")
    }
    return seen
      + WaitingListener.texts(
        host.listeners.filter { $0.limit < new }.map {
          WaitingListener(listener: $0, isBoundByParameter: "\($0.limit)" == change.old)
        })
  }

  private static let nothing = Text(
    en: "Nothing is changed by whyreset.", zh: "whyreset 目前没有任何修改生效。")

  private func print(_ text: String) throws {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}

public import Diagnosis
internal import Facts

/// Findings as JSON for scripts, one object a line; `Documentation/schema.json` describes it.
public struct JSONReport: Sendable {
  /// The language of the `text` members; everything else is the same in all languages.
  public let language: Language

  public init(language: Language = .english) { self.language = language }

  /// One line, without the newline that ends it. Every key is present; what is unknown is null.
  public func render(_ finding: Finding) -> String { value(of: finding).serialized }

  /// The same as a value, to be put into a larger one.
  public func value(of finding: Finding) -> JSONValue {
    .object(context(finding) + verdict(finding) + circumstances(finding))
  }

  private typealias Members = [(key: String, value: JSONValue)]

  private func context(_ finding: Finding) -> Members {
    [
      ("schema", .string("whyreset.finding/1")),
      ("kind", .string(finding.kind.rawValue)),
      ("time", .string(finding.time.description)),
      ("firstTime", .string(orNull: finding.firstTime?.description)),
      ("client", .string(orNull: finding.client?.description)),
      ("server", .string(orNull: finding.server?.description)),
      ("roles", .string(finding.roles.rawValue)),
      ("netns", finding.netns == 0 ? .null : .integer(finding.netns)),
      ("translated", finding.translated.map(ends) ?? .null),
      ("frame", finding.frame.map { .integer($0) } ?? .null),
      ("file", .string(orNull: finding.file)),
      ("seen", .string(finding.seen.rawValue)),
      ("sender", .string(finding.sender.rawValue)),
    ]
  }

  private func verdict(_ finding: Finding) -> Members {
    [
      ("cause", .string(orNull: finding.cause)),
      ("confidence", .string(orNull: finding.confidence?.rawValue)),
      ("alternatives", .array(finding.alternatives.map(alternative))),
      ("harmless", finding.harmless.map { .bool($0) } ?? .null),
      ("error", .string(orNull: finding.error?.name)),
      ("evidence", .array(finding.evidence.map(reason))),
      ("fixes", .array(finding.fixes.map(fix))),
      ("next", .array(finding.steps.map(step))),
    ]
  }

  private func circumstances(_ finding: Finding) -> Members {
    [
      ("kernel", finding.kernel.map(kernel) ?? .null),
      ("clientProcess", finding.clientProcess.map(process) ?? .null),
      ("serverProcess", finding.serverProcess.map(process) ?? .null),
      ("count", .integer(finding.count)),
    ]
  }

  private func ends(_ ends: Finding.Ends) -> JSONValue {
    .object([
      ("client", .string(ends.client.description)), ("server", .string(ends.server.description)),
    ])
  }

  private func alternative(_ other: Finding.Alternative) -> JSONValue {
    .object([
      ("cause", .string(other.cause)), ("confidence", .string(other.confidence.rawValue)),
    ])
  }

  private func reason(_ reason: Reason) -> JSONValue {
    .object([
      ("fact", .string(reason.fact)), ("value", .string(reason.value)),
      ("text", text(reason.text)), ("source", .string(reason.source.rawValue)),
    ])
  }

  private func fix(_ fix: Fix) -> JSONValue {
    .object([
      ("text", text(fix.text)), ("command", .string(orNull: fix.command)),
      ("undo", .string(orNull: fix.undo)),
    ])
  }

  private func step(_ step: NextStep) -> JSONValue {
    .object([
      ("text", text(step.text)), ("command", .string(orNull: step.command)),
      ("where", .string(step.place.rawValue)),
    ])
  }

  private func kernel(_ kernel: Finding.Kernel) -> JSONValue {
    .object([
      ("reason", .string(orNull: kernel.reason)), ("state", .string(orNull: kernel.state)),
      ("site", .string(orNull: kernel.site)),
    ])
  }

  private func process(_ process: Process) -> JSONValue {
    .object([
      ("pid", .integer(process.pid)), ("command", .string(process.command)),
      ("container", .string(orNull: process.container)), ("pod", .string(orNull: process.pod)),
    ])
  }

  private func text(_ text: Text) -> JSONValue { .string(text(language).unfolded) }
}

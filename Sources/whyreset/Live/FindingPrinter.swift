import Diagnosis
import Linux
import Report

/// Where findings are printed to.
enum FindingOutlet {
  case stream(Terminal.Stream)
  case file(OpenedFile)

  /// Gives a noncopyable descriptor a place in an enum.
  final class OpenedFile {
    private let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    func write(_ text: String) throws(LinuxError) {
      try descriptor.writeAll(Array(text.utf8))
    }
  }

  var stream: Terminal.Stream? { if case .stream(let stream) = self { stream } else { nil } }

  func write(_ text: String) throws(LinuxError) {
    switch self {
    case .stream(let stream): try Terminal.write(text, to: stream)
    case .file(let file): try file.write(text)
    }
  }
}

/// Prints findings as text or JSON.
struct FindingPrinter {
  private let json: JSONReport?
  private let text: TextReport
  private let outlet: FindingOutlet

  init(_ output: OutputOptions, to outlet: FindingOutlet = .stream(.output)) {
    self.outlet = outlet
    json = output.json ? JSONReport(language: output.language) : nil
    text = TextReport(style: output.style(on: outlet.stream))
  }

  /// Fails where nobody reads the outlet any more, or the disk behind it is full.
  func print(_ findings: [Finding]) throws(Failure) {
    for finding in findings {
      let line = json.map { $0.render(finding) + "\n" } ?? prose(finding)
      try attempt { () throws(LinuxError) in try outlet.write(line) }
    }
  }

  /// A finding in full, or one line for those that were folded.
  private func prose(_ finding: Finding) -> String {
    finding.count > 1 ? text.renderLine(finding) + "\n" : text.render(finding)
  }
}

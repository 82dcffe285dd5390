import ArgumentParser
import Linux

/// The program: parses the command line, runs a command, and turns every failure into one line and a status.
@main
struct WhyReset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whyreset",
    abstract: "Who reset my TCP connection, why, and what do I change?",
    discussion: """
      Examples:
        sudo whyreset demo
        sudo whyreset watch
        sudo whyreset run -- curl http://example.com/
        whyreset explain 'read: connection reset by peer'

      Exit status: 0 nothing wrong found, 1 something was, 2 usage, 3 it could not do the job.
      """,
    version: "whyreset \(Version.number) (commit \(Version.commit))",
    subcommands: [
      DemoCommand.self, CheckCommand.self, WatchCommand.self, RunCommand.self, ReadCommand.self,
      ExplainCommand.self, LabCommand.self, LabActorCommand.self, LabRelayCommand.self,
      HeldCommandCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      finish(failure.text, failure.status.rawValue)
    } catch let code as ExitCode {
      ThisProcess.exit(code: code.rawValue)
    } catch {
      if exitCode(for: error) == .success {
        try? Terminal.write(fullMessage(for: error) + "\n")
      } else {
        let failure = Failure(usage: message(for: error), whole: fullMessage(for: error))
        finish(failure.text, failure.status.rawValue)
      }
    }
  }

  private static func finish(_ text: String, _ status: Int32) {
    try? Terminal.write(text, to: .error)
    ThisProcess.exit(code: status)
  }
}

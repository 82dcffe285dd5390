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
      DemoCommand.self,
      CheckCommand.self,
      WatchCommand.self,
      RunCommand.self,
      ReadCommand.self,
      ExplainCommand.self,
      KeepaliveCommand.self,
      LabCommand.self,
      TuneCommand.self,
      SelftestCommand.self,
      LabActorCommand.self, LabRelayCommand.self, HeldCommandCommand.self,
    ])

  static func main() {
    do {
      try refuseSetUserID()
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      finish(failure)
    } catch let code as ExitCode {
      ThisProcess.exit(code: code.rawValue)
    } catch {
      if exitCode(for: error) == .success {
        try? Terminal.write(fullMessage(for: error) + "\n")
      } else {
        let failure = Failure(usage: message(for: error), whole: fullMessage(for: error))
        finish(failure)
      }
    }
  }

  /// A set-uid program is told what to do by a user who may not do it.
  private static func refuseSetUserID() throws(Failure) {
    guard ThisProcess.isSetUserID else { return }
    throw Failure(
      "refuses to run set-uid or set-gid",
      hint: "chmod u-s,g-s it, and use sudo, or setcap as SECURITY.md shows")
  }

  private static func finish(_ failure: Failure) {
    let verbose = CommandLine.arguments.contains("--verbose")
    try? Terminal.write(failure.text(verbose: verbose), to: .error)
    ThisProcess.exit(code: failure.status.rawValue)
  }
}

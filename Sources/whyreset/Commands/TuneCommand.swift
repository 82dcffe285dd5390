import ArgumentParser

/// `whyreset tune`: changes kernel parameters, and takes the changes back.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Change kernel parameters safely: plan, apply, try out, take back.",
    discussion: """
      Examples:
        whyreset tune plan
        sudo whyreset tune apply --set net.core.somaxconn=8192 --trial 10m
        sudo whyreset tune confirm
        sudo whyreset tune rollback

      Exit status: 0 it did what was asked, 2 usage, 3 it could not.
      """,
    subcommands: [
      TunePlanCommand.self, TuneApplyCommand.self, TuneConfirmCommand.self,
      TuneRollbackCommand.self, TuneStatusCommand.self, TuneHistoryCommand.self,
      TuneProveCommand.self,
      TuneGuardCommand.self,
    ])
}

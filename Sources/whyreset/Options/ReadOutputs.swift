import ArgumentParser

/// The files that `read` makes.
struct ReadOutputs: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a page with the summary, charts and packet ladders.", valueName: "FILE"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Write a pcapng of only the connections found, with a comment on each fatal packet.",
      valueName: "FILE"))
  var extract: String?

  /// Whether the captures have to be looked at a second time.
  var needsReview: Bool { html != nil || extract != nil }
}

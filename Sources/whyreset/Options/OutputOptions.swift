public import ArgumentParser
public import Diagnosis
import Linux
import Report

/// When to colour the output.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

extension Language: ExpressibleByArgument {}

/// The options that every command has.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON object a line, for scripts.")
  var json = false

  @Option(help: "Language: en or zh. Default: that of LANG.")
  var lang: Language?

  @Option(help: "Colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Flag(help: "Also print what the kernel said and how it was judged.")
  var verbose = false

  var language: Language { lang ?? Self.languageOfEnvironment }

  /// How text looks on standard output.
  var style: Style { style(on: .output) }

  /// How text looks on a stream, or in a file.
  func style(on stream: Terminal.Stream?) -> Style {
    Style(
      color: stream.map(colors) ?? (color == .always),
      width: stream.flatMap { Terminal.columns(of: $0) } ?? 80, language: language,
      verbose: verbose,
      utcOffset: .seconds(KernelClock.localOffset(at: KernelClock.wall)))
  }

  /// How findings are folded. A person who does not ask for more needs no connections of what is harmless.
  var folding: Folder.Limits {
    var limits = Folder.Limits()
    guard !json else { return limits }
    limits.burst = 10
    limits.perSecond = 1
    limits.blendsHarmless = !verbose
    return limits
  }

  /// NO_COLOR, whatever its value, turns colour off (no-color.org).
  private func colors(_ stream: Terminal.Stream) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      Terminal.isTerminal(stream) && (ThisProcess.environment("NO_COLOR") ?? "").isEmpty
        && ThisProcess.environment("TERM") != "dumb"
    }
  }

  /// The first of LC_ALL, LC_MESSAGES and LANG that is set decides (locale(7)).
  private static var languageOfEnvironment: Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = ThisProcess.environment(name), !value.isEmpty {
        return value.hasPrefix("zh") ? .chinese : .english
      }
    }
    return .english
  }
}

import ArgumentParser
import Diagnosis
import Lab
import Linux
import Report

/// `whyreset lab clean`: removes what `lab run --keep` has left.
struct LabCleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Remove the namespaces that `lab run --keep` has left.",
    discussion: """
      Example:
        sudo whyreset lab clean

      The programs in them end too. Nothing else is touched.
      """)

  @OptionGroup var output: OutputOptions

  func run() throws {
    let names = try attempt { () throws(LinuxError) in try KeptLab.clean() }
    if output.json {
      let object = JSONValue.object([("removed", .array(names.map { .string($0) }))])
      return try write(object.serialized + "\n")
    }
    let nothing = Text(en: "nothing was kept", zh: "没有保留任何命名空间")
    let text = names.isEmpty ? nothing : Text(names.joined(separator: "\n"))
    try write(text(output.language) + "\n")
  }

  private func write(_ text: String) throws(Failure) {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}

import Foundation
import PackagePlugin

/// Generates `version.swift` from `version.swift.in`: the preprocessor puts the commit in.
///
/// The commit is read from the files of git, not asked of it: a build needs no git, and a folder without
/// one (a source archive) says `unknown`.
@main
struct StampVersion: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let template = target.directoryURL.appending(path: "version.swift.in")
    let output = context.pluginWorkDirectoryURL.appending(path: "version.swift")
    let commit = Repository(of: context.package.directoryURL)?.commit ?? "unknown"
    return try [
      .buildCommand(
        displayName: "Stamping the version",
        executable: context.tool(named: "clang").url,
        arguments: [
          "-E", "-P", "-x", "c", "-DCOMMIT=\"\(commit)\"", template.path, "-o", output.path,
        ],
        inputFiles: [template],
        outputFiles: [output])
    ]
  }
}

/// The files of a git repository (gitrepository-layout(5)).
private struct Repository {
  /// What is the worktree's own, and what all worktrees share.
  let own: URL
  let shared: URL

  init?(of package: URL) {
    let entry = package.appending(path: ".git")
    let link = Self.line(entry).flatMap { $0.hasPrefix("gitdir: ") ? $0.dropFirst(8) : nil }
    let folder = link.map { Self.place(String($0), in: package) } ?? entry
    guard FileManager.default.fileExists(atPath: folder.appending(path: "HEAD").path) else {
      return nil
    }
    own = folder
    let common = Self.line(folder.appending(path: "commondir"))
    shared = common.map { Self.place($0, in: folder) } ?? folder
  }

  /// The first twelve digits of the commit that is checked out.
  var commit: String? {
    guard let head = Self.line(own.appending(path: "HEAD")) else { return nil }
    let whole = head.hasPrefix("ref: ") ? commit(of: String(head.dropFirst(5))) : head
    guard let whole, whole.allSatisfy(\.isHexDigit) else { return nil }
    return String(whole.prefix(12))
  }

  private func commit(of reference: String) -> String? {
    if let loose = Self.line(shared.appending(path: reference)) { return loose }
    let packed = try? String(contentsOf: shared.appending(path: "packed-refs"), encoding: .utf8)
    return packed?.split(separator: "\n").first { $0.hasSuffix(" " + reference) }
      .map { String($0.prefix { $0 != " " }) }
  }

  private static func place(_ path: String, in folder: URL) -> URL {
    path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
  }

  private static func line(_ file: URL) -> String? {
    let text = try? String(contentsOf: file, encoding: .utf8)
    return text?.split(separator: "\n").first.map(String.init)
  }
}

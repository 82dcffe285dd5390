import Diagnosis
import Keepalive
import Linux
import Report
import ServerConfig

/// Reads the files that hops name.
struct HopFiles {
  let language: Language

  /// Source trees have no more files than this, and no file of source or settings is larger.
  private static let mostFiles = 20_000
  private static let largest: Int64 = 8 << 20
  private static let skipped: Set = ["vendor", "testdata", "node_modules", ".git", "third_party"]

  /// What the files of a hop say; nil where it names none.
  func reading(_ hop: HopArgument) throws(Failure) -> [SideReading]? {
    guard case .file(let path, let part) = hop.content else { return nil }
    let software = SoftwareCatalog.find(hop.name)?.id ?? hop.name
    guard IdleReader.readable.contains(software) else {
      throw Failure(ChainError(.noReader(hop.name)), language: language)
    }
    let sides = try sides(of: software, path)
    guard !sides.isEmpty else {
      throw Failure(ChainError(.nothingRead(path, hop: hop.name)), language: language)
    }
    guard let part else { return sides }
    let chosen = sides.filter { $0.label?.contains(part) == true }
    guard !chosen.isEmpty else {
      throw Failure(
        ChainError(.noPart(part, hop: hop.name, parts: sides.compactMap(\.label))),
        language: language)
    }
    return chosen
  }

  private func sides(of software: String, _ path: String) throws(Failure) -> [SideReading] {
    var files: [(path: String, text: String)] = []
    if let extensions = IdleReader.extensions(of: software),
      let names = try? Directory.entries(path)
    {
      try collect(path, names, extensions, &files)
    } else {
      files = [(path, try text(path))]
    }
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    do throws(ConfigError) {
      return try IdleReader.sides(of: software, files) { included($0, folder) }
    } catch {
      throw Failure(error)
    }
  }

  /// A chain that is written in a file.
  func chain(_ path: String) throws(Failure) -> ChainFile {
    let text = try text(path)
    do throws(ConfigError) {
      return try ChainFile(YAMLText.documents(text, file: path), file: path)
    } catch {
      throw Failure(error)
    }
  }

  private func text(_ path: String) throws(Failure) -> String {
    let bytes = try attempt { () throws(LinuxError) -> [UInt8] in
      let file = try FileDescriptor.open(path)
      if let size = file.size, size > Self.largest { throw .tooLarge("read \(path)") }
      return try file.readAll()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func collect(
    _ folder: String, _ names: [String], _ extensions: [String], depth: Int = 0,
    _ files: inout [(path: String, text: String)]
  ) throws(Failure) {
    for name in names.sorted() where !Self.skipped.contains(name) && !name.hasPrefix(".") {
      guard files.count < Self.mostFiles, depth < 32 else { return }
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if extensions.contains(where: { name.hasSuffix($0) }) {
        files.append((path, try text(path)))
      } else if let inner = try? Directory.entries(path) {
        try collect(path, inner, extensions, depth: depth + 1, &files)
      }
    }
  }

  /// Files that a configuration includes; what cannot be read is left out, as a server would refuse to start.
  private func included(_ pattern: String, _ folder: String) -> [(path: String, text: String)] {
    let whole = pattern.hasPrefix("/") || folder.isEmpty ? pattern : "\(folder)/\(pattern)"
    return FilePattern.paths(matching: whole).prefix(1000).compactMap { path in
      (try? text(path)).map { (path, $0) }
    }
  }
}

extension Failure {
  /// A configuration that cannot be understood, with the place.
  init(_ error: ConfigError) {
    self.init("\(error.place):\(error.place.column): \(error.explanation)".sanitized)
  }
}

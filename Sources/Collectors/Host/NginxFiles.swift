import Facts
import Linux
import ServerConfig

/// The configuration of one running nginx, Tengine or OpenResty.
struct NginxFiles {
  private(set) var listenLines: [ListenLine] = []
  private(set) var brokenFiles: [BrokenFile] = []

  /// Those whose master is one of these processes.
  static func running(among pids: [Int32]) -> [NginxFiles] {
    pids.compactMap { pid in
      guard let command = ProcFS.command(of: pid), command == "nginx" || command == "openresty",
        let arguments = ProcFS.arguments(of: pid),
        let words = masterWords(arguments)
      else { return nil }
      return NginxFiles(Process(pid: pid, command: command), words)
    }
  }

  /// The command line that a master was started with: `nginx: master process /usr/sbin/nginx -c FILE`; nil for
  /// another process (`ngx_master_process_cycle()` sets the title).
  static func masterWords(_ arguments: [String]) -> [String]? {
    let title = "nginx: master process "
    let line = arguments.joined(separator: " ")
    return line.hasPrefix(title)
      ? line.dropFirst(title.count).split(separator: " ").map(String.init) : nil
  }

  /// The main file (`-c`), below the prefix (`-p`) where it is relative.
  static func mainFile(_ words: [String]) -> String {
    func value(_ option: String) -> String? {
      guard let index = words.firstIndex(of: option), index + 1 < words.count else { return nil }
      return words[index + 1]
    }
    let file = value("-c") ?? "/etc/nginx/nginx.conf"
    guard !file.hasPrefix("/") else { return file }
    return (value("-p").map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? "/etc/nginx/") + file
  }

  private init?(_ program: Process, _ words: [String]) {
    let main = Self.mainFile(words)
    guard let root = try? ProcessRoot(of: program.pid), let bytes = try? root.read(main) else {
      return nil
    }
    let folder = main[...(main.lastIndex(of: "/") ?? main.startIndex)]
    let files = Included(root, folder: String(folder))
    let result = NginxParser.parse(String(decoding: bytes, as: UTF8.self), file: main) {
      files.texts($0)
    }
    brokenFiles = result.errors.map {
      BrokenFile(
        program: program, file: $0.place.file, line: $0.place.line, column: $0.place.column,
        problem: $0.explanation)
    }
    listenLines = NginxSettings(result.directives).servers.flatMap(\.listens).map {
      ListenLine(
        program: program, port: $0.port, address: $0.address, backlog: $0.backlog,
        defaultBacklog: NginxSettings.defaultBacklog, file: $0.place.file, line: $0.place.line)
    }
  }

  /// Reads what `include` names, in the process's own file system.
  private final class Included {
    private let root: ProcessRoot
    private let folder: String
    /// However many files there are, so many are read.
    private var left = 1000

    init(_ root: consuming ProcessRoot, folder: String) {
      self.root = root
      self.folder = folder
    }

    func texts(_ pattern: String) -> [(path: String, text: String)] {
      let whole = pattern.hasPrefix("/") ? pattern : folder + pattern
      return root.paths(matching: whole).prefix(left).compactMap { path in
        left -= 1
        return (try? root.read(path)).map { (path, String(decoding: $0, as: UTF8.self)) }
      }
    }
  }
}

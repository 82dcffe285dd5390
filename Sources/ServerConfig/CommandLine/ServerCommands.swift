/// How long gunicorn, uvicorn and puma keep idle connections: the command lines that start them, in systemd units and
/// shell scripts, and their own files of settings.
public enum ServerCommands {
  /// The sides of the program of that name.
  public static func sides(of program: String, _ text: String, file: String) -> [SideReading] {
    let lines = ConfigLine.lines(text, file: file, comments: "#;")
    let commands = lines.compactMap { command(program, $0) }
    return commands.isEmpty ? settings(of: program, lines) : commands
  }

  private static func command(_ program: String, _ line: ConfigLine) -> SideReading? {
    let start = line.words.firstIndex { word in
      // `ExecStart=-/srv/venv/bin/gunicorn`, `gunicorn`, `exec gunicorn`, `python -m gunicorn`.
      let last = word.split { $0 == "/" || $0 == "=" || $0 == "-" || $0 == "@" }.last ?? ""
      return last == program[...]
    }
    guard let start, !line.words[0].contains("Description") else { return nil }
    let options = ConfigOptions(line: line, from: start + 1)
    switch program {
    case "gunicorn": return gunicorn(options)
    case "uvicorn": return uvicorn(options)
    case "puma": return options.isEmpty ? nil : SideReading(.server)
    default: return nil
    }
  }

  private static func gunicorn(_ options: ConfigOptions) -> SideReading {
    let worker = options.value("-k", "--worker-class")
    let threads = options.value("--threads")
    // More than one thread makes a sync worker a gthread one (gunicorn's documentation of `worker_class`).
    if worker.map({ $0.text == "sync" }) ?? (threads.map { $0.text == "1" } ?? true),
      !options.has("-c", "--config")
    {
      return SideReading(
        .server, idle: .value(.unkept, worker?.place ?? options.place))
    }
    var side = SideReading(.server)
    side.idle = seconds(options.value("--keep-alive"), zero: .unkept)
    if side.idle == .absent, options.has("-c", "--config") {
      side.idle = .unknown("--config", options.place)
    }
    return side
  }

  private static func uvicorn(_ options: ConfigOptions) -> SideReading {
    SideReading(.server, idle: seconds(options.value("--timeout-keep-alive"), zero: .unkept))
  }

  private static func seconds(_ value: ConfigOptions.Value?, zero: IdleLimit) -> ConfigReading<
    IdleLimit
  > {
    guard let value else { return .absent }
    return ConfigReading(
      Double(value.text).flatMap { $0 >= 0 && $0 < 1e9 ? .seconds($0) : nil }, as: value.text,
      at: value.place, zero: zero)
  }

  /// `keepalive = 75` of gunicorn.conf.py, `persistent_timeout 75` of puma.rb.
  private static func settings(of program: String, _ lines: [ConfigLine]) -> [SideReading] {
    var values: [String: ConfigOptions.Value] = [:]
    for line in lines {
      let words = line.words.flatMap { word in
        word == "=" ? [] : word.split { "=()".contains($0) }.map(String.init)
      }
      guard words.count >= 2 else { continue }
      values[words[0]] = ConfigOptions.Value(
        text: words.dropFirst().joined(separator: " "), place: line.place())
    }
    switch program {
    case "gunicorn": return gunicorn(values)
    case "puma":
      return values["persistent_timeout"].map {
        [SideReading(.server, idle: seconds($0, zero: .unkept))]
      } ?? []
    default: return []
    }
  }

  private static func gunicorn(_ values: [String: ConfigOptions.Value]) -> [SideReading] {
    guard values["keepalive"] != nil || values["worker_class"] != nil else { return [] }
    if let worker = values["worker_class"], worker.text == "sync" {
      return [SideReading(.server, idle: .value(.unkept, worker.place))]
    }
    if values["worker_class"] == nil, values["threads"] == nil {
      return [SideReading(.server, idle: .assumed(.unkept, "gunicorn's sync worker"))]
    }
    return [SideReading(.server, idle: seconds(values["keepalive"], zero: .unkept))]
  }
}

/// The options of a command line.
struct ConfigOptions {
  struct Value {
    var text: String
    var place: ConfigPlace
  }

  private let line: ConfigLine
  private let start: Int

  init(line: ConfigLine, from start: Int) {
    self.line = line
    self.start = start
  }

  var place: ConfigPlace { line.place(start - 1) }

  var isEmpty: Bool { start >= line.words.count }

  func has(_ names: String...) -> Bool { names.contains { value(named: $0) != nil } }

  /// `--name value` or `--name=value`; the last one counts.
  func value(_ names: String...) -> Value? { names.lazy.compactMap { value(named: $0) }.first }

  private func value(named name: String) -> Value? {
    var found: Value?
    for index in start..<max(start, line.words.count) {
      let word = line.words[index]
      if word == name, index + 1 < line.words.count {
        found = Value(text: line.words[index + 1], place: line.place(index))
      } else if word.hasPrefix(name + "=") {
        found = Value(text: String(word.dropFirst(name.count + 1)), place: line.place(index))
      }
    }
    return found
  }
}

/// Reads the files of a software, whichever it is.
public enum IdleReader {
  /// Finds the files that `include` names; relative ones are the caller's to resolve.
  public typealias Include = NginxParser.Include

  /// Software whose files can be read.
  public static let readable: Set<String> = [
    "nginx", "haproxy", "apache", "envoy", "istio", "ingress-nginx", "tomcat", "spring", "go",
    "node", "undici", "gunicorn", "uvicorn", "puma", "puma6",
  ]

  /// Whether it is read from a folder of sources, and which files of it.
  public static func extensions(of software: String) -> [String]? {
    switch software {
    case "go": [".go"]
    case "node", "undici": [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"]
    default: nil
    }
  }

  /// The sides that the files set; `software` is one of `readable`.
  public static func sides(
    of software: String, _ files: [(path: String, text: String)],
    include: @escaping Include = { _ in [] }
  ) throws(ConfigError) -> [SideReading] {
    switch software {
    case "go": return GoReader.read(files)
    case "node", "undici": return NodeIdle.sides(files)
    case "haproxy":
      let result = HAProxyParser.parse(files)
      if let error = result.errors.first { throw error }
      return HAProxyIdle.sides(HAProxySettings(result.sections))
    default: break
    }
    var sides: [SideReading] = []
    for file in files { sides += try self.sides(of: software, file.path, file.text, include) }
    return sides
  }

  private static func sides(
    of software: String, _ file: String, _ text: String, _ include: @escaping Include
  ) throws(ConfigError) -> [SideReading] {
    switch software {
    case "nginx":
      let result = NginxParser.parse(text, file: file, include: include)
      if let error = result.errors.first { throw error }
      return NginxIdle.sides(result.directives)
    case "apache": return try ApacheIdle.sides(text, file: file, include: include)
    case "tomcat" where file.hasSuffix(".xml"): return try TomcatIdle.sides(text, file: file)
    case "tomcat", "spring": return try spring(file, text)
    case "envoy": return EnvoyIdle.sides(try YAMLText.documents(text, file: file))
    case "istio": return DestinationRules.sides(try YAMLText.documents(text, file: file))
    case "ingress-nginx": return IngressNginxIdle.sides(try YAMLText.documents(text, file: file))
    case "puma6": return ServerCommands.sides(of: "puma", text, file: file)
    default: return ServerCommands.sides(of: software, text, file: file)
    }
  }

  private static func spring(_ file: String, _ text: String) throws(ConfigError) -> [SideReading] {
    guard file.hasSuffix(".yml") || file.hasSuffix(".yaml") else {
      return SpringProperties.sides(properties: text, file: file)
    }
    return SpringProperties.sides(try YAMLText.documents(text, file: file))
  }
}

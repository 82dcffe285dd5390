import Glibc

/// Patterns of file names, as a shell has them.
public enum FilePattern {
  /// The paths that a pattern with `*`, `?` and `[…]` matches (glob(3)), in order; the pattern itself where it has none.
  public static func paths(matching pattern: String) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
  }
}

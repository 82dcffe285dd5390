/// All software and products whose limits are known.
public enum SoftwareCatalog {
  public static let all = Software.clients + Software.servers + Software.clouds

  /// Every word that names one.
  public static let words = all.flatMap { [$0.id] + $0.aliases }

  public static func find(_ name: String) -> Software? {
    let name = name.lowercased()
    return all.first { $0.id == name || $0.aliases.contains(name) }
  }
}

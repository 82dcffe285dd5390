extension String {
  /// The text as HTML and SVG show it, whatever it holds: names in captures come from strangers.
  var html: String {
    var text = ""
    for scalar in sanitized.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The text inside of an element.
  func tagged(_ name: String, class kind: String? = nil) -> String {
    "<\(name)\(kind.map { " class=\"\($0)\"" } ?? "")>\(self)</\(name)>"
  }
}

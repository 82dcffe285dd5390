internal import Diagnosis

/// What all pages have in common: they need nothing else, and may load nothing.
enum HTMLDocument {
  /// Up to the opened body; the title is text, not HTML.
  static func head(_ title: String, _ style: Style) -> String {
    """
    <!doctype html>
    <html lang="\(style.language.rawValue)"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>whyreset: \(title.html)</title><style>\(HTMLStyle.sheet)</style></head><body>

    """
  }
}

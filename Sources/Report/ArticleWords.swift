internal import Diagnosis
internal import Knowledge

/// The words around an article's own text.
enum ArticleWords {
  static let title = Text(en: "Reference", zh: "参考手册")
  static let lines = Text(en: "Error lines", zh: "错误日志")

  static func kind(_ kind: Article.Kind) -> Text {
    switch kind {
    case .parameter: Text(en: "kernel parameter", zh: "内核参数")
    case .counter: Text(en: "kernel counter", zh: "内核计数器")
    case .resetReason: Text(en: "reason of a reset", zh: "RST 原因")
    case .dropReason: Text(en: "reason of a drop", zh: "丢包原因")
    case .state: Text(en: "socket state", zh: "套接字状态")
    case .error: Text(en: "error", zh: "错误码")
    case .concept: Text(en: "concept", zh: "概念")
    case .cause: Text(en: "cause", zh: "原因")
    case .line: Text(en: "error line", zh: "错误日志行")
    case .log: Text(en: "log", zh: "日志")
    }
  }

  /// The chapters of the document.
  static func chapter(_ kind: Article.Kind) -> Text {
    switch kind {
    case .parameter: Text(en: "Kernel parameters", zh: "内核参数")
    case .counter: Text(en: "Kernel counters", zh: "内核计数器")
    case .resetReason: Text(en: "Reasons of resets", zh: "RST 原因")
    case .dropReason: Text(en: "Reasons of drops", zh: "丢包原因")
    case .state: Text(en: "Socket states", zh: "套接字状态")
    case .error: Text(en: "Errors", zh: "错误码")
    case .concept: Text(en: "Concepts", zh: "概念")
    case .cause: Text(en: "Causes", zh: "原因")
    case .line, .log: lines
    }
  }
}

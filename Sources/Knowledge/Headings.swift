public import Diagnosis

/// The headings of the reference.
public enum Headings {
  public static let here = Text(en: "Here", zh: "本机")
  static let does = Text(en: "What it does", zh: "作用")
  static let standard = Text(en: "Default", zh: "默认值")
  static let doesNot = Text(en: "What it does not do", zh: "它不做什么")
  static let change = Text(en: "When to change it, and to what", zh: "何时修改、改成多少")
  static let effects = Text(en: "Side effects", zh: "副作用")
  static let myths = Text(en: "Wrong advice in circulation", zh: "流传的错误建议")
  static let note = Text(en: "A tuning note copied for years, and today", zh: "流传多年的调优笔记与今天的事实")
  static let counters = Text(en: "Counters that tell", zh: "相关计数器")
  static let causes = Text(en: "Causes it has a part in", zh: "相关原因")
  static let see = Text(en: "See it happen", zh: "亲眼看到")
  static let references = Text(en: "References", zh: "参考资料")
  static let counts = Text(en: "When it grows", zh: "何时增长")
  static let caution = Text(en: "Not to be mistaken", zh: "不要误解")
  static let movers = Text(en: "Causes that move it", zh: "可能的原因")
  static let site = Text(en: "In the kernel", zh: "内核中的位置")
  static let means = Text(en: "What has happened", zh: "实际发生了什么")
  static let look = Text(en: "Look", zh: "查看")
  static let possible = Text(en: "Possible causes", zh: "可能的原因")
  public static let tells = Text(en: "What the line tells", zh: "这一行说明了什么")
  static let excluded = Text(en: "Not the cause", zh: "可以排除")
  static let next = Text(en: "Next", zh: "下一步")
  public static let seen = Text(en: "This very connection", zh: "这条连接本身")
}

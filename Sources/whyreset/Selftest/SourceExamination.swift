import Collectors
import Diagnosis
import Lab
import Linux
import Report

/// Tries a source: attaches it, and where the lab can be used, lets it see a real reset.
struct SourceExamination {
  let kind: SourceKind

  func examine() -> Examination {
    let outcome: Examination.Outcome
    do throws(SourceError) {
      _ = try LiveSource.attached(kind)
      outcome = ThisProcess.isRoot ? seeing() : .works
    } catch { outcome = .fails(why: error.description) }
    return Examination(
      id: kind.rawValue, title: title, outcome: outcome, lack: kind.blindness,
      remedy: kind.remedy)
  }

  private var title: Text {
    ThisProcess.isRoot
      ? Text(
        en: "\(kind.title.en): sees a reset that is made for it",
        zh: "\(kind.title.zh.trimmed)：看到了专门为它制造的一次 RST")
      : Text(
        en: "\(kind.title.en): can be attached", zh: "\(kind.title.zh.trimmed)：可以挂载")
  }

  /// Whether a connection to a closed port is told as what it is, or as far as the source can tell.
  private func seeing() -> Examination.Outcome {
    guard let entry = LabEntry.all.first(where: { $0.cause == "port-closed" }) else {
      return .fails(why: "there is no scenario for it")
    }
    do throws(Failure) {
      let stage = LabStage(family: .ipv4, source: LabSource(kind: kind))
      let findings = try stage.play(entry.scenario).findings
      let seen = kind == .bpf ? findings.contains { $0.cause == entry.cause } : !findings.isEmpty
      return seen
        ? .works : .fails(why: "it did not see the reset of a connection to a closed port")
    } catch { return .fails(why: error.message) }
  }
}

extension String {
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}

extension SourceKind {
  fileprivate var remedy: Text {
    switch self {
    case .bpf:
      Text(
        en: "It needs CAP_BPF and CAP_PERFMON, and a kernel with CONFIG_DEBUG_INFO_BTF=y.",
        zh: "需要 CAP_BPF 和 CAP_PERFMON，并且内核以 CONFIG_DEBUG_INFO_BTF=y 编译。")
    case .tracepoints:
      Text(
        en: "It needs root, and a kernel with CONFIG_FTRACE=y and tracefs.",
        zh: "需要 root，并且内核带有 CONFIG_FTRACE=y 和 tracefs。")
    case .packets: Text(en: "It needs CAP_NET_RAW.", zh: "需要 CAP_NET_RAW。")
    case .counters: Text(en: "It needs /proc.", zh: "需要 /proc。")
    }
  }
}

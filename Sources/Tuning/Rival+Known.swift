import Diagnosis
public import Facts

extension Rival {
  /// Those of the running programs that set parameters of the network themselves.
  public static func among(_ programs: [Process]) -> [Rival] {
    programs.compactMap { program in
      known[program.command].map { Rival(program: program, does: $0) }
    }
  }

  private static let agent = Text(
    en: "an agent of the cloud image, which may set parameters; look after its next start",
    zh: "云镜像的代理，可能会设置参数；它下次启动后请再检查")

  /// By command names of at most 15 bytes (proc_pid_comm(5)).
  private static let known: [String: Text] = [
    "tuned": Text(
      en: "sets what its profile says (/etc/tuned/active_profile), again at each start",
      zh: "按其 profile（/etc/tuned/active_profile）设置参数，每次启动都会再设"),
    "bpftune": Text(
      en: "changes buffers and backlogs of the network all the time: stop it, or leave them to it",
      zh: "持续自动修改网络缓冲区和队列：请停掉它，或交给它管理"),
    "kube-proxy": Text(
      en: "sets nf_conntrack_max and time-outs of conntrack: change its conntrack settings instead",
      zh: "会设置 nf_conntrack_max 和 conntrack 超时：应改它的 conntrack 配置"),
    "kubelet": Text(
      en: "sets the sysctls of pods: give a pod's in its securityContext",
      zh: "负责设置 Pod 的 sysctl：请写在 Pod 的 securityContext 中"),
    "google_guest_ag": agent, "AliYunDun": agent, "aliyun-service": agent,
    "amazon-ssm-agen": agent, "waagent": agent,
  ]
}

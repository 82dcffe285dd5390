// SPDX-License-Identifier: GPL-2.0-only
// Which processes descend from one: a member's children are members for good, wherever they go.
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "KernelProbes.h"

char LICENSE[] SEC("license") = "GPL";

// By thread group id. As many as can live at once by default (kernel.pid_max in its old default is
// half of this).
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 65536);
  __type(key, __u32);
  __type(value, __u8);
} members SEC(".maps");

// Members that have exited: their resets may still be judged.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 16384);
  __type(key, __u32);
  __type(value, __u8);
} former_members SEC(".maps");

const volatile struct tree_settings settings = {};

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child) {
  __u32 forker = parent->tgid;
  __u32 forked = child->tgid;
  __u8 present = 1;
  // A thread is of its process.
  if (child->pid != child->tgid) return 0;
  if (bpf_map_lookup_elem(&members, &forker))
    bpf_map_update_elem(&members, &forked, &present, BPF_ANY);
  else
    // The number of a member that is gone now belongs to a stranger.
    bpf_map_delete_elem(&former_members, &forked);
  return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task) {
  __u32 process = task->tgid;
  __u8 present = 1;
  // kernel/exit.c counts `live` down before this: 0 is the last thread.
  if (task->signal->live.counter > 0) return 0;
  if (bpf_map_delete_elem(&members, &process)) return 0;
  bpf_map_update_elem(&former_members, &process, &present, BPF_ANY);
  return 0;
}

// The root, whose number in the initial pid namespace only the kernel can tell.
SEC("iter/task")
int visit_task(struct bpf_iter__task *context) {
  struct task_struct *task = context->task;
  if (!task || task->pid != task->tgid) return 0;
  struct pid *pid = BPF_CORE_READ(task, thread_pid);
  struct upid own = {};
  bpf_probe_read_kernel(&own, sizeof own, pid->numbers + BPF_CORE_READ(pid, level));
  if (own.nr != settings.root) return 0;
  if (BPF_CORE_READ(own.ns, ns.inum) != settings.pid_namespace) return 0;
  __u32 process = task->tgid;
  __u8 present = 1;
  bpf_map_update_elem(&members, &process, &present, BPF_ANY);
  return 0;
}

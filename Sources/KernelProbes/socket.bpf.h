// Facts of tasks and sockets as they are at this moment.
#pragma once

static __always_inline void put_task(struct task_record *record, struct task_struct *task) {
  record->pid = task->tgid;
  record->exit_status = -1;
  bpf_core_read(record->command, sizeof record->command, &task->group_leader->comm);
  if (!(task->flags & PF_EXITING)) return;
  // kernel/exit.c: a signal or exit_group(2) sets the group's code, exit(2) of one thread its own.
  int group = task->signal->group_exit_code;
  record->exit_status = group ? group : task->exit_code;
}

// Nothing where the current task is a kernel thread that does another's work, such as a late
// fput().
static __always_inline void put_current(struct task_record *record) {
  struct task_struct *task = bpf_get_current_task_btf();
  if (!(task->flags & PF_KTHREAD)) put_task(record, task);
}

static __always_inline int has_flag(const struct sock *sk, enum sock_flags flag) {
  return sk->__sk_common.skc_flags >> flag & 1;
}

static __always_inline __u32 milliseconds(__u64 jiffies) {
  __u32 hz = settings.jiffies_per_second ?: 250;
  return jiffies > 0xffffffff ? 0xffffffff : jiffies * 1000 / hz;
}

static __always_inline __u32 ago(__u32 jiffies) {
  return milliseconds((__u32)bpf_jiffies64() - jiffies);
}

// A FIN takes a sequence number that is not payload. The one that is about to be sent has none yet.
static __always_inline __u32 has_sent_fin(__u8 state) {
  return state == TCP_FIN_WAIT1 || state == TCP_CLOSING || state == TCP_LAST_ACK;
}

static __always_inline void put_traffic(struct socket_record *record, const struct tcp_sock *tp) {
  const struct sock *sk = &tp->inet_conn.icsk_inet.sk;
  __u32 fin = has_flag(sk, SOCK_DONE);
  __u64 sent = tp->bytes_sent - tp->bytes_retrans;
  __u64 received = tp->bytes_received;
  __u32 unread = tp->rcv_nxt - tp->copied_seq;
  __u32 waiting = tp->write_seq - tp->snd_una;
  __u32 sent_fin = has_sent_fin(record->state) || has_sent_fin(record->state_before_close);
  if (waiting && (sent_fin || record->state == TCP_SYN_SENT)) --waiting;
  record->bytes_received = received ? received - fin : 0;
  record->unread_bytes = unread ? unread - fin : 0;
  record->unacknowledged_bytes = waiting;
  record->bytes_acknowledged = waiting < sent ? sent - waiting : 0;
  record->received_ago_ms = record->bytes_received ? ago(tp->inet_conn.icsk_ack.lrcvtime) : -1;
  record->sent_ago_ms = sent ? ago(tp->lsndtime) : -1;
}

// enum tcp_chrono in include/linux/tcp.h: sending waits for the peer's window.
enum { CHRONO_RWND_LIMITED = 2 };

static __always_inline void put_waiting(struct socket_record *record, const struct tcp_sock *tp) {
  if (BPF_CORE_READ_BITFIELD(tp, chrono_type) == CHRONO_RWND_LIMITED)
    record->window_limited_ms = ago(tp->chrono_start);
}

static __always_inline __u32 holders(struct socket *socket) {
  struct file *file = socket->file;
  if (!file) return 0;
  if (bpf_core_field_exists(file->f_ref)) return file->f_ref.refcnt.counter + 1;
  return BPF_CORE_READ((struct file___counted *)file, f_count.counter);
}

static __always_inline void put_options(struct socket_record *record, const struct tcp_sock *tp) {
  const struct sock *sk = &tp->inet_conn.icsk_inet.sk;
  record->linger_ms = milliseconds(sk->sk_lingertime);
  record->linger2 = tp->linger2;
  record->user_timeout_ms = tp->inet_conn.icsk_user_timeout;
  if (has_flag(sk, SOCK_LINGER)) record->flags |= SOCKET_LINGERS;
  if (has_flag(sk, SOCK_KEEPOPEN)) record->flags |= SOCKET_PROBES_WHEN_IDLE;
  if (BPF_CORE_READ_BITFIELD(tp, repair)) record->flags |= SOCKET_REPAIRS;
  if (sk->sk_socket) record->flags |= SOCKET_WAS_ACCEPTED;
  if (sk->sk_socket) record->holders = holders(sk->sk_socket);
  if (sk->sk_socket && !has_flag(sk, SOCK_DEAD)) record->flags |= SOCKET_HAS_DESCRIPTOR;
}

static __always_inline void put_memory(
    struct socket_record *record, const struct socket_memory *memory) {
  record->opened_ns = memory->opened_ns;
  record->peer_closed_ns = memory->peer_closed_ns;
  record->state_before_close = memory->state_before_close;
  record->role = memory->role;
  record->owner = memory->owner;
  if (memory->owner.pid) record->flags |= SOCKET_WAS_ACCEPTED;
  // Between two stretches of attention anything may have been said.
  if (!memory->heard_in || memory->heard_in != current_attention()) return;
  record->dialogue = memory->dialogue;
  record->dialogue.sees_said = settings.sees_said;
  if (memory->opened_in != memory->heard_in) record->dialogue.heard_messages = 0;
}

// Fills a zeroed record. The listener's children that nobody accepted have no struct socket.
static __always_inline void put_remembered(
    struct socket_record *record, struct sock *sk, const struct socket_memory *memory) {
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (!tp) return;
  if (memory) put_memory(record, memory);
  record->cookie = cookie_of(sk);
  record->state = sk->__sk_common.skc_state;
  put_traffic(record, tp);
  put_waiting(record, tp);
  put_options(record, tp);
}

static __always_inline void put_socket(struct socket_record *record, struct sock *sk) {
  put_remembered(record, sk, memory_of(sk));
}

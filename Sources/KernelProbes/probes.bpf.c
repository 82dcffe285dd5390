// SPDX-License-Identifier: GPL-2.0-only
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>
#include "KernelProbes.h"
#include "memory.bpf.h"
#include "tuple.bpf.h"
#include "closures.bpf.h"
#include "socket.bpf.h"
#include "payload.bpf.h"
#include "packet.bpf.h"
#include "dialogue.bpf.h"
#include "failure.bpf.h"
#include "lifetime.bpf.h"
#include "firewall.bpf.h"

char LICENSE[] SEC("license") = "GPL";

// Of a reset without a socket and without a memory.
enum { BARE_RESET = __builtin_offsetof(struct reset_event, socket) };

static __always_inline struct reset_event *begin_reset(
    void *context, enum event_kind kind, __u32 size) {
  struct reset_event *event = reserve(size);
  if (!event) return NULL;
  __builtin_memset(event, 0, size);
  event->kind = kind;
  event->time_ns = bpf_ktime_get_ns();
  put_current(&event->current);
  bpf_get_stack(context, event->stack, sizeof event->stack, 0);
  return event;
}

static __always_inline void put_overflow(struct reset_event *event) {
  // Before Linux 6.5 a key in the ring's memory is refused.
  struct connection_tuple tuple = event->tuple;
  struct overflow_memory *overflow = bpf_map_lookup_elem(&overflows, &tuple);
  if (!overflow) return;
  event->overflow_ns = overflow->time_ns;
  if (overflow->had_cookie) event->parts |= RESET_OVERFLOW_HAD_COOKIE;
}

static __always_inline void put_memories(
    struct reset_event *event, const struct listener_record *listener,
    const struct closure_memory *closure) {
  if (listener) {
    event->parts |= RESET_HAS_LISTENER;
    event->listener = *listener;
  }
  if (closure && put_closure(&event->closure, closure)) event->parts |= RESET_HAS_CLOSURE;
  put_overflow(event);
}

// tcp_synq_no_recent_overflow() in include/net/tcp.h: only for two minutes after its last cookie
// does a listener look for one in an ACK.
enum { COOKIE_LIFETIME_MS = 120000 };

static __always_inline __u64 last_cookie(struct sock *sk) {
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  struct sock_reuseport *group = BPF_CORE_READ(sk, sk_reuseport_cb);
  if (!tp) return 0;
  __u32 stamp = group ? BPF_CORE_READ(group, synq_overflow_ts) : tp->rx_opt.ts_recent_stamp;
  __u32 age = ago(stamp);
  return stamp && age <= COOKIE_LIFETIME_MS ? bpf_ktime_get_ns() - age * 1000000ULL : 0;
}

static __always_inline void put_queues(struct listener_record *listener, struct sock *sk) {
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  listener->queue_length = sk->sk_ack_backlog;
  listener->queue_limit = sk->sk_max_ack_backlog;
  listener->cookies_ns = last_cookie(sk);
  if (tp) listener->half_open = tp->inet_conn.icsk_accept_queue.qlen.counter;
}

// The socket of a reset is a connection, a listener, what TIME_WAIT left of one, or none.
static __always_inline void put_sender(struct reset_event *event, struct sock *sk) {
  __u8 state = sk->__sk_common.skc_state;
  if (state == TCP_TIME_WAIT) {
    event->parts |= RESET_FROM_TIME_WAIT;
  } else if (state == TCP_LISTEN) {
    event->parts |= RESET_FROM_LISTENER | RESET_HAS_LISTENER;
    put_queues(&event->listener, sk);
  } else {
    struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
    if (tp) event->sequence = tp->snd_nxt;
    event->parts |= RESET_HAS_SOCKET;
    put_socket(&event->socket, sk);
    remember_reset(sk);
  }
}

static __always_inline int put_tuple_of_reset(
    struct connection_tuple *tuple, struct tcp_header *tcp, struct sock *sk, struct sk_buff *skb) {
  if (sk) put_connection(tuple, sk);
  if (!skb) return sk ? 0 : -1;
  if (put_packet(tuple, tcp, skb)) return -1;
  if (!sk) tuple->netns = packet_netns(skb);
  return 0;
}

static __always_inline void put_answer(
    struct reset_event *event, const struct connection_tuple *tuple, struct tcp_header *tcp,
    struct sk_buff *skb, int reason) {
  event->reason = reason;
  event->tuple = *tuple;
  if (!skb) return;
  event->parts |= RESET_HAS_TRIGGER;
  put_trigger(&event->trigger, tcp, skb);
  put_peeked(&event->trigger);
}

static __always_inline void report_bare(
    void *context, const struct connection_tuple *tuple, struct tcp_header *tcp,
    struct sk_buff *skb, int reason) {
  struct reset_event *event = begin_reset(context, EVENT_SENT, BARE_RESET);
  if (!event) return;
  put_answer(event, tuple, tcp, skb, reason);
  put_overflow(event);
  bpf_ringbuf_submit(event, 0);
}

static __always_inline int report_sent(
    void *context, struct sock *sk, struct sk_buff *skb, int reason) {
  struct connection_tuple tuple = {};
  struct tcp_header tcp = {};
  if (put_tuple_of_reset(&tuple, &tcp, sk, skb) || !watches(tuple.netns)) return 0;
  note_sending(&tuple);
  struct listener_record *listener = listener_at(&tuple);
  struct closure_memory *closure = closure_of(&tuple);
  if (!sk && !listener && !closure) {
    report_bare(context, &tuple, &tcp, skb, reason);
    return 0;
  }
  struct reset_event *event = begin_reset(context, EVENT_SENT, sizeof *event);
  if (!event) return 0;
  put_answer(event, &tuple, &tcp, skb, reason);
  put_memories(event, listener, closure);
  if (sk) put_sender(event, sk);
  bpf_ringbuf_submit(event, 0);
  return 0;
}

SEC("?tp_btf/tcp_send_reset")
int BPF_PROG(on_send_reset, struct sock *sk, struct sk_buff *skb, int reason) {
  return report_sent(ctx, sk, skb, reason);
}

// Before Linux 6.10 (commit b533fb9) the tracepoint gives no reason.
SEC("?tp_btf/tcp_send_reset")
int BPF_PROG(on_send_reset_without_reason, struct sock *sk, struct sk_buff *skb) {
  return report_sent(ctx, sk, skb, 0);
}

SEC("tp_btf/tcp_receive_reset")
int BPF_PROG(on_receive_reset, struct sock *sk) {
  if (!watches(sk->__sk_common.skc_net.net->ns.inum)) return 0;
  struct reset_event *event = begin_reset(ctx, EVENT_RECEIVED, sizeof *event);
  if (!event) return 0;
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (tp) event->sequence = sk->__sk_common.skc_state == TCP_SYN_SENT ? tp->snd_nxt : tp->rcv_nxt;
  put_connection(&event->tuple, sk);
  put_memories(event, listener_at(&event->tuple), closure_of(&event->tuple));
  event->parts |= RESET_HAS_SOCKET;
  put_socket(&event->socket, sk);
  put_arrived(event, sk);
  put_habit(&event->habit, sk);
  remember_reset(sk);
  bpf_ringbuf_submit(event, 0);
  return 0;
}

SEC("tp_btf/inet_sk_error_report")
int BPF_PROG(on_socket_error, struct sock *sk) {
  if (sk->sk_protocol != IPPROTO_TCP || !sk->sk_err) return 0;
  if (!watches(sk->__sk_common.skc_net.net->ns.inum)) return 0;
  struct error_event *event = reserve(sizeof *event);
  if (!event) return 0;
  event->kind = EVENT_SOCKET_ERROR;
  event->error = sk->sk_err;
  event->time_ns = bpf_ktime_get_ns();
  event->cookie = bpf_get_socket_cookie(sk);
  bpf_ringbuf_submit(event, 0);
  return 0;
}

// Half of all changes tell nothing that the others do not.
static __always_inline int matters(int old_state, int new_state) {
  if (new_state == TCP_ESTABLISHED) return old_state == TCP_SYN_RECV;
  return new_state == TCP_CLOSE || new_state == TCP_FIN_WAIT1 || new_state == TCP_CLOSE_WAIT ||
         new_state == TCP_SYN_SENT || new_state == TCP_LISTEN;
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_set_state, struct sock *sk, int old_state, int new_state) {
  if (!matters(old_state, new_state)) return 0;
  if (sk->sk_protocol != IPPROTO_TCP) return 0;
  if (!watches(sk->__sk_common.skc_net.net->ns.inum)) return 0;
  if (new_state == TCP_SYN_SENT) {
    remember_opening(sk, SOCKET_ROLE_CLIENT);
  } else if (new_state == TCP_ESTABLISHED) {
    remember_opening(sk, SOCKET_ROLE_SERVER);
  } else if (new_state == TCP_FIN_WAIT1) {
    remember_fin(sk);
  } else if (new_state == TCP_CLOSE_WAIT) {
    struct socket_memory *memory = memory_of(sk);
    if (memory) memory->peer_closed_ns = bpf_ktime_get_ns();
  } else if (new_state == TCP_CLOSE) {
    remember_close(sk, old_state);
  } else if (new_state == TCP_LISTEN) {
    struct task_record owner = {};
    put_current(&owner);
    remember_listening(sk, &owner, bpf_ktime_get_ns());
  }
  return 0;
}

static __always_inline void remember_overflow(
    const struct connection_tuple *tuple, int had_cookie) {
  struct overflow_memory memory = {.time_ns = bpf_ktime_get_ns(), .had_cookie = had_cookie};
  struct listener_record *listener = listener_at(tuple);
  bpf_map_update_elem(&overflows, tuple, &memory, BPF_ANY);
  if (listener) listener->overflow_ns = memory.time_ns;
}

// Whether a SYN cookie was right, and the accept queue had no room for it: cookie_v4_check() drops
// the ACK under the reason NO_SOCKET, which for a listener has no other meaning.
static __always_inline int dropped_cookie(int reason, struct sock *listener) {
  if (reason != (int)bpf_core_enum_value(enum skb_drop_reason, SKB_DROP_REASON_NO_SOCKET)) return 0;
  return listener && listener->__sk_common.skc_state == TCP_LISTEN &&
         listener->sk_ack_backlog > listener->sk_max_ack_backlog;
}

// Linux 6.15 (commit a11a791) and later: the last ACK of a handshake met a full accept queue.
SEC("?tp_btf/kfree_skb")
int BPF_PROG(on_drop, struct sk_buff *skb, void *location, int reason, struct sock *receiver) {
  if (reason == (int)bpf_core_enum_value(enum skb_drop_reason, SKB_DROP_REASON_NETFILTER_DROP)) {
    note_filtered(skb);
    return 0;
  }
  int overflows =
      reason == (int)bpf_core_enum_value(enum skb_drop_reason, SKB_DROP_REASON_TCP_LISTEN_OVERFLOW);
  int had_cookie = !overflows && dropped_cookie(reason, receiver);
  if (!overflows && !had_cookie) return 0;
  struct connection_tuple tuple = {};
  struct tcp_header tcp;
  if (put_packet(&tuple, &tcp, skb)) return 0;
  tuple.netns = packet_netns(skb);
  if (watches(tuple.netns)) remember_overflow(&tuple, had_cookie);
  return 0;
}

// Every kernel: the SYN-ACK is sent again although the ACK had come (`acked`), because the queue
// was full.
SEC("?tp_btf/tcp_retransmit_synack")
int BPF_PROG(on_retransmit_synack, struct sock *sk, struct request_sock *request) {
  struct inet_request_sock *inet = (void *)request;
  if (!BPF_CORE_READ_BITFIELD_PROBED(inet, acked)) return 0;
  struct connection_tuple tuple;
  put_common(&tuple, &request->__req_common);
  // A request socket has its own port in skc_num, as a full socket does (include/net/inet_sock.h,
  // ir_num).
  if (watches(tuple.netns) && sk->sk_ack_backlog > sk->sk_max_ack_backlog)
    remember_overflow(&tuple, 0);
  return 0;
}

// Who holds which socket, and which ports listen: accept() has no tracepoint, and some sockets were
// open before the watch began. It runs now and then.
SEC("iter/task_file")
int visit_file(struct bpf_iter__task_file *context) {
  struct task_struct *task = context->task;
  struct file *file = context->file;
  if (!task || !file) return 0;
  struct socket *socket = bpf_sock_from_file(file);
  if (!socket) return 0;
  struct sock *sk = socket->sk;
  if (!sk || sk->sk_protocol != IPPROTO_TCP) return 0;
  struct task_record owner = {};
  put_task(&owner, task);
  if (sk->__sk_common.skc_state == TCP_LISTEN) {
    if (watches(sk->__sk_common.skc_net.net->ns.inum)) remember_listening(sk, &owner, 0);
    return 0;
  }
  if (!watches(sk->__sk_common.skc_net.net->ns.inum)) return 0;
  struct socket_memory *memory = lasting_memory(sk);
  if (memory && !memory->owner.pid) memory->owner = owner;
  return 0;
}

// Connections that end, or never come to be, without a RST.
#pragma once

// The kernel's clock for time stamps of segments counts milliseconds (TCP_TS_HZ,
// include/net/tcp.h); only routes with the feature tcp_usec_ts, since Linux 6.7, count finer.
static __always_inline __u32 unanswered(const struct tcp_sock *tp) {
  if (!tp->retrans_stamp) return 0;
  __u32 passed = (__u32)(bpf_ktime_get_ns() / 1000000) - tp->retrans_stamp;
  return passed < 0x7fffffff ? passed : 0;
}

// What a connect that is given up says: nothing was sent for want of a port (inet_hash_connect()
// fails between the two changes of state, and the socket has no port at all), or a SYN went
// unanswered.
static __always_inline int error_of_connect(struct sock *sk, const struct tcp_sock *tp) {
  if (sk->sk_err) return sk->sk_err;
  if (!local_port(sk)) return EADDRNOTAVAIL;
  return tp->inet_conn.icsk_retransmits ? 0 : -1;
}

// The error that a connection failed with, 0 for none, or -1 where it did not fail. What a RST or
// SOCK_DESTROY ended has an error of its own.
static __always_inline int failure_of(struct sock *sk, const struct tcp_sock *tp, int old_state) {
  int error = sk->sk_err;
  if (error == ECONNRESET || error == EPIPE || error == ECONNABORTED) return -1;
  if (old_state == TCP_SYN_SENT) return error_of_connect(sk, tp);
  if (!error) return -1;
  if (old_state == TCP_ESTABLISHED || old_state == TCP_CLOSE_WAIT) return error;
  // Nobody holds it any more: it matters only if the last bytes did not arrive.
  return has_sent_fin(old_state) && tp->write_seq - tp->snd_una > 1 ? error : -1;
}

static __always_inline void put_failure(
    struct failure_event *event, struct sock *sk, const struct tcp_sock *tp, int old_state) {
  event->time_ns = bpf_ktime_get_ns();
  put_connection(&event->tuple, sk);
  event->retransmissions = tp->inet_conn.icsk_retransmits;
  event->probes = tp->inet_conn.icsk_probes_out;
  event->unanswered_ms = unanswered(tp);
  event->peer_window = tp->snd_wnd;
  put_current(&event->current);
  put_socket(&event->socket, sk);
  event->socket.state_before_close = old_state;
  struct listener_record *listener = listener_at(&event->tuple);
  if (!listener) return;
  event->parts = RESET_HAS_LISTENER;
  event->listener = *listener;
}

static __always_inline void report_failure(struct sock *sk, int old_state) {
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (!tp) return;
  int error = failure_of(sk, tp, old_state);
  if (error < 0) return;
  struct failure_event *event = reserve(sizeof *event);
  if (!event) return;
  __builtin_memset(event, 0, sizeof *event);
  event->kind = EVENT_FAILURE;
  event->error = error;
  put_failure(event, sk, tp, old_state);
  bpf_ringbuf_submit(event, 0);
}

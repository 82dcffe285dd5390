// What is remembered of each connection and listener as it opens, closes and dies.
#pragma once

static __always_inline void report_listening(
    const struct listener_key *key, const struct task_record *owner, __u64 opened_ns) {
  struct listening_event *event = reserve(sizeof *event);
  if (!event) return;
  event->kind = EVENT_LISTENING;
  event->netns = key->netns;
  event->port = key->port;
  event->reserved = 0;
  event->opened_ns = opened_ns;
  event->owner = *owner;
  bpf_ringbuf_submit(event, 0);
}

static __always_inline void remember_listening(
    struct sock *sk, struct task_record *owner, __u64 now) {
  struct socket_memory *memory = lasting_memory(sk);
  // Several processes can hold one listener.
  if (!memory || memory->listens) return;
  memory->listens = 1;
  struct listener_key key = {.netns = sk->__sk_common.skc_net.net->ns.inum, .port = local_port(sk)};
  report_listening(&key, owner, now);
  struct listener_record *known = bpf_map_lookup_elem(&listeners, &key);
  if (known && known->sockets > 0) {
    __sync_fetch_and_add(&known->sockets, 1);
    return;
  }
  struct listener_record record = {.opened_ns = now, .sockets = 1, .owner = *owner};
  if (known) record.overflow_ns = known->overflow_ns;
  bpf_map_update_elem(&listeners, &key, &record, BPF_ANY);
}

static __always_inline void forget_listening(struct sock *sk) {
  struct socket_memory *memory = memory_of(sk);
  if (!memory || !memory->listens) return;
  memory->listens = 0;
  struct listener_key key = {.netns = sk->__sk_common.skc_net.net->ns.inum, .port = local_port(sk)};
  struct listener_record *known = bpf_map_lookup_elem(&listeners, &key);
  if (!known) return;
  if (__sync_fetch_and_add(&known->sockets, -1) == 1) known->closed_ns = bpf_ktime_get_ns();
}

// 1 s without payload in either direction is what separates idle from busy (RFC 9112 section 9.3
// names no figure).
enum { IDLE_MS = 1000 };

// A request without an answer for less is no matter of a time-out.
enum { UNANSWERED_MS = 100 };

static __always_inline void report_server_close(
    const struct connection_tuple *tuple, const struct closure_record *closure) {
  const struct socket_record *socket = &closure->socket;
  __u32 received = socket->received_ago_ms, sent = socket->sent_ago_ms;
  __u32 idle = received < sent ? received : sent;
  __u32 messages = socket->dialogue.heard_messages;
  if (socket->role != SOCKET_ROLE_SERVER || idle == 0xffffffff) return;
  int unanswered = received < sent;
  if (idle < (unanswered ? UNANSWERED_MS : IDLE_MS) && messages < 2) return;
  struct server_close_event *event = reserve(sizeof *event);
  if (!event) return;
  event->kind = EVENT_SERVER_CLOSE;
  event->unanswered = unanswered;
  event->time_ns = closure->time_ns;
  event->tuple = *tuple;
  event->idle_ms = idle;
  event->age_ms = socket->opened_ns ? (closure->time_ns - socket->opened_ns) / 1000000 : 0xffffffff;
  event->messages = messages;
  event->reserved = 0;
  bpf_ringbuf_submit(event, 0);
}

// A FIN is sent by close(), shutdown() or exit: the current task did it.
static __always_inline void remember_fin(struct sock *sk) {
  struct connection_tuple tuple;
  struct closure_record *closure = new_closure(CLOSURE_FIN);
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  struct socket_memory *memory = memory_of(sk);
  if (!tp || !closure) return;
  put_connection(&tuple, sk);
  put_remembered(&closure->socket, sk, memory);
  closure->fin_sequence = tp->write_seq;
  put_current(&closure->by);
  // The socket may live on without a descriptor: who closed it had held it.
  if (memory && !memory->owner.pid) memory->owner = closure->by;
  keep_closure(&tuple, closure);
  report_server_close(&tuple, closure);
}

// A connection that the kernel ends by itself: it sends no FIN, and often no RST either.
static __always_inline void remember_death(struct sock *sk, int old_state) {
  struct connection_tuple tuple;
  struct closure_record *closure = new_closure(CLOSURE_ERROR);
  if (!closure) return;
  put_connection(&tuple, sk);
  put_socket(&closure->socket, sk);
  closure->socket.state_before_close = old_state;
  closure->error = sk->sk_err;
  if (closure->socket.flags & SOCKET_REPAIRS) closure->manner = CLOSURE_SILENT;
  keep_closure(&tuple, closure);
}

// A connect that its program gave up: the SYN-ACK that comes all the same will find no socket. One
// that failed has an error.
static __always_inline void remember_cancelling(struct sock *sk) {
  if (sk->sk_err) return;
  struct connection_tuple tuple;
  struct closure_record *closure = new_closure(CLOSURE_CANCELLED);
  if (!closure) return;
  put_connection(&tuple, sk);
  put_socket(&closure->socket, sk);
  closure->socket.state_before_close = TCP_SYN_SENT;
  put_current(&closure->by);
  keep_closure(&tuple, closure);
}

static __always_inline void remember_opening(struct sock *sk, enum socket_role role) {
  struct socket_memory *memory = begin_memory(sk);
  if (!memory) return;
  memory->opened_ns = bpf_ktime_get_ns();
  memory->role = role;
  memory->opened_in = memory->heard_in = current_attention();
  // Nobody reads it before somebody looks.
  if (memory->heard_in) __builtin_memset(&memory->dialogue, 0, sizeof memory->dialogue);
  if (role == SOCKET_ROLE_CLIENT) put_current(&memory->owner);
}

static __always_inline void remember_reset(struct sock *sk) {
  struct socket_memory *memory = memory_of(sk) ?: lasting_memory(sk);
  if (memory) memory->was_reset = 1;
}

static __always_inline void remember_close(struct sock *sk, int old_state) {
  struct socket_memory *memory = memory_of(sk);
  if (memory) memory->state_before_close = old_state;
  if (!memory || !memory->was_reset) report_failure(sk, old_state);
  if (old_state == TCP_LISTEN) forget_listening(sk);
  if (old_state == TCP_SYN_SENT) remember_cancelling(sk);
  if (old_state == TCP_ESTABLISHED || old_state == TCP_CLOSE_WAIT) remember_death(sk, old_state);
  if (memory) memory->ended = 1;
}

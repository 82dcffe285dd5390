#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int setns(int descriptor, int type);
int unshare(int flags);

long linux_open_in_root(int root, const char *path, uint64_t flags) {
  struct open_how how = {
      .flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
  return syscall(SYS_openat2, root, path, &how, sizeof how);
}

int linux_accept4(int descriptor, int flags) { return accept4(descriptor, 0, 0, flags); }
int linux_setns(int descriptor, int type) { return setns(descriptor, type); }
int linux_unshare(int flags) { return unshare(flags); }
int linux_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }
int linux_pidfd_open(int pid) { return pidfd_open(pid, 0); }
static struct __user_cap_header_struct capability_header(void) {
  return (struct __user_cap_header_struct){.version = _LINUX_CAPABILITY_VERSION_3};
}

int linux_get_permitted(uint64_t *permitted) {
  struct __user_cap_header_struct header = capability_header();
  struct __user_cap_data_struct words[2];
  long result = syscall(SYS_capget, &header, words);
  if (result == 0) *permitted = words[0].permitted | (uint64_t)words[1].permitted << 32;
  return (int)result;
}

int linux_set_capabilities(uint64_t permitted) {
  struct __user_cap_header_struct header = capability_header();
  uint32_t low = (uint32_t)permitted, high = (uint32_t)(permitted >> 32);
  struct __user_cap_data_struct words[2] = {
      {.effective = low, .permitted = low},
      {.effective = high, .permitted = high},
  };
  return (int)syscall(SYS_capset, &header, words);
}

int linux_drop_bounding(int capability) { return prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); }

int linux_forbid_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int linux_forget_starter(unsigned int first) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  return (int)syscall(SYS_close_range, first, ~0U, 0);
}

const char *linux_secure_environment(const char *name) { return secure_getenv(name); }

int linux_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }
int linux_is_secure(void) { return getauxval(AT_SECURE) != 0; }

int linux_namespace_type(int descriptor) { return ioctl(descriptor, NS_GET_NSTYPE); }

long linux_fsopen(const char *type) { return syscall(SYS_fsopen, type, 1 /* FSOPEN_CLOEXEC */); }
long linux_fsconfig_create(int context) {
  return syscall(SYS_fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */, 0, 0, 0);
}
long linux_fsmount(int context) {
  return syscall(SYS_fsmount, context, 1 /* FSMOUNT_CLOEXEC */, 0);
}

uint32_t linux_load_acquire(const void *word) {
  return __atomic_load_n((const uint32_t *)word, __ATOMIC_ACQUIRE);
}
void linux_store_release(void *word, uint32_t value) {
  __atomic_store_n((uint32_t *)word, value, __ATOMIC_RELEASE);
}

int linux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
int linux_epoll_add(int set, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
  return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
}

int linux_timer_create(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }
int linux_timer_start(int timer, int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  struct itimerspec setting = {.it_interval = time, .it_value = time};
  return timerfd_settime(timer, 0, &setting, 0);
}

int linux_send_frames(int descriptor, const struct iovec *frames, unsigned int count) {
  struct mmsghdr messages[64];
  if (count > 64) count = 64;
  memset(messages, 0, count * sizeof messages[0]);
  for (unsigned int i = 0; i < count; i++) {
    messages[i].msg_hdr.msg_iov = (struct iovec *)&frames[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  return sendmmsg(descriptor, messages, count, 0);
}

int linux_ethtool_set(int descriptor, const char *link, uint32_t command, uint32_t value) {
  struct ethtool_value setting = {.cmd = command, .data = value};
  struct ifreq request = {.ifr_data = (char *)&setting};
  strncpy(request.ifr_name, link, sizeof request.ifr_name - 1);
  return ioctl(descriptor, SIOCETHTOOL, &request);
}

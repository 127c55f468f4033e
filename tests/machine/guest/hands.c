/* hands: fingers, a keyboard and a shell inside the virtual kiosk.
 *
 * Only the tests' own root tree has it. It reads one command a line from a virtio-serial port and
 * answers each with one line, "ok" or "no REASON"; `sh` answers with the output and then that line.
 *
 *   panel on|off            a touchscreen of 1280x800 appears, is unplugged
 *   tap X Y MS              a finger, down for MS milliseconds
 *   down X Y | move X Y | up
 *   keyboard on|off         a keyboard appears, is unplugged
 *   key CODE                one key, by its number in linux/input-event-codes.h
 *   hang PID                a program's first thread stands still for good; its other threads go on
 *   sh COMMAND              the rest of the line, for /bin/sh
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 1280, HEIGHT = 800, LINE_SIZE = 4096 };

struct hands {
    int port;
    int panel, keyboard; /* -1: not there */
    int next_id;         /* each finger that goes down has its own */
};

/* ---- devices -------------------------------------------------------------------------------- */

static bool emit(int fd, int type, int code, int value)
{
    struct input_event event = {0};
    event.type = (unsigned short)type;
    event.code = (unsigned short)code;
    event.value = value;
    return write(fd, &event, sizeof(event)) == (ssize_t)sizeof(event);
}

static bool has_axis(int fd, int code, int max)
{
    struct uinput_abs_setup axis = {0};
    axis.code = (unsigned short)code;
    axis.absinfo.maximum = max;
    return ioctl(fd, UI_ABS_SETUP, &axis) == 0;
}

static int begin_device(const char *name, bool is_panel)
{
    struct uinput_setup setup = {0};
    setup.id.bustype = BUS_USB;
    setup.id.vendor = 0x1209;
    setup.id.product = is_panel ? 1 : 2;
    snprintf(setup.name, sizeof(setup.name), "%s", name);
    int fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, UI_DEV_SETUP, &setup) != 0 || ioctl(fd, UI_SET_EVBIT, EV_KEY) != 0) {
        return -1;
    }
    return fd;
}

static int make_panel(void)
{
    int fd = begin_device("Dorpel test panel", true);
    if (fd < 0 || ioctl(fd, UI_SET_KEYBIT, BTN_TOUCH) != 0 ||
        ioctl(fd, UI_SET_EVBIT, EV_ABS) != 0 || ioctl(fd, UI_SET_PROPBIT, INPUT_PROP_DIRECT) != 0 ||
        !has_axis(fd, ABS_X, WIDTH - 1) || !has_axis(fd, ABS_Y, HEIGHT - 1) ||
        !has_axis(fd, ABS_MT_SLOT, 9) || !has_axis(fd, ABS_MT_TRACKING_ID, 65535) ||
        !has_axis(fd, ABS_MT_POSITION_X, WIDTH - 1) ||
        !has_axis(fd, ABS_MT_POSITION_Y, HEIGHT - 1) || ioctl(fd, UI_DEV_CREATE) != 0) {
        return -1;
    }
    return fd;
}

static int make_keyboard(void)
{
    int fd = begin_device("Dorpel test keyboard", false);
    for (int key = KEY_ESC; fd >= 0 && key <= KEY_COMPOSE; key++) {
        if (ioctl(fd, UI_SET_KEYBIT, key) != 0) {
            return -1;
        }
    }
    return fd >= 0 && ioctl(fd, UI_DEV_CREATE) == 0 ? fd : -1;
}

static bool plug(int *device, const char *how, int (*make)(void))
{
    if (strcmp(how, "on") == 0) {
        *device = *device >= 0 ? *device : make();
        return *device >= 0;
    }
    close(*device); /* the kernel takes it away */
    *device = -1;
    return true;
}

static void rest_ms(long ms)
{
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&pause, &pause) != 0 && errno == EINTR) {
    }
}

/* ---- fingers and keys ----------------------------------------------------------------------- */

static bool place(int fd, int x, int y)
{
    return emit(fd, EV_ABS, ABS_MT_POSITION_X, x) && emit(fd, EV_ABS, ABS_MT_POSITION_Y, y) &&
           emit(fd, EV_ABS, ABS_X, x) && emit(fd, EV_ABS, ABS_Y, y);
}

static bool finger_down(struct hands *hands, int x, int y)
{
    int fd = hands->panel;
    hands->next_id = (hands->next_id + 1) % 65536;
    return emit(fd, EV_ABS, ABS_MT_SLOT, 0) &&
           emit(fd, EV_ABS, ABS_MT_TRACKING_ID, hands->next_id) && place(fd, x, y) &&
           emit(fd, EV_KEY, BTN_TOUCH, 1) && emit(fd, EV_SYN, SYN_REPORT, 0);
}

static bool finger_up(struct hands *hands)
{
    int fd = hands->panel;
    return emit(fd, EV_ABS, ABS_MT_SLOT, 0) && emit(fd, EV_ABS, ABS_MT_TRACKING_ID, -1) &&
           emit(fd, EV_KEY, BTN_TOUCH, 0) && emit(fd, EV_SYN, SYN_REPORT, 0);
}

static bool finger_move(struct hands *hands, int x, int y)
{
    return emit(hands->panel, EV_ABS, ABS_MT_SLOT, 0) && place(hands->panel, x, y) &&
           emit(hands->panel, EV_SYN, SYN_REPORT, 0);
}

static bool strike(struct hands *hands, int key)
{
    int fd = hands->keyboard;
    return emit(fd, EV_KEY, key, 1) && emit(fd, EV_SYN, SYN_REPORT, 0) &&
           emit(fd, EV_KEY, key, 0) && emit(fd, EV_SYN, SYN_REPORT, 0);
}

/* ---- a hang --------------------------------------------------------------------------------- */

/* Who holds the thread stays until the program has ended, and takes note of its end: else nobody
 * hears of it. */
static bool hang(pid_t pid)
{
    int ends[2];
    int error = ENOMSG;
    if (pipe(ends) != 0) {
        return false;
    }
    pid_t holder = fork();
    if (holder == 0) {
        close(ends[0]);
        bool holds = ptrace(PTRACE_SEIZE, pid, 0, 0) == 0 &&
                     ptrace(PTRACE_INTERRUPT, pid, 0, 0) == 0 && waitpid(pid, NULL, __WALL) == pid;
        error = holds ? 0 : errno;
        if (write(ends[1], &error, sizeof(error)) != (ssize_t)sizeof(error)) {
            _exit(1);
        }
        int status = 0;
        while (holds && waitpid(pid, &status, __WALL) == pid && !WIFEXITED(status) &&
               !WIFSIGNALED(status)) {
        }
        _exit(0);
    }
    close(ends[1]);
    bool heard = holder > 0 && read(ends[0], &error, sizeof(error)) == (ssize_t)sizeof(error);
    close(ends[0]);
    errno = error;
    return heard && error == 0;
}

/* ---- the port ------------------------------------------------------------------------------- */

static void say(const struct hands *hands, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t sent = write(hands->port, text, len);
        if (sent < 0 && errno != EINTR) {
            return;
        }
        text += sent > 0 ? sent : 0;
        len -= sent > 0 ? (size_t)sent : 0;
    }
}

static bool run_shell(const struct hands *hands, const char *command)
{
    char text[LINE_SIZE];
    FILE *pipe = popen(command, "r");
    if (pipe == NULL) {
        return false;
    }
    bool is_line_over = true;
    while (fgets(text, sizeof(text), pipe) != NULL) {
        size_t len = strlen(text);
        say(hands, " ", is_line_over ? 1 : 0); /* an answer of ours never begins with a blank */
        say(hands, text, len);
        is_line_over = text[len - 1] == '\n';
    }
    say(hands, "\n", is_line_over ? 0 : 1);
    int status = pclose(pipe);
    errno = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool act(struct hands *hands, char *line)
{
    char word[32] = "", how[32] = "";
    int x = 0, y = 0, ms = 0;
    if (strncmp(line, "sh ", 3) == 0) {
        return run_shell(hands, line + 3);
    }
    if (sscanf(line, "tap %d %d %d", &x, &y, &ms) == 3) {
        bool ok = finger_down(hands, x, y);
        rest_ms(ms);
        return finger_up(hands) && ok;
    }
    if (sscanf(line, "down %d %d", &x, &y) == 2) {
        return finger_down(hands, x, y);
    }
    if (sscanf(line, "move %d %d", &x, &y) == 2) {
        return finger_move(hands, x, y);
    }
    if (sscanf(line, "key %d", &x) == 1) {
        return strike(hands, x);
    }
    if (sscanf(line, "hang %d", &x) == 1) {
        return hang(x);
    }
    if (sscanf(line, "%31s %31s", word, how) < 1) {
        return false;
    }
    if (strcmp(word, "panel") == 0) {
        return plug(&hands->panel, how, make_panel);
    }
    if (strcmp(word, "keyboard") == 0) {
        return plug(&hands->keyboard, how, make_keyboard);
    }
    return strcmp(word, "up") == 0 && finger_up(hands);
}

static void answer(struct hands *hands, char *line)
{
    char text[128];
    errno = 0;
    bool ok = act(hands, line);
    int error = errno;
    int len = snprintf(text, sizeof(text), ok ? "ok\n" : "no %s\n", strerror(error));
    say(hands, text, (size_t)len);
}

/* Nobody at the other end: a read of the port returns nothing, at once; poll tells hang-up. */
static void wait_for_somebody(const struct hands *hands)
{
    struct pollfd port = {.fd = hands->port, .events = POLLIN};
    while (poll(&port, 1, -1) < 0 || (port.revents & POLLIN) == 0) {
        rest_ms(100);
    }
}

int main(int argc, char *argv[])
{
    static char line[LINE_SIZE];
    struct hands hands = {.port = -1, .panel = -1, .keyboard = -1};
    hands.port = argc == 2 ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;
    hands.panel = make_panel();
    if (hands.port < 0 || hands.panel < 0) {
        perror("hands");
        return 1;
    }
    for (size_t len = 0;;) {
        wait_for_somebody(&hands);
        ssize_t got = read(hands.port, line + len, 1);
        if (got == 1 && line[len] == '\n') {
            line[len] = '\0';
            len = 0;
            answer(&hands, line);
        } else if (got == 1 && len + 1 < sizeof(line)) {
            len++;
        }
    }
}

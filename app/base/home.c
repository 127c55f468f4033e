#include "app/base/home.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_CAP = 1024, PARENTS = 6 };

/* Takes the last name off; false when there is none left. */
static bool go_up(char *path)
{
    char *slash = strrchr(path, '/');

    if (slash != NULL) {
        *slash = '\0';
    }
    return slash != NULL;
}

static bool find_program(char here[PATH_CAP])
{
    ssize_t len = readlink("/proc/self/exe", here, PATH_CAP - 1);

    here[len > 0 ? len : 0] = '\0';
    return go_up(here);
}

bool home_program(char *dst, size_t cap)
{
    char here[PATH_CAP];

    return find_program(here) && str_copy(dst, cap, here);
}

bool home_assets(char *dst, size_t cap, const char *file)
{
    static const char *const below[] = {"share/dorpel/assets", "assets"};
    char here[PATH_CAP], folder[PATH_CAP + 32], whole[PATH_CAP + 160];
    bool any = find_program(here);

    for (int up = 0; any && up < PARENTS; up++) {
        for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
            snprintf(folder, sizeof(folder), "%s/%s", here, below[i]);
            snprintf(whole, sizeof(whole), "%s/%.100s", folder, file);
            if (access(whole, R_OK) == 0) {
                return str_copy(dst, cap, folder);
            }
        }
        any = go_up(here);
    }
    return false;
}

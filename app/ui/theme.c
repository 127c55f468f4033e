#include "app/ui/theme.h"

#include <math.h>

#define SHARE_OF_SIDE 0.08 /* the largest capital, of the shorter side of the panel */

/* Warm: cream walls, a deep green door, honey where something is chosen. The other two are as
 * strict as a printed notice: 15:1 and more, colour only as a second sign. */
static const uint32_t colors[THEMES][COLORS] = {
    [THEME_WARM] =
        {
            [COLOR_PAPER] = 0xFBF4E6FF,     [COLOR_CARD] = 0xFFFCF5FF,
            [COLOR_INK] = 0x231F26FF,       [COLOR_INK_SOFT] = 0x3D3536FF,
            [COLOR_LINE] = 0x97866BFF,      [COLOR_ACCENT] = 0x0B3D26FF,
            [COLOR_ON_ACCENT] = 0xFFFFFFFF, [COLOR_CHOSEN] = 0xFFF0C4FF,
            [COLOR_MARK] = 0xC06C14FF,      [COLOR_WARN] = 0xFFE8A6FF,
            [COLOR_STOP] = 0x66190FFF,      [COLOR_ON_STOP] = 0xFFFFFFFF,
            [COLOR_NIGHT] = 0x18233AFF,     [COLOR_ON_NIGHT] = 0xFFF6E3FF,
            [COLOR_GLOW] = 0xFFC857FF,      [COLOR_SHADOW] = 0x5A44242E,
            [COLOR_KEY] = 0xFFFFFFFF,       [COLOR_COMMUNITY] = 0xDDEBC8FF,
            [COLOR_SHARED] = 0xF9DFB4FF,    [COLOR_MUNICIPALITY] = 0xD5E3F2FF,
        },
    [THEME_DARK] =
        {
            [COLOR_PAPER] = 0x000000FF,     [COLOR_CARD] = 0x0B0B0BFF,
            [COLOR_INK] = 0xFFFFFFFF,       [COLOR_INK_SOFT] = 0xF2F2F2FF,
            [COLOR_LINE] = 0xFFFFFFFF,      [COLOR_ACCENT] = 0xFFFFFFFF,
            [COLOR_ON_ACCENT] = 0x000000FF, [COLOR_CHOSEN] = 0x1F1F1FFF,
            [COLOR_MARK] = 0xE86A00FF,      [COLOR_WARN] = 0x2A1A00FF,
            [COLOR_STOP] = 0x4A0000FF,      [COLOR_ON_STOP] = 0xFFFFFFFF,
            [COLOR_NIGHT] = 0x000000FF,     [COLOR_ON_NIGHT] = 0xFFFFFFFF,
            [COLOR_GLOW] = 0xFFE14DFF,      [COLOR_SHADOW] = 0x00000000,
            [COLOR_KEY] = 0x161616FF,       [COLOR_COMMUNITY] = 0x00281AFF,
            [COLOR_SHARED] = 0x2B1E00FF,    [COLOR_MUNICIPALITY] = 0x0A1E38FF,
        },
    [THEME_LIGHT] =
        {
            [COLOR_PAPER] = 0xFFFFFFFF,     [COLOR_CARD] = 0xFFFFFFFF,
            [COLOR_INK] = 0x000000FF,       [COLOR_INK_SOFT] = 0x101010FF,
            [COLOR_LINE] = 0x000000FF,      [COLOR_ACCENT] = 0x000000FF,
            [COLOR_ON_ACCENT] = 0xFFFFFFFF, [COLOR_CHOSEN] = 0xFFF2C9FF,
            [COLOR_MARK] = 0xB84A00FF,      [COLOR_WARN] = 0xFFE9A8FF,
            [COLOR_STOP] = 0x4F0000FF,      [COLOR_ON_STOP] = 0xFFFFFFFF,
            [COLOR_NIGHT] = 0x000000FF,     [COLOR_ON_NIGHT] = 0xFFFFFFFF,
            [COLOR_GLOW] = 0xFFC857FF,      [COLOR_SHADOW] = 0x00000000,
            [COLOR_KEY] = 0xFFFFFFFF,       [COLOR_COMMUNITY] = 0xDFF2D2FF,
            [COLOR_SHARED] = 0xFFE9C9FF,    [COLOR_MUNICIPALITY] = 0xDCEBFAFF,
        },
};

uint32_t theme_color(enum theme theme, enum color color)
{
    return colors[theme][color];
}

static double linear(unsigned channel)
{
    double value = channel / 255.0;

    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color)
{
    return 0.2126 * linear(color >> 24) + 0.7152 * linear(color >> 16 & 255) +
           0.0722 * linear(color >> 8 & 255);
}

double theme_contrast(uint32_t a, uint32_t b)
{
    double light = luminance(a);
    double dark = luminance(b);

    if (light < dark) {
        double swap = light;
        light = dark;
        dark = swap;
    }
    return (light + 0.05) / (dark + 0.05);
}

double theme_cap_mm(double short_mm, int size_step, enum style style)
{
    static const double steps[SIZE_STEPS] = {4.8, 6.4, 7.4, 9.0};
    static const double factors[STYLES] = {1.0, 1.0, 1.2, 1.6};
    int step = size_step < 0 ? 0 : size_step >= SIZE_STEPS ? SIZE_STEPS - 1 : size_step;
    double least = steps[0];
    double most = steps[SIZE_STEPS - 1];
    double room = short_mm * SHARE_OF_SIDE;

    room = room > most ? most : room < least ? least : room;
    return (least + (steps[step] - least) * (room - least) / (most - least)) * factors[style];
}

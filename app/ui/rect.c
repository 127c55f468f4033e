#include "app/ui/rect.h"

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

struct rect rect_cut_top(struct rect *rect, int height)
{
    struct rect cut = *rect;

    cut.h = clamp(height, 0, rect->h);
    rect->y += cut.h;
    rect->h -= cut.h;
    return cut;
}

struct rect rect_cut_bottom(struct rect *rect, int height)
{
    struct rect cut = *rect;

    cut.h = clamp(height, 0, rect->h);
    rect->h -= cut.h;
    cut.y = rect->y + rect->h;
    return cut;
}

struct rect rect_cut_left(struct rect *rect, int width)
{
    struct rect cut = *rect;

    cut.w = clamp(width, 0, rect->w);
    rect->x += cut.w;
    rect->w -= cut.w;
    return cut;
}

struct rect rect_cut_right(struct rect *rect, int width)
{
    struct rect cut = *rect;

    cut.w = clamp(width, 0, rect->w);
    rect->w -= cut.w;
    cut.x = rect->x + rect->w;
    return cut;
}

struct rect rect_inset(struct rect rect, int dx, int dy)
{
    struct rect in = {rect.x + dx, rect.y + dy, rect.w - 2 * dx, rect.h - 2 * dy};

    if (in.w < 0) { /* nothing is left: the middle stays */
        in.x = rect.x + rect.w / 2;
        in.w = 0;
    }
    if (in.h < 0) {
        in.y = rect.y + rect.h / 2;
        in.h = 0;
    }
    return in;
}

/* The index-th of count equal parts of length, with gap between. */
static void part(int length, int count, int index, int gap, int *ret_at, int *ret_len)
{
    int each = (length - gap * (count - 1)) / count;

    each = each < 0 ? 0 : each;
    *ret_at = clamp(index * (each + gap), 0, length);
    *ret_len = index == count - 1 ? length - *ret_at : clamp(each, 0, length - *ret_at);
}

struct rect rect_column(struct rect rect, int count, int index, int gap)
{
    int at = 0;
    int len = 0;

    part(rect.w, count, index, gap, &at, &len);
    return (struct rect){rect.x + at, rect.y, len, rect.h};
}

struct rect rect_row(struct rect rect, int count, int index, int gap)
{
    int at = 0;
    int len = 0;

    part(rect.h, count, index, gap, &at, &len);
    return (struct rect){rect.x, rect.y + at, rect.w, len};
}

struct rect rect_center(struct rect outer, int width, int height)
{
    return (struct rect){outer.x + (outer.w - width) / 2, outer.y + (outer.h - height) / 2, width,
                         height};
}

struct rect rect_fit(struct rect outer, int w, int h)
{
    long long wide = (long long)outer.h * w;
    long long high = (long long)outer.w * h;

    if (w <= 0 || h <= 0) {
        return outer;
    }
    if (wide <= high) {
        return rect_center(outer, (int)(wide / h), outer.h);
    }
    return rect_center(outer, outer.w, (int)(high / w));
}

bool rect_has(struct rect rect, int x, int y)
{
    return x >= rect.x && y >= rect.y && x - rect.x < rect.w && y - rect.y < rect.h;
}

struct rect rect_both(struct rect a, struct rect b)
{
    int left = a.x > b.x ? a.x : b.x;
    int top = a.y > b.y ? a.y : b.y;
    int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    bool none = right <= left || bottom <= top;

    return (struct rect){left, top, none ? 0 : right - left, none ? 0 : bottom - top};
}

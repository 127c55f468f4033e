"""Drawing kit for the Dorpel illustrations: a tiny SVG writer, a shared palette and reusable things
(trees, people, houses, bicycles). Only plain shapes, groups with transforms and gradients are written,
so that small SVG renderers can show the result. Standard library only."""
import math
import random
from contextlib import contextmanager

# ---------------------------------------------------------------- palette
NIGHT, GLOW = '#22304f', '#f2b26b'
CREAM, INK, WHITE = '#fbf4e6', '#2a2530', '#fffaf0'
BRICK, ROOF = '#b5533c', '#7d3b2f'
MEADOW, MEADOW2, LEAF, LEAF2 = '#7fa36b', '#5d8557', '#8fb172', '#46694c'
HEATH, HEATH2 = '#8d6a9f', '#6f5486'
OCHRE, WATER, WATER2 = '#e0a43b', '#6fa3b8', '#4f8299'
THATCH, THATCH2 = '#a88a66', '#7c644e'
WOOD, WOOD2, WOOD3 = '#b98556', '#8f6240', '#6a4630'
SLATE = '#5c6480'
DOOR = '#3f6b5c'
PANE = '#2d3b5e'
LIT = '#ffd37c'
SKY, SKYLOW = '#b9d8da', '#fbeccd'
RED, ROSE, PINK = '#c9503f', '#d9837a', '#efb7a5'
SAND, STONE, STEEL = '#e6cfa0', '#b9ac9c', '#8d97a3'
SKINS = ['#f3c9a5', '#e7b48c', '#c98d62', '#9a643f', '#6f4630', '#f6d5b8']


def rgb(c):
    return tuple(int(c[i:i + 2], 16) for i in (1, 3, 5))


def mix(a, b, t):
    x, y = rgb(a), rgb(b)
    return '#%02x%02x%02x' % tuple(round(p + (q - p) * t) for p, q in zip(x, y))


def dark(c, t=.2):
    return mix(c, '#241c35', t)


def light(c, t=.2):
    return mix(c, '#fff0d0', t)


def n(v):
    s = '%.1f' % v
    return s[:-2] if s.endswith('.0') else s


# ---------------------------------------------------------------- path helpers
def pts2(p):
    return ' '.join('%s,%s' % (n(x), n(y)) for x, y in p)


def smooth(p, closed=True, k=.5):
    """A smooth curve through points (Catmull-Rom as cubic Beziers)."""
    m = len(p)
    d = 'M%s,%s' % (n(p[0][0]), n(p[0][1]))
    for i in range(m if closed else m - 1):
        g = (lambda j: p[j % m]) if closed else (lambda j: p[max(0, min(m - 1, j))])
        p0, p1, p2, p3 = g(i - 1), g(i), g(i + 1), g(i + 2)
        f = k / 3 * 1.0
        c1 = (p1[0] + (p2[0] - p0[0]) * f, p1[1] + (p2[1] - p0[1]) * f)
        c2 = (p2[0] - (p3[0] - p1[0]) * f, p2[1] - (p3[1] - p1[1]) * f)
        d += 'C%s %s %s' % (pts2([c1]), pts2([c2]), pts2([p2]))
    return d + ('Z' if closed else '')


def cloud(cx, cy, rx, ry, k, rng, jit=.12):
    """A scalloped, leafy outline."""
    a0 = rng.random() * 6
    pt = []
    for i in range(k):
        t = a0 + 2 * math.pi * (i + rng.uniform(-.22, .22)) / k
        j = 1 + rng.uniform(-jit, jit)
        pt.append((cx + math.cos(t) * rx * j, cy + math.sin(t) * ry * j))
    d = 'M%s,%s' % (n(pt[0][0]), n(pt[0][1]))
    for i in range(k):
        x1, y1 = pt[i]
        x2, y2 = pt[(i + 1) % k]
        r = math.hypot(x2 - x1, y2 - y1) * rng.uniform(.53, .66)
        d += 'A%s %s 0 0 1 %s,%s' % (n(r), n(r), n(x2), n(y2))
    return d + 'Z'


# ---------------------------------------------------------------- the writer
class Art:
    def __init__(self, w, h):
        self.w, self.h = w, h
        self.defs, self.body = [], []
        self.tones, self.mats = [], [(1, 1, 0, 0)]
        self.panes, self.house = [], ''
        self.lit = None          # colour for lit windows, or None
        self.gid = 0
        self._gc = {}

    # colours
    def c(self, col):
        if not isinstance(col, str) or not col.startswith('#'):
            return col
        for t, k in reversed(self.tones):
            col = mix(col, t, k)
        return col

    @contextmanager
    def tone(self, col, k):
        self.tones.append((col, k))
        yield
        self.tones.pop()

    @contextmanager
    def raw(self):
        keep, self.tones = self.tones, []
        yield
        self.tones = keep

    @contextmanager
    def at(self, x=0, y=0, s=1, flip=False, rot=0):
        t = 'translate(%s %s)' % (n(x), n(y))
        if rot:
            t += ' rotate(%s)' % n(rot)
        sx = -s if flip else s
        if sx != 1 or s != 1:
            t += ' scale(%s %s)' % (('%.3f' % sx), ('%.3f' % s))
        self.body.append('<g transform="%s">' % t)
        a, b, e, f = self.mats[-1]
        self.mats.append((a * sx, b * s, a * x + e, b * y + f))
        yield
        self.mats.pop()
        self.body.append('</g>')

    # gradients
    def lin(self, stops, x1=0, y1=0, x2=0, y2=1, user=False):
        return self._grad('linearGradient', 'x1="%s" y1="%s" x2="%s" y2="%s"' % tuple(self._u(v, user) for v in (x1, y1, x2, y2)), stops, user)

    def rad(self, stops, cx=.5, cy=.5, r=.5, user=False):
        return self._grad('radialGradient', 'cx="%s" cy="%s" r="%s"' % tuple(self._u(v, user) for v in (cx, cy, r)), stops, user)

    @staticmethod
    def _u(v, user):       # some small renderers read a bare number as pixels, so bounding-box values are percentages
        return n(v) if user else n(v * 100) + '%'

    def _grad(self, tag, geo, stops, user):
        st = ''.join('<stop offset="%s" stop-color="%s"%s/>' % (
            s[0], self.c(s[1]), ' stop-opacity="%s"' % s[2] if len(s) > 2 else '') for s in stops)
        key = (tag, geo, st, user)
        if key not in self._gc:
            self.gid += 1
            self._gc[key] = 'url(#g%d)' % self.gid
            self.defs.append('<%s id="g%d" %s gradientUnits="%s">%s</%s>' % (
                tag, self.gid, geo, 'userSpaceOnUse' if user else 'objectBoundingBox', st, tag))
        return self._gc[key]

    # shapes
    def _e(self, tag, geo, fill, kw):
        o = ['<%s %s fill="%s"' % (tag, geo, self.c(fill) if fill else 'none')]
        names = dict(s='stroke', sw='stroke-width', o='opacity', cap='stroke-linecap', join='stroke-linejoin',
                     dash='stroke-dasharray', rule='fill-rule')
        for k, v in kw.items():
            o.append(' %s="%s"' % (names.get(k, k.replace('_', '-')), self.c(v) if k == 's' else
                                   (n(v) if k == 'sw' else v)))
        self.body.append(''.join(o) + '/>')

    def path(self, d, fill=None, **kw):
        self._e('path', 'd="%s"' % d, fill, kw)

    def rect(self, x, y, w, h, fill=None, r=0, **kw):
        g = 'x="%s" y="%s" width="%s" height="%s"' % (n(x), n(y), n(w), n(h))
        if r:
            g += ' rx="%s" ry="%s"' % (n(r), n(r))
        self._e('rect', g, fill, kw)

    def circ(self, x, y, r, fill=None, **kw):
        self._e('circle', 'cx="%s" cy="%s" r="%s"' % (n(x), n(y), n(r)), fill, kw)

    def ell(self, x, y, rx, ry, fill=None, **kw):
        self._e('ellipse', 'cx="%s" cy="%s" rx="%s" ry="%s"' % (n(x), n(y), n(rx), n(ry)), fill, kw)

    def poly(self, p, fill=None, **kw):
        self._e('polygon', 'points="%s"' % pts2(p), fill, kw)

    def line(self, p, s, sw, **kw):
        kw.setdefault('cap', 'round')
        kw.setdefault('join', 'round')
        self._e('polyline', 'points="%s"' % pts2(p), None, dict(s=s, sw=sw, **kw))

    def curve(self, p, s, sw, **kw):
        kw.setdefault('cap', 'round')
        self._e('path', 'd="%s"' % smooth(p, False, 1.), None, dict(s=s, sw=sw, **kw))

    def blob(self, p, fill, **kw):
        self.path(smooth(p, True, 1.), fill, **kw)

    def shadow(self, x, y, rx, ry=None, o='0.18', col='#1e1a30'):
        self.ell(x, y, rx, ry or rx * .16, col, o=o)

    def pane(self, x, y, w, h, col=None):
        sx, sy, ex, ey = self.mats[-1]
        X, W = (x * sx + ex, w * sx) if sx > 0 else ((x + w) * sx + ex, -w * sx)
        self.panes.append((X, y * sy + ey, W, h * sy, self.house))
        with self.raw():
            if self.lit and not col:
                self.rect(x, y, w, h, self.lit)
            else:
                self.rect(x, y, w, h, col or PANE)

    def svg(self):
        return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">\n'
                '<defs>\n%s\n</defs>\n%s\n</svg>\n') % (
            self.w, self.h, self.w, self.h, '\n'.join(self.defs), '\n'.join(self.body))


# ---------------------------------------------------------------- plants
def oak(a, x, base, h, seed=1, side=1, leaf=MEADOW2, rim='#d9a85c', trunk='#5b4335', wide=1.):
    """A broad old oak; side = where the light comes from (1 right, -1 left)."""
    r = random.Random(seed)
    w = h * .075
    top = base - h * .5
    a.path('M%s,%s C%s,%s %s,%s %s,%s L%s,%s C%s,%s %s,%s %s,%sZ' % tuple(map(n, (
        x - w * 1.9, base, x - w * .8, base - h * .06, x - w * .9, base - h * .3, x - w * .7, top,
        x + w * .7, top, x + w * .9, base - h * .3, x + w * .8, base - h * .06, x + w * 1.9, base))), trunk)
    a.path('M%s,%s C%s,%s %s,%s %s,%s L%s,%s Z' % tuple(map(n, (
        x + side * w * 1.7, base, x + side * w * .75, base - h * .06, x + side * w * .85, base - h * .3, x + side * w * .65, top,
        x + side * w * .3, top))), light(trunk, .22))
    for dx, dy, k in ((-.3, .62, .9), (.3, .64, .9), (-.14, .74, .7), (.16, .76, .7)):
        a.path('M%s,%s Q%s,%s %s,%s' % tuple(map(n, (
            x, base - h * .36, x + dx * h * .35 * wide, base - h * .46, x + dx * h * wide, base - h * dy))), None,
            s=trunk, sw=w * k, cap='round')
    d, m, l, q = dark(leaf, .38), dark(leaf, .12), light(leaf, .12), mix(light(leaf, .16), rim, .26)
    lobes = [(0, .68, .34, .25), (-.28, .58, .24, .17), (.28, .59, .24, .17), (-.14, .82, .24, .16), (.15, .83, .23, .15)]
    for dx, dy, rx, ry in lobes:
        a.path(cloud(x + dx * h * wide, base - h * dy, rx * h * wide, ry * h, 13, r), d)
    for dx, dy, rx, ry in lobes:
        a.path(cloud(x + dx * h * wide + side * h * .025, base - h * dy - h * .025, rx * h * wide * .8, ry * h * .74, 11, r), m)
    for dx, dy, rx, ry in lobes[1:] + [(.04, .70, .2, .13)]:
        a.path(cloud(x + dx * h * wide + side * h * .06, base - h * dy - h * .055, rx * h * wide * .5, ry * h * .42, 8, r), l)
    for dx, dy, rx, ry in lobes[1:]:
        a.path(cloud(x + dx * h * wide + side * h * .1, base - h * dy - h * .085, rx * h * wide * .24, ry * h * .2, 6, r), q)
    for i in range(16):
        t = r.random() * 6.28
        k = math.sqrt(r.random())
        px, py = x + math.cos(t) * k * h * .4 * wide, base - h * .68 + math.sin(t) * k * h * .2
        a.ell(px, py, h * .012, h * .009, q if r.random() < .4 else l, o='0.8')


def tree(a, x, base, h, seed=1, side=1, leaf=MEADOW2, trunk='#6a4d3a', rim='#d9a85c'):
    """A smaller round tree."""
    r = random.Random(seed)
    a.line([(x, base), (x, base - h * .5)], trunk, h * .06)
    a.line([(x, base - h * .32), (x + h * .12, base - h * .5)], trunk, h * .035)
    a.path(cloud(x, base - h * .64, h * .3, h * .35, 11, r), dark(leaf, .3))
    a.path(cloud(x + side * h * .03, base - h * .67, h * .24, h * .28, 10, r), dark(leaf, .06))
    a.path(cloud(x + side * h * .08, base - h * .74, h * .14, h * .16, 8, r), light(leaf, .14))
    a.path(cloud(x + side * h * .13, base - h * .8, h * .055, h * .065, 6, r), mix(light(leaf, .2), rim, .22))


def poplar(a, x, base, h, seed=1, side=1, leaf=MEADOW2):
    r = random.Random(seed)
    a.line([(x, base), (x, base - h * .3)], '#6a4d3a', h * .03)
    a.path(cloud(x, base - h * .55, h * .1, h * .42, 14, r, .08), dark(leaf, .28))
    a.path(cloud(x + side * h * .02, base - h * .57, h * .06, h * .34, 12, r, .08), leaf)
    a.path(cloud(x + side * h * .035, base - h * .66, h * .03, h * .2, 9, r, .08), light(leaf, .2))


def bush(a, x, base, w, seed=1, leaf=MEADOW2, flowers=None, side=1):
    r = random.Random(seed)
    a.path(cloud(x, base - w * .22, w * .5, w * .27, 10, r), dark(leaf, .28))
    a.path(cloud(x + side * w * .04, base - w * .27, w * .4, w * .2, 9, r), leaf)
    a.path(cloud(x + side * w * .12, base - w * .34, w * .2, w * .1, 7, r), light(leaf, .2))
    if flowers:
        for _ in range(int(8 + w / 8)):
            t, k = r.random() * 6.28, math.sqrt(r.random())
            a.circ(x + math.cos(t) * k * w * .44, base - w * .25 + math.sin(t) * k * w * .2, max(1.6, w * .028),
                   r.choice(flowers))


def tuft(a, x, y, h, col=MEADOW2, seed=None):
    r = random.Random(seed if seed is not None else int(x * 7 + y * 13))
    for dx in (-.45, -.15, .15, .45):
        a.path('M%s,%s Q%s,%s %s,%s' % tuple(map(n, (x + dx * h * .3, y, x + dx * h * .4, y - h * .6,
                                                   x + dx * h + r.uniform(-.1, .1) * h, y - h * r.uniform(.8, 1.1)))),
               None, s=col, sw=max(1.2, h * .11), cap='round')


def flower(a, x, y, h, col=RED, mid=OCHRE, kind=0, stem=MEADOW2, lean=0):
    a.path('M%s,%s Q%s,%s %s,%s' % tuple(map(n, (x, y, x, y - h * .5, x + lean, y - h))), None, s=stem, sw=max(1.4, h * .045), cap='round')
    a.path('M%s,%s q%s,%s %s,%s q%s,%s %s,%sZ' % tuple(map(n, (x, y - h * .3, h * .06, -h * .12, h * .2, -h * .13, -h * .02, h * .12, -h * .2, h * .13))), stem)
    r = h * .14
    X, Y = x + lean, y - h
    if kind == 0:
        for i in range(6):
            t = i * math.pi / 3 + .2
            a.ell(X + math.cos(t) * r, Y + math.sin(t) * r, r * .72, r * .72, col)
        a.circ(X, Y, r * .7, mid)
    elif kind == 1:
        a.path('M%s,%s q%s,%s %s,%s q%s,%s %s,%s q%s,%s %s,%s q%s,%s %s,%sZ' % tuple(map(n, (
            X - r * 1.1, Y - r * .9, r * .5, r * .9, r * 1.1, 0, r * .6, r * .9, r * 1.1, 0, r * .2, r * 2, -r * 1.1, r * 2.1,
            -r * 1.3, -r * .1, -r * 1.1, -r * 2.1))), col)
    else:
        for i in range(5):
            a.ell(X + (-1) ** i * r * .35, Y + i * r * .75 - r, r * .5, r * .5, col)


# ---------------------------------------------------------------- people
def person(a, x, y, h=100, skin=SKINS[0], hair='#5a3a28', style='short', top=RED, bottom='#3d4a6b', shoes='#3a2c2c',
           arms=None, legs=None, skirt=False, child=False, flip=False, face=True, look=0, smile=1, dress=None, apron=None,
           glasses=False, body_dy=0, back=False, scarf=None, cap=None, lean=0):
    """A friendly flat figure. Local units: 100 high, origin between the feet. arms: two lists of points from
    the shoulder (elbow, hand); legs: lists of points (hip, knee, foot)."""
    s = h / 100
    with a.at(x, y, s, flip):
        hd = 13.5 if child else 10.2
        neck = -72 if child else -76
        hy = neck - hd * .86
        hipy = -36 if child else -43
        sw = 11 if child else 12.5
        if arms is None:
            arms = [[(-sw - 5, neck + 18), (-sw - 4, hipy + 2)], [(sw + 5, neck + 18), (sw + 4, hipy + 2)]]
        if legs is None:
            legs = [[(-5.2, hipy), (-6, hipy / 2), (-6.5, -3)], [(5.2, hipy), (6, hipy / 2), (6.5, -3)]]
        bk = dark(top, .2)

        def arm(i, col):
            p0 = ((-1, 1)[i] * (sw - 2.6), neck + 6)
            p = [p0] + arms[i]
            if len(p) == 3:
                a.curve(p, col, 7.4)
            else:
                a.line(p, col, 7.4)
            hx, hyy = p[-1]
            a.circ(hx, hyy, 4.1, skin)

        with a.at(0, body_dy, 1, rot=lean):
            arm(0, bk)
        for lp in legs:
            a.line(lp, dark(bottom, .12) if lp is legs[0] else bottom, 9.2)
            fx, fy = lp[-1]
            d = 1 if look >= 0 else -1
            a.path('M%s,%s h%s q%s,%s %s,%s v2.6 h%sZ' % (n(fx - 4.6 * d), n(fy - 2), n(6 * d), n(5 * d), '0', n(6.4 * d), '3', n(-12.4 * d)), shoes)
        with a.at(0, body_dy, 1, rot=lean):
            if style in ('long', 'bob'):
                hair_back(a, hy, hd, hair, style)
            if skirt or dress:
                col = dress or bottom
                a.path('M%s,%s L%s,%s L%s,%s Q0,%s %s,%sZ' % tuple(map(n, (-8, neck + 22, 8, neck + 22, 15, hipy + 21, hipy + 25, -15, hipy + 21))), col)
                a.path('M2,%s L8,%s L15,%s Q10,%s 6,%sZ' % tuple(map(n, (neck + 24, neck + 22, hipy + 21, hipy + 23, hipy + 23))), dark(col, .12))
            t = dress or top
            a.path('M%s,%s Q%s,%s %s,%s Q0,%s %s,%s Q%s,%s %s,%s L%s,%s Q0,%s %s,%sZ' % tuple(map(n, (
                -sw - .5, neck + 10, -sw, neck + 2, -5, neck, neck + 3, 5, neck, sw, neck + 2, sw + .5, neck + 10,
                10.4, hipy + 3, hipy + 6, -10.4, hipy + 3))), t)
            a.path('M%s,%s Q%s,%s %s,%s L%s,%s Q%s,%s 3,%s Q9,%s 6,%sZ' % tuple(map(n, (
                5, neck, sw, neck + 2, sw + .5, neck + 10, 10.4, hipy + 3, 7, hipy + 5, hipy + 5, neck + 20, neck + 1))),
                dark(t, .1))
            if apron:
                a.path('M-7,%s h14 l3,%s q-10,4 -20,0Z' % (n(neck + 8), n(-neck + hipy + 6)), apron)
                a.line([(-6, neck + 9), (-4, neck + 1)], apron, 1.6)
                a.line([(6, neck + 9), (4, neck + 1)], apron, 1.6)
            if scarf:
                a.path('M-8,%s q8,5 16,0 l1,5 q-9,5 -18,0Z' % n(neck - 1), scarf)
                a.path('M3,%s l6,14 l-6,1 l-3,-13Z' % n(neck + 4), dark(scarf, .12))
            # head
            a.rect(-3.6, neck - 3, 7.2, 7, dark(skin, .14), r=3)
            if style in ('curls', 'scarf', 'pony', 'pigtails'):
                hair_back(a, hy, hd, hair, style)
            if back:
                a.circ(0, hy, hd, hair)
            else:
                a.circ(0, hy, hd, skin)
                a.circ(-hd * .98 + look * 1.5, hy + 1, hd * .2, dark(skin, .08))
                a.circ(hd * .98 + look * 1.5, hy + 1, hd * .2, dark(skin, .08))
                if face:
                    lx = look * hd * .28
                    for e in (-1, 1):
                        a.circ(lx + e * hd * .36, hy - hd * .02, hd * .105, INK)
                        a.circ(lx + e * hd * .56, hy + hd * .34, hd * .2, '#e58a74', o='0.4')
                    w = hd * .34
                    if smile == 2:
                        a.path('M%s,%s q%s,%s %s,0Z' % (n(lx - w), n(hy + hd * .3), n(w), n(hd * .75), n(2 * w)), '#8e3b36')
                    else:
                        a.path('M%s,%s q%s,%s %s,0' % (n(lx - w), n(hy + hd * .38), n(w), n(hd * .4), n(2 * w)), None, s='#8e3b36', sw=1.3, cap='round')
                    if glasses:
                        for e in (-1, 1):
                            a.circ(lx + e * hd * .38, hy, hd * .27, None, s='#3b3140', sw=1.1)
                        a.line([(lx - hd * .1, hy), (lx + hd * .1, hy)], '#3b3140', 1.1)
            hair_front(a, hy, hd, hair, style, look, cap)
            arm(1, t)


def hair_back(a, hy, hd, col, style):
    if style == 'long':
        a.path('M%s,%s Q%s,%s 0,%s Q%s,%s %s,%s L%s,%s Q0,%s %s,%sZ' % tuple(map(n, (
            -hd * 1.1, hy, -hd * 1.1, hy - hd * 1.15, hy - hd * 1.15, hd * 1.1, hy - hd * 1.15, hd * 1.1, hy,
            hd * 1.15, hy + hd * 1.6, hy + hd * 2, -hd * 1.15, hy + hd * 1.6))), dark(col, .12))
    elif style == 'bob':
        a.path('M%s,%s Q%s,%s 0,%s Q%s,%s %s,%s L%s,%s Q0,%s %s,%sZ' % tuple(map(n, (
            -hd * 1.1, hy, -hd * 1.1, hy - hd * 1.15, hy - hd * 1.15, hd * 1.1, hy - hd * 1.15, hd * 1.1, hy,
            hd * 1.2, hy + hd * .9, hy + hd * 1.1, -hd * 1.2, hy + hd * .9))), dark(col, .1))
    elif style == 'curls':
        for i in range(11):
            t = math.pi * (-.18 + 1.36 * i / 10) + math.pi
            a.circ(math.cos(t) * hd * 1.05, hy + math.sin(t) * hd * 1.0, hd * .45, dark(col, .08) if i % 2 else col)
    elif style == 'scarf':
        a.path('M%s,%s Q%s,%s 0,%s Q%s,%s %s,%s Q%s,%s 0,%s Q%s,%s %s,%sZ' % tuple(map(n, (
            -hd * 1.2, hy + 2, -hd * 1.2, hy - hd * 1.25, hy - hd * 1.25, hd * 1.2, hy - hd * 1.25, hd * 1.2, hy + 2,
            hd * 1.2, hy + hd * 1.7, hy + hd * 1.75, -hd * 1.2, hy + hd * 1.7, -hd * 1.2, hy + 2))), col)
    elif style == 'pony':
        a.path('M%s,%s q%s,%s %s,%s q%s,%s %s,%sZ' % tuple(map(n, (
            -hd * .8, hy - hd * .4, -hd * 1.2, hd * .3, -hd * .9, hd * 1.9, hd * .7, -hd * .4, hd * .9, -hd * 1.2))), dark(col, .1))
    elif style == 'pigtails':
        for e in (-1, 1):
            a.ell(e * hd * 1.25, hy + hd * .5, hd * .36, hd * .62, col)


def hair_front(a, hy, hd, col, style, look, cap=None):
    if style == 'bald':
        a.path('M%s,%s q%s,%s %s,%sZ' % tuple(map(n, (-hd, hy + hd * .2, -hd * .15, -hd * .6, hd * .3, -hd * .7))), col)
        a.path('M%s,%s q%s,%s %s,%sZ' % tuple(map(n, (hd, hy + hd * .2, hd * .15, -hd * .6, -hd * .3, -hd * .7))), col)
    elif style == 'scarf':
        a.path('M%s,%s Q%s,%s 0,%s Q%s,%s %s,%s Q%s,%s 0,%s Q%s,%s %s,%sZ' % tuple(map(n, (
            -hd * 1.08, hy + 1, -hd * 1.1, hy - hd * 1.15, hy - hd * 1.15, hd * 1.1, hy - hd * 1.15, hd * 1.08, hy + 1,
            hd * .9, hy - hd * .62, hy - hd * .66, -hd * .9, hy - hd * .62, -hd * 1.08, hy + 1))), light(col, .1))
    elif style == 'cap':
        c = cap or '#55637a'
        a.path('M%s,%s A%s %s 0 0 1 %s,%sZ' % tuple(map(n, (-hd * 1.04, hy - hd * .25, hd * 1.04, hd * .98, hd * 1.04, hy - hd * .25))), c)
        d = 1 if look >= 0 else -1
        a.path('M%s,%s q%s,-2 %s,2 q%s,1 %s,-2Z' % tuple(map(n, (d * hd * .2, hy - hd * .3, d * hd * .7, d * hd * 1.35, -d * hd * .6, -d * hd * 1.35))), dark(c, .22))
    elif style == 'beanie':
        c = cap or RED
        a.path('M%s,%s A%s %s 0 0 1 %s,%sZ' % tuple(map(n, (-hd * 1.04, hy - hd * .2, hd * 1.04, hd * 1.05, hd * 1.04, hy - hd * .2))), c)
        a.rect(-hd * 1.1, hy - hd * .48, hd * 2.2, hd * .42, light(c, .25), r=hd * .2)
        a.circ(0, hy - hd * 1.3, hd * .3, light(c, .4))
    elif style == 'bun':
        a.circ(0, hy - hd * 1.2, hd * .42, dark(col, .08))
        fringe(a, hy, hd, col)
    elif style == 'curls':
        for i in range(6):
            t = math.pi * (1.12 + .76 * i / 5)
            a.circ(math.cos(t) * hd * .82, hy + math.sin(t) * hd * .86, hd * .38, light(col, .1) if i % 2 else col)
    elif style == 'spiky':
        fringe(a, hy, hd, col)
        for i in range(5):
            t = math.pi * (1.2 + .6 * i / 4)
            a.circ(math.cos(t) * hd, hy + math.sin(t) * hd, hd * .27, col)
    else:
        fringe(a, hy, hd, col, 1 if style in ('long', 'bob', 'pony') else .9)
        if style in ('long', 'bob'):
            b = 1.75 if style == 'long' else .95
            for e in (-1, 1):
                a.path('M%s,%s Q%s,%s %s,%s Q%s,%s %s,%s Q%s,%s %s,%sZ' % tuple(map(n, (
                    e * hd * .98, hy - hd * .5, e * hd * 1.2, hy + hd * .4, e * hd * 1.16, hy + hd * b, e * hd * .9, hy + hd * (b + .2),
                    e * hd * .74, hy + hd * (b - .05), e * hd * .96, hy + hd * .5, e * hd * .8, hy - hd * .3))), dark(col, .07) if e < 0 else col)
        if style == 'beard':
            a.path('M%s,%s Q%s,%s 0,%s Q%s,%s %s,%s Q%s,%s 0,%s Q%s,%s %s,%sZ' % tuple(map(n, (
                -hd * .98, hy + hd * .1, -hd * .9, hy + hd * 1.3, hy + hd * 1.25, hd * .9, hy + hd * 1.3, hd * .98, hy + hd * .1,
                hd * .6, hy + hd * .5, hy + hd * .45, -hd * .6, hy + hd * .5, -hd * .98, hy + hd * .1))), col)
            a.path('M%s,%s q%s,%s %s,0' % (n(-hd * .3), n(hy + hd * .62), n(hd * .3), n(hd * .3), n(hd * .6)), None, s='#a94f45', sw=1.3, cap='round')


def fringe(a, hy, hd, col, k=.9):
    a.path('M%s,%s Q%s,%s 0,%s Q%s,%s %s,%s Q%s,%s %s,%s Q%s,%s %s,%sZ' % tuple(map(n, (
        -hd * 1.05, hy + hd * .12, -hd * 1.15, hy - hd * 1.18, hy - hd * 1.14, hd * 1.15, hy - hd * 1.18, hd * 1.05, hy + hd * .12,
        hd * .9, hy - hd * .35, hd * .3, hy - hd * .55, -hd * .5, hy - hd * .35 * k, -hd * 1.05, hy + hd * .12))), col)


def sit_legs(d=1, hip=-43, spread=5):
    return [[(0, hip + 2), (20 * d, hip + 2), (20 * d, -3)], [(3 * d, hip + 3), (25 * d, hip + 3), (26 * d, -3)]]


# ---------------------------------------------------------------- small things
def bunting(a, p0, p1, sag=20, k=9, cols=(RED, OCHRE, WATER, MEADOW, HEATH), s=1):
    pts = []
    for i in range(k + 1):
        t = i / k
        pts.append((p0[0] + (p1[0] - p0[0]) * t, p0[1] + (p1[1] - p0[1]) * t + sag * 4 * t * (1 - t)))
    for i in range(k):
        (x1, y1), (x2, y2) = pts[i], pts[i + 1]
        ax, ay, bx, by = x1 + (x2 - x1) * .14, y1 + (y2 - y1) * .14, x1 + (x2 - x1) * .86, y1 + (y2 - y1) * .86
        L = math.hypot(bx - ax, by - ay)
        c = cols[i % len(cols)]
        a.poly([(ax, ay), (bx, by), ((ax + bx) / 2, (ay + by) / 2 + L * 1.05)], c)
        a.poly([(bx, by), ((ax + bx) / 2, (ay + by) / 2 + L * 1.05), ((ax + bx) / 2, (ay + by) / 2)], dark(c, .12))
    a.path(smooth(pts, False, 1.), None, s='#5a4636', sw=1.8 * s)


def bike(a, x, y, s=1, col='#33465e', flip=False, basket=True):
    """A Dutch town bicycle; origin on the ground in the middle, about 100 wide at s=1."""
    with a.at(x, y, s, flip):
        for cx in (-31, 31):
            a.circ(cx, -20, 18, None, s='#2f2a33', sw=3.2)
            a.circ(cx, -20, 15.6, None, s='#c9bfae', sw=1)
            for i in range(4):
                t = i * math.pi / 4 + .3
                a.line([(cx + math.cos(t) * 15, -20 + math.sin(t) * 15), (cx - math.cos(t) * 15, -20 - math.sin(t) * 15)], '#b7ae9f', .7)
        a.path('M-45,-33 Q-31,-48 -15,-33', None, s=col, sw=2.6)
        a.path('M17,-33 Q31,-46 45,-31', None, s=col, sw=2.6)
        a.line([(-31, -20), (-6, -18), (-13, -48)], col, 3.4)
        a.line([(-31, -20), (-11, -42)], col, 3)
        a.path('M-7,-19 Q8,-24 22,-46', None, s=col, sw=3.6, cap='round')
        a.line([(31, -20), (21, -54)], col, 3.4)
        a.path('M21,-54 Q19,-61 10,-60', None, s='#2f2a33', sw=2.8, cap='round')
        a.path('M-22,-50 q2,-5 10,-4 q7,1 10,3 q-4,4 -10,4 q-8,0 -10,-3Z', '#5b3b2a')
        a.circ(-6, -18, 5, None, s='#2f2a33', sw=2)
        a.line([(-6, -18), (-2, -9)], '#2f2a33', 2)
        a.line([(-45, -39), (-16, -39)], '#2f2a33', 2.2)
        if basket:
            a.path('M24,-58 h20 l-3,15 h-13Z', '#b98a4f')
            for i in range(3):
                a.line([(25 + i * .8, -54 + i * 4), (43 - i * .8, -54 + i * 4)], '#8b6237', 1)
        a.circ(24, -48, 3, '#f7e0a0')


def bench(a, x, y, s=1, col=WOOD, flip=False):
    """A park bench seen from the front, 110 wide."""
    with a.at(x, y, s, flip):
        a.shadow(0, 0, 62, 6)
        for dx in (-42, 42):
            a.rect(dx - 3, -52, 6, 52, dark(col, .45), r=2)
        for i in range(3):
            a.rect(-55, -55 + i * 10, 110, 7.5, light(col, .12 - i * .05), r=2.5)
        a.rect(-57, -26, 114, 8, light(col, .2), r=2.5)
        a.rect(-57, -19, 114, 4, dark(col, .2), r=2)


def lamp(a, x, y, h=120, lit=True, col='#3c4358'):
    a.rect(x - h * .018, y - h, h * .036, h, col)
    a.rect(x - h * .035, y - h * .1, h * .07, h * .1, col, r=2)
    a.poly([(x - h * .05, y - h * 1.0), (x + h * .05, y - h * 1.0), (x + h * .075, y - h * 1.13), (x - h * .075, y - h * 1.13)], LIT if lit else '#c9c3b0')
    a.poly([(x - h * .1, y - h * 1.12), (x + h * .1, y - h * 1.12), (x, y - h * 1.2)], col)
    if lit:
        a.circ(x, y - h * 1.06, h * .42, a.rad([(0, '#ffdf97', '0.65'), (.35, '#ffd37c', '0.28'), (1, '#ffd37c', '0')]))


def sheep(a, x, y, s=1, flip=False, seed=1):
    r = random.Random(seed)
    with a.at(x, y, s, flip):
        a.shadow(0, 0, 22, 3)
        for dx in (-11, -6, 8, 13):
            a.line([(dx, -12), (dx, -1)], '#4a3f3c', 3)
        a.path(cloud(0, -20, 18, 11, 11, r), '#e9dcc4')
        a.path(cloud(2, -24, 13, 6, 9, r), '#f8efdc')
        a.path('M15,-31 q9,-2 12,5 q2,6 -3,8 q-6,1 -9,-5Z', '#4a3f3c')
        a.ell(15, -30, 4, 2, '#5a4d49')
        a.circ(22, -27, 1, '#f5ecd8')


def dog(a, x, y, s=1, col='#a8703f', flip=False):
    with a.at(x, y, s, flip):
        for dx in (-14, -9, 9, 14):
            a.line([(dx, -14), (dx, -1)], dark(col, .1 if dx in (-14, 9) else 0), 4.4)
        a.path('M-18,-24 Q-16,-30 0,-28 Q14,-30 18,-24 Q19,-13 12,-12 Q0,-9 -14,-12 Q-20,-14 -18,-24Z', col)
        a.path('M-17,-24 q-10,-4 -9,-14', None, s=col, sw=4, cap='round')
        a.path('M12,-26 Q12,-40 22,-40 Q28,-40 29,-35 L37,-32 Q38,-26 30,-26 Q26,-18 18,-20Z', col)
        a.path('M16,-39 q-7,3 -5,13 q6,0 8,-9Z', dark(col, .3))
        a.circ(27, -35, 1.4, INK)
        a.circ(37, -31, 2, INK)


# ---------------------------------------------------------------- buildings
def bricks(a, x, y, w, h, col, seed=1, k=None, s=1):
    r = random.Random(seed)
    for _ in range(k or int(w * h / 420 / s / s)):
        bx, by = x + r.random() * (w - 9 * s), y + r.randrange(int(max(1, h / (5 * s)))) * 5 * s + 1
        a.rect(bx, by, r.uniform(5, 9) * s, 2.2 * s, dark(col, .16) if r.random() < .55 else light(col, .12), o='0.55')


def window(a, x, y, cols=2, rows=3, pw=11, ph=14, gap=2.4, frame=CREAM, sill=True, shutter=None, box=None, arch=False, f=3):
    """A window with panes; x,y = top left of the frame. Returns its width."""
    w = cols * pw + (cols - 1) * gap + 2 * f
    h = rows * ph + (rows - 1) * gap + 2 * f
    if shutter:
        for e in (-1, 1):
            sx = x - w * .36 if e < 0 else x + w
            a.rect(sx, y - 1, w * .36, h + 2, shutter)
            a.poly([(sx, y - 1), (sx + w * .36, y - 1), (sx, y + h * .5)], light(shutter, .5), o='0.5')
            a.poly([(sx + w * .36, y + h * .5), (sx + w * .36, y + h + 1), (sx, y + h + 1)], light(shutter, .5), o='0.5')
    if arch:
        a.path('M%s,%s v%s h%s v%s A%s %s 0 0 0 %s,%sZ' % tuple(map(n, (x, y + 1, h - 1, w, 1 - h, w * .5, w * .42, x, y + 1))), frame)
        a.path('M%s,%s A%s %s 0 0 1 %s,%sZ' % tuple(map(n, (x + f, y + 1, w * .5 - f, w * .36, x + w - f, y + 1))), dark(PANE, .1))
    else:
        a.rect(x - 1, y - 4, w + 2, 4.4, dark(frame, .3))
    a.rect(x, y, w, h, frame)
    for j in range(rows):
        for i in range(cols):
            a.pane(x + f + i * (pw + gap), y + f + j * (ph + gap), pw, ph)
    if sill:
        a.rect(x - 2.5, y + h, w + 5, 3.4, dark(frame, .22))
    if box:
        r = random.Random(int(x * 3 + 500))
        a.rect(x - 1, y + h + 4, w + 2, 7, WOOD2)
        for i in range(int(w / 3.4)):
            a.circ(x + 1 + i * 3.4, y + h + 3 - r.random() * 2, 2.5, LEAF2 if i % 3 == 2 else r.choice(box))
    return w


def tiles(a, p, fill, rows=7, col=None, o='0.35'):
    """A roof plane given as top-left, top-right, bottom-right, bottom-left, with lines of tiles."""
    a.poly(p, fill)
    tl, tr, br, bl = p
    for i in range(1, rows):
        t = i / rows
        a.line([(tl[0] + (bl[0] - tl[0]) * t, tl[1] + (bl[1] - tl[1]) * t), (tr[0] + (br[0] - tr[0]) * t, tr[1] + (br[1] - tr[1]) * t)],
               col or '#4a2226', 1.1, o=o, cap='butt')


def chimney(a, x, y, w=16, h=34, col=BRICK):
    a.rect(x, y - h, w, h, dark(col, .2))
    a.rect(x + w * .6, y - h, w * .4, h, light(col, .08))
    a.rect(x - 2.5, y - h - 4, w + 5, 5, dark(col, .4))
    a.rect(x + 2, y - h - 9, w * .3, 6, '#c98a63')
    a.rect(x + w * .58, y - h - 9, w * .3, 6, '#c98a63')


def hall(a, x, base, s=1, panels=False, bunt=False, name='hall'):
    """The village hall (dorpshuis), 480 wide, about 285 high; origin: middle of the doorstep."""
    a.house = name
    with a.at(x, base, s):
        a.ell(0, 2, 262, 13, '#1e1a30', o='0.2')
        # walls
        a.rect(-232, -112, 464, 112, a.lin([(0, dark(BRICK, .22)), (1, BRICK)], 0, 0, 1, 0))
        bricks(a, -230, -104, 150, 92, BRICK, 3, 46)
        bricks(a, 80, -104, 150, 92, BRICK, 4, 46)
        a.rect(-232, -14, 464, 14, dark(BRICK, .42))
        a.rect(-232, -16, 464, 3, light(BRICK, .3))
        # ridge turret
        a.rect(-15, -280, 30, 44, '#efe0c2')
        a.rect(4, -280, 11, 44, '#fff3d8')
        a.path('M-9,-240 v-22 a9,9 0 0 1 18,0 v22Z', '#3c4358')
        a.path('M-5,-246 q0,-14 5,-14 q5,0 5,14Z', OCHRE)
        a.circ(0, -245, 2, dark(OCHRE, .3))
        a.poly([(-22, -279), (22, -279), (0, -314)], SLATE)
        a.poly([(4, -279), (22, -279), (0, -314)], light(SLATE, .3))
        a.line([(0, -314), (0, -338)], '#3c4358', 2)
        a.path('M-9,-336 q5,-1 6,4 q5,1 8,-7 q5,7 -2,12 q-8,4 -12,-3 l-4,0Z', OCHRE)
        # main roof (hipped)
        a.poly([(-172, -238), (172, -238), (252, -106), (-252, -106)], dark(ROOF, .25))
        tiles(a, [(-172, -238), (172, -238), (252, -106), (-252, -106)], a.lin([(0, light(ROOF, .16)), (.6, ROOF), (1, dark(ROOF, .12))]), 11)
        a.poly([(172, -238), (252, -106), (196, -106), (160, -238)], light(ROOF, .32), o='0.55')
        a.poly([(-172, -238), (-252, -106), (-200, -106), (-160, -238)], dark(ROOF, .3), o='0.6')
        a.line([(-174, -239), (174, -239)], light(ROOF, .4), 5)
        a.rect(-256, -109, 512, 7, CREAM, r=2)
        a.rect(-252, -103, 504, 4, '#241c35', o='0.3')
        chimney(a, -176, -222)
        chimney(a, 158, -222)
        if panels:
            for sx in (-1, 1):
                for j in range(2):
                    for i in range(3):
                        t0, t1 = (.16 + j * .36), (.16 + j * .36 + .31)
                        xs = lambda u, t: sx * (84 + u * (30 + 2 * t) + t * 8)
                        ys = lambda t: -238 + 132 * t
                        q = [(xs(i, t0), ys(t0)), (xs(i + .9, t0), ys(t0)), (xs(i + .9, t1), ys(t1)), (xs(i, t1), ys(t1))]
                        a.poly(q, a.lin([(0, '#5b86b0'), (1, '#27406b')], 0, 0, 1, 1), s='#dfe6ea', sw=1.6)
                        a.line([((q[0][0] + q[1][0]) / 2, q[0][1]), ((q[2][0] + q[3][0]) / 2, q[2][1])], '#a9c3d6', .8)
                        a.line([((q[0][0] + q[3][0]) / 2, (q[0][1] + q[3][1]) / 2), ((q[1][0] + q[2][0]) / 2, (q[1][1] + q[2][1]) / 2)], '#a9c3d6', .8)
        else:
            for dx in (-146, 146):   # dormers
                a.rect(dx - 26, -170, 52, 38, '#efe0c2')
                window(a, dx - 22, -168, 3, 2, 11, 12, 2.4, WHITE, sill=False)
                a.poly([(dx - 33, -168), (dx + 33, -168), (dx + 24, -184), (dx - 24, -184)], dark(ROOF, .2))
                a.poly([(dx + 8, -168), (dx + 33, -168), (dx + 24, -184), (dx + 8, -184)], light(ROOF, .2))
                a.poly([(dx - 26, -132), (dx + 26, -132), (dx + 30, -126), (dx - 30, -126)], dark(ROOF, .45), o='0.7')
        # wing windows
        for e in (-1, 1):
            for i in range(3):
                wx = e * (103 + i * 49) - 21
                window(a, wx, -92, 3, 4, 10.5, 10.2, 2.2, WHITE, box=(RED, ROSE, OCHRE))
        # middle gable
        a.poly([(-80, 0), (-80, -126), (0, -214), (80, -126), (80, 0)], light(BRICK, .1))
        a.poly([(30, 0), (30, -180), (80, -126), (80, 0)], light(BRICK, .2))
        bricks(a, -78, -118, 156, 112, BRICK, 9, 34)
        a.rect(-80, -14, 160, 14, dark(BRICK, .38))
        a.rect(-80, -124, 160, 4, CREAM)
        a.poly([(-97, -114), (0, -221), (97, -114), (84, -112), (0, -204), (-84, -112)], CREAM)
        a.poly([(-97, -114), (-92, -119), (0, -221), (92, -119), (97, -114), (0, -230)], ROOF)
        a.poly([(0, -221), (92, -119), (97, -114), (0, -230)], light(ROOF, .3))
        window(a, -21.5, -166, 3, 2, 11, 13, 2.4, WHITE)
        a.circ(0, -184, 10, CREAM)
        a.path('M0,-178 c-4,-3 -7,-5.500 -7,-9 c0,-4.500 5.500,-5 7,-1.500 c1.500,-3.500 7,-3 7,1.500 c0,3.500 -3,6 -7,9Z', RED)
        for e in (-1, 1):
            window(a, e * 59 - 15, -92, 2, 4, 10.5, 13, 2.4, WHITE)
        # doors
        a.path('M-42,0 V-88 A42,30 0 0 1 42,-88 V0Z', WHITE)
        a.path('M-36,-84 A36,25 0 0 1 36,-84Z', dark(PANE, .1))
        for i in range(4):
            a.pane(-35 + i * 18, -96, 14.5, 11) if i in (1, 2) else None
        a.line([(0, -84), (0, -108)], WHITE, 2.4)
        a.line([(-19, -84), (-24, -102)], WHITE, 2.2)
        a.line([(19, -84), (24, -102)], WHITE, 2.2)
        a.rect(-36, -82, 72, 82, dark(DOOR, .35))
        for e in (0, 1):
            dx = -34 + e * 35
            a.rect(dx, -80, 33, 80, DOOR if e == 0 else light(DOOR, .1))
            a.rect(dx + 4, -32, 25, 25, dark(DOOR, .2))
            a.rect(dx + 6, -30, 21, 21, light(DOOR, .08))
            for j in range(2):
                for i in range(2):
                    a.pane(dx + 4.5 + i * 13, -75 + j * 19, 11, 16.5)
        a.circ(-4, -36, 2.2, OCHRE)
        a.circ(5, -36, 2.2, OCHRE)
        # steps, planters
        a.rect(-52, -5, 104, 6, '#d8c8ac')
        a.rect(-60, 0, 120, 6, '#c3b197')
        for e in (-1, 1):
            with a.at(e * 66, 4):
                bush(a, 0, -14, 30, 5 + e, MEADOW2, (RED, ROSE, WHITE))
                a.path('M-11,-18 h22 l-3,18 h-16Z', '#a8603f')
                a.rect(-12.5, -20, 25, 5, '#c37a52')
        if bunt:
            bunting(a, (-250, -112), (-84, -120), 20, 8)
            bunting(a, (84, -120), (250, -112), 20, 8)


def church(a, x, base, s=1):
    """Village church with a saddle-back tower; origin: foot of the tower's front left corner."""
    a.house = 'church'
    b = mix(BRICK, '#8f6a5a', .35)
    with a.at(x, base, s):
        # nave
        a.rect(80, -134, 260, 134, a.lin([(0, dark(b, .2)), (1, light(b, .06))], 0, 0, 1, 0))
        bricks(a, 96, -130, 240, 124, b, 21, 60)
        a.poly([(84, -262), (312, -262), (352, -130), (84, -130)], SLATE)
        tiles(a, [(84, -262), (312, -262), (352, -130), (84, -130)], a.lin([(0, light(SLATE, .2)), (1, dark(SLATE, .16))]), 10, '#2d3350', '0.4')
        a.poly([(312, -262), (352, -130), (322, -130), (300, -262)], light(SLATE, .4), o='0.6')
        a.line([(84, -263), (312, -263)], light(SLATE, .35), 4)
        a.rect(84, -133, 270, 5, CREAM)
        for i in range(4):
            wx = 108 + i * 58
            a.poly([(wx + 40, -110), (wx + 50, -110), (wx + 54, 0), (wx + 38, 0)], dark(b, .12))
            a.poly([(wx + 46, -110), (wx + 50, -110), (wx + 54, 0), (wx + 47, 0)], light(b, .2))
            lancet(a, wx, -98, 2, 5, 10, 12.2)
        # choir
        a.poly([(340, 0), (340, -118), (384, -118), (404, -106), (404, 0)], light(b, .06))
        a.poly([(384, 0), (384, -118), (404, -106), (404, 0)], light(b, .26))
        a.poly([(330, -196), (352, -200), (412, -108), (384, -116), (338, -116)], SLATE)
        a.poly([(352, -200), (412, -106), (384, -114)], light(SLATE, .35))
        lancet(a, 348, -92, 2, 4, 9.5, 12)
        # tower: front and lit side
        a.poly([(0, 0), (0, -318), (34, -378), (68, -318), (68, 0)], a.lin([(0, dark(b, .12)), (1, dark(b, .02))], 0, 0, 1, 0))
        a.poly([(68, 0), (68, -318), (98, -318), (98, 0)], light(b, .24))
        bricks(a, 2, -312, 64, 306, b, 31, 60)
        bricks(a, 70, -312, 26, 306, light(b, .24), 32, 20)
        a.poly([(34, -384), (66, -384), (104, -312), (72, -312)], SLATE)
        tiles(a, [(34, -384), (66, -384), (104, -312), (72, -312)], a.lin([(0, light(SLATE, .42)), (1, light(SLATE, .14))]), 7, '#2d3350', '0.4')
        a.poly([(-6, -312), (34, -386), (74, -312), (68, -312), (34, -374), (0, -312)], dark(SLATE, .2))
        for yy in (-250, -170):
            a.rect(-2, yy, 72, 4, '#d6c3a0')
            a.rect(68, yy, 32, 4, '#f0deb8')
        a.line([(34, -384), (34, -412)], '#3c4358', 2.2)
        a.line([(28, -404), (40, -404)], '#3c4358', 2.2)
        a.line([(66, -384), (66, -404)], '#3c4358', 2)
        a.path('M58,-404 q5,-2 7,3 q4,1 8,-6 q4,7 -3,11 q-8,3 -12,-8Z', OCHRE)
        for dx in (10, 38):    # belfry
            a.path('M%d,-256 v-36 a10,11 0 0 1 20,0 v36Z' % dx, '#efe0c2')
            a.path('M%d,-257 v-34 a7.500,9 0 0 1 15,0 v34Z' % (dx + 2.5), '#3a3a50')
            for k in range(5):
                a.line([(dx + 3, -288 + k * 7), (dx + 17, -286 + k * 7)], '#6c6478', 2.4)
        a.path('M75,-257 v-34 a7.500,9 0 0 1 15,0 v34Z', '#3a3a50')
        a.circ(34, -334, 11.5, CREAM)
        a.circ(34, -334, 9.5, '#2f3957')
        a.line([(34, -334), (34, -341)], OCHRE, 1.8)
        a.line([(34, -334), (39.5, -331)], OCHRE, 1.8)
        lancet(a, 21, -228, 2, 3, 9.5, 12.5)
        lancet(a, 21, -148, 2, 3, 9.5, 12.5)
        a.path('M16,0 v-56 a18,20 0 0 1 36,0 v56Z', '#efe0c2')
        a.path('M20,0 v-55 a14,16 0 0 1 28,0 v55Z', DOOR)
        a.line([(34, 0), (34, -70)], dark(DOOR, .4), 1.6)


def lancet(a, x, y, cols, rows, pw, ph, gap=2.2):
    f = 3
    w = cols * pw + (cols - 1) * gap + 2 * f
    h = rows * ph + (rows - 1) * gap + f
    a.path('M%s,%s v%s h%s v%s Q%s,%s %s,%s Q%s,%s %s,%sZ' % tuple(map(n, (
        x, y, h + f, w, -h - f, x + w, y - w * .5, x + w / 2, y - w * .85, x, y - w * .5, x, y))), '#efe0c2')
    a.path('M%s,%s Q%s,%s %s,%s Q%s,%s %s,%sZ' % tuple(map(n, (
        x + f, y + f - 2, x + f, y - w * .4, x + w / 2, y - w * .66, x + w - f, y - w * .4, x + w - f, y + f - 2))), dark(PANE, .1))
    for j in range(rows):
        for i in range(cols):
            a.pane(x + f + i * (pw + gap), y + f + j * (ph + gap), pw, ph)
    a.rect(x - 2, y + h + f - 1, w + 4, 4, '#c9b592')


def farm(a, x, base, s=1, flip=False, name='farm', seed=1, wall=BRICK, roof=THATCH):
    """Saxon farmhouse: front gable (left) with living quarters, long low thatched roof to the right. 420 wide, 190 high."""
    a.house = name
    r = random.Random(seed)
    lr = -1 if flip else 1
    with a.at(x, base, s, flip):
        a.ell(210, 3, 226, 11, '#1e1a30', o='0.2')
        # long side
        sw = wall if not flip else dark(wall, .12)
        a.poly([(150, -46), (412, -46), (412, 0), (150, 0)], light(sw, .12) if lr > 0 else dark(sw, .16))
        bricks(a, 152, -44, 255, 40, sw, seed + 2, 36)
        a.rect(150, -7, 262, 7, dark(wall, .42))
        for i in range(3):
            window(a, 178 + i * 40, -37, 2, 1, 10, 13, 2.2, WHITE)
        # big stable doors
        a.path('M316,0 v-48 a32,12 0 0 1 64,0 v48Z', '#efe0c2')
        a.path('M320,0 v-47 a28,10 0 0 1 56,0 v47Z', DOOR)
        a.line([(348, 0), (348, -54)], dark(DOOR, .4), 1.6)
        for dx in (322, 350):
            a.line([(dx, -4), (dx + 24, -40)], light(DOOR, .3), 1.6)
        # roof, long slope
        top = [(80, -186), (366, -186), (418, -44), (158, -44)]
        ra = light(roof, .1) if lr > 0 else dark(roof, .14)
        a.path('M80,-186 L358,-186 Q374,-184 384,-158 Q408,-96 426,-50 Q424,-38 410,-40 L310,-42 Q296,-58 276,-42 L166,-40 Q152,-42 150,-56Z',
               a.lin([(0, light(ra, .16)), (.55, ra), (1, dark(ra, .2))]))
        for _ in range(90):
            t = r.random()
            y = -178 + t * 126
            x0 = 88 + t * 74
            x1 = 366 + t * 50
            px = x0 + r.random() * (x1 - x0)
            a.line([(px, y), (px + 4 + t * 2, y + 9)], dark(roof, .3) if r.random() < .6 else light(roof, .35), 1.2, o='0.5')
        a.path('M364,-186 Q376,-182 384,-158 Q408,-96 426,-50 L408,-56 Q384,-120 364,-186Z', light(roof, .4) if lr > 0 else dark(roof, .3), o='0.7')
        a.path('M76,-188 Q220,-196 362,-188 L362,-178 ' + ''.join('q-9,8 -18,0 ' for _ in range(16)) + 'L76,-180Z', mix(ROOF, BRICK, .4))
        # gable front
        a.poly([(2, 0), (2, -52), (40, -128), (122, -128), (160, -52), (160, 0)],
               a.lin([(0, dark(wall, .2) if lr > 0 else light(wall, .12)), (1, wall if lr > 0 else light(wall, .02))], 0, 0, 1, 0))
        bricks(a, 8, -50, 146, 44, wall, seed + 3, 22)
        bricks(a, 40, -124, 82, 70, wall, seed + 4, 14)
        a.rect(2, -9, 158, 9, dark(wall, .42))
        a.path('M42,-122 Q44,-128 50,-128 L112,-128 Q118,-128 120,-122 L128,-118 Q130,-126 122,-140 L96,-186 Q81,-194 66,-186 L40,-140 Q32,-126 34,-118Z',
               a.lin([(0, light(roof, .1)), (1, dark(roof, .16))]))
        a.path('M34,-140 Q12,-96 -10,-50 Q-8,-42 4,-44 Q26,-90 46,-126Z', dark(roof, .26) if lr > 0 else light(roof, .25))
        a.path('M128,-140 Q150,-96 172,-50 Q168,-40 158,-44 Q136,-90 116,-126Z', dark(roof, .1))
        a.path('M81,-190 l0,-16 M75,-190 l12,-18 M87,-190 l-12,-18', None, s='#efe0c2', sw=2.6, cap='round')
        for wx in (12, 47, 90, 125):
            window(a, wx, -44, 2, 2, 9.5, 14, 2.2, WHITE, f=2.4)
        a.rect(74, -48, 14, 48, '#efe0c2')
        a.rect(76, -46, 10, 46, DOOR)
        for wx in (50, 87):
            window(a, wx, -106, 2, 2, 10, 13, 2.2, WHITE, f=2.4)
        a.rect(30, -60, 102, 3, '#d6c3a0')
        chimney(a, 176, -176, 15, 28)
        bush(a, 8, 3, 34, seed + 7, MEADOW2, (ROSE, WHITE, RED))
        bush(a, 150, 3, 30, seed + 8, MEADOW2, (OCHRE, WHITE))


def row(a, x, base, s=1, k=5, seed=1, name='row', w=82, roofs=None):
    """Terraced houses, each w wide and 150 high."""
    r = random.Random(seed)
    walls = [BRICK, mix(BRICK, '#d9a070', .45), '#ead9b8', mix(BRICK, '#6d4034', .4), '#d9b98c']
    with a.at(x, base, s):
        a.ell(k * w / 2, 2, k * w / 2 + 14, 8, '#1e1a30', o='0.18')
        for i in range(k):
            a.house = '%s%d' % (name, i)
            wl = walls[(i + seed) % 5]
            rf = (roofs or [ROOF, mix(ROOF, '#a8583f', .6), SLATE])[(i * 2 + seed) % 3]
            X = i * w
            a.rect(X, -96, w, 96, a.lin([(0, dark(wl, .14)), (1, wl)], 0, 0, 1, 0))
            bricks(a, X + 2, -92, w - 4, 84, wl, seed + i, 16)
            a.rect(X, -8, w, 8, dark(wl, .45))
            tiles(a, [(X, -150), (X + w, -150), (X + w + (3 if i == k - 1 else 0), -94), (X - (3 if i == 0 else 0), -94)],
                  a.lin([(0, light(rf, .2)), (1, dark(rf, .08))]), 6)
            a.rect(X - 1, -97, w + 2, 5, CREAM)
            if i % 2 == 0:
                chimney(a, X + w - 20, -143, 13, 24)
            if r.random() < .8:
                window(a, X + 23, -130, 3, 1, 9.5, 13, 2.2, WHITE, sill=False, f=2.6)
                a.rect(X + 18, -135, 44, 5.5, dark(rf, .3))
            window(a, X + 8, -84, 2, 2, 10, 12, 2.2, WHITE, f=2.6)
            window(a, X + 46, -84, 2, 2, 10, 12, 2.2, WHITE, f=2.6)
            window(a, X + 8, -44, 3, 2, 10, 12.5, 2.2, WHITE, f=2.6, box=(RED, OCHRE, ROSE) if i % 2 else None)
            dc = [DOOR, RED, '#3d5278', OCHRE, '#7a4a3a'][(i + seed * 2) % 5]
            a.rect(X + 53, -47, 22, 47, '#efe0c2')
            a.rect(X + 55.5, -30, 17, 30, dc)
            a.pane(X + 56, -44, 16, 10.5)
            a.circ(X + 70, -16, 1.3, CREAM)
            a.rect(X + 51, -2, 26, 3, '#c3b197')
            a.line([(X + w, -96), (X + w, 0)], dark(wl, .3), 1)


def cottage(a, x, base, s=1, flip=False, name='cot', seed=1, wall='#ead9b8', roof=ROOF, shutter='#3f6b5c'):
    """A small free-standing house, 150 wide, 130 high."""
    a.house = name
    lr = -1 if flip else 1
    with a.at(x, base, s, flip):
        a.ell(75, 2, 86, 7, '#1e1a30', o='0.18')
        a.rect(56, -62, 92, 62, light(wall, .14) if lr > 0 else dark(wall, .14))
        tiles(a, [(34, -128), (124, -128), (154, -58), (62, -58)], a.lin([(0, light(roof, .24 if lr > 0 else .02)), (1, dark(roof, .05))]), 8)
        a.poly([(0, 0), (0, -62), (32, -124), (64, -62), (64, 0)], wall if lr > 0 else light(wall, .08))
        bricks(a, 2, -60, 60, 52, wall, seed, 14)
        a.poly([(-7, -54), (32, -134), (71, -54), (64, -54), (32, -118), (0, -54)], dark(roof, .3))
        a.rect(0, -7, 148, 7, dark(wall, .4))
        window(a, 19.5, -92, 2, 2, 9.5, 12, 2.2, WHITE, f=2.4)
        window(a, 9, -50, 2, 2, 9.5, 13, 2.2, WHITE, f=2.4, shutter=None)
        a.rect(38, -44, 19, 44, '#efe0c2')
        a.rect(40, -42, 15, 42, shutter)
        window(a, 76, -48, 2, 2, 9.5, 13, 2.2, WHITE, f=2.4, box=(RED, ROSE, OCHRE))
        window(a, 114, -48, 2, 2, 9.5, 13, 2.2, WHITE, f=2.4, box=(RED, ROSE, OCHRE))
        chimney(a, 108, -118, 13, 26)


def mill(a, x, base, s=1, rot=24, name='mill'):
    """A thatched windmill on a brick foot with a stage, 300 high."""
    a.house = name
    with a.at(x, base, s):
        a.ell(0, 2, 70, 8, '#1e1a30', o='0.18')
        a.poly([(-52, 0), (-46, -74), (46, -74), (52, 0)], a.lin([(0, dark(BRICK, .3)), (1, light(BRICK, .1))], 0, 0, 1, 0))
        bricks(a, -46, -70, 92, 64, BRICK, 5, 26)
        a.path('M-16,0 v-34 a16,12 0 0 1 32,0 v34Z', '#efe0c2')
        a.path('M-12,0 v-33 a12,9 0 0 1 24,0 v33Z', DOOR)
        window(a, -42, -58, 1, 2, 10, 12, 2.2, WHITE, f=2.4)
        window(a, 27, -58, 1, 2, 10, 12, 2.2, WHITE, f=2.4)
        a.poly([(-42, -78), (-26, -212), (26, -212), (42, -78)], a.lin([(0, dark(THATCH, .34)), (.5, dark(THATCH, .12)), (1, light(THATCH, .2))], 0, 0, 1, 0))
        a.poly([(10, -78), (6, -212), (26, -212), (42, -78)], light(THATCH, .22), o='0.6')
        window(a, -7.5, -130, 1, 2, 10, 12, 2.2, WHITE, f=2.4)
        window(a, -7.5, -186, 1, 2, 10, 12, 2.2, WHITE, f=2.4)
        a.rect(-74, -82, 148, 6, WOOD2)
        for i in range(9):
            a.line([(-72 + i * 18, -82), (-72 + i * 18, -98)], '#efe0c2', 1.8)
        a.line([(-74, -98), (74, -98)], '#efe0c2', 2)
        for e in (-1, 1):
            a.line([(e * 70, -78), (e * 46, -46)], WOOD3, 3.4)
        a.path('M-30,-210 Q-34,-232 -12,-246 Q4,-254 22,-242 Q36,-230 30,-210Z', THATCH2)
        a.path('M6,-249 Q36,-244 30,-210 L12,-210 Q18,-236 6,-249Z', light(THATCH, .1))
        a.circ(-2, -228, 6, WOOD3)
        with a.at(-2, -228, 1, rot=rot):
            for q in range(4):
                with a.at(0, 0, 1, rot=q * 90):
                    a.line([(0, 0), (0, -142)], '#4d3528', 4)
                    a.poly([(2, -34), (22, -34), (22, -140), (2, -140)], CREAM, o='0.85')
                    for i in range(9):
                        a.line([(0, -36 - i * 13), (22, -36 - i * 13)], '#7a5a40', 1.3)
                    a.line([(22, -34), (22, -140)], '#7a5a40', 1.5)
                    a.poly([(-2, -40), (-8, -40), (-8, -138), (-2, -138)], '#9a7a58')
        a.circ(-2, -228, 4.5, OCHRE)


def fold(a, x, base, s=1, wall=WOOD2, roof=THATCH):
    """A sheepfold (schaapskooi): a huge thatched roof on low board walls, 240 wide, 110 high."""
    r = random.Random(12)
    with a.at(x, base, s):
        a.ell(120, 2, 136, 7, '#1e1a30', o='0.18')
        a.rect(12, -30, 216, 30, wall)
        for i in range(24):
            a.line([(14 + i * 9, -30), (14 + i * 9, 0)], dark(wall, .3), 1.2)
        a.path('M92,0 v-52 h56 v52Z', dark(wall, .5))
        a.path('M44,-110 L196,-110 Q206,-108 214,-92 Q232,-50 242,-28 Q240,-18 228,-22 L152,-24 Q148,-56 120,-56 Q92,-56 88,-24 L12,-22 Q0,-18 -2,-28 Q8,-50 26,-92 Q34,-108 44,-110Z',
               a.lin([(0, light(roof, .2)), (.6, roof), (1, dark(roof, .22))]))
        for _ in range(60):
            t = r.random()
            px = 40 - t * 34 + r.random() * (160 + t * 70)
            y = -102 + t * 66
            a.line([(px, y), (px + (px - 120) * .03, y + 8)], dark(roof, .32) if r.random() < .6 else light(roof, .35), 1.2, o='0.5')
        a.path('M190,-110 Q206,-108 214,-92 Q232,-50 242,-28 L222,-34 Q206,-80 190,-110Z', light(roof, .4), o='0.7')
        a.path('M40,-112 Q120,-118 200,-112 L200,-102 ' + ''.join('q-8,7 -16,0 ' for _ in range(10)) + 'L40,-102Z', dark(roof, .3))

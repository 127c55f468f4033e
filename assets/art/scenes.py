"""Backgrounds and larger set pieces shared by the spot pictures and the Broekhoven pictures."""
import math
import random
from draw import *


def soft_cloud(a, x, y, w, col='#fff8e6', o='0.85'):
    a.path('M%s,%s a%s,%s 0 0 1 %s,%s a%s,%s 0 0 1 %s,%s a%s,%s 0 0 1 %s,%sZ' % tuple(map(n, (
        x - w * .5, y, w * .16, w * .13, w * .22, -w * .1, w * .22, w * .2, w * .38, -w * .02, w * .2, w * .13, w * .38, w * .12))), col, o=o)


def treeline(a, y, h, col, seed=1, x0=-10, x1=None):
    r = random.Random(seed)
    x, d = x0, 'M%s,%s L%s,%s' % (n(x0), n(y + h * 2), n(x0), n(y))
    while x < (x1 or a.w + 10):
        w = r.uniform(.9, 2.2) * h
        d += ' q%s,%s %s,0' % (n(w / 2), n(-r.uniform(.7, 1.9) * h), n(w))
        x += w
    a.path(d + ' L%s,%sZ' % (n(x), n(y + h * 2)), col)


def day(a, hor=265, seed=1, sun=(520, 90), ground=('#a3bd7f', '#6f9a62'), clouds=True, far=True, sky=('#a9d0d8', '#dfe8d8', '#fdecc6')):
    a.rect(0, 0, a.w, a.h, a.lin([(0, sky[0]), (.35, sky[1]), (.6, sky[2])]))
    if sun:
        a.circ(sun[0], sun[1], 130, a.rad([(0, '#fff3c4', '0.95'), (.3, '#ffe9ae', '0.5'), (1, '#ffe9ae', '0')]))
        a.circ(sun[0], sun[1], 30, '#fff1bf')
    if clouds:
        r = random.Random(seed + 3)
        for i in range(4):
            soft_cloud(a, 40 + i * 175 + r.uniform(-30, 30), r.uniform(50, 120), r.uniform(70, 130))
    if far:
        treeline(a, hor, 16, '#a9bda0', seed)
        treeline(a, hor + 8, 14, '#8fae86', seed + 1)
    a.rect(0, hor + 6, a.w, a.h - hor, a.lin([(0, ground[0]), (1, ground[1])]))


def dusk(a, hor=265, seed=1, ground=('#6f8f62', '#35544a'), stars=30, glow=(430, 1.8)):
    a.rect(0, 0, a.w, a.h, a.lin([(0, '#22304f'), (.22, '#3b4372'), (.38, '#8a6286'), (.48, '#dd9273'), (.56, '#f5bd77')]))
    a.body.append('<g transform="translate(%d %d) scale(%s 1)">' % (glow[0], hor, glow[1]))
    a.circ(0, 0, 150, a.rad([(0, '#ffe6a8', '0.8'), (.4, '#ffc57c', '0.4'), (1, '#d9707a', '0')]))
    a.body.append('</g>')
    r = random.Random(seed)
    for _ in range(stars):
        y = 12 + r.random() ** 1.3 * 120
        a.circ(r.random() * a.w, y, r.choice([.9, 1.2, 1.7]), '#fdf1d4', o='%.2f' % (.9 - y / 200))
    treeline(a, hor, 13, '#8d6a8c', seed)
    treeline(a, hor + 8, 12, '#5f5678', seed + 1)
    a.rect(0, hor + 8, a.w, a.h - hor, a.lin([(0, ground[0]), (1, ground[1])]))


def night(a, hor=265, seed=1, ground=('#dfe4ec', '#b9c6d8'), moon=(540, 80)):
    a.rect(0, 0, a.w, a.h, a.lin([(0, '#1d2745'), (.3, '#2f3b66'), (.56, '#6b5f8a')]))
    r = random.Random(seed)
    for _ in range(50):
        a.circ(r.random() * a.w, r.random() * hor * .8, r.choice([.9, 1.2, 1.7]), '#fdf1d4', o='0.8')
    if moon:
        a.circ(moon[0], moon[1], 70, a.rad([(0, '#f7e7c0', '0.35'), (1, '#f7e7c0', '0')]))
        a.circ(moon[0], moon[1], 24, '#fbeecb')
        a.circ(moon[0] - 8, moon[1] - 5, 5, '#f0dcae')
        a.circ(moon[0] + 7, moon[1] + 8, 3.5, '#f0dcae')
    treeline(a, hor, 14, '#3d426c', seed)
    a.rect(0, hor + 6, a.w, a.h - hor, a.lin([(0, ground[0]), (1, ground[1])]))


def room(a, wall='#f1d9a8', panel='#7f9c86', floor='#c08a58', hor=330, win=True, lamps=(160, 480), glow=True, bunt=True, winx=(70, 440), eve=True):
    """A warm hall inside: wall, wainscot, board floor, windows, hanging lamps."""
    w = a.w
    a.rect(0, 0, w, hor, a.lin([(0, dark(wall, .16)), (1, wall)]))
    a.rect(0, hor - 82, w, 82, panel)
    for i in range(int(w / 40) + 1):
        a.rect(i * 40 + 5, hor - 70, 30, 58, dark(panel, .1), r=2)
        a.rect(i * 40 + 7, hor - 68, 28, 56, light(panel, .08), r=2)
    a.rect(0, hor - 86, w, 7, light(panel, .35))
    a.rect(0, hor - 8, w, 9, dark(panel, .25))
    a.rect(0, hor, w, a.h - hor, a.lin([(0, dark(floor, .16)), (1, floor)]))
    for i in range(-8, 22):
        a.line([(w / 2 + (i - 7) * 46, hor), (w / 2 + (i - 7) * 92, a.h)], dark(floor, .26), 1.2, o='0.5')
    if win:
        for x in winx:
            a.rect(x - 8, 52, 136, 152, '#fbf4e6', r=3)
            a.rect(x, 60, 120, 136, a.lin([(0, '#2e3a63'), (.6, '#b97a86'), (1, '#f2b26b')]) if eve else a.lin([(0, '#b9d8da'), (1, '#fbeccd')]))
            r = random.Random(int(x))
            a.path('M%d,196 v-22 q14,-26 30,-8 q16,-20 30,6 q14,-8 18,24Z' % x, '#4a5a55' if eve else '#8fae86')
            a.path('M%d,196 q8,-26 24,-16 q14,-26 34,-4 q14,-4 18,6 v14Z' % (x + 44), '#3f4f4c' if eve else '#7a9f74')
            a.rect(x - 2, 196, 124, 8, '#fbf4e6')
            a.rect(x + 57, 60, 6, 136, '#fbf4e6')
            a.rect(x, 104, 120, 5, '#fbf4e6')
            a.rect(x - 14, 202, 148, 8, '#e9d9b8', r=2)
            for e in (0, 1):
                cx = x - 16 if e == 0 else x + 110
                a.path('M%s,46 h28 q-4,80 %s,160 h-24 Z' % (n(cx), n(-2 if e == 0 else -2)), '#b5533c' if not e else '#a64a36', o='0.95')
            a.rect(x - 24, 42, 168, 6, WOOD3, r=3)
    if bunt:
        bunting(a, (-10, 22), (w / 2, 18), 16, 8)
        bunting(a, (w / 2, 18), (w + 10, 22), 16, 8)
    for x in lamps:
        a.line([(x, 0), (x, 62)], '#4a3a34', 2)
        if glow:
            a.circ(x, 92, 120, a.rad([(0, '#fff0c0', '0.6'), (.35, '#ffe2a0', '0.25'), (1, '#ffe2a0', '0')]))
        a.path('M%d,62 q20,4 28,28 h-56 q8,-24 28,-28Z' % x, OCHRE)
        a.path('M%d,62 q20,4 28,28 h-14 q-4,-20 -14,-28Z' % x, dark(OCHRE, .14))
        a.ell(x, 90, 28, 5, '#fff3cf')


def table(a, x, y, w, h=70, top='#c9925c', d=16, legs=True):
    """A table seen slightly from above; x is the middle, y the floor."""
    if legs:
        for e in (-1, 1):
            a.rect(x + e * w * .42 - 5, y - h, 10, h, dark(top, .35))
    a.path('M%s,%s L%s,%s L%s,%s L%s,%sZ' % tuple(map(n, (x - w / 2 + d, y - h - d, x + w / 2 - d, y - h - d, x + w / 2, y - h + 4, x - w / 2, y - h + 4))), light(top, .16))
    a.rect(x - w / 2, y - h + 4, w, 9, dark(top, .16), r=2)


def mug(a, x, y, col=RED, s=1):
    a.rect(x - 6 * s, y - 13 * s, 12 * s, 13 * s, col, r=2 * s)
    a.path('M%s,%s q%s,1 %s,%s q0,%s %s,%s' % tuple(map(n, (x + 6 * s, y - 10 * s, 6 * s, 5 * s, 4 * s, 3 * s, -5 * s, 3 * s))), None, s=col, sw=2 * s)
    a.ell(x, y - 13 * s, 6 * s, 1.8 * s, '#6b452f')


def steam(a, x, y, h=24, col='#fffaf0', sw=3):
    for i, dx in enumerate((-7, 1, 9)):
        a.path('M%s,%s q-5,%s 0,%s q5,%s 0,%s' % tuple(map(n, (x + dx, y, -h * .25, -h * .5, -h * .25, -h * .5))), None, s=col, sw=sw, cap='round', o='0.6')


def path_road(a, pts, widths, col, edge=None):
    """A road with a changing width through points."""
    l, r = [], []
    for i, (x, y) in enumerate(pts):
        p0, p1 = pts[max(0, i - 1)], pts[min(len(pts) - 1, i + 1)]
        dx, dy = p1[0] - p0[0], p1[1] - p0[1]
        L = math.hypot(dx, dy) or 1
        w = widths[i] / 2
        l.append((x - dy / L * w, y + dx / L * w * .55))
        r.append((x + dy / L * w, y - dx / L * w * .55))
    a.path(smooth(l, False, 1.) + 'L' + smooth(r[::-1], False, 1.)[1:] + 'Z', col)


def ladder(a, x, y, x2, y2, w=16, col='#d8b98a'):
    k = int(math.hypot(x2 - x, y2 - y) / 13)
    for e in (-.5, .5):
        a.line([(x + e * w, y), (x2 + e * w * .8, y2)], col, 3.4)
    for i in range(1, k):
        t = i / k
        X, Y = x + (x2 - x) * t, y + (y2 - y) * t
        ww = w * (1 - .2 * t)
        a.line([(X - ww / 2, Y), (X + ww / 2, Y)], col, 2.6)


def bee(a, x, y, s=1, flip=False):
    with a.at(x, y, s, flip):
        a.ell(-3, -9, 5, 8, '#eef4f4', o='0.85')
        a.ell(5, -9, 4.5, 7, '#ffffff', o='0.85')
        a.ell(0, 0, 11, 7.5, OCHRE)
        a.path('M-3,-7.200 q-3,7 0,14.400 l3.500,0 q-2,-7 0,-14.600Z', INK)
        a.path('M4,-7 q-2,7 0,14 l3,-1.500 q-1.500,-5 0,-11Z', INK)
        a.circ(10, -1, 5, '#4a3a30')
        a.circ(12, -2, 1.1, WHITE)
        a.line([(12, -5), (16, -9)], INK, 1.2)


def crowd_back(a, x, y, s, top, hair, style=0):
    """Someone sitting, seen from behind."""
    with a.at(x, y, s):
        a.path('M-34,60 Q-36,4 -14,-2 L14,-2 Q36,4 34,60Z', top)
        a.path('M8,-2 L14,-2 Q36,4 34,60 L18,60 Q20,10 8,-2Z', dark(top, .14))
        a.rect(-7, -12, 14, 14, '#c99a7a')
        a.circ(0, -26, 19, hair)
        if style == 1:
            a.path('M-19,-26 Q-20,4 -16,10 Q0,16 16,10 Q20,4 19,-26Z', hair)
        elif style == 2:
            a.circ(0, -48, 9, dark(hair, .1))
        elif style == 3:
            for i in range(9):
                t = math.pi * (.9 + 1.2 * i / 8)
                a.circ(math.cos(t) * 18, -26 + math.sin(t) * 18, 8, hair)
        elif style == 4:
            a.circ(0, -22, 17, '#e7b48c')
            a.path('M-18,-22 q-2,16 8,18 h20 q10,-4 8,-18 q-4,8 -18,8 q-14,0 -18,-8Z', hair)


def kiosk(a, x, y, s=1, screen=True, sleep=False, button=True, glow=True, pic=0):
    """The wooden kiosk: a standing cabinet with a sloped screen and one round button. About 150 wide, 250 high."""
    with a.at(x, y, s):
        a.ell(0, 2, 92, 11, '#1e1a30', o='0.2')
        a.poly([(-50, 0), (-44, -132), (44, -132), (50, 0)], a.lin([(0, dark(WOOD, .24)), (1, WOOD)], 0, 0, 1, 0))
        a.poly([(24, -132), (44, -132), (50, 0), (26, 0)], light(WOOD, .14))
        for i in range(5):
            a.line([(-46 + i * 3, -14 - i * 24), (24, -14 - i * 24)], dark(WOOD, .22), 1.2, o='0.5')
        a.rect(-58, -8, 116, 9, WOOD3, r=2)
        # head
        a.path('M-78,-122 L-70,-252 Q-69,-262 -58,-262 L58,-262 Q69,-262 70,-252 L78,-122 Q78,-112 68,-112 L-68,-112 Q-78,-112 -78,-122Z', WOOD2)
        a.path('M-76,-126 L-69,-254 Q-68,-262 -58,-262 L58,-262 Q68,-262 69,-254 L76,-126 Q76,-118 66,-118 L-66,-118 Q-76,-118 -76,-126Z', light(WOOD, .2))
        a.path('M-60,-250 h120 l4,80 h-128Z', '#3a3450')
        if sleep:
            a.path('M-55,-245 h110 l3.600,70 h-117Z', a.lin([(0, '#2a3557'), (1, '#4a4a78')]))
            a.path('M-34,-208 q11,9 22,0 M12,-208 q11,9 22,0', None, s=CREAM, sw=4, cap='round')
            a.path('M-9,-192 q9,6 18,0', None, s=CREAM, sw=3.4, cap='round')
            for e in (-1, 1):
                a.ell(e * 38, -196, 7, 4.500, '#d9837a', o='0.5')
        elif screen:
            a.path('M-55,-245 h110 l3.600,70 h-117Z', a.lin([(0, '#2c3a60'), (.55, '#c98a7c'), (1, '#f2b26b')]))
            a.path('M-58,-175 v-14 q30,-8 58,-4 q30,4 58,-2 v20Z', '#5d8557')
            a.poly([(-24, -184), (-24, -204), (0, -222), (24, -204), (24, -184)], BRICK)
            a.poly([(-30, -202), (0, -226), (30, -202), (25, -200), (0, -219), (-25, -200)], ROOF)
            for wx in (-18, 10):
                a.rect(wx, -202, 8, 9, LIT)
            a.rect(-5, -198, 10, 14, DOOR)
            tree(a, -42, -183, 34, 5)
            tree(a, 42, -183, 40, 9)
        if button:
            if glow:
                a.circ(0, -143, 46, a.rad([(0, '#ffe08a', '0.85'), (.5, '#ffd37c', '0.3'), (1, '#ffd37c', '0')]))
            a.circ(0, -142, 21, WOOD3)
            a.circ(0, -144, 18, '#f0b53f' if glow else '#b9a88a')
            a.circ(0, -145.5, 15, '#ffd872' if glow else '#cfc1a6')
            a.ell(-4, -151, 6, 3.600, '#fff3c8', o='0.8')

"""Nine small pictures with an open background, 480 x 360."""
import math
import random
from draw import *
from scenes import *


def new():
    return Art(480, 360)


def ground_blob(a, cx=240, cy=318, rx=210, ry=30, col='#a9c184'):
    a.ell(cx, cy, rx, ry, dark(col, .12))
    a.ell(cx, cy - 4, rx - 4, ry - 4, col)


def idea():
    a = new()
    a.circ(240, 160, 165, a.rad([(0, '#ffe7a3', '0.95'), (.55, '#ffdf95', '0.45'), (1, '#ffdf95', '0')]))
    ground_blob(a)
    # crayon rays, a little wobbly
    r = random.Random(3)
    for i in range(13):
        t = math.pi * (.86 + 1.28 * i / 12)
        r1, r2 = 120, 144 + (i % 2) * 16
        a.curve([(240 + math.cos(t) * r1, 160 + math.sin(t) * r1), (240 + math.cos(t + .03) * (r1 + r2) / 2, 160 + math.sin(t + .03) * (r1 + r2) / 2),
                 (240 + math.cos(t) * r2, 160 + math.sin(t) * r2)], (OCHRE, RED, '#e58a3c')[i % 3], 7)
    # bulb
    a.path('M240,62 C300,62 336,106 332,154 C329,196 296,212 288,252 L192,252 C184,212 151,196 148,154 C144,106 180,62 240,62Z', '#fff2c2')
    a.path('M240,62 C300,62 336,106 332,154 C329,196 296,212 288,252 L262,252 C274,206 306,180 306,146 C306,104 276,72 240,62Z', '#ffe08d')
    a.path('M240,62 C300,62 336,106 332,154 C329,196 296,212 288,252 L192,252 C184,212 151,196 148,154 C144,106 180,62 240,62Z', None, s='#6b4a32', sw=6, join='round')
    a.path('M176,110 q14,-24 40,-28', None, s=WHITE, sw=9, cap='round')
    # sprout inside, in a heap of earth
    a.path('M194,250 q46,-34 92,0Z', '#7a553c')
    a.path('M240,238 C238,200 244,176 240,146', None, s=MEADOW2, sw=7, cap='round')
    a.path('M240,180 C204,184 184,160 182,130 C216,126 240,146 240,180Z', LEAF)
    a.path('M240,180 C222,164 204,148 190,138', None, s=LEAF2, sw=3, cap='round')
    a.path('M240,160 C242,124 266,106 300,110 C300,142 276,162 240,160Z', MEADOW)
    a.path('M244,156 C258,140 274,128 290,120', None, s=LEAF2, sw=3, cap='round')
    # fitting as a flower pot
    a.path('M186,254 h108 l-12,58 q-2,8 -10,8 h-64 q-8,0 -10,-8Z', '#b8623f')
    a.path('M264,254 h30 l-12,58 q-2,8 -10,8 h-20Z', '#cf7d52')
    a.rect(180, 246, 120, 18, '#c97850', r=5)
    for y in (280, 298):
        a.path('M194,%d q46,10 92,0' % y, None, s='#8f4a30', sw=4, cap='round')
    flower(a, 92, 316, 54, RED, OCHRE, 0)
    flower(a, 122, 320, 40, HEATH, OCHRE, 0)
    flower(a, 372, 318, 50, WATER, OCHRE, 0)
    flower(a, 400, 314, 38, RED, OCHRE, 1)
    for x in (64, 150, 340, 424):
        tuft(a, x, 322, 20, MEADOW2)
    return a


def vote():
    a = new()
    a.circ(240, 180, 170, a.rad([(0, '#ffe3a0', '0.7'), (1, '#ffe3a0', '0')]))
    # front of the kiosk, close by
    a.path('M38,338 L72,74 Q76,46 104,46 L376,46 Q404,46 408,74 L442,338 Q444,354 428,354 L52,354 Q36,354 38,338Z', a.lin([(0, light(WOOD, .3)), (1, WOOD)]))
    a.path('M360,46 L376,46 Q404,46 408,74 L442,338 Q444,354 428,354 L406,354 L376,74 Q374,50 360,46Z', light(WOOD, .42), o='0.6')
    for i in range(8):
        a.path('M%d,%d q90,%d 170,0 q70,-6 %d,2' % (84 - i * 4, 96 + i * 34, 4 - i % 3 * 5, 124 + i * 8), None, s=dark(WOOD, .2), sw=1.6, o='0.35')
    a.path('M108,66 h264 l10,78 h-284Z', '#3a3450')
    a.path('M116,73 h248 l8,64 h-264Z', a.lin([(0, '#2c3a60'), (.5, '#b97a86'), (1, '#f2b26b')]))
    a.path('M108,137 v-12 q70,-14 132,-6 q70,8 131,-2 l1,20Z', MEADOW2)
    for x, h, c in ((150, 30, BRICK), (196, 38, '#d9b98c'), (300, 34, mix(BRICK, '#d9a070', .4))):
        a.rect(x, 130 - h * .6, 34, h * .6, c)
        a.poly([(x - 5, 131 - h * .6), (x + 39, 131 - h * .6), (x + 28, 130 - h), (x + 6, 130 - h)], ROOF)
        a.rect(x + 5, 136 - h * .6, 8, 9, LIT)
        a.rect(x + 20, 136 - h * .6, 8, 9, LIT)
    tree(a, 262, 130, 48, 4)
    tree(a, 130, 130, 34, 6)
    # glowing button
    a.circ(240, 236, 130, a.rad([(0, '#ffdf80', '1'), (.45, '#ffd06a', '0.55'), (1, '#ffd06a', '0')]))
    a.ell(240, 244, 74, 62, WOOD3)
    a.ell(240, 240, 66, 54, '#d99a2c')
    a.ell(240, 232, 66, 54, '#f2b63f')
    a.ell(240, 228, 56, 44, '#ffd975')
    a.path('M212,226 l20,20 l38,-38', None, s=WHITE, sw=11, cap='round', join='round')
    # hand from below right
    sk, sh = '#e0a67c', '#c98d62'
    a.path('M480,360 L480,300 Q430,262 390,270 L330,330 L350,360Z', '#4e6b8c')
    a.path('M480,318 Q436,282 398,286 L360,322 L372,344 Q400,320 440,360 L480,360Z', '#5f7f9f')
    a.path('M264,256 C258,246 268,236 278,242 L330,276 C352,262 380,258 402,276 L420,296 C404,326 372,346 344,336 C318,328 300,318 296,304 C288,300 288,290 296,286Z', sk)
    a.path('M296,304 q18,-2 30,8 M302,318 q16,-2 26,8 M314,328 q10,0 18,6', None, s=sh, sw=4, cap='round')
    a.path('M330,276 q10,8 8,20', None, s=sh, sw=4, cap='round')
    a.path('M263,250 q4,-10 14,-6 l8,5 q-8,2 -12,12Z', '#f3c9a5')
    a.path('M398,272 l26,26 l-30,28 q16,-26 4,-54Z', WHITE)
    return a


def village():
    a = new()
    ground_blob(a, 240, 296, 226, 50)
    with a.tone('#fbf4e6', .12):
        church(a, 274, 272, .49)
        cottage(a, 34, 276, .8, False, 'c', 4, '#ead9b8', ROOF)
    oak(a, 168, 290, 232, 11, 1, MEADOW2)
    cottage(a, 318, 292, .92, True, 'd', 6, mix(BRICK, '#d9a070', .3), mix(ROOF, '#a8583f', .4))
    path_road(a, [(250, 286), (238, 302), (250, 318), (242, 338)], [14, 24, 38, 56], '#e3c893')
    bench(a, 168, 304, .62)
    person(a, 256, 330, 84, SKINS[0], '#9a97a0', 'bun', HEATH, '#5a4668', skirt=True, look=.5)
    person(a, 290, 332, 88, SKINS[3], '#2b2422', 'short', OCHRE, '#3d4a6b', look=-.5, arms=[[(-18, -60), (-28, -72)], [(17, -56), (16, -40)]])
    person(a, 92, 330, 62, SKINS[1], '#7a4a2c', 'pigtails', RED, '#4a6a8a', child=True, smile=2, arms=[[(-20, -60), (-26, -84)], [(20, -60), (26, -84)]])
    person(a, 130, 334, 66, SKINS[4], '#1f1a1c', 'curls', WATER, '#6a4a3a', child=True, look=-.4, smile=2)
    dog(a, 352, 332, .8, flip=True)
    bike(a, 412, 318, .62, RED)
    for x in (40, 206, 440):
        tuft(a, x, 320, 16)
    return a


def result():
    a = new()
    a.circ(240, 170, 180, a.rad([(0, '#ffe9b4', '0.8'), (1, '#ffe9b4', '0')]))
    ground_blob(a)
    with a.tone('#fbf4e6', .1):
        hall(a, 240, 282, .62)
    bunting(a, (4, 36), (240, 30), 34, 9)
    bunting(a, (240, 30), (476, 36), 34, 9)
    up = lambda k=0: [[(-22, -84 - k), (-25, -104 - k)], [(22, -84 - k), (25, -104 - k)]]
    ch = lambda: [[(-20, -62), (-27, -84)], [(20, -62), (27, -84)]]
    for x, y, h, kw in (
            (92, 322, 116, dict(skin=SKINS[1], hair='#8d8a92', style='short', top='#4e6b8c', bottom='#4a4250', smile=2, arms=up(), glasses=True)),
            (156, 328, 112, dict(skin=SKINS[0], hair='#b5622f', style='long', top=MEADOW2, bottom='#3d4a6b', smile=2, arms=[[(-18, -58), (-17, -42)], [(22, -86), (28, -104)]])),
            (214, 334, 84, dict(skin=SKINS[3], hair='#241d1c', style='curls', top=OCHRE, bottom='#7a4a3a', child=True, smile=2, arms=ch(), body_dy=0)),
            (270, 330, 114, dict(skin=SKINS[4], hair='#1f1a1c', style='beard', top=RED, bottom='#3d4256', smile=1, arms=up())),
            (334, 332, 86, dict(skin=SKINS[5], hair='#d9a84e', style='pigtails', top=WATER, bottom='#5a4668', child=True, smile=2, arms=ch())),
            (390, 324, 112, dict(skin=SKINS[2], hair='#8d5a86', style='scarf', top=HEATH, bottom='#5a4668', skirt=True, smile=2, arms=[[(-22, -86), (-28, -104)], [(18, -58), (17, -42)]]))):
        a.shadow(x, y, h * .2)
        person(a, x, y, h, **kw)
    r = random.Random(6)
    for i in range(60):
        x, y = r.random() * 470 + 5, 60 + r.random() * 180
        c = r.choice([RED, OCHRE, WATER, MEADOW, HEATH, WHITE])
        if i % 2:
            a.circ(x, y, 3, c)
        else:
            with a.at(x, y, 1, rot=r.randrange(180)):
                a.rect(-5, -2, 10, 4, c, r=1)
    return a


def done():
    a = new()
    a.circ(240, 170, 170, a.rad([(0, '#ffe9b4', '0.9'), (1, '#ffe9b4', '0')]))
    ground_blob(a, 240, 316, 190, 28)
    # box
    a.poly([(112, 176), (322, 176), (322, 316), (112, 316)], a.lin([(0, light(WOOD, .12)), (1, WOOD)], 0, 0, 0, 1))
    a.poly([(322, 176), (376, 144), (376, 280), (322, 316)], dark(WOOD, .18))
    a.poly([(112, 176), (166, 144), (376, 144), (322, 176)], light(WOOD, .36))
    a.poly([(196, 164), (206, 157), (296, 157), (286, 164)], '#3a2a26')
    for y in (222, 268):
        a.line([(112, y), (322, y)], dark(WOOD, .2), 1.6, o='0.5')
        a.line([(322, y), (376, y - 34)], dark(WOOD, .35), 1.6, o='0.5')
    for x, y in ((122, 186), (312, 186), (122, 306), (312, 306)):
        a.circ(x, y, 3.4, OCHRE)
    # paper with a tick going in
    with a.at(246, 96, 1, rot=-5):
        a.path('M-40,-66 h80 v128 h-80Z', WHITE)
        a.path('M22,-66 h18 v128 h-18Z', '#f1e4c8')
        for i in range(3):
            a.rect(-28, -12 + i * 16, 44, 5, '#e0d2b4', r=2)
        a.path('M-20,-40 l14,14 l28,-28', None, s=MEADOW2, sw=10, cap='round', join='round')
    a.poly([(190, 164), (322, 164), (322, 176), (190, 176)], light(WOOD, .36))
    a.poly([(196, 164), (286, 164), (288, 161), (199, 161)], '#3a2a26')
    # heart on the box
    a.circ(217, 248, 48, CREAM)
    a.circ(217, 248, 48, None, s=dark(WOOD, .2), sw=3)
    a.path('M217,280 C190,262 182,246 184,232 C187,214 208,212 217,230 C226,212 247,214 250,232 C252,246 244,262 217,280Z', RED)
    a.path('M194,232 q2,-9 11,-9', None, s='#f3b8a6', sw=5, cap='round')
    # little tokens of joy
    for x, y, c, s in ((84, 110, RED, 1), (404, 92, HEATH, 1.1), (60, 196, OCHRE, .8), (424, 190, RED, .7), (130, 60, OCHRE, .7), (362, 44, MEADOW, .8)):
        with a.at(x, y, s):
            a.path('M0,14 C-14,5 -17,-3 -15,-9 C-12,-17 -3,-15 0,-8 C3,-15 12,-17 15,-9 C17,-3 14,5 0,14Z', c)
    flower(a, 84, 326, 60, RED)
    flower(a, 64, 322, 42, OCHRE, RED)
    flower(a, 408, 324, 52, HEATH)
    tuft(a, 104, 326, 20)
    tuft(a, 392, 324, 22)
    tuft(a, 430, 318, 16)
    return a


def help_():
    a = new()
    ground_blob(a, 240, 324, 200, 26, '#d9bd8a')
    # notice wall
    a.rect(222, 66, 216, 168, WOOD2, r=6)
    a.rect(232, 76, 196, 148, '#e6cb9a')
    for x, y, w, h, c in ((244, 88, 76, 56, WHITE), (334, 86, 82, 44, '#f6dfa8'), (246, 156, 60, 56, '#d6e3d4'), (318, 142, 98, 70, WHITE)):
        a.rect(x + 2, y + 3, w, h, '#8f6a48', o='0.3')
        a.rect(x, y, w, h, c)
        a.circ(x + w / 2, y + 5, 4, RED)
    for i in range(3):
        a.rect(254, 104 + i * 11, 56 - i * 12, 5, '#c9bda4', r=2)
    # a house and a heart on the leaflets
    a.poly([(344, 196), (344, 172), (366, 154), (388, 172), (388, 196)], BRICK)
    a.poly([(338, 174), (366, 150), (394, 174), (388, 178), (366, 160), (344, 178)], ROOF)
    a.rect(361, 180, 11, 16, DOOR)
    a.circ(402, 168, 7, OCHRE)
    a.path('M376,122 C364,114 362,108 364,102 C367,95 374,97 376,103 C378,97 385,95 388,102 C390,108 388,114 376,122Z', RED)
    a.path('M264,196 q12,-26 24,0 M276,178 v26', None, s=MEADOW2, sw=4, cap='round')
    # potted plant
    bush(a, 412, 290, 70, 4, MEADOW2, (ROSE, WHITE))
    a.path('M384,282 h56 l-8,44 h-40Z', '#b8623f')
    a.rect(380, 276, 64, 12, '#cf7d52', r=3)
    # caretaker
    a.shadow(140, 330, 60, 9)
    person(a, 140, 330, 282, SKINS[1], '#6b5a52', 'short', '#5f7f6c', '#3d4a6b', look=.9, glasses=True, apron='#e9c98a',
           arms=[[(-20, -56), (-13, -46)], [(24, -68), (38, -78)]], smile=1)
    # pointing finger and keys
    a.line([(248, 110), (272, 101)], SKINS[1], 9)
    a.circ(94, 214, 9, None, s='#8d97a3', sw=3)
    a.line([(94, 223), (92, 244)], OCHRE, 5)
    a.line([(98, 222), (104, 240)], '#8d97a3', 5)
    # mug on a shelf
    a.rect(8, 196, 74, 8, WOOD2, r=2)
    mug(a, 34, 196, RED, 1.6)
    steam(a, 34, 170, 26, '#e6d3b0')
    a.rect(54, 176, 8, 20, WATER)
    a.rect(63, 172, 9, 24, OCHRE)
    return a


def sleep():
    a = new()
    a.ell(240, 176, 226, 166, a.lin([(0, '#22304f'), (.6, '#4f4a78'), (1, '#a8788a')]))
    r = random.Random(5)
    for _ in range(34):
        t, k = r.random() * 6.28, math.sqrt(r.random())
        a.circ(240 + math.cos(t) * k * 205, 150 + math.sin(t) * k * 120, r.choice([1.3, 1.8, 2.4]), '#fdf1d4', o='0.85')
    # sleepy moon
    a.circ(352, 94, 86, a.rad([(0, '#f7e7c0', '0.4'), (1, '#f7e7c0', '0')]))
    a.circ(352, 94, 46, '#fbe7b2')
    a.path('M352,48 A46,46 0 0 1 352,140 A60,60 0 0 0 352,48Z', '#f0d08a')
    a.path('M330,92 q8,7 16,0 M358,92 q8,7 16,0', None, s='#8a6238', sw=3.6, cap='round')
    a.path('M344,110 q8,6 15,0', None, s='#8a6238', sw=3.2, cap='round')
    a.path('M308,72 Q318,24 372,36 Q398,44 414,84 Q356,46 308,72Z', '#8d6a9f')
    a.path('M308,72 Q356,46 414,84 l4,-9 Q358,36 304,64Z', CREAM)
    a.circ(417, 86, 8, CREAM)
    # hill and kiosk under a blanket
    a.path('M48,264 Q130,224 240,246 Q350,228 432,264 Q390,342 240,342 Q90,342 48,264Z', '#3f5f55')
    kiosk(a, 196, 320, .94, sleep=True, glow=False)
    a.path('M116,226 Q146,206 196,212 Q250,204 276,226 L290,318 Q270,330 248,318 Q222,334 196,320 Q170,334 146,318 Q122,330 102,318Z', '#b5533c')
    a.path('M238,209 Q262,212 276,226 L290,318 Q270,330 248,318 Q256,260 238,209Z', '#c9694f')
    for i in range(4):
        a.path('M%d,%d Q196,%d %d,%d' % (112 - i * 3, 244 + i * 20, 232 + i * 20, 280 + i * 3, 244 + i * 20), None, s='#e0a43b' if i % 2 else '#f0d6a4', sw=4, o='0.8')
    # three z's as little drawn strokes
    for x, y, s in ((262, 120, .8), (282, 86, 1.1), (250, 62, 1.4)):
        a.line([(x - 8 * s, y - 8 * s), (x + 8 * s, y - 8 * s), (x - 8 * s, y + 8 * s), (x + 8 * s, y + 8 * s)], '#f6dfa8', 4 * s)
    # cat asleep
    a.path('M316,318 Q318,284 352,284 Q388,286 390,316 Q352,326 316,318Z', '#c98a4f')
    a.circ(330, 298, 17, '#d89c60')
    a.poly([(317, 290), (318, 274), (329, 284)], '#d89c60')
    a.poly([(333, 283), (345, 276), (344, 292)], '#d89c60')
    a.path('M320,300 q4,4 8,0 M332,300 q4,4 8,0', None, s='#5a3a26', sw=2, cap='round')
    a.path('M388,312 q18,-6 8,-18', None, s='#c98a4f', sw=8, cap='round')
    for x in (356, 366, 376):
        a.path('M%d,288 q4,8 2,16' % x, None, s='#a06a38', sw=3, cap='round')
    return a


def stick():
    a = new()
    a.circ(250, 180, 170, a.rad([(0, '#ffe9b4', '0.8'), (1, '#ffe9b4', '0')]))
    ground_blob(a, 240, 324, 200, 26, '#d9bd8a')
    kiosk(a, 346, 324, 1.14)
    # socket with a soft light
    a.circ(282, 250, 34, a.rad([(0, '#ffe08a', '0.9'), (1, '#ffd37c', '0')]))
    a.rect(274, 232, 16, 36, '#3a3450', r=3)
    a.rect(278, 238, 8, 24, '#ffd872', r=2)
    # hand with stick
    sk, sh = '#9a643f', '#7d4e30'
    a.path('M0,360 L0,268 L52,244 L84,296 L40,360Z', '#8d6a9f')
    a.path('M48,240 l18,-6 l28,50 l-14,14Z', CREAM)
    a.path('M62,244 Q86,214 118,216 L164,226 Q178,230 174,242 Q172,250 160,250 L146,249 Q166,262 156,272 Q160,284 146,288 Q142,298 126,296 L96,292 Q82,290 76,276Z', sk)
    a.path('M146,249 l-22,-2 M156,272 q-14,4 -28,-2 M146,288 q-10,2 -20,-4', None, s=sh, sw=4, cap='round')
    a.rect(158, 228, 68, 40, RED, r=8)
    a.rect(158, 252, 68, 16, dark(RED, .16), r=8)
    a.rect(166, 240, 40, 14, '#f3c6b0', r=4)
    a.rect(226, 235, 30, 26, '#cfd6dc')
    a.rect(226, 250, 30, 11, '#aab4be')
    a.rect(234, 240, 7, 6, '#5c6480')
    a.rect(244, 240, 7, 6, '#5c6480')
    a.path('M152,232 Q176,226 184,236 Q186,248 172,250 L150,250Z', light(sk, .08))
    a.circ(212, 233, 7, None, s='#8d97a3', sw=3)
    # dotted way of travelling ideas
    for i in range(7):
        t = i / 6
        x, y = 176 + t * 96, 200 - math.sin(t * math.pi) * 60
        a.circ(x, y, 3.4, OCHRE)
    with a.at(150, 172, 1, rot=-8):
        a.rect(-22, -28, 44, 54, WHITE, r=2)
        for i in range(3):
            a.rect(-14, -4 + i * 9, 28 - i * 7, 4, '#d8c8a8', r=2)
        a.circ(0, -15, 7, OCHRE)
    with a.at(104, 132, .9, rot=10):
        a.rect(-22, -28, 44, 54, '#f6e3b4', r=2)
        a.path('M0,-6 C-10,-13 -11,-18 -9,-22 C-6,-27 -1,-25 0,-20 C1,-25 6,-27 9,-22 C11,-18 10,-13 0,-6Z', RED)
        for i in range(2):
            a.rect(-14, 4 + i * 9, 28 - i * 8, 4, '#cdb98f', r=2)
    return a


def board():
    a = new()
    ground_blob(a)
    oak(a, 398, 312, 150, 8, 1)
    bush(a, 58, 322, 80, 5, MEADOW2, (ROSE, WHITE, RED))
    for x in (92, 348):
        a.rect(x, 96, 18, 232, WOOD3)
        a.rect(x + 11, 96, 7, 232, WOOD2)
        tuft(a, x, 330, 18)
        tuft(a, x + 16, 332, 14)
    a.rect(74, 100, 310, 178, WOOD2, r=6)
    a.rect(86, 112, 286, 154, light(WOOD, .3))
    for i in range(5):
        a.line([(86, 138 + i * 27), (372, 138 + i * 27)], dark(WOOD, .1), 1.4, o='0.5')
    a.poly([(52, 104), (92, 54), (366, 54), (406, 104)], ROOF)
    tiles(a, [(92, 54), (366, 54), (406, 104), (52, 104)], a.lin([(0, light(ROOF, .22)), (1, ROOF)]), 5)
    a.poly([(366, 54), (406, 104), (380, 104), (350, 54)], light(ROOF, .34), o='0.6')
    a.rect(50, 102, 358, 7, '#4a3026', r=3)
    for x, y, w, h, c, rot, k in ((142, 164, 78, 86, WHITE, -4, 0), (232, 158, 76, 64, '#f6dfa8', 3, 1), (322, 168, 76, 92, WHITE, 2, 2), (236, 230, 84, 50, '#d6e3d4', -2, 3), (142, 238, 62, 40, '#f3cdbf', 4, 4)):
        with a.at(x, y, 1, rot=rot):
            a.rect(-w / 2 + 2, -h / 2 + 4, w, h, '#6a4630', o='0.25')
            a.rect(-w / 2, -h / 2, w, h, c)
            a.circ(0, -h / 2 + 6, 4.4, (RED, WATER2, OCHRE, HEATH, MEADOW2)[k])
            if k == 0:
                a.circ(0, -8, 17, '#f7d98c')
                a.path('M0,8 v-14 M0,-4 q-12,-2 -12,-12 q12,0 12,12 M0,-8 q2,-12 12,-12 q0,12 -12,12', LEAF, s=MEADOW2, sw=2)
                for i in range(3):
                    a.rect(-28, 16 + i * 8, 56 - i * 14, 4, '#d3c7ad', r=2)
            elif k == 1:
                bunting(a, (-30, -14), (30, -14), 6, 6, s=.7)
                for i in range(2):
                    a.rect(-26, 8 + i * 8, 52 - i * 16, 4, '#cdb27a', r=2)
            elif k == 2:
                a.rect(-28, -32, 56, 40, '#bcd6d8')
                a.path('M-28,8 v-12 q28,-10 56,0 v12Z', MEADOW)
                a.poly([(-14, 2), (-14, -10), (0, -22), (14, -10), (14, 2)], BRICK)
                for i in range(3):
                    a.rect(-28, 16 + i * 8, 56 - i * 14, 4, '#d3c7ad', r=2)
            elif k == 3:
                for i in range(3):
                    a.rect(-32, -9 + i * 9, 64 - i * 16, 4, '#a9bda8', r=2)
            else:
                a.path('M0,14 C-13,5 -15,-1 -13,-7 C-10,-13 -2,-12 0,-5 C2,-12 10,-13 13,-7 C15,-1 13,5 0,14Z', RED)
    person(a, 436, 334, 112, SKINS[0], '#c9903f', 'pony', HEATH, '#3d4a6b', flip=True, look=.8, arms=[[(-17, -58), (-14, -44)], [(20, -66), (26, -80)]])
    return a


def all():
    return [('spot_idea', idea()), ('spot_vote', vote()), ('spot_village', village()), ('spot_result', result()), ('spot_done', done()),
            ('spot_help', help_()), ('spot_sleep', sleep()), ('spot_stick', stick()), ('spot_board', board())]

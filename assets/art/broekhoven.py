"""Broekhoven: pictures of a made-up village in Drenthe for the demonstration. 640 x 480."""
import math
import random
from draw import *
from scenes import *

OUT = []


def pic(name, w=640, h=480):
    def wrap(f):
        OUT.append((name, f, w, h))
        return f
    return wrap


def houses(a, y, s=.5, seed=1, x0=0, lit=None, k=6):
    a.lit, keep = lit, a.lit
    row(a, x0, y, s, k, seed)
    a.lit = keep


# ------------------------------------------------------------------ plans
@pic('plan-01')
def route(a):
    dusk(a, 250, 3)
    a.lit = LIT
    with a.tone('#3b3a66', .34):
        church(a, 420, 272, .36)
        cottage(a, 330, 274, .56, False, 'a', 3, '#ead9b8', ROOF)
        cottage(a, 566, 276, .56, True, 'b', 4, mix(BRICK, '#d9a070', .3), SLATE)
        farm(a, 60, 276, .42, False, 'f', 5)
        for i, (x, h) in enumerate(((30, 80), (250, 90), (300, 66), (410, 60), (600, 96))):
            tree(a, x, 280, h, i + 5)
    with a.tone('#3b3a66', .2):
        path_road(a, [(470, 284), (330, 298), (250, 326), (350, 370), (430, 424), (400, 560)], [10, 20, 34, 62, 110, 260], '#d9b98c')
        r = random.Random(4)
        for i in range(90):
            x, y = r.random() * 640, 300 + r.random() * 180
            if not 190 + (y - 300) * .5 < x < 330 + (y - 300) * 1.6:
                tuft(a, x, y, 8 + r.random() * 10, r.choice(['#6d9460', '#47704f', '#8d6a9f']), i)
        oak(a, 86, 420, 300, 12, 1)
    for x, y, h in ((420, 290, 36), (280, 306, 50), (212, 344, 74), (452, 372, 96), (540, 448, 150)):
        a.ell(x, y, h * .5, h * .1, '#ffd98c', o='0.35')
        lamp(a, x, y, h)
    with a.tone('#3b3a66', .12):
        a.shadow(340, 424, 46, 6)
        person(a, 320, 424, 118, SKINS[0], '#9a97a0', 'bun', HEATH, '#4a4260', look=.5, scarf=OCHRE)
        person(a, 364, 426, 124, SKINS[1], '#5a4a40', 'cap', '#4e6b8c', '#3d4256', cap='#6a5a48', look=-.5)
        dog(a, 424, 428, 1)
        person(a, 262, 352, 62, SKINS[3], '#241d1c', 'pony', OCHRE, '#33465e', look=.5)


@pic('plan-02')
def boules(a):
    day(a, 235, 4, sun=(110, 80))
    with a.tone('#fbecc6', .22):
        church(a, 400, 262, .42)
        cottage(a, 20, 262, .62, False, 'a', 3, '#ead9b8')
        cottage(a, 560, 264, .62, True, 'b', 5)
    oak(a, 230, 296, 240, 14, -1)
    oak(a, 560, 300, 210, 17, -1)
    bush(a, 60, 290, 90, 3, MEADOW2, (ROSE, WHITE), -1)
    # gravel court with boards
    a.poly([(96, 322), (560, 322), (648, 470), (-8, 470)], WOOD2)
    a.poly([(106, 328), (550, 328), (628, 462), (12, 462)], a.lin([(0, '#ecd6a8'), (1, '#dcc08c')]))
    r = random.Random(2)
    for _ in range(150):
        t = r.random()
        y = 332 + t * 126
        x = 108 - t * 92 + r.random() * (440 + t * 172)
        a.ell(x, y, 1.4 + t, .8 + t * .5, r.choice(['#c9a874', '#f6e8c8', '#b99564']))
    bench(a, 330, 322, .8)
    person(a, 312, 318, 104, SKINS[5], '#b9b4b8', 'bun', HEATH, '#5a4668', legs=sit_legs(1), body_dy=0)
    for x, y, s in ((360, 408, 10), (400, 420, 11), (336, 424, 11), (424, 398, 9)):
        a.shadow(x + 3, y + s * .8, s * 1.1, 3)
        a.circ(x, y, s, '#8d97a3')
        a.circ(x + s * .15, y - s * .15, s * .74, '#aeb8c2')
        a.circ(x - s * .3, y - s * .4, s * .26, WHITE)
    a.circ(378, 398, 5, RED)
    a.shadow(140, 446, 40)
    person(a, 140, 446, 196, SKINS[1], '#cfc9c4', 'bald', '#4e6b8c', '#6a5a48', look=.8, lean=6,
           arms=[[(-20, -62), (-24, -48)], [(26, -62), (38, -44)]], legs=[[(-5, -43), (-12, -22), (-14, -3)], [(5, -43), (16, -26), (14, -3)]])
    a.circ(232, 354, 11, '#8d97a3')
    a.circ(229, 350, 4, WHITE)
    a.curve([(246, 340), (280, 322), (316, 336)], '#fff6dc', 2.5, dash='3 8')
    person(a, 500, 430, 172, SKINS[3], '#2b2422', 'cap', OCHRE, '#3d4a6b', flip=True, cap='#7d3b2f', look=.6, arms=[[(-20, -60), (-15, -44)], [(22, -58), (10, -50)]])
    person(a, 560, 446, 176, SKINS[0], '#b5622f', 'bob', MEADOW2, '#5a4668', flip=True, look=.6, smile=2, skirt=True, arms=[[(-20, -84), (-24, -104)], [(20, -60), (14, -50)]])


@pic('plan-03')
def aed(a):
    day(a, 220, 6, sun=(560, 70))
    # pitch
    for i in range(6):
        a.poly([(250 + i * 70, 228), (285 + i * 70, 228), (330 + i * 130, 480), (265 + i * 130, 480)], '#7fae68', o='0.6')
    a.line([(300, 262), (640, 262)], WHITE, 2.4)
    for x in (470,):
        a.rect(x, 206, 96, 50, None, s=WHITE, sw=4)
        for i in range(9):
            a.line([(x + 6 + i * 11, 210), (x + 6 + i * 11, 254)], WHITE, .8, o='0.8')
        for i in range(4):
            a.line([(x, 218 + i * 10), (x + 96, 218 + i * 10)], WHITE, .8, o='0.8')
    for i, x in enumerate((400, 440, 590, 628)):
        tree(a, x, 236, 80 + i % 2 * 20, i + 3)
    person(a, 590, 330, 84, SKINS[3], '#241d1c', 'short', OCHRE, '#3d5278', child=True, look=-.6, legs=[[(-5, -36), (-7, -18), (-6, -3)], [(5, -36), (14, -24), (20, -10)]])
    person(a, 500, 316, 78, SKINS[0], '#c9903f', 'pony', OCHRE, '#3d5278', child=True, look=.6)
    a.circ(622, 326, 7, WHITE)
    a.circ(622, 326, 2.4, INK)
    # canteen
    a.poly([(-10, 96), (300, 126), (300, 404), (-10, 440)], a.lin([(0, dark(BRICK, .1)), (1, light(BRICK, .16))], 0, 0, 1, 0))
    bricks(a, 0, 140, 296, 250, BRICK, 4, 90)
    a.poly([(-10, 60), (330, 98), (330, 128), (-10, 100)], '#3f6b5c')
    a.poly([(-10, 92), (330, 122), (330, 130), (-10, 102)], CREAM)
    # striped awning, window with counter
    a.poly([(6, 186), (132, 192), (132, 290), (6, 296)], CREAM)
    a.poly([(13, 193), (126, 198), (126, 284), (13, 289)], '#ffe0a0')
    a.rect(24, 232, 16, 34, WATER)
    a.rect(46, 226, 12, 40, OCHRE)
    person(a, 84, 372, 148, SKINS[5], '#8d5a3a', 'bob', RED, '#3d4a6b')
    a.poly([(0, 288), (140, 282), (146, 296), (0, 304)], WOOD2)
    a.poly([(0, 302), (140, 294), (140, 420), (0, 438)], light(BRICK, .06))
    bricks(a, 4, 316, 130, 90, BRICK, 9, 24)
    for i in range(6):
        a.poly([(4 + i * 23, 166 + i * .9), (27 + i * 23, 167 + i * .9), (30 + i * 24, 214), (2 + i * 24, 214)], RED if i % 2 == 0 else CREAM)
    mug(a, 30, 288, RED, 1.4)
    mug(a, 120, 284, WATER2, 1.4)
    # AED cabinet
    a.circ(224, 230, 96, a.rad([(0, '#fff3c4', '0.7'), (1, '#fff3c4', '0')]))
    a.rect(182, 168, 86, 124, '#2f7a52', r=8)
    a.rect(188, 174, 74, 112, '#3f9463', r=6)
    a.rect(196, 182, 58, 66, '#eaf6ea', r=5)
    a.path('M225,240 C206,226 200,214 202,204 C205,192 220,191 225,203 C230,191 245,192 248,204 C250,214 244,226 225,240Z', '#3f9463')
    a.poly([(229, 202), (216, 222), (224, 222), (220, 236), (235, 215), (226, 215)], WHITE)
    a.rect(204, 256, 42, 22, '#f0b53f', r=4)
    a.circ(225, 267, 6, '#fff3c4')
    a.rect(204, 148, 42, 14, '#eaf6ea', r=3)
    a.path('M219,155 h12 M225,149 v12', None, s='#2f7a52', sw=4)
    # people
    a.poly([(-10, 436), (300, 402), (640, 404), (640, 480), (-10, 480)], a.lin([(0, '#e3c893'), (1, '#cfae7a')]))
    a.shadow(346, 448, 46)
    person(a, 344, 448, 210, SKINS[2], '#3a2a24', 'long', '#f3f0e4', '#3f6b5c', flip=True, look=.8, arms=[[(-20, -58), (-17, -42)], [(24, -74), (36, -88)]])
    person(a, 424, 454, 204, SKINS[1], '#8d8a92', 'beard', '#4e6b8c', '#4a4250', flip=True, look=.7)
    person(a, 480, 458, 140, SKINS[0], '#7a4a2c', 'spiky', RED, '#3d4a6b', child=True, flip=True, look=.8)


@pic('plan-04')
def playground(a):
    day(a, 230, 8, sun=(90, 84))
    with a.tone('#fbecc6', .22):
        houses(a, 254, .5, 2, 330, k=7)
    for i, (x, h) in enumerate(((40, 130), (290, 100), (600, 150))):
        tree(a, x, 262, h, i + 7, -1)
    a.path('M20,372 C120,300 520,296 620,370 C650,440 560,470 320,470 C80,470 -20,440 20,372Z', '#e3c48a')
    a.path('M40,376 C140,316 500,312 600,374 C624,432 540,460 320,460 C100,460 10,432 40,376Z', SAND)
    # climbing tower with slide
    for x in (96, 170, 226):
        a.line([(x, 392 if x != 170 else 372), (x, 190)], WOOD2, 11)
        a.line([(x + 3, 392 if x != 170 else 372), (x + 3, 190)], WOOD, 5)
    a.poly([(78, 292), (242, 292), (236, 278), (86, 278)], WOOD)
    a.rect(78, 290, 164, 9, WOOD2)
    a.poly([(70, 200), (160, 138), (252, 200)], RED)
    a.poly([(160, 138), (252, 200), (196, 200)], light(RED, .22))
    a.circ(160, 178, 12, '#ffe0a0')
    for i in range(6):
        a.line([(100 + i * 14, 280), (100 + i * 14, 250)], OCHRE, 4)
    a.line([(96, 250), (178, 250)], OCHRE, 5)
    a.path('M236,284 C280,292 296,350 330,390 Q346,402 372,400 L372,412 Q336,416 318,400 C284,366 270,312 236,304Z', WATER)
    a.path('M236,284 C280,292 296,350 330,390 Q346,402 372,400', None, s=light(WATER, .5), sw=5, cap='round')
    for i in range(5):        # net
        a.line([(96, 300 + i * 20), (60 - i * 8, 310 + i * 20)], '#8a6a48', 2)
    for i in range(4):
        a.line([(96 - i * 10, 296 + i * 4), (60 - i * 14, 400)], '#8a6a48', 2)
    person(a, 186, 282, 92, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, smile=2, arms=[[(-20, -60), (-25, -82)], [(18, -50), (20, -38)]])
    person(a, 306, 388, 96, SKINS[0], '#c9903f', 'pigtails', RED, '#4a6a8a', child=True, smile=2, legs=[[(0, -36), (18, -30), (34, -14)], [(3, -35), (20, -28), (37, -10)]], look=.6, arms=[[(-22, -62), (-28, -82)], [(22, -62), (28, -82)]])
    # swing
    for x, d in ((410, -18), (580, 18)):
        a.line([(x, 214), (x + d, 412)], WOOD2, 9)
        a.line([(x, 214), (x - d * .4, 396)], dark(WOOD2, .2), 8)
    a.line([(402, 214), (588, 214)], WOOD, 11)
    a.line([(438, 216), (424, 352)], '#5c6480', 2.6)
    a.line([(470, 216), (462, 350)], '#5c6480', 2.6)
    a.line([(420, 353), (466, 351)], RED, 7)
    person(a, 444, 398, 104, SKINS[1], '#7a4a2c', 'spiky', MEADOW2, '#3d4a6b', child=True, look=.6, smile=2, legs=[[(0, -40), (20, -40), (32, -26)], [(3, -39), (24, -38), (36, -22)]],
           arms=[[(-18, -66), (-16, -86)], [(18, -66), (14, -88)]])
    a.line([(522, 216), (522, 356)], '#5c6480', 2.6)
    a.line([(556, 216), (556, 356)], '#5c6480', 2.6)
    a.line([(518, 357), (560, 357)], OCHRE, 7)
    a.shadow(540, 396, 26, 4)
    # adult with paint pot repairing
    person(a, 60, 456, 168, SKINS[2], '#3a2f2a', 'beard', '#8d6a9f', '#4a4a5e', look=.8, arms=[[(-20, -58), (-18, -40)], [(24, -72), (34, -84)]])
    a.line([(116, 316), (128, 300)], WOOD3, 4)
    a.rect(124, 290, 10, 14, RED, r=2)
    a.rect(18, 384, 24, 26, '#cfd6dc', r=2)
    a.ell(30, 384, 12, 4, RED)
    a.path('M360,446 l8,-22 h26 l8,22Z', RED)
    a.rect(364, 424, 34, 5, light(RED, .3))
    a.path('M420,448 q24,-30 50,0Z', '#cfa968')


@pic('plan-05')
def canal_picnic(a):
    day(a, 215, 11, sun=(470, 76))
    with a.tone('#fbecc6', .25):
        mill(a, 596, 238, .46, 20)
        farm(a, 380, 238, .36, False, 'f', 4)
    for i in range(5):
        poplar(a, 210 + i * 28, 238, 112 - i * 8, i, 1)
    a.poly([(250, 238), (372, 238), (660, 352), (660, 400), (-10, 330), (-10, 300)], '#7fa36b')
    a.poly([(300, 240), (350, 240), (660, 326), (660, 384), (-10, 312), (-10, 276)], a.lin([(0, '#cfe0d8'), (.5, WATER), (1, WATER2)]))
    r = random.Random(5)
    for _ in range(34):
        x, y = r.random() * 620, 276 + r.random() * 90
        if y < 306 + x * .1 and y > 250 + abs(x - 320) * .16:
            a.line([(x, y), (x + r.uniform(10, 40), y)], '#eef6ee', 1.8, o='0.7')
    # boat
    a.path('M400,300 h96 q-6,22 -24,22 h-52 q-16,-2 -20,-22Z', '#7d3b2f')
    a.path('M400,300 h96 l-2,7 h-92Z', CREAM)
    a.rect(424, 282, 36, 18, '#ead9b8', r=2)
    a.rect(428, 286, 10, 9, PANE)
    a.rect(444, 286, 10, 9, PANE)
    person(a, 480, 304, 52, SKINS[1], '#5a4a40', 'cap', WATER2, '#3d4256', cap=RED)
    for i in range(30):
        x = -6 + i * 23
        tuft(a, x, 330 + x * .09 + r.uniform(-4, 4), r.uniform(14, 26), r.choice(['#7fa05f', '#5d8557', '#a79a5a']), i)
    a.path('M-10,332 C150,330 420,380 660,398 V490 H-10Z', a.lin([(0, '#a3bd7f'), (1, '#7fa564')]))
    oak(a, 36, 408, 300, 19, 1)
    # picnic table
    a.shadow(350, 452, 170, 14)
    for e in (-1, 1):
        a.line([(350 + e * 60, 382), (350 + e * 96, 448)], WOOD3, 10)
        a.line([(350 + e * 84, 382), (350 + e * 44, 448)], WOOD3, 10)
    person(a, 262, 424, 138, SKINS[5], '#b5622f', 'long', HEATH, '#4a4668', look=.7, smile=2, arms=[[(-20, -58), (-10, -48)], [(20, -60), (16, -52)]])
    person(a, 330, 414, 98, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, smile=2)
    person(a, 400, 424, 140, SKINS[4], '#1f1a1c', 'short', MEADOW2, '#4a4250', look=-.7, arms=[[(-18, -60), (-12, -50)], [(20, -58), (12, -48)]])
    a.poly([(214, 372), (486, 372), (506, 394), (194, 394)], light(WOOD, .24))
    a.line([(204, 383), (496, 383)], dark(WOOD, .1), 1.6)
    a.rect(194, 393, 312, 9, dark(WOOD, .14), r=2)
    a.poly([(290, 374), (420, 374), (430, 392), (282, 392)], '#d9604c')
    for i in range(5):
        a.line([(300 + i * 26, 374), (295 + i * 29, 392)], WHITE, 3, o='0.7')
    a.line([(286, 383), (425, 383)], WHITE, 3, o='0.7')
    a.path('M232,380 h38 l-4,-24 h-30Z', '#b98a4f')
    a.path('M236,358 q15,-26 30,0', None, s='#8b6237', sw=3)
    a.circ(340, 378, 7, RED)
    a.circ(352, 380, 6, MEADOW2)
    a.ell(382, 382, 18, 5, WHITE)
    a.path('M370,380 q12,-14 24,0Z', '#e0b06a')
    mug(a, 452, 384, WATER2, 1.3)
    a.poly([(170, 416), (530, 416), (540, 428), (160, 428)], light(WOOD, .3))
    a.rect(160, 427, 380, 7, dark(WOOD, .16), r=2)
    bike(a, 584, 446, .9, '#33465e')


@pic('plan-06')
def bees(a):
    day(a, 240, 13, sun=(520, 84), ground=('#b3c98a', '#6f9a62'))
    with a.tone('#fbecc6', .22):
        farm(a, 46, 268, .5, False, 'f', 4)
        church(a, 330, 264, .34)
        for i, (x, h) in enumerate(((20, 80), (280, 80), (500, 90), (620, 110))):
            tree(a, x, 268, h, i + 2)
    path_road(a, [(560, 272), (480, 292), (560, 340), (660, 420)], [12, 26, 60, 110], '#e3c893')
    person(a, 440, 400, 168, SKINS[0], '#8d8a92', 'bun', '#4e6b8c', '#5a4668', flip=True, look=.7, smile=2, arms=[[(-20, -58), (-16, -42)], [(26, -60), (36, -50)]])
    person(a, 352, 408, 122, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.5, smile=2)
    # bee hotel
    a.rect(560, 250, 9, 190, WOOD3)
    a.rect(524, 252, 82, 92, WOOD2, r=3)
    a.poly([(512, 256), (565, 216), (618, 256)], ROOF)
    r = random.Random(3)
    for j in range(3):
        for i in range(3):
            a.rect(530 + i * 24, 260 + j * 27, 21, 23, (light(WOOD, .3), '#d8b06a', '#a98a66')[(i + j) % 3])
            for k in range(6):
                a.circ(535 + i * 24 + (k % 3) * 6, 267 + j * 27 + (k // 3) * 9, 2.1, '#4a3026')
    # flower ribbon, back to front
    for band, (y, h, k) in enumerate(((352, 52, 30), (398, 78, 26), (446, 116, 22), (486, 150, 18))):
        a.path('M-10,%d q160,-24 330,-6 q170,10 330,-6 V490 H-10Z' % (y - 10), mix('#7fa36b', '#3f6b4c', band / 4))
        for i in range(k):
            x = (i + r.random() * .7) * 640 / k - 8
            if band < 1 and 318 < x < 490:
                continue
            c, kd = r.choice([(RED, 1), (OCHRE, 0), ('#5f7fb8', 0), (HEATH, 2), (WHITE, 0), (ROSE, 0), (RED, 1), (HEATH, 2)])
            hh = h * r.uniform(.6, 1) * (.74 if 310 < x < 490 else 1)
            tuft(a, x + 10, y + 10, hh * .5, mix(MEADOW2, LEAF, r.random()), i)
            flower(a, x, y + r.uniform(0, 12), hh, c, OCHRE if c != OCHRE else WOOD3, kd, mix(MEADOW2, LEAF2, r.random()), r.uniform(-8, 8))
    bee(a, 210, 250, 1.5)
    bee(a, 330, 306, 1.1, True)
    bee(a, 110, 322, 1.2)
    bee(a, 596, 376, 1.0, True)
    a.path('M120,212 q24,-30 50,10 q14,22 28,22', None, s='#6a4630', sw=2, dash='2 7', cap='round')
    with a.at(262, 176, 1, rot=-14):
        for e in (-1, 1):
            a.path('M0,0 q%d,-24 %d,-12 q%d,14 %d,14Z' % (e * 10, e * 24, e * 4, -e * 24), '#e58a3c')
            a.path('M0,2 q%d,20 %d,12 q%d,-10 %d,-14Z' % (e * 8, e * 16, e * 6, -e * 16), OCHRE)
        a.line([(0, -8), (0, 12)], INK, 3)


@pic('plan-07')
def film(a):
    room(a, '#8a5f6a', '#6a4a60', '#7d5440', 350, win=False, lamps=(), bunt=False)
    a.rect(0, 0, 640, 480, '#22304f', o='0.42')
    bunting(a, (-10, 16), (320, 12), 14, 9)
    bunting(a, (320, 12), (650, 16), 14, 9)
    # screen
    a.circ(320, 160, 290, a.rad([(0, '#ffe9b8', '0.55'), (1, '#ffe9b8', '0')]))
    a.rect(112, 46, 416, 12, '#3a2f3c', r=6)
    a.rect(124, 56, 392, 232, '#f8efd8')
    a.rect(132, 64, 376, 216, a.lin([(0, '#7fb3c4'), (.5, '#f3d9a0'), (1, '#f2b26b')]))
    a.circ(410, 150, 66, a.rad([(0, '#fff3c4', '1'), (1, '#fff3c4', '0')]))
    a.circ(410, 150, 28, '#fff1bf')
    a.path('M132,220 q90,-50 190,-14 q100,-34 186,4 v70 h-376Z', HEATH)
    a.path('M132,244 q120,-30 376,-2 v38 h-376Z', MEADOW2)
    fold(a, 160, 236, .46)
    for x, y, s, f in ((330, 262, 1.1, False), (300, 250, .8, True), (452, 256, .9, True)):
        sheep(a, x, y, s, f, int(x))
    person(a, 392, 272, 84, SKINS[1], '#8d8a92', 'cap', '#4e6b8c', '#3d4256', cap='#6a5a48', look=-.5)
    a.line([(414, 272), (416, 196)], WOOD3, 3.4)
    dog(a, 474, 274, .62, flip=True)
    # curtains
    for e in (0, 1):
        with a.at(0 if not e else 640, 0, 1, bool(e)):
            a.path('M0,0 H96 Q80,170 92,350 H0Z', '#8a3a34')
            for i in range(4):
                a.path('M%d,0 Q%d,180 %d,350' % (16 + i * 22, 8 + i * 20, 14 + i * 20), None, s='#6e2c2c', sw=5)
    # light beam
    a.poly([(556, 408), (516, 60), (124, 60)], '#fff3c8', o='0.1')
    a.poly([(556, 408), (516, 60), (516, 280), (124, 280)], '#fff3c8', o='0.1')
    # public
    cols = [(RED, '#3a2a24', 0), (MEADOW2, '#c9903f', 1), (OCHRE, '#8d8a92', 2), (WATER2, '#241d1c', 3), (HEATH, '#b5622f', 1), ('#4e6b8c', '#bfb9b8', 4)]
    with a.tone('#241c35', .36):
        for i in range(6):
            t, h, s = cols[i]
            crowd_back(a, 100 + i * 78, 372, .82, t, h, s)
    with a.tone('#241c35', .46):
        for i in range(5):
            t, h, s = cols[(i * 2 + 1) % 6]
            crowd_back(a, 60 + i * 104 + (0 if i < 4 else 0), 438, 1.12, t, h, (s + i) % 5)
    # projector on a small table
    a.rect(520, 444, 92, 12, WOOD2, r=3)
    a.rect(528, 456, 8, 30, WOOD3)
    a.rect(596, 456, 8, 30, WOOD3)
    a.rect(530, 408, 66, 36, '#e9e2d2', r=7)
    a.rect(530, 428, 66, 16, '#cfc6b4', r=7)
    a.circ(550, 422, 11, '#3a3450')
    a.circ(550, 421, 7, '#fff6d8')
    a.circ(556, 410, 40, a.rad([(0, '#fff6d8', '0.9'), (1, '#fff6d8', '0')]))
    a.circ(584, 420, 3, RED)


@pic('plan-08')
def cargo(a):
    day(a, 205, 17, sun=(560, 70))
    houses(a, 330, 1.12, 3, -40, k=8)
    for i, x in enumerate((60, 470)):
        tree(a, x, 348, 150, i + 6)
    a.rect(0, 328, 640, 40, '#d8c09a')
    for i in range(17):
        a.line([(i * 40 - 10, 328), (i * 42 - 26, 368)], '#bda27a', 1.4)
    a.rect(0, 366, 640, 8, '#b9a48a')
    a.rect(0, 374, 640, 110, a.lin([(0, '#a88f86'), (1, '#8f7a78')]))
    for i in range(6):
        a.rect(20 + i * 116, 452, 60, 6, '#e9dcc4', o='0.7')
    a.shadow(330, 444, 230, 12)
    # rear wheel, front wheel
    for cx, r in ((190, 44), (506, 34)):
        a.circ(cx, 442 - r, r, None, s='#2f2a33', sw=7)
        a.circ(cx, 442 - r, r - 6, None, s='#d9cfbe', sw=2)
        for i in range(6):
            t = i * math.pi / 6 + .2
            a.line([(cx + math.cos(t) * (r - 7), 442 - r + math.sin(t) * (r - 7)), (cx - math.cos(t) * (r - 7), 442 - r - math.sin(t) * (r - 7))], '#c9bfae', 1.2)
    a.line([(190, 398), (252, 402), (222, 320)], MEADOW2, 8)
    a.line([(190, 398), (226, 334)], MEADOW2, 6)
    a.path('M252,402 Q300,420 330,414 L450,420 Q490,420 506,408', None, s=MEADOW2, sw=9, cap='round')
    a.path('M252,400 Q286,372 298,300', None, s=MEADOW2, sw=8, cap='round')
    a.path('M298,302 Q296,284 270,286', None, s='#2f2a33', sw=6, cap='round')
    a.path('M136,404 Q190,320 240,392', None, s=MEADOW2, sw=5)
    # children in the box
    person(a, 378, 376, 132, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.5, smile=2, arms=[[(-22, -66), (-27, -88)], [(20, -54), (22, -40)]])
    person(a, 436, 374, 122, SKINS[0], '#c9903f', 'pigtails', RED, '#3d5278', child=True, look=.4, smile=2)
    a.path('M318,318 L492,318 L470,414 Q468,420 458,420 L346,420 Q336,420 334,412Z', a.lin([(0, light(WOOD, .24)), (1, WOOD)]))
    a.path('M456,318 L492,318 L470,414 Q468,420 458,420 L436,420Z', dark(WOOD, .1))
    a.rect(312, 312, 186, 11, MEADOW2, r=4)
    for y in (350, 384):
        a.line([(328, y), (480, y)], dark(WOOD, .18), 1.6)
    a.path('M398,404 C378,390 374,380 376,370 C379,360 393,359 398,369 C403,359 417,360 420,370 C422,380 418,390 398,404Z', CREAM)
    a.path('M462,312 l14,-34 q10,-6 14,4 q10,-4 12,8 l-6,24Z', '#7fa36b')
    a.path('M478,312 l16,-40', None, s='#d9a35c', sw=7, cap='round')
    # rider
    person(a, 222, 446, 236, SKINS[1], '#7a4a2c', 'bun', '#8d6a9f', '#3d4a6b', look=.8, scarf=OCHRE,
           arms=[[(8, -58), (22, -64)], [(22, -58), (26, -68)]], legs=[[(-2, -50), (14, -36), (4, -20)], [(2, -50), (22, -34), (14, -12)]])
    a.circ(252, 402, 10, None, s='#2f2a33', sw=4)
    a.path('M196,318 q4,-8 24,-6 q16,2 22,8 q-12,8 -26,6 q-18,0 -20,-8Z', '#5b3b2a')
    a.rect(130, 346, 60, 6, '#2f2a33', r=2)
    a.rect(120, 308, 44, 40, '#b5533c', r=5)
    a.rect(120, 308, 44, 14, '#c9694f', r=5)


@pic('plan-09')
def solar(a):
    day(a, 260, 19, sun=(100, 82), sky=('#8fc2d2', '#cfe3dc', '#fdecc6'))
    for i in range(12):
        t = i * math.pi / 6
        a.line([(100 + math.cos(t) * 42, 82 + math.sin(t) * 42), (100 + math.cos(t) * 58, 82 + math.sin(t) * 58)], '#ffe7a0', 5)
    with a.tone('#fbecc6', .2):
        for i, (x, h) in enumerate(((30, 150), (86, 110), (580, 150), (628, 130))):
            tree(a, x, 300, h, i + 2, -1)
    hall(a, 330, 372, 1.06, panels=True)
    # glints
    for x, y in ((190, 168), (472, 160), (430, 214)):
        a.path('M%d,%d l3,-11 l3,11 l11,3 l-11,3 l-3,11 l-3,-11 l-11,-3Z' % (x, y), WHITE, o='0.95')
    a.path('M-10,378 C160,366 480,366 650,378 V490 H-10Z', a.lin([(0, '#a3bd7f'), (1, '#7fa564')]))
    a.path('M292,372 L368,372 Q376,430 420,490 L220,490 Q280,430 292,372Z', '#e3c893')
    ladder(a, 130, 412, 160, 252, 20)
    a.shadow(110, 440, 40)
    person(a, 140, 368, 112, SKINS[3], '#241d1c', 'cap', '#e58a3c', '#3d4256', cap='#f0b53f', back=True, arms=[[(-18, -84), (-10, -104)], [(18, -84), (12, -104)]])
    # people looking up
    person(a, 70, 452, 150, SKINS[1], '#b9b4b8', 'short', '#4e6b8c', '#6a5a48', look=.6, arms=[[(-20, -58), (-17, -42)], [(24, -80), (34, -96)]])
    person(a, 492, 446, 150, SKINS[5], '#b5622f', 'bob', HEATH, '#5a4668', flip=True, look=.5, skirt=True, smile=2)
    person(a, 548, 450, 106, SKINS[0], '#c9903f', 'spiky', RED, '#3d5278', child=True, flip=True, look=.6, arms=[[(-20, -50), (-17, -36)], [(24, -64), (32, -80)]])
    # spare panel on trestles
    a.poly([(384, 424), (452, 416), (462, 452), (392, 462)], a.lin([(0, '#5b86b0'), (1, '#27406b')], 0, 0, 1, 1), s='#dfe6ea', sw=3)
    a.line([(418, 420), (427, 457)], '#a9c3d6', 1.4)
    a.line([(388, 443), (457, 434)], '#a9c3d6', 1.4)
    a.line([(398, 462), (394, 476)], WOOD3, 5)
    a.line([(456, 454), (460, 470)], WOOD3, 5)


@pic('plan-10')
def sheepfold(a):
    day(a, 225, 23, sun=(520, 80), ground=('#b183a4', '#7f6a8d'))
    a.path('M-10,262 C150,230 420,238 650,258 V330 H-10Z', '#a276a3')
    r = random.Random(4)
    for _ in range(260):
        y = 250 + r.random() * 100
        a.ell(r.random() * 640, y, r.uniform(4, 11), r.uniform(2, 4), r.choice(['#c393b8', '#8d6a9f', '#7c5a8a', '#d6a7b8', '#6f8f5e']), o='0.75')
    for i, (x, y, h) in enumerate(((60, 262, 60), (84, 268, 44), (590, 268, 70), (560, 272, 40))):
        a.path('M%d,%d q-%d,-%d 0,-%d q%d,%d 0,%dZ' % (x, y, h * .4, h * .4, h, h * .4, h * .6, h), '#4a6a54')
        a.path('M%d,%d q%d,-%d 0,-%d q%d,%d 0,%dZ' % (x, y, h * .1, h * .4, h, h * .4, h * .6, h), '#6c8c66')
    oak(a, 606, 318, 170, 25, 1)
    fold(a, 92, 372, 1.72)
    # open part of the roof with laths
    a.poly([(340, 200), (404, 200), (452, 292), (374, 300)], '#5a4334')
    for i in range(6):
        t = i / 5
        a.line([(340 + t * 34, 200 + t * 98), (404 + t * 48, 200 + t * 92)], '#d8b98a', 4)
    for i in range(4):
        t = i / 3
        a.line([(344 + t * 58, 200), (378 + t * 70, 298)], '#b98f5c', 5)
    for i in range(8):
        a.path('M%d,%d l-6,26 l14,2 l4,-26Z' % (330 - i % 2 * 4 + i * 1, 204 + i * 11), mix('#e0bf7a', THATCH, (i % 3) / 4))
    ladder(a, 452, 396, 402, 214, 20)
    person(a, 424, 300, 108, SKINS[1], '#5a4a40', 'cap', '#4e6b8c', '#3d4256', flip=True, cap='#7d6a48', look=.6, arms=[[(-18, -60), (-15, -46)], [(22, -74), (32, -80)]], legs=[[(-5, -43), (-7, -22), (-8, -3)], [(5, -43), (12, -28), (8, -12)]])
    a.path('M372,222 l16,-16 l14,14 l-16,18Z', '#e6c684')
    a.path('M-10,384 C160,370 480,372 650,392 V490 H-10Z', a.lin([(0, '#a3bd7f'), (1, '#7f9f64')]))
    # bundles of reed
    for i, (x, y) in enumerate(((520, 404), (560, 410), (540, 388))):
        a.path('M%d,%d h54 q8,10 0,20 h-54 q-10,-10 0,-20Z' % (x, y), '#e0bf7a')
        a.rect(x + 22, y - 1, 6, 22, '#8a6238')
        for k in range(4):
            a.line([(x + 2, y + 4 + k * 4), (x + 52, y + 4 + k * 4)], '#c09a58', 1.2)
    for x, y, s, f in ((126, 424, 1.25, False), (70, 440, 1.5, True), (190, 446, 1.6, False), (262, 422, 1.2, True)):
        sheep(a, x, y, s, f, int(x))
    a.shadow(344, 462, 36)
    person(a, 344, 462, 168, SKINS[0], '#8d8a92', 'long', '#6f8f5e', '#5a4636', flip=True, look=.6, scarf=RED, arms=[[(-22, -62), (-20, -52)], [(18, -58), (15, -42)]])
    a.path('M382,466 V330 q0,-16 14,-16 q10,2 8,14', None, s=WOOD3, sw=5, cap='round')
    dog(a, 430, 466, 1.2, '#3d3540', flip=True)
    for i in range(22):
        tuft(a, r.random() * 640, 470 + r.random() * 10, 14, r.choice([MEADOW2, HEATH, '#8d9a5a']), i)


@pic('plan-11')
def panna(a):
    day(a, 215, 29, sun=(520, 76))
    with a.tone('#fbecc6', .2):
        houses(a, 250, .56, 4, -20, k=16)
    for i, (x, h) in enumerate(((80, 140), (330, 120), (590, 160))):
        tree(a, x, 262, h, i + 20)
    a.path('M-10,262 H650 V490 H-10Z', a.lin([(0, '#a3bd7f'), (1, '#7fa564')]))
    # court: octagon
    a.poly([(170, 286), (470, 286), (606, 356), (560, 452), (80, 452), (34, 356)], '#c9694f')
    a.poly([(186, 294), (454, 294), (580, 358), (540, 440), (100, 440), (60, 358)], '#d98a5c')
    a.ell(320, 366, 84, 30, None, s=CREAM, sw=4)
    a.line([(320, 294), (320, 440)], CREAM, 3)
    # boards at the back
    def board(p, q, h1, h2, col):
        a.poly([p, q, (q[0], q[1] - h2), (p[0], p[1] - h1)], col)
        a.line([(p[0], p[1] - h1), (q[0], q[1] - h2)], CREAM, 5)
        for i in range(1, 6):
            t = i / 6
            x, y, h = p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t, h1 + (h2 - h1) * t
            a.line([(x, y - h), (x, y - h * 2.1)], '#7f8b98', 2)
        a.line([(p[0], p[1] - h1 * 2.1), (q[0], q[1] - h2 * 2.1)], '#7f8b98', 4)
        for k in range(1, 4):
            f = 1 + k * .28
            a.line([(p[0], p[1] - h1 * f), (q[0], q[1] - h2 * f)], '#9aa6b2', 1.2)
        for pt, h in ((p, h1), (q, h2)):
            a.line([pt, (pt[0], pt[1] - h * 2.15)], '#5c6480', 5)
    board((170, 288), (470, 288), 34, 34, MEADOW2)
    board((34, 358), (170, 288), 44, 34, WATER2)
    board((470, 288), (606, 358), 34, 44, OCHRE)
    # little goals
    for x, f in ((60, 1), (580, -1)):
        a.poly([(x - f * 2, 392), (x + f * 20, 372), (x + f * 20, 338), (x - f * 2, 352)], '#f3efe0', o='0.35')
        a.path('M%d,%d V%d L%d,%d V%d' % (x - f * 4, 398, 350, x + f * 22, 334, 376), None, s=WHITE, sw=5, join='round')
    # players
    for x, y in ((220, 418), (400, 424), (340, 350), (462, 356)):
        a.shadow(x, y, 26, 5)
    person(a, 340, 350, 108, SKINS[4], '#1f1a1c', 'short', OCHRE, '#3d5278', child=True, look=-.6, smile=2)
    person(a, 462, 356, 112, SKINS[0], '#b5622f', 'pony', RED, '#33465e', child=True, look=-.7, smile=1, flip=False)
    person(a, 220, 418, 150, SKINS[3], '#241d1c', 'curls', RED, '#33465e', child=True, look=.7, smile=2, arms=[[(-22, -60), (-28, -50)], [(22, -60), (28, -72)]], legs=[[(-5, -36), (-10, -18), (-12, -3)], [(5, -36), (16, -26), (22, -8)]])
    person(a, 400, 426, 150, SKINS[1], '#7a4a2c', 'spiky', OCHRE, '#3d5278', child=True, look=-.6, arms=[[(-22, -60), (-28, -66)], [(22, -58), (26, -46)]], legs=[[(-5, -36), (-14, -20), (-12, -3)], [(5, -36), (10, -18), (12, -3)]])
    a.shadow(286, 420, 14, 4)
    a.circ(284, 408, 13, WHITE)
    for i in range(5):
        t = i * 1.257 + .3
        a.circ(284 + math.cos(t) * 9, 408 + math.sin(t) * 9, 3, INK)
    a.circ(284, 408, 3.6, INK)
    # low front boards and watching friends
    a.poly([(34, 360), (80, 456), (80, 426), (34, 316)], dark(WATER2, .1))
    a.poly([(606, 360), (560, 456), (560, 426), (606, 316)], dark(OCHRE, .1))
    person(a, 610, 474, 170, SKINS[2], '#8d5a86', 'scarf', HEATH, '#4a4668', flip=True, look=.7, arms=[[(-20, -84), (-26, -102)], [(18, -58), (17, -42)]], smile=2)
    bike(a, 50, 474, .86, RED)


@pic('plan-12')
def xmas(a):
    night(a, 235, 5, moon=(566, 66))
    a.lit = LIT
    with a.tone('#2c3560', .3):
        hall(a, 330, 286, .66)
        church(a, 30, 282, .44)
    # snow on the roof
    a.path('M216,130 Q330,120 444,130 L452,142 q-10,10 -20,2 q-12,10 -24,0 q-16,10 -30,0 L330,140 q-20,10 -36,2 q-16,10 -30,0 q-14,8 -30,2 q-10,8 -24,-2Z', WHITE)
    a.rect(0, 286, 640, 200, a.lin([(0, '#dfe4ec'), (1, '#b7c3d8')]))
    for i in range(5):
        a.ell(60 + i * 140, 300 + i % 2 * 10, 130, 16, '#eef0f4')
    # tree with lights
    a.rect(556, 300, 14, 26, WOOD3)
    for i, (w, y) in enumerate(((74, 306), (60, 260), (46, 216), (30, 178))):
        a.poly([(563 - w, y), (563 + w, y), (563, y - 74)], mix('#2f5a4a', '#47755c', i / 4))
        a.poly([(563, y), (563 + w, y), (563, y - 74)], mix('#3a6b56', '#5a8c6c', i / 4))
    r = random.Random(2)
    for _ in range(30):
        t = r.random()
        x, y = 563 + (r.random() - .5) * 130 * t, 120 + t * 180
        a.circ(x, y, 7, '#ffd37c', o='0.25')
        a.circ(x, y, 3, r.choice(['#ffd37c', '#ff9f6a', '#fff3cf']))
    a.path('M563,84 l5,14 l15,1 l-12,9 l4,15 l-12,-9 l-12,9 l4,-15 l-12,-9 l15,-1Z', '#ffdf80')
    # stalls
    for x, c, s in ((24, RED, 1.), (178, MEADOW2, 1.)):
        a.circ(x + 66, 280, 110, a.rad([(0, '#ffdf9a', '0.75'), (1, '#ffdf9a', '0')]))
        a.rect(x, 240, 132, 106, '#4a3026')
        a.rect(x + 4, 244, 124, 60, '#ffdf9a')
        person(a, x + 70, 346, 100, SKINS[x % 5], '#5a3a28', 'beanie', c, '#3d4256', cap=dark(c, .1), scarf=OCHRE)
        a.rect(x - 6, 300, 144, 48, WOOD)
        for i in range(6):
            a.line([(x + i * 26, 302), (x + i * 26, 346)], WOOD2, 2)
        a.rect(x - 10, 294, 152, 9, light(WOOD, .3))
        for i in range(7):
            a.path('M%s,206 h22 l%s,40 q-12,14 -24,0Z' % (n(x - 10 + i * 22), n((i - 3) * 1.2 + 1)), c if i % 2 == 0 else CREAM)
        a.path('M%d,208 q20,-16 76,-14 q60,-4 82,14 q-10,6 -20,0 q-14,8 -28,0 q-16,8 -32,0 q-14,8 -30,0 q-16,8 -30,0 q-10,4 -18,0Z' % (x - 12), WHITE)
        for i in range(4):
            mug(a, x + 16 + i * 30, 294, (RED, OCHRE, WATER, HEATH)[i], 1.1)
        steam(a, x + 30, 278, 18)
        for i in range(9):
            px = x - 6 + i * 18
            a.circ(px, 256 + (i % 2) * 4, 6, '#ffd37c', o='0.35')
            a.circ(px, 256 + (i % 2) * 4, 3, '#fff3cf')
    # ice rink
    a.ell(350, 420, 280, 60, '#8f6a4c')
    a.ell(350, 414, 276, 57, '#eaf1f4')
    a.ell(350, 418, 262, 50, a.lin([(0, '#d7e8ee'), (1, '#a9cbd9')]))
    for p in ((180, 410, 260, 430, 340, 410), (300, 446, 400, 424, 520, 440), (380, 392, 460, 402, 540, 396), (200, 436, 240, 446, 280, 440)):
        a.path('M%d,%d Q%d,%d %d,%d' % p, None, s=WHITE, sw=3, cap='round', o='0.9')
    for x, y in ((262, 430), (392, 440), (500, 418), (336, 406)):
        a.shadow(x, y + 2, 26, 5)
    person(a, 336, 406, 92, SKINS[3], '#241d1c', 'beanie', OCHRE, '#3d5278', child=True, cap=WATER2, smile=2, scarf=RED)
    person(a, 262, 430, 128, SKINS[0], '#b5622f', 'beanie', RED, '#33465e', cap=MEADOW2, look=.6, scarf=CREAM, lean=6, arms=[[(-24, -64), (-34, -58)], [(22, -58), (30, -50)]], legs=[[(-4, -43), (-16, -24), (-30, -12)], [(4, -43), (8, -22), (4, -3)]])
    person(a, 392, 442, 102, SKINS[1], '#7a4a2c', 'beanie', HEATH, '#3d4a6b', child=True, cap=RED, look=.5, smile=2, arms=[[(-22, -62), (-30, -64)], [(22, -62), (30, -64)]])
    person(a, 500, 420, 128, SKINS[2], '#3a2a24', 'beanie', MEADOW2, '#4a4250', cap=OCHRE, look=-.6, scarf=RED, arms=[[(-22, -58), (-30, -50)], [(22, -60), (30, -56)]], legs=[[(-4, -43), (-8, -22), (-4, -3)], [(4, -43), (16, -26), (28, -14)]])
    for _ in range(110):
        a.circ(r.random() * 640, r.random() * 480, r.choice([1.4, 2, 2.8]), WHITE, o='0.85')


# ------------------------------------------------------------------ ideas
@pic('idee-01')
def bookcase(a):
    day(a, 230, 31, sun=(540, 80))
    with a.tone('#fbecc6', .2):
        houses(a, 266, .62, 6, -30, k=14)
    for i in range(14):
        bush(a, i * 50, 300, 80, i + 3, LEAF2)
    a.path('M-10,300 H650 V490 H-10Z', a.lin([(0, '#a3bd7f'), (1, '#7fa564')]))
    a.path('M-10,400 Q320,376 650,404 V490 H-10Z', '#e0c697')
    tree(a, 70, 330, 240, 6)
    # cupboard
    a.shadow(320, 416, 110, 10)
    a.rect(306, 330, 30, 86, WOOD3)
    a.rect(212, 128, 218, 216, WOOD2, r=4)
    a.rect(224, 140, 194, 192, '#5a3d2c')
    a.poly([(190, 134), (321, 62), (452, 134)], ROOF)
    tiles(a, [(300, 72), (342, 72), (452, 134), (190, 134)], a.lin([(0, light(ROOF, .24)), (1, ROOF)]), 5)
    a.poly([(198, 134), (321, 66), (444, 134), (430, 134), (321, 76), (212, 134)], CREAM)
    a.circ(321, 108, 15, CREAM)
    a.path('M321,103 q-6,-5 -11,-3 v13 q5,-2 11,3 q6,-5 11,-3 v-13 q-5,-2 -11,3Z', RED)
    r = random.Random(8)
    cols = [RED, OCHRE, WATER2, MEADOW2, HEATH, CREAM, '#33465e', ROSE, '#c9844f']
    for s in range(3):
        y = 200 + s * 64
        x = 230
        while x < 396:
            w, h = r.choice([9, 11, 13, 16]), r.uniform(36, 50)
            c = r.choice(cols)
            if r.random() < .12:
                with a.at(x + 6, y, 1, rot=12):
                    a.rect(0, -h, w, h, c)
                x += w + 12
                continue
            a.rect(x, y - h, w, h, c)
            a.rect(x, y - h + 6, w, 3, light(c, .5), o='0.7')
            a.rect(x + w * .7, y - h, w * .3, h, dark(c, .14))
            x += w + 1
        a.rect(224, y, 194, 8, WOOD)
    # open glass door
    a.poly([(424, 134), (492, 156), (492, 362), (424, 340)], '#e9f3ee', o='0.45')
    a.poly([(424, 134), (492, 156), (492, 362), (424, 340)], None, s=WOOD2, sw=8, join='round')
    a.line([(440, 200), (478, 176)], WHITE, 4, o='0.8')
    # people
    a.shadow(150, 456, 44)
    person(a, 150, 456, 214, SKINS[0], '#c9c4c4', 'bun', HEATH, '#5a4668', look=.8, skirt=True, glasses=True, arms=[[(-20, -58), (-10, -48)], [(24, -66), (34, -74)]])
    with a.at(226, 292, 1, rot=-12):
        a.rect(-8, -22, 26, 34, RED, r=2)
        a.rect(-4, -14, 18, 5, CREAM)
    person(a, 226, 462, 138, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.7, smile=2, arms=[[(-19, -56), (-8, -46)], [(22, -62), (22, -78)]])
    person(a, 546, 462, 190, SKINS[2], '#3a2f2a', 'beard', MEADOW2, '#4a4250', flip=True, look=.6, arms=[[(-18, -56), (-6, -50)], [(20, -56), (6, -50)]])
    a.path('M528,366 q14,-10 26,0 q12,-10 26,0 v20 q-14,-8 -26,2 q-12,-10 -26,-2Z', WHITE)
    a.line([(554, 366), (554, 388)], '#cbb894', 2)
    for x in (40, 420, 610):
        flower(a, x, 470, 44, RED, OCHRE, 1)
        tuft(a, x + 14, 472, 18)


@pic('idee-02')
def garden(a):
    day(a, 210, 37, sun=(90, 80))
    # school
    a.rect(220, 126, 400, 124, a.lin([(0, dark(BRICK, .06)), (1, light(BRICK, .12))], 0, 0, 1, 0))
    bricks(a, 224, 132, 390, 112, BRICK, 3, 70)
    tiles(a, [(240, 66), (600, 66), (640, 130), (200, 130)], a.lin([(0, light(ROOF, .2)), (1, ROOF)]), 7)
    a.rect(198, 127, 444, 7, CREAM)
    for i in range(4):
        window(a, 240 + i * 58 + (90 if i > 1 else 0), 150, 2, 3, 18, 20, 3, WHITE)
    a.rect(362, 150, 70, 100, CREAM)
    a.rect(369, 168, 27, 82, WATER2)
    a.rect(398, 168, 27, 82, light(WATER2, .1))
    for k in range(2):
        a.rect(373 + k * 29, 174, 19, 30, PANE)
    a.rect(384, 36, 28, 36, '#efe0c2')
    a.path('M389,70 v-20 a9,9 0 0 1 18,0 v20Z', '#3c4358')
    a.path('M393,64 q0,-12 5,-12 q5,0 5,12Z', OCHRE)
    a.poly([(378, 38), (418, 38), (398, 14)], SLATE)
    tree(a, 80, 262, 190, 5, -1)
    tree(a, 176, 258, 120, 6, -1)
    a.path('M-10,250 H650 V490 H-10Z', a.lin([(0, '#b3c98a'), (1, '#86a968')]))
    # raised beds
    r = random.Random(9)
    def bed(x, y, w, d, kind):
        a.shadow(x + w / 2, y + 4, w * .56, 8)
        a.poly([(x + d, y - 52), (x + w - d, y - 52), (x + w, y - 26), (x, y - 26)], '#6a4a34')
        for i in range(4):
            a.line([(x + 8, y - 30 - i * 6), (x + w - 8, y - 30 - i * 6)], '#7d5a40', 2, o='0.7')
        for j in range(2):
            k = int(w / 34)
            for i in range(k):
                px, py = x + 24 + i * (w - 44) / max(1, k - 1), y - 44 + j * 14
                if kind == 0:      # cabbage
                    a.circ(px, py - 5, 13, MEADOW2)
                    a.circ(px + 1, py - 7, 9.5, LEAF)
                    a.circ(px + 2, py - 8, 5, '#c3d99a')
                elif kind == 1:    # carrots
                    a.ell(px, py, 5, 4, '#e58a3c')
                    for q in (-8, 0, 8):
                        a.curve([(px, py - 2), (px + q * .6, py - 12), (px + q, py - 22)], LEAF2 if q else MEADOW2, 3)
                elif kind == 2:    # beans on sticks
                    if j == 0:
                        a.line([(px, py), (px + 6, py - 70)], WOOD3, 3)
                        for q in range(5):
                            a.ell(px + q + (-1) ** q * 6, py - 10 - q * 12, 8, 5.500, MEADOW2 if q % 2 else LEAF)
                        a.ell(px - 4, py - 40, 2.500, 9, '#c9503f')
                else:              # lettuce & strawberries
                    a.path(cloud(px, py - 4, 12, 8, 8, r), LEAF)
                    a.path(cloud(px, py - 6, 7, 5, 7, r), '#cfe0a0')
                    if i % 2:
                        a.circ(px + 12, py, 4, RED)
        a.rect(x, y - 28, w, 30, WOOD)
        a.rect(x, y - 28, w, 9, light(WOOD, .24))
        a.line([(x, y - 12), (x + w, y - 12)], dark(WOOD, .2), 1.6)
        for e in (x + 3, x + w - 9):
            a.rect(e, y - 32, 7, 36, WOOD2)
    bed(30, 322, 220, 14, 2)
    bed(388, 322, 226, 14, 1)
    person(a, 318, 340, 128, SKINS[5], '#b5622f', 'bob', '#4e6b8c', '#5a4668', look=.4, apron=OCHRE, smile=2)
    person(a, 366, 344, 92, SKINS[4], '#1f1a1c', 'short', RED, '#3d5278', child=True, look=.5)
    bed(-20, 458, 260, 16, 0)
    bed(396, 458, 270, 16, 3)
    # children
    a.shadow(284, 452, 30)
    person(a, 284, 452, 136, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, flip=True, look=.6, smile=2, arms=[[(-18, -54), (-16, -40)], [(24, -58), (34, -60)]])
    with a.at(222, 366, 1.1, True):
        a.path('M-16,-12 h28 l4,30 h-36Z', WATER2)
        a.path('M12,0 L32,-14', None, s=WATER2, sw=6, cap='round')
        a.line([(29, -19), (38, -10)], light(WATER2, .3), 5)
        a.path('M-14,-12 q14,-22 26,0', None, s=dark(WATER2, .2), sw=4)
    for i in range(6):
        a.path('M%d,%d q-%d,8 -%d,28' % (180 - i * 3, 354 + i * 2, 4 + i, 8 + i * 3), None, s='#bfe0ea', sw=2.4, cap='round')
    person(a, 366, 456, 128, SKINS[0], '#c9903f', 'pigtails', HEATH, '#4a6a8a', child=True, look=.5, smile=2, arms=[[(-19, -54), (-17, -38)], [(22, -56), (30, -62)]])
    a.path('M398,384 q4,20 2,26', None, s='#e58a3c', sw=9, cap='round')
    for q in (-8, 0, 8):
        a.line([(399, 380), (399 + q, 362)], MEADOW2, 3)


@pic('idee-03')
def soup(a):
    room(a, lamps=(170, 470))
    # people behind the table
    for x, h, kw in ((76, 230, dict(skin=SKINS[1], hair='#cfc9c4', style='bald', top='#4e6b8c', bottom='#3d4256', glasses=True, look=.5)),
                     (168, 226, dict(skin=SKINS[2], hair='#8d5a86', style='scarf', top=HEATH, bottom='#3d4256', look=-.4, smile=2)),
                     (392, 176, dict(skin=SKINS[3], hair='#241d1c', style='curls', top=OCHRE, bottom='#3d4256', child=True, smile=2)),
                     (472, 226, dict(skin=SKINS[5], hair='#b5622f', style='long', top=MEADOW2, bottom='#3d4256', look=.4)),
                     (574, 230, dict(skin=SKINS[4], hair='#1f1a1c', style='beard', top=RED, bottom='#3d4256', look=-.5))):
        person(a, x, 440, h, arms=[[(-20, -56), (-10, -50)], [(20, -56), (10, -50)]] if not kw.get('child') else None, **kw)
    # cook
    person(a, 262, 424, 262, SKINS[0], '#8d8a92', 'bun', '#e9e0cc', '#3d4256', look=.3, apron=RED, smile=1, arms=[[(-20, -60), (-12, -54)], [(22, -62), (22, -54)]])
    # long table
    a.poly([(20, 348), (620, 348), (680, 404), (-40, 404)], '#f3e6cc')
    a.poly([(-40, 404), (680, 404), (680, 446), (-40, 446)], '#e0cfae')
    for i in range(18):
        a.poly([(-40 + i * 40, 404), (-20 + i * 40, 404), (-20 + i * 40, 446), (-40 + i * 40, 446)], '#d98a7a', o='0.45')
    a.poly([(250, 348), (390, 348), (404, 404), (236, 404)], '#d98a7a', o='0.35')
    # pan
    a.shadow(318, 392, 66, 9)
    a.path('M262,330 h112 l-6,54 q-2,10 -14,10 h-72 q-12,0 -14,-10Z', a.lin([(0, '#a8432f'), (1, '#d9694f')], 0, 0, 1, 0))
    a.ell(318, 330, 56, 13, '#7d2f24')
    a.ell(318, 331, 50, 10, '#e89a4a')
    for x, y, c in ((292, 330, MEADOW2), (312, 334, '#f6d58a'), (334, 329, MEADOW), (346, 333, RED), (302, 327, '#f6d58a')):
        a.ell(x, y, 4, 2, c)
    a.path('M256,346 h-12 q-6,8 0,14 h14 M380,346 h12 q6,8 0,14 h-14', None, s='#7d2f24', sw=6)
    a.line([(340, 328), (366, 276)], '#8d97a3', 6)
    steam(a, 306, 312, 50, WHITE, 5)
    steam(a, 326, 304, 36, WHITE, 4)
    # bowls, bread, spoons
    for x, y, c in ((78, 372, WATER2), (168, 366, OCHRE), (452, 368, HEATH), (556, 374, MEADOW2), (206, 396, RED), (424, 398, WATER2)):
        a.shadow(x, y + 14, 28, 4)
        a.path('M%d,%d h52 q-4,22 -26,22 q-22,0 -26,-22Z' % (x - 26, y - 6), c)
        a.ell(x, y - 6, 26, 7, light(c, .4))
        a.ell(x, y - 5.500, 21, 5, '#e89a4a')
        a.line([(x + 12, y - 6), (x + 28, y - 22)], '#aab4be', 3.4)
        steam(a, x, y - 16, 20, WHITE, 2.6)
    a.ell(124, 396, 34, 8, WOOD2)
    a.path('M96,394 q6,-24 30,-24 q26,0 30,24Z', '#c98a4a')
    for i in range(3):
        a.line([(110 + i * 14, 378), (116 + i * 14, 388)], '#f0cf94', 3.4)
    a.rect(496, 366, 14, 34, WHITE, r=3)
    flower(a, 500, 370, 34, RED, OCHRE)
    flower(a, 506, 370, 42, HEATH, OCHRE)
    # chairs in front
    for x in (110, 320, 530):
        a.rect(x - 34, 428, 68, 10, WOOD2, r=4)
        a.rect(x - 34, 452, 68, 9, WOOD2, r=4)
        a.rect(x - 36, 424, 9, 60, WOOD3, r=3)
        a.rect(x + 27, 424, 9, 60, WOOD3, r=3)


@pic('idee-04')
def jetty(a):
    day(a, 190, 41, sun=(500, 74), ground=('#a3bd7f', '#6f9a62'))
    for i in range(9):
        tree(a, 20 + i * 76, 212, 70 + (i * 37) % 50, i + 12)
    with a.tone('#fbecc6', .2):
        cottage(a, 90, 216, .5, False, 'a', 2, '#ead9b8')
    a.rect(0, 212, 640, 270, a.lin([(0, '#b9dadb'), (.3, '#86b7c6'), (1, WATER2)]))
    a.ell(500, 226, 90, 6, '#fff3cf', o='0.7')
    r = random.Random(6)
    for _ in range(60):
        y = 222 + r.random() * 250
        w = 10 + (y - 210) * .16
        x = r.random() * 640
        a.path('M%s,%s q%s,-4 %s,0 q%s,4 %s,0' % tuple(map(n, (x, y, w / 2, w, w / 2, w))), None, s=r.choice(['#dff0f0', '#a9d2da', '#3f7288']), sw=1.6 + (y - 210) * .006, cap='round', o='0.6')
    for x0 in (0, 560):
        for i in range(9):
            x = x0 + i * 10
            a.line([(x, 262), (x + 4, 204)], '#6c8a50', 3)
            if i % 2:
                a.line([(x + 3, 214), (x + 4, 196)], '#7a4a32', 6)
    # jetty
    for x, y in ((120, 470), (250, 410), (352, 366), (214, 480), (350, 430), (438, 380)):
        a.rect(x - 6, y - 30, 13, 60, WOOD3)
        a.ell(x, y + 30, 14, 4, '#3f7288', o='0.6')
    a.poly([(0, 404), (330, 300), (470, 326), (200, 490), (0, 490)], light(WOOD, .2))
    for i in range(15):
        t = i / 15
        a.line([(t * 330, 404 - t * 104), (-60 + t * 530, 520 - t * 194)], dark(WOOD, .2), 2)
    a.poly([(470, 326), (200, 490), (200, 504), (470, 340)], WOOD2)
    # ladder
    a.path('M410,362 q0,-34 18,-34 M436,346 q0,-34 18,-34', None, s='#e9eef0', sw=5, cap='round')
    a.line([(410, 362), (410, 420)], '#e9eef0', 5)
    a.line([(436, 346), (436, 404)], '#e9eef0', 5)
    for i in range(3):
        a.line([(410, 376 + i * 16), (436, 360 + i * 16)], '#cfd8dc', 4)
    # jumping child
    person(a, 520, 300, 120, SKINS[3], '#241d1c', 'curls', RED, RED, child=True, smile=2, look=.3, shoes=SKINS[3],
           arms=[[(-24, -72), (-30, -90)], [(24, -72), (30, -90)]], legs=[[(-5, -36), (-16, -28), (-6, -16)], [(5, -36), (18, -30), (10, -16)]])
    a.path('M488,392 q6,-26 16,-6 q4,-34 18,-4 q10,-26 16,2 q12,-14 12,8', None, s='#e9f5f5', sw=4, cap='round', join='round')
    # swimmers
    for x, y, s, h in ((566, 396, SKINS[0], '#c9903f'), (300, 262, SKINS[1], '#5a3a28'), (604, 306, SKINS[4], '#1f1a1c')):
        k = .6 + (y - 250) / 200
        a.ell(x, y + 10 * k, 40 * k, 8 * k, '#dff0f0', o='0.6')
        a.circ(x, y - 4 * k, 15 * k, s)
        a.path('M%s,%s a%s,%s 0 0 1 %s,0 q%s,%s %s,0Z' % tuple(map(n, (x - 15.5 * k, y - 6 * k, 15.5 * k, 15.5 * k, 31 * k, -15 * k, -8 * k, -31 * k))), h)
        a.circ(x - 5 * k, y - 2 * k, 1.6 * k, INK)
        a.circ(x + 5 * k, y - 2 * k, 1.6 * k, INK)
        a.path('M%s,%s q%s,%s %s,0' % (n(x - 5 * k), n(y + 4 * k), n(5 * k), n(4 * k), n(10 * k)), None, s='#8e3b36', sw=1.6 * k)
        a.ell(x, y + 13 * k, 24 * k, 6 * k, '#86b7c6')
        a.line([(x + 16 * k, y + 8 * k), (x + 34 * k, y - 6 * k)], s, 7 * k)
    a.circ(236, 300, 24, None, s=RED, sw=12)
    a.circ(236, 300, 24, None, s=WHITE, sw=12, dash='18 19.700')
    # sitting on the jetty
    person(a, 186, 424, 150, SKINS[5], '#b9b4b8', 'bun', HEATH, '#4a4668', look=.7, legs=[[(0, -41), (20, -38), (22, -14)], [(3, -40), (26, -36), (30, -12)]])
    person(a, 108, 440, 158, SKINS[1], '#7a5a40', 'beard', '#4e6b8c', '#c9a45c', look=.6)
    a.path('M40,440 l60,-18 l16,16 l-62,20Z', '#e9c25c')
    a.path('M46,444 l60,-18 M54,452 l58,-18', None, s=RED, sw=3)


@pic('idee-05')
def repair(a):
    room(a, '#efd9b0', '#b98a5c', '#a9774c', 340, winx=(470,), lamps=(200, 440), bunt=False, eve=False)
    # tool board
    a.rect(40, 60, 300, 130, '#8fae9c', r=5)
    a.rect(48, 68, 284, 114, '#a9c4b0', r=3)
    a.rect(70, 84, 8, 60, WOOD2, r=3)
    a.rect(58, 78, 32, 16, '#8d97a3', r=3)
    a.path('M116,80 v74 M140,80 v74', None, s='#6d7884', sw=6, cap='round')
    a.rect(111, 124, 11, 36, RED, r=4)
    a.rect(135, 124, 11, 36, OCHRE, r=4)
    a.path('M174,82 q-14,10 0,24 l4,48 h10 l4,-48 q14,-14 0,-24 v16 h-18Z', '#8d97a3')
    a.path('M226,84 q-6,36 2,40 M250,84 q6,36 -2,40', None, s='#6d7884', sw=6, cap='round')
    a.path('M228,122 q-12,24 -4,40 M248,122 q12,24 4,40', None, s='#3f6b9a', sw=8, cap='round')
    a.path('M276,140 l40,-50 l8,6 l-36,52Z', '#c3ccd4')
    a.rect(270, 138, 22, 16, WOOD2, r=4)
    # bicycle on a stand
    a.line([(520, 446), (520, 300)], '#5c6480', 8)
    a.line([(492, 448), (550, 448)], '#5c6480', 8)
    bike(a, 520, 394, 1.45, RED, basket=False)
    person(a, 596, 456, 206, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', flip=True, look=.7, arms=[[(-20, -58), (-17, -42)], [(24, -58), (32, -56)]])
    # people behind the table
    person(a, 96, 440, 236, SKINS[1], '#c9c4c4', 'short', '#5f7f6c', '#3d4256', look=.6, glasses=True, apron='#d9b98c', arms=[[(-20, -56), (-4, -48)], [(20, -56), (14, -46)]])
    person(a, 226, 440, 226, SKINS[0], '#b5622f', 'long', HEATH, '#3d4256', look=-.5, smile=2, arms=[[(-20, -58), (-14, -46)], [(20, -56), (14, -48)]])
    person(a, 366, 440, 232, SKINS[4], '#1f1a1c', 'beard', RED, '#3d4256', look=-.2, arms=[[(-20, -56), (-10, -46)], [(20, -58), (12, -50)]])
    table(a, 222, 470, 420, 118, WOOD, 30)
    # toaster
    a.shadow(122, 352, 44, 6)
    a.rect(84, 304, 78, 46, '#cfd6dc', r=12)
    a.rect(84, 330, 78, 20, '#aab4be', r=10)
    a.rect(98, 302, 50, 5, '#5c6480', r=2)
    a.path('M102,304 v-14 q10,-8 20,0 v14Z', '#d9a35c')
    a.path('M126,304 v-10 q10,-8 18,0 v10Z', '#c98f4a')
    a.rect(160, 320, 9, 6, INK, r=2)
    a.path('M84,340 q-30,8 -40,4', None, s=INK, sw=3)
    # lamp with a glow
    a.circ(262, 286, 56, a.rad([(0, '#fff0c0', '0.9'), (1, '#ffe2a0', '0')]))
    a.ell(262, 350, 26, 6, '#33465e')
    a.line([(262, 348), (248, 306), (272, 276)], '#33465e', 5)
    a.path('M258,266 l28,-8 l14,26 l-44,10Z', WATER2)
    a.ell(278, 290, 20, 6, '#fff3cf')
    # radio
    a.rect(322, 312, 84, 44, WOOD2, r=6)
    a.rect(328, 318, 40, 32, '#e9d6ae', r=3)
    for i in range(4):
        a.line([(332, 324 + i * 7), (364, 324 + i * 7)], WOOD2, 2)
    a.circ(386, 328, 8, OCHRE)
    a.circ(386, 345, 5, CREAM)
    a.line([(396, 312), (414, 274)], '#8d97a3', 2.6)
    for x, y in ((190, 352), (204, 348), (214, 354), (302, 354)):
        a.circ(x, y, 3, '#6d7884')
    a.line([(176, 344), (210, 336)], RED, 7)
    a.line([(210, 336), (236, 330)], '#8d97a3', 4)
    mug(a, 424, 350, MEADOW2, 1.6)
    steam(a, 424, 322, 22, WHITE)


@pic('idee-06')
def cards(a):
    room(a, '#e9c78f', '#7f8c6a', '#a56f48', 330, winx=(60, 460), lamps=(320,))
    a.circ(320, 150, 220, a.rad([(0, '#fff0c0', '0.5'), (1, '#ffe2a0', '0')]))
    # back players
    arms = [[(-20, -58), (-8, -54)], [(20, -58), (8, -54)]]
    person(a, 244, 440, 236, SKINS[2], '#3a2a24', 'bob', HEATH, '#3d4256', look=.5, arms=arms, smile=2)
    person(a, 396, 440, 242, SKINS[1], '#cfc9c4', 'beard', '#4e6b8c', '#3d4256', look=-.4, arms=arms)
    # table
    a.ell(320, 424, 232, 62, '#5a3a28')
    a.ell(320, 408, 232, 62, WOOD2)
    a.ell(320, 402, 230, 60, light(WOOD, .1))
    a.ell(320, 400, 196, 48, '#4f7a62')
    a.ell(320, 399, 196, 48, '#5d8a6f')
    def card(x, y, rot, suit=None, s=1):
        with a.at(x, y, s, rot=rot):
            a.rect(-15, -21, 30, 42, '#3a2a26', r=4, o='0.25')
            a.rect(-15, -23, 30, 42, WHITE, r=4)
            if suit is None:
                a.rect(-11, -19, 22, 34, WATER2, r=2)
                a.path('M-11,-10 l22,18 M11,-10 l-22,18', None, s=light(WATER2, .4), sw=2)
            elif suit == 'h':
                a.path('M0,10 C-11,2 -12,-4 -10,-8 C-7,-13 -2,-11 0,-6 C2,-11 7,-13 10,-8 C12,-4 11,2 0,10Z', RED)
            elif suit == 'd':
                a.poly([(0, -14), (9, -2), (0, 10), (-9, -2)], RED)
            elif suit == 'k':
                for px, py in ((0, -8), (-6, 0), (6, 0)):
                    a.circ(px, py, 5.4, INK)
                a.poly([(-1, 0), (1, 0), (4, 10), (-4, 10)], INK)
            else:
                a.path('M0,-14 C11,-4 12,0 9,4 C6,7 2,5 0,2 C-2,5 -6,7 -9,4 C-12,0 -11,-4 0,-14Z', INK)
                a.poly([(-1, 0), (1, 0), (4, 10), (-4, 10)], INK)
    card(296, 396, -20, 'h')
    card(330, 388, 12, 'k')
    card(352, 408, 60, 'd')
    card(312, 414, -70, 's')
    for i in range(5):
        card(224 + i * 11, 332 + abs(i - 2) * 3, -28 + i * 13, None, .9)
        card(376 + i * 11, 330 + abs(i - 2) * 3, -28 + i * 13, None, .9)
    # score slate, mugs, biscuits
    a.poly([(164, 384), (206, 374), (220, 400), (176, 412)], WOOD2)
    a.poly([(170, 387), (203, 379), (214, 398), (179, 407)], '#3a4450')
    a.line([(178, 391), (198, 386)], WHITE, 2)
    a.line([(182, 399), (204, 393)], WHITE, 2)
    mug(a, 450, 392, RED, 1.7)
    steam(a, 450, 364, 24, WHITE)
    mug(a, 250, 372, OCHRE, 1.4)
    a.ell(420, 424, 30, 8, WHITE)
    for x, y in ((410, 421), (424, 419), (432, 425)):
        a.ell(x, y, 10, 5, '#d9a35c')
    # front players, seen from the back, with their own cards
    for i in range(5):
        card(120 + i * 12, 396 + abs(i - 2) * 4, -30 + i * 14, ('h', 'k', 'd', 's', 'h')[i], 1)
        card(478 + i * 12, 396 + abs(i - 2) * 4, -30 + i * 14, ('s', 'd', 'h', 'k', 'd')[i], 1)
    crowd_back(a, 96, 428, 1.75, MEADOW2, '#8d8a92', 2)
    crowd_back(a, 548, 428, 1.75, RED, '#5a3a28', 0)
    a.circ(142, 424, 12, '#f3c9a5')
    a.circ(500, 424, 12, '#c98d62')


@pic('idee-07')
def crossing(a):
    day(a, 190, 43, sun=(80, 70))
    # school left, houses right
    a.rect(-10, 110, 250, 140, light(BRICK, .06))
    bricks(a, 0, 116, 236, 128, BRICK, 5, 50)
    tiles(a, [(-10, 52), (206, 52), (252, 114), (-10, 114)], a.lin([(0, light(ROOF, .2)), (1, ROOF)]), 7)
    a.rect(-10, 112, 264, 7, CREAM)
    for i in range(3):
        window(a, 10 + i * 76, 140, 2, 3, 19, 20, 3, WHITE)
    with a.tone('#fbecc6', .14):
        houses(a, 252, .8, 5, 330, k=6)
    tree(a, 290, 262, 150, 4, -1)
    tree(a, 606, 264, 130, 5, -1)
    a.rect(0, 250, 640, 30, '#d8c09a')
    for i in range(18):
        a.line([(i * 38, 250), (i * 40 - 14, 280)], '#bda27a', 1.2)
    a.rect(0, 278, 640, 7, '#b9a48a')
    a.rect(0, 285, 640, 140, a.lin([(0, '#9c8a88'), (1, '#85747a')]))
    a.rect(0, 424, 640, 8, '#cbb79a')
    a.rect(0, 432, 640, 60, '#d8c09a')
    for i in range(14):
        a.line([(i * 50, 432), (i * 52 - 20, 480)], '#bda27a', 1.4)
    # zebra
    for i in range(6):
        y0, y1 = 290 + i * 22.4, 303 + i * 22.4
        d = lambda y: (y - 285) * .32
        a.poly([(240 - d(y0), y0), (410 + d(y0) * .4, y0), (410 + d(y1) * .4, y1), (240 - d(y1), y1)], '#f6efe0')
    # warning posts with bands
    for x in (214, 440):
        a.rect(x, 196, 8, 90, '#e9e0cc')
        for k in range(3):
            a.rect(x, 204 + k * 26, 8, 13, RED)
        a.circ(x + 4, 182, 17, '#f0b53f')
        a.circ(x + 4, 182, 12, '#ffe08a')
    # waiting car
    a.shadow(556, 384, 100, 9)
    a.path('M462,372 q-2,-34 20,-38 l26,-4 q22,-38 52,-38 h90 v84 h-180 q-8,0 -8,-4Z', WATER2)
    a.path('M516,332 q20,-30 44,-30 h26 v32Z', '#dcecec')
    a.rect(594, 302, 60, 32, '#dcecec')
    a.circ(566, 322, 8, SKINS[1])
    a.path('M558,320 a8,8 0 0 1 16,0Z', '#5a3a28')
    a.circ(508, 376, 22, INK)
    a.circ(508, 376, 10, '#cfd6dc')
    a.circ(624, 376, 22, INK)
    a.circ(624, 376, 10, '#cfd6dc')
    a.ell(470, 350, 7, 6, '#fff3c4')
    # crossing guard
    a.shadow(430, 426, 36)
    person(a, 424, 424, 188, SKINS[1], '#5a4a40', 'cap', '#e58a3c', '#33465e', look=-.3, cap='#e58a3c', arms=[[(-24, -80), (-28, -98)], [(24, -74), (36, -76)]])
    a.path('M411,316 l26,2 M411,336 h26', None, s='#fff3c4', sw=5)
    a.line([(492, 298), (492, 214)], WOOD, 5)
    a.circ(492, 206, 26, RED)
    a.circ(492, 206, 19, WHITE)
    a.rect(478, 201, 28, 10, RED, r=2)
    # children
    for x, y in ((196, 404), (262, 410), (322, 402)):
        a.shadow(x, y, 26)
    person(a, 196, 404, 132, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.6, smile=2, arms=[[(-19, -54), (-17, -38)], [(22, -50), (26, -36)]], legs=[[(-5, -36), (-12, -18), (-14, -3)], [(5, -36), (12, -18), (14, -3)]])
    person(a, 262, 410, 124, SKINS[0], '#c9903f', 'pigtails', RED, '#4a6a8a', child=True, look=.6, smile=2, arms=[[(-22, -50), (-26, -36)], [(22, -64), (28, -82)]], legs=[[(-5, -36), (-9, -18), (-12, -3)], [(5, -36), (11, -18), (15, -3)]])
    person(a, 322, 402, 140, SKINS[2], '#3a2a24', 'spiky', MEADOW2, '#4a4250', child=True, look=.4, legs=[[(-5, -36), (-9, -18), (-12, -3)], [(5, -36), (11, -18), (15, -3)]])
    a.rect(168, 332, 16, 36, RED, r=7)
    a.rect(296, 330, 15, 38, OCHRE, r=7)
    # parent with bicycle
    person(a, 60, 462, 190, SKINS[5], '#8d5a3a', 'long', HEATH, '#3d4a6b', look=.6, arms=[[(-20, -58), (-17, -42)], [(22, -62), (30, -52)]])
    bike(a, 126, 470, 1.4, '#33465e')


@pic('idee-08')
def photos(a):
    room(a, '#e6c9a0', '#8a6a5a', '#a9774c', 372, win=False, lamps=(120, 330, 530), bunt=False)
    def frame(x, y, w, h, k, c=WOOD3):
        a.rect(x + 4, y + 6, w, h, '#3a2a26', o='0.25')
        a.rect(x, y, w, h, c, r=2)
        a.rect(x + 6, y + 6, w - 12, h - 12, '#f6ead2')
        X, Y, W, H = x + 13, y + 13, w - 26, h - 26
        a.rect(X, Y, W, H, a.lin([(0, '#e9d3a6'), (1, '#c9a877')]))
        g = Y + H
        sep = '#7a5a40'
        if k == 0:      # old church and oak
            a.path('M%s,%s q%s,-10 %s,0 v14 h-%sZ' % (n(X), n(g - 14), n(W / 2), n(W), n(W)), '#a98560')
            a.poly([(X + W * .5, g - 10), (X + W * .5, g - H * .6), (X + W * .57, g - H * .78), (X + W * .64, g - H * .6), (X + W * .64, g - 10)], sep)
            a.poly([(X + W * .64, g - 10), (X + W * .64, g - H * .4), (X + W * .7, g - H * .52), (X + W * .9, g - H * .52), (X + W * .95, g - H * .36), (X + W * .95, g - 10)], '#8f6c4c')
            with a.tone('#9a7450', .8):
                oak(a, X + W * .26, g - 6, H * .72, 4)
        elif k == 1:    # farmer with horse and cart
            a.rect(X, g - 12, W, 12, '#a98560')
            a.ell(X + W * .6, g - 34, 26, 13, sep)
            for q in (-18, -10, 12, 20):
                a.line([(X + W * .6 + q, g - 28), (X + W * .6 + q, g - 8)], sep, 4)
            a.path('M%s,%s l14,-24 l12,4 l8,10 l-12,2 l-8,14Z' % (n(X + W * .6 + 16), n(g - 34)), sep)
            a.circ(X + W * .24, g - 18, 13, None, s=sep, sw=3)
            a.poly([(X + 6, g - 44), (X + W * .42, g - 44), (X + W * .38, g - 24), (X + 12, g - 24)], '#8f6c4c')
            a.circ(X + W * .3, g - 60, 7, '#c99f74')
            a.rect(X + W * .3 - 8, g - 54, 16, 14, '#6a4a34', r=4)
            a.rect(X + W * .3 - 10, g - 66, 20, 4, '#4a3426')
        elif k == 2:    # class photograph
            a.rect(X, Y, W, H * .4, '#b89068')
            for j in range(2):
                for i in range(5):
                    px, py = X + W * (i + .6 + (j * .3)) / 5.6, Y + H * (.42 + j * .26)
                    a.path('M%s,%s q0,-16 9,-16 q9,0 9,16 v18 h-18Z' % (n(px - 9), n(py + 20)), ('#6a4a34', '#8f6c4c', '#f0ddb8')[(i + j) % 3])
                    a.circ(px, py, 7, '#d8b088')
                    a.path('M%s,%s a7,7 0 0 1 14,0Z' % (n(px - 7), n(py - 1)), '#5a4030')
        elif k == 3:    # mill
            a.rect(X, g - 10, W, 10, '#a98560')
            with a.tone('#9a7450', .75):
                mill(a, X + W * .5, g - 6, H / 400, 20)
        else:           # couple
            for e, c2 in ((-1, '#5a4030'), (1, '#f0ddb8')):
                px = X + W / 2 + e * W * .18
                a.path('M%s,%s q0,-30 %s,-30 q%s,0 %s,30Z' % (n(px - 17), n(g), '17', '17', '17'), c2)
                a.circ(px, g - 42, 13, '#d8b088')
                a.path('M%s,%s a13,13 0 0 1 26,0 q-13,-8 -26,0Z' % (n(px - 13), n(g - 44)), '#5a4030' if e < 0 else '#8a6a4a')
    frame(30, 112, 170, 128, 0)
    frame(222, 92, 216, 164, 2, '#b98a3c')
    frame(462, 112, 150, 128, 1)
    frame(36, 256, 92, 104, 3, '#b98a3c')
    frame(510, 254, 96, 106, 4)
    for x in (120, 330, 530):
        a.poly([(x - 26, 92), (x + 26, 92), (x + 120, 372), (x - 120, 372)], '#fff3cf', o='0.13')
    # people looking
    a.shadow(206, 462, 46)
    person(a, 196, 462, 226, SKINS[1], '#cfc9c4', 'bald', '#4e6b8c', '#5a4a40', glasses=True, look=.7, arms=[[(-20, -58), (-17, -42)], [(24, -78), (34, -92)]])
    person(a, 268, 466, 150, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.4, smile=2)
    person(a, 396, 464, 214, SKINS[0], '#b9b4b8', 'bun', HEATH, '#5a4668', flip=True, look=.6, skirt=True)
    person(a, 464, 466, 222, SKINS[2], '#3a2a24', 'long', MEADOW2, '#3d4a6b', flip=True, look=.5, smile=2, arms=[[(-20, -58), (-12, -48)], [(22, -62), (10, -56)]])
    # table with an album
    table(a, 84, 476, 170, 64, WOOD, 14)
    a.path('M40,404 q22,-14 44,0 q22,-14 44,0 v-16 q-22,-12 -44,2 q-22,-14 -44,-2Z', WHITE)
    a.rect(48, 390, 24, 12, '#c9a877')
    a.rect(96, 390, 24, 12, '#b98f62')


# ------------------------------------------------------------------ news
@pic('nieuws-01')
def harvest(a):
    day(a, 215, 47, sun=(120, 86), sky=('#9cc4cc', '#f0dcb4', '#f9cf8d'), ground=('#dcb45f', '#b98f48'))
    with a.tone('#f9cf8d', .25):
        farm(a, 360, 244, .5, False, 'f', 6)
        church(a, 40, 238, .32)
    for i in range(14):
        a.path('M%d,%d q-8,-20 0,-26 q10,6 2,26Z' % (20 + i * 46, 262 + i % 3 * 5), '#e0bf7a')
    a.path('M-10,286 Q320,262 650,290 V490 H-10Z', a.lin([(0, '#b3c07a'), (1, '#86a968')]))
    bunting(a, (-10, 70), (320, 44), 30, 10)
    bunting(a, (320, 44), (650, 70), 30, 10)
    a.rect(316, 40, 7, 260, WOOD3)
    # wagon with sheaves
    a.shadow(210, 414, 170, 12)
    a.path('M70,322 Q90,214 210,208 Q330,214 352,322Z', '#d9b055')
    r = random.Random(3)
    for _ in range(120):
        t = r.random() * math.pi
        k = r.random()
        x, y = 210 + math.cos(t) * 132 * k, 320 - math.sin(t) * 104 * k
        a.line([(x, y), (x + r.uniform(-8, 8), y - r.uniform(8, 16))], r.choice(['#f0d080', '#b98f3c', '#e9c25c']), 2.4)
    a.poly([(56, 318), (366, 318), (352, 368), (70, 368)], RED)
    a.poly([(56, 318), (366, 318), (364, 328), (59, 328)], light(RED, .3))
    for i in range(6):
        a.line([(84 + i * 50, 328), (88 + i * 48, 368)], dark(RED, .25), 3)
    for cx in (116, 306):
        a.circ(cx, 376, 36, None, s=WOOD3, sw=8)
        for i in range(4):
            t = i * math.pi / 4 + .2
            a.line([(cx + math.cos(t) * 32, 376 + math.sin(t) * 32), (cx - math.cos(t) * 32, 376 - math.sin(t) * 32)], WOOD3, 4)
        a.circ(cx, 376, 8, OCHRE)
    for i in range(9):
        x = 66 + i * 36
        flower(a, x, 330, 22 + i % 2 * 8, (OCHRE, RED, HEATH, WHITE)[i % 4], WOOD3)
    person(a, 180, 300, 100, SKINS[0], '#c9903f', 'pigtails', WATER, '#4a6a8a', child=True, smile=2, arms=[[(-20, -60), (-26, -84)], [(20, -60), (26, -84)]])
    person(a, 244, 298, 104, SKINS[3], '#241d1c', 'curls', MEADOW2, '#4a6a8a', child=True, smile=2, arms=[[(-19, -50), (-17, -36)], [(20, -60), (26, -84)]])
    # table with pumpkins and bread
    person(a, 452, 428, 178, SKINS[5], '#b5622f', 'long', HEATH, '#5a4668', look=.5, apron=CREAM, smile=2)
    person(a, 560, 430, 186, SKINS[1], '#6a5a48', 'cap', '#4e6b8c', '#5a4a40', look=-.5, cap='#7d6a48')
    table(a, 500, 458, 230, 72, WOOD, 18)
    def pumpkin(x, y, s, c='#e08a3c'):
        for dx, w in ((-14, 12), (14, 12), (-7, 13), (7, 13), (0, 12)):
            a.ell(x + dx * s, y - 13 * s, w * s, 14 * s, dark(c, .04 * abs(dx) / 4) if dx else light(c, .12))
        a.path('M%s,%s q2,-10 8,-10' % (n(x), n(y - 25 * s)), None, s=MEADOW2, sw=4 * s, cap='round')
    pumpkin(424, 380, 1.1)
    pumpkin(464, 384, .8, '#d9a03c')
    a.path('M492,382 q4,-24 30,-24 q26,0 30,24Z', '#c98a4a')
    for i in range(3):
        a.line([(506 + i * 14, 366), (512 + i * 14, 376)], '#f0cf94', 3)
    for i in range(5):
        a.circ(572 + i % 3 * 12, 378 - i // 3 * 10, 7, RED if i % 2 else MEADOW)
    pumpkin(350, 470, 1.7)
    pumpkin(404, 474, 1.1, '#d9a03c')
    for x, h in ((20, 150), (44, 120), (618, 160)):
        a.line([(x, 478), (x, 478 - h)], MEADOW2, 6)
        a.path('M%d,%d q26,-20 34,-4 q-12,16 -34,4Z' % (x, 478 - h * .4), MEADOW2)
        for i in range(12):
            t = i * math.pi / 6
            a.ell(x + math.cos(t) * 19, 478 - h + math.sin(t) * 19, 9, 9, '#f0b53f')
        a.circ(x, 478 - h, 15, WOOD3)


@pic('nieuws-02')
def keeper(a):
    day(a, 150, 53, sun=None, clouds=False, far=False)
    hall(a, 330, 424, 1.8)
    a.rect(0, 416, 640, 70, a.lin([(0, '#e3c893'), (1, '#cfae7a')]))
    for i in range(16):
        a.line([(i * 44 - 10, 420), (i * 48 - 40, 480)], '#bd9c6a', 1.4)
    a.rect(236, 410, 188, 14, '#d8c8ac')
    a.rect(222, 422, 216, 12, '#c3b197')
    # garland over the door
    for i in range(15):
        t = math.pi * (1 + i / 14)
        x, y = 330 + math.cos(t) * 84, 268 + math.sin(t) * 66
        bush(a, x, y + 8, 26, i, MEADOW2, (RED, ROSE, WHITE))
    # the new caretaker
    a.shadow(330, 452, 60, 9)
    person(a, 330, 452, 268, SKINS[2], '#3a2a24', 'curls', '#5f7f6c', '#33465e', smile=2, scarf=OCHRE,
           arms=[[(-24, -76), (-26, -98)], [(21, -60), (27, -62)]])
    a.circ(406, 284, 11, None, s='#8d97a3', sw=4)
    for dx, c in ((-6, OCHRE), (2, '#8d97a3'), (9, '#c98a4f')):
        a.line([(406 + dx * .3, 294), (406 + dx, 322)], c, 5)
        a.line([(406 + dx, 318), (406 + dx + 6, 318)], c, 4)
    # neighbours with flowers and cake
    person(a, 170, 460, 216, SKINS[0], '#c9c4c4', 'bun', HEATH, '#5a4668', look=.8, skirt=True, glasses=True, arms=[[(-20, -58), (-8, -54)], [(22, -62), (28, -66)]])
    a.path('M216,330 l26,-4 l-8,44Z', CREAM)
    for x, y, c in ((220, 318, RED), (234, 308, OCHRE), (246, 320, ROSE), (230, 324, WHITE), (242, 332, HEATH)):
        a.circ(x, y, 9, c)
        a.circ(x, y, 3.4, OCHRE if c != OCHRE else WOOD3)
    person(a, 96, 466, 148, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.6, smile=2, arms=[[(-20, -60), (-26, -84)], [(20, -54), (22, -40)]])
    person(a, 506, 462, 220, SKINS[1], '#6a5a52', 'beard', '#4e6b8c', '#4a4250', flip=True, look=.7, arms=[[(-20, -58), (-4, -52)], [(20, -58), (16, -52)]])
    a.ell(470, 350, 38, 9, WHITE)
    a.path('M440,348 v-22 q30,-10 60,0 v22 q-30,10 -60,0Z', '#f3c9b4')
    a.path('M440,326 q30,-10 60,0 q-4,14 -12,4 q-8,16 -16,2 q-8,14 -16,0 q-10,10 -16,-6Z', WHITE)
    a.circ(470, 320, 6, RED)
    person(a, 584, 468, 200, SKINS[4], '#1f1a1c', 'short', RED, '#3d4256', flip=True, look=.6, smile=2, arms=[[(-22, -84), (-25, -102)], [(18, -58), (17, -42)]])


@pic('nieuws-03')
def fibre(a):
    day(a, 190, 59, sun=(560, 70))
    houses(a, 300, 1.2, 7, -60, k=8)
    tree(a, 300, 316, 170, 8)
    a.rect(0, 298, 640, 60, '#d8c09a')
    for i in range(18):
        a.line([(i * 38, 298), (i * 42 - 24, 358)], '#bda27a', 1.3)
    a.rect(0, 356, 640, 9, '#b9a48a')
    a.rect(0, 364, 640, 120, a.lin([(0, '#a4918c'), (1, '#8a7a7a')]))
    # trench with cable
    a.path('M-10,336 L470,328 L480,346 L-10,356Z', '#5a4030')
    a.path('M-10,342 Q120,350 240,340 Q360,332 470,340', None, s='#e58a3c', sw=5, cap='round')
    for i in range(12):
        a.ell(20 + i * 36, 328 + i % 3 * 2, 26, 9, mix('#8a6244', '#a97b54', (i % 3) / 3))
    # mini digger
    a.shadow(540, 404, 96, 9)
    a.rect(470, 372, 136, 32, INK, r=16)
    for i in range(5):
        a.circ(486 + i * 26, 388, 10, '#6d7884')
    a.path('M474,372 v-36 q0,-10 10,-10 h104 q16,0 18,18 l2,28Z', '#f0b53f')
    a.path('M572,326 q32,0 34,18 l2,28 h-36Z', '#d99a2c')
    a.rect(504, 262, 70, 68, '#f0b53f', r=6)
    a.rect(511, 270, 56, 48, '#cfe3e6', r=4)
    person(a, 540, 372, 116, SKINS[3], '#241d1c', 'cap', '#e58a3c', '#33465e', look=-.6, cap=WHITE)
    a.rect(504, 318, 70, 14, '#d99a2c')
    a.path('M486,338 L430,258 L388,312', None, s='#d99a2c', sw=14, join='round', cap='round')
    a.path('M486,338 L430,258 L388,312', None, s='#f0b53f', sw=8, join='round', cap='round')
    a.path('M372,306 h34 l-4,26 q-18,10 -30,-6Z', '#5c6480')
    # cable drum
    a.shadow(120, 450, 74, 9)
    a.ell(150, 396, 34, 56, WOOD2)
    a.path('M96,352 h54 a30,46 0 0 1 0,88 h-54Z', '#e58a3c')
    for i in range(7):
        a.path('M%d,352 q18,44 0,88' % (98 + i * 8), None, s=dark('#e58a3c', .16), sw=2.4)
    a.ell(96, 396, 34, 56, WOOD)
    a.ell(96, 396, 34, 56, None, s=WOOD3, sw=4)
    for i in range(4):
        t = i * math.pi / 4
        a.line([(96 + math.cos(t) * 31, 396 + math.sin(t) * 51), (96 - math.cos(t) * 31, 396 - math.sin(t) * 51)], WOOD2, 4)
    a.ell(96, 396, 9, 15, WOOD3)
    a.path('M168,428 Q220,440 236,380 Q240,350 250,340', None, s='#e58a3c', sw=5, cap='round')
    # workers and neighbour
    a.shadow(286, 424, 40)
    person(a, 282, 424, 190, SKINS[1], '#5a3a28', 'cap', '#e58a3c', '#33465e', cap=WHITE, look=.4, flip=True, arms=[[(-20, -58), (-17, -44)], [(24, -58), (30, -46)]])
    a.path('M262,344 h42 M264,366 h38', None, s='#fff3c4', sw=6)
    a.line([(222, 326), (236, 420)], WOOD, 6)
    a.path('M228,408 h20 l-2,28 q-10,8 -16,-2Z', '#8d97a3')
    person(a, 372, 440, 180, SKINS[5], '#b9b4b8', 'bun', HEATH, '#5a4668', flip=True, look=.6, skirt=True, smile=2, arms=[[(-20, -58), (-17, -42)], [(22, -62), (14, -58)]])
    mug(a, 346, 338, RED, 1.5)
    for x in (426, 620, 30):
        a.path('M%d,470 l10,-44 h10 l10,44Z' % (x - 15), '#e5703c')
        a.path('M%d,448 h20 l3,10 h-26Z' % (x - 10), WHITE)
        a.rect(x - 20, 468, 40, 6, dark('#e5703c', .2), r=2)
    # bright thread of light to the houses
    for x in (70, 206, 344):
        a.circ(x, 236, 26, a.rad([(0, '#ffe9a8', '0.9'), (1, '#ffe9a8', '0')]))


@pic('nieuws-04')
def planting(a):
    day(a, 215, 61, sun=(530, 84), ground=('#b3c98a', '#7fa564'))
    with a.tone('#fbecc6', .22):
        farm(a, 20, 244, .46, False, 'f', 2)
        cottage(a, 420, 244, .6, True, 'c', 3)
    for i in range(7):     # already planted saplings
        x, y = 230 + i * 62, 258 + i % 2 * 8
        a.line([(x, y), (x, y - 44)], WOOD3, 3)
        a.line([(x + 6, y), (x + 6, y - 36)], WOOD, 2.6)
        a.path(cloud(x, y - 50, 16, 18, 8, random.Random(i)), MEADOW2)
        a.path(cloud(x + 3, y - 54, 9, 10, 7, random.Random(i + 9)), LEAF)
    person(a, 566, 312, 100, SKINS[4], '#1f1a1c', 'short', OCHRE, '#33465e', look=.5)
    person(a, 618, 316, 70, SKINS[0], '#b5622f', 'pigtails', RED, '#4a6a8a', child=True, smile=2)
    tree(a, 594, 312, 84, 3)
    # hill, hole, main tree
    a.path('M-10,350 Q320,316 650,350 V490 H-10Z', a.lin([(0, '#a3bd7f'), (1, '#7fa564')]))
    a.ell(316, 432, 110, 20, '#5a4030')
    a.ell(316, 428, 100, 15, '#6e5040')
    a.path('M180,436 q30,-44 74,-6 q-10,14 -74,6Z', '#7d5a40')
    a.path('M372,440 q34,-40 84,0Z', '#7d5a40')
    a.path('M300,428 q-10,-28 16,-30 q26,2 16,30Z', '#8a6a48')
    a.path('M313,408 C312,330 316,270 314,196 L320,196 C322,270 322,330 323,408Z', '#7a5640')
    for x1, y1, x2, y2 in ((317, 270, 276, 214), (318, 250, 362, 200), (318, 300, 352, 262), (317, 320, 286, 284)):
        a.line([(x1, y1), (x2, y2)], '#7a5640', 4.500)
    r = random.Random(5)
    for cx, cy, rx, ry in ((272, 206, 36, 28), (364, 196, 38, 30), (318, 172, 46, 40), (358, 258, 24, 18), (282, 280, 22, 16)):
        a.path(cloud(cx, cy, rx, ry, 10, r), MEADOW2)
        a.path(cloud(cx + 6, cy - 6, rx * .68, ry * .64, 9, r), LEAF)
        a.path(cloud(cx + 11, cy - 11, rx * .34, ry * .32, 7, r), '#b9cf88')
    a.line([(344, 430), (344, 280)], WOOD, 7)
    a.path('M318,312 q14,10 28,0 M318,318 q14,10 28,0', None, s=RED, sw=4)
    # children and adult with spade
    a.shadow(202, 454, 40)
    person(a, 226, 452, 158, SKINS[3], '#241d1c', 'curls', OCHRE, '#3d5278', child=True, look=.6, smile=2, arms=[[(-10, -50), (10, -48)], [(26, -60), (46, -66)]])
    person(a, 130, 450, 210, SKINS[1], '#8d8a92', 'beard', '#5f7f6c', '#4a4250', look=.7, arms=[[(-16, -58), (4, -50)], [(22, -60), (24, -68)]])
    a.line([(170, 292), (186, 430)], WOOD, 7)
    a.line([(158, 290), (184, 288)], WOOD2, 7)
    a.path('M174,420 h26 l-4,36 q-8,10 -14,0Z', '#8d97a3')
    person(a, 414, 452, 150, SKINS[0], '#c9903f', 'pigtails', RED, '#4a6a8a', child=True, flip=True, look=.6, smile=2, arms=[[(-18, -54), (-16, -40)], [(24, -60), (32, -62)]])
    with a.at(362, 362, 1.05, True):
        a.path('M-16,-12 h28 l4,30 h-36Z', WATER2)
        a.path('M12,0 L32,-14', None, s=WATER2, sw=6, cap='round')
        a.line([(29, -19), (38, -10)], light(WATER2, .3), 5)
        a.path('M-14,-12 q14,-22 26,0', None, s=dark(WATER2, .2), sw=4)
    person(a, 482, 456, 200, SKINS[2], '#8d5a86', 'scarf', HEATH, '#4a4668', flip=True, look=.6, skirt=True)
    # wheelbarrow
    a.shadow(572, 466, 62, 8)
    a.circ(536, 450, 16, None, s=INK, sw=7)
    a.poly([(536, 398), (620, 398), (600, 438), (554, 438)], MEADOW2)
    a.path('M544,398 q36,-34 70,0Z', '#6e5040')
    a.line([(536, 450), (640, 414)], WOOD3, 6)
    a.line([(598, 438), (606, 466)], WOOD3, 6)
    for i, x in enumerate((562, 580, 598)):
        a.line([(x, 390), (x + i * 3 - 3, 340)], WOOD3, 3)
        a.path(cloud(x + i * 3 - 3, 332, 13, 15, 8, r), LEAF)
    for x in (40, 66, 250, 390, 610):
        flower(a, x, 478, 30, (OCHRE, WHITE, HEATH)[x % 3], RED)
        tuft(a, x + 12, 478, 16)


# ------------------------------------------------------------------ faces
def face(a, bg, skin, top, kind, **k):
    """A larger friendly portrait, 240 x 240."""
    hair = k.get('hair', '#5a3a28')
    a.rect(0, 0, 240, 240, light(bg, .5))
    a.circ(120, 120, 114, bg)
    a.circ(156, 82, 96, a.rad([(0, light(bg, .5), '0.9'), (1, light(bg, .5), '0')]))
    sk2 = dark(skin, .13)
    cx, cy, w, h = 120, 112, k.get('w', 46), k.get('h', 55)
    hd, hl = dark(hair, .18), light(hair, .16)
    # hair behind
    if kind == 'bun':
        a.circ(120, 44, 24, hd)
        a.circ(123, 41, 20, hair)
        a.path('M66,122 Q58,52 120,50 Q182,52 174,122 Q176,140 164,150 H76 Q64,140 66,122Z', hd)
    elif kind == 'curls':
        r = random.Random(4)
        for i in range(19):
            t = math.pi * (.86 + 1.28 * i / 18)
            a.circ(120 + math.cos(t) * 60, 112 + math.sin(t) * 58, 23, hd)
        for i in range(8):
            a.circ(66 + r.uniform(-8, 6), 120 + i * 8, 15, hd)
            a.circ(174 + r.uniform(-6, 8), 120 + i * 8, 15, hd)
    elif kind == 'long':
        a.path('M62,120 Q54,44 120,42 Q186,44 178,120 Q180,170 196,196 Q160,214 120,212 Q80,214 44,196 Q60,170 62,120Z', hd)
    elif kind == 'scarf':
        a.path('M56,116 Q54,40 120,38 Q186,40 184,116 Q184,160 176,186 Q148,206 120,206 Q92,206 64,186 Q56,160 56,116Z', hair)
    elif kind == 'bob':
        a.path('M62,116 Q56,44 120,42 Q184,44 178,116 L182,164 Q150,178 120,176 Q90,178 58,164Z', hd)
    # shoulders and neck
    a.path('M18,240 Q22,186 74,176 Q96,172 102,160 L138,160 Q144,172 166,176 Q218,186 222,240Z', top)
    a.path('M146,172 Q154,175 166,176 Q218,186 222,240 H176 Q180,196 146,172Z', dark(top, .12))
    a.path('M100,150 H140 V172 Q140,192 120,192 Q100,192 100,172Z', sk2)
    collar = k.get('collar')
    if collar == 'shirt':
        a.path('M98,168 L120,196 L106,208 L86,176Z', light(top, .5))
        a.path('M142,168 L120,196 L134,208 L154,176Z', light(top, .4))
    elif collar == 'round':
        a.path('M94,172 Q120,210 146,172 L154,177 Q120,222 86,177Z', light(top, .35))
    elif collar == 'overall':
        a.path('M76,240 V208 H164 V240Z', '#46587a')
        a.line([(82, 212), (72, 178)], '#46587a', 11, cap='butt')
        a.line([(158, 212), (168, 178)], '#46587a', 11, cap='butt')
        a.circ(84, 214, 5, OCHRE)
        a.circ(156, 214, 5, OCHRE)
    elif collar == 'stripe':
        for i in range(4):
            a.path('M%d,%d Q120,%d %d,%d' % (34 - i * 6, 196 + i * 13, 204 + i * 14, 206 + i * 6, 196 + i * 13), None, s=CREAM, sw=5)
        a.path('M94,172 Q120,210 146,172 L154,177 Q120,222 86,177Z', CREAM)
    elif collar == 'hood':
        a.path('M80,178 Q120,226 160,178 L170,186 Q160,214 120,222 Q80,214 70,186Z', dark(top, .16))
        a.line([(108, 208), (106, 232)], CREAM, 3)
        a.line([(132, 208), (134, 232)], CREAM, 3)
    # ears, head
    if kind != 'scarf':
        for e in (-1, 1):
            a.ell(cx + e * w * 1.0, cy + 6, 9, 12, skin if e > 0 else sk2)
            a.ell(cx + e * w * 1.02, cy + 7, 4.500, 7, dark(skin, .2), o='0.6')
    a.path('M%s,%s C%s,%s %s,%s %s,%s C%s,%s %s,%s %s,%s C%s,%s %s,%s %s,%s C%s,%s %s,%s %s,%sZ' % tuple(map(n, (
        cx, cy - h, cx + w * .72, cy - h, cx + w, cy - h * .5, cx + w, cy,
        cx + w, cy + h * .56, cx + w * .56, cy + h, cx, cy + h,
        cx - w * .56, cy + h, cx - w, cy + h * .56, cx - w, cy,
        cx - w, cy - h * .5, cx - w * .72, cy - h, cx, cy - h))), skin)
    a.path('M%s,%s C%s,%s %s,%s %s,%s C%s,%s %s,%s %s,%s C%s,%s %s,%s %s,%sZ' % tuple(map(n, (
        cx - w * .86, cy - h * .5, cx - w * 1.02, cy - h * .2, cx - w, cy + h * .2, cx - w * .93, cy + h * .4,
        cx - w * .8, cy + h * .74, cx - w * .4, cy + h, cx, cy + h,
        cx - w * .5, cy + h * .84, cx - w * .8, cy + h * .3, cx - w * .86, cy - h * .5))), sk2, o='0.6')
    # features
    ey, ex = cy + 2, w * .42
    brow = k.get('brow', dark(hair, .2))
    for e in (-1, 1):
        a.circ(cx + e * w * .56, cy + h * .38, w * .22, '#e0705c', o='0.3')
        if k.get('laugh'):
            a.path('M%s,%s q7,-9 14,0' % (n(cx + e * ex - 7), n(ey + 3)), None, s=INK, sw=4, cap='round')
        else:
            a.ell(cx + e * ex, ey, 5, 6, INK)
            a.circ(cx + e * ex + 1.8, ey - 2.2, 1.7, WHITE)
        a.path('M%s,%s q%s,-6 %s,%s' % (n(cx + e * ex - 10), n(ey - 13 + (0 if e > 0 else 1)), n(10), n(20), n(0)), None, s=brow, sw=k.get('bw', 4), cap='round')
    a.path('M%s,%s q-7,14 -2,16 q4,2 8,0' % (n(cx), n(ey + 3)), None, s=dark(skin, .26), sw=3, cap='round', join='round')
    if k.get('age'):
        a.path('M%s,%s q-4,6 -10,7 M%s,%s q4,6 10,7' % (n(cx - w * .74), n(ey - 4), n(cx + w * .74), n(ey - 4)), None, s=dark(skin, .2), sw=2, cap='round', o='0.8')
        a.path('M%s,%s q-8,8 -7,18 M%s,%s q8,8 7,18' % (n(cx - 15), n(cy + 20), n(cx + 15), n(cy + 20)), None, s=dark(skin, .18), sw=2.2, cap='round', o='0.8')
    beard = k.get('beard')
    if beard:
        a.path('M%s,%s Q%s,%s %s,%s Q%s,%s %s,%s Q%s,%s %s,%s Q%s,%s %s,%s Q%s,%s %s,%s Q%s,%s %s,%sZ' % tuple(map(n, (
            cx - w * 1.0, cy + 4, cx - w * 1.02, cy + h * 1.1, cx, cy + h * 1.24, cx + w * 1.02, cy + h * 1.1, cx + w, cy + 4,
            cx + w * .86, cy + h * .36, cx + w * .5, cy + h * .42, cx, cy + h * .28, cx - w * .5, cy + h * .42,
            cx - w * .86, cy + h * .36, cx - w * .9, cy + h * .2, cx - w * .96, cy + h * .1, cx - w, cy + 4))), beard)
    my = cy + h * .5
    if k.get('laugh') or k.get('open'):
        a.path('M%s,%s q18,5 36,0 q-2,20 -18,20 q-16,0 -18,-20Z' % (n(cx - 18), n(my)), '#8e3b36')
        a.path('M%s,%s q15,4 30,0 l-1,6 q-14,3 -28,0Z' % (n(cx - 15), n(my + 1)), WHITE)
    else:
        a.path('M%s,%s q16,14 32,0' % (n(cx - 16), n(my + 1)), None, s='#8e3b36', sw=4, cap='round')
    if beard:
        a.path('M%s,%s q10,-10 22,-4 q12,-6 22,4 q-12,3 -22,0 q-10,3 -22,0Z' % (n(cx - 22), n(my)), dark(beard, .1))
    # hair in front
    if kind == 'bun':
        a.path('M68,118 Q62,56 120,52 Q178,56 172,118 Q166,88 140,78 Q112,92 82,88 Q72,98 68,118Z', hair)
        a.path('M128,60 Q160,64 168,98 Q156,82 140,78Z', hl)
    elif kind == 'curls':
        for i in range(9):
            t = math.pi * (1.06 + .88 * i / 8)
            a.circ(120 + math.cos(t) * 46, 106 + math.sin(t) * 48, 17, hair if i % 2 else hl)
        for i in range(5):
            t = math.pi * (1.1 + .8 * i / 4)
            a.circ(120 + math.cos(t) * 60, 100 + math.sin(t) * 60, 14, hair)
        for e in (-1, 1):
            for i in range(4):
                a.circ(120 + e * 57, 116 + i * 17, 12, hair if i % 2 else hl)
    elif kind == 'long':
        a.path('M66,134 Q58,52 122,48 Q184,52 176,134 Q172,92 146,74 Q128,98 84,100 Q70,110 66,134Z', hair)
        a.path('M128,54 Q166,60 172,108 Q162,84 146,74Z', hl)
        a.path('M66,130 Q62,170 52,194 Q66,202 76,200 Q68,166 70,124Z', hair)
        a.path('M175,124 Q174,166 168,200 Q182,200 190,194 Q178,166 176,130Z', hl)
    elif kind == 'scarf':
        a.path('M66,128 Q60,48 120,46 Q180,48 174,128 Q172,74 120,70 Q68,74 66,128Z', light(hair, .14))
        a.path('M66,126 Q70,168 104,176 Q120,182 136,176 Q170,168 174,126 Q186,150 178,180 Q150,206 120,204 Q90,206 62,180 Q54,150 66,126Z', hair)
        a.path('M74,160 Q110,200 170,176 M66,176 Q110,216 176,188', None, s=dark(hair, .14), sw=3, cap='round')
    elif kind == 'cap':
        a.path('M72,112 Q70,92 76,84 H90 Q80,96 80,118Z M168,112 Q170,92 164,84 H150 Q160,96 160,118Z', hair)
        a.path('M66,88 Q64,38 122,36 Q180,38 176,88 Q120,70 66,88Z', k['cap'])
        a.path('M134,37 Q180,42 176,88 Q160,80 146,78 Q150,54 134,37Z', light(k['cap'], .14))
        a.path('M62,92 Q120,64 182,90 Q190,98 172,100 Q120,82 72,102 Q56,100 62,92Z', dark(k['cap'], .22))
        a.circ(121, 38, 5, dark(k['cap'], .2))
    elif kind == 'bald':
        a.path('M74,116 Q66,96 74,82 Q84,74 84,86 Q80,100 80,118Z', hair)
        a.path('M166,116 Q174,96 166,82 Q156,74 156,86 Q160,100 160,118Z', hair)
        a.path('M104,66 q16,-7 32,-1', None, s=light(skin, .5), sw=6, cap='round', o='0.7')
    elif kind == 'short':
        a.path('M70,114 Q60,58 112,50 Q176,44 172,114 Q166,96 158,84 Q126,92 98,78 Q80,88 70,114Z', hair)
        a.path('M128,50 Q174,54 172,108 Q166,92 158,84 Q140,70 128,50Z', hl)
    elif kind == 'spiky':
        a.path('M70,112 Q64,92 68,78 L62,66 L78,64 L82,46 L98,54 L112,38 L126,52 L144,40 L150,56 L168,54 L166,72 L178,78 Q176,96 170,112 Q164,92 154,84 Q120,92 86,84 Q76,92 70,112Z', hair)
        a.path('M126,52 L144,40 L150,56 L168,54 L166,72 L178,78 Q176,96 170,112 Q164,92 154,84 Q138,72 126,52Z', hl)
    elif kind == 'bob':
        a.path('M64,134 Q58,52 120,48 Q182,52 176,134 Q176,104 166,86 Q120,96 76,86 Q66,104 64,134Z', hair)
        a.path('M130,50 Q178,58 176,124 Q174,102 166,86 Q146,76 130,50Z', hl)
    if k.get('glasses'):
        for e in (-1, 1):
            a.circ(cx + e * ex, ey, 15, '#ffffff', o='0.18')
            a.circ(cx + e * ex, ey, 15, None, s=k['glasses'], sw=3.4)
        a.path('M%s,%s q6,-5 11,0' % (n(cx - 5.5), n(ey - 2)), None, s=k['glasses'], sw=3.4)
        for e in (-1, 1):
            a.line([(cx + e * (ex + 15), ey - 2), (cx + e * w, ey - 1)], k['glasses'], 3)
    if k.get('freckles'):
        for x, y in ((-26, 16), (-20, 20), (-14, 16), (14, 16), (20, 20), (26, 16)):
            a.circ(cx + x, cy + y, 1.7, '#b9744a')
    if k.get('earring'):
        for e in (-1, 1):
            a.circ(cx + e * w * 1.03, cy + 22, 4, OCHRE)


FACES = [
    ('gezicht-01', dict(bg='#c9a2b8', skin=SKINS[0], top=HEATH, kind='bun', hair='#c9c4c8', age=True, glasses='#7d3b2f', collar='round', earring=True)),
    ('gezicht-02', dict(bg='#a9c49a', skin='#e3a985', top='#b5533c', kind='cap', cap='#5f6f58', hair='#9a8a78', age=True, collar='overall', w=49, h=54)),
    ('gezicht-03', dict(bg='#f0c27a', skin=SKINS[3], top='#4f8299', kind='curls', hair='#3a2520', open=True, collar='hood', w=43, h=51)),
    ('gezicht-04', dict(bg='#9cc0c8', skin=SKINS[2], top='#46587a', kind='short', hair='#2f2422', beard='#3a2c28', collar='shirt', bw=5)),
    ('gezicht-05', dict(bg='#f2d28f', skin=SKINS[5], top=RED, kind='spiky', hair='#c9843c', freckles=True, laugh=True, collar='stripe', w=45, h=48)),
    ('gezicht-06', dict(bg='#d9b48a', skin='#d9a57c', top='#3f6b5c', kind='scarf', hair='#7f5f94', brow='#3a2a24', w=44, h=52)),
    ('gezicht-07', dict(bg='#b7b3cc', skin=SKINS[4], top='#e0c391', kind='bald', hair='#d9d4d0', brow='#cfc9c6', age=True, laugh=True, collar='shirt', w=47, h=56)),
    ('gezicht-08', dict(bg='#e9b09a', skin=SKINS[1], top=MEADOW2, kind='long', hair='#8d4f2f', open=True, collar='round', w=44, h=52)),
]


# ------------------------------------------------------------------ children's drawings
def wob(r, p, k=3.):
    out = []
    for i in range(len(p) - 1):
        (x1, y1), (x2, y2) = p[i], p[i + 1]
        m = max(2, int(math.hypot(x2 - x1, y2 - y1) / 34))
        for j in range(m):
            t = j / m
            out.append((x1 + (x2 - x1) * t + r.uniform(-k, k), y1 + (y2 - y1) * t + r.uniform(-k, k)))
    out.append((p[-1][0] + r.uniform(-k, k), p[-1][1] + r.uniform(-k, k)))
    return out


def stroke(a, r, p, col, w=9, k=3.):
    a.curve(wob(r, p, k), col, w, join='round')


def scribble(a, r, x, y, w, h, col, sw=10, step=13):
    p, e, yy = [], 0, y
    while yy <= y + h:
        p.append((x + (w if e else 0) + r.uniform(-6, 6), yy + r.uniform(-3, 3)))
        e ^= 1
        yy += step * .55
    a.curve(p, col, sw, join='round')


def ring(a, r, cx, cy, rx, ry, col, w=9):
    p = [(cx + math.cos(i * .55 + .4) * rx + r.uniform(-3, 3), cy + math.sin(i * .55 + .4) * ry + r.uniform(-3, 3)) for i in range(13)]
    a.curve(p, col, w)


def kid(a, r, x, y, s, col, hair=None, arms=1):
    ring(a, r, x, y - 78 * s, 22 * s, 22 * s, col, 7)
    stroke(a, r, [(x, y - 56 * s), (x + 2, y - 24 * s)], col, 8, 2)
    stroke(a, r, [(x, y - 24 * s), (x - 16 * s, y)], col, 8, 2)
    stroke(a, r, [(x, y - 24 * s), (x + 16 * s, y)], col, 8, 2)
    up = -16 if arms else 14
    stroke(a, r, [(x - 32 * s, y - (46 - up * -1) * s), (x, y - 46 * s), (x + 32 * s, y - (46 - up * -1) * s)] if not arms else
           [(x - 34 * s, y - 64 * s), (x, y - 44 * s), (x + 34 * s, y - 66 * s)], col, 8, 2)
    a.circ(x - 8 * s, y - 82 * s, 3.6, INK)
    a.circ(x + 8 * s, y - 82 * s, 3.6, INK)
    a.curve([(x - 10 * s, y - 72 * s), (x, y - 66 * s), (x + 11 * s, y - 73 * s)], '#c9503f', 5)
    if hair:
        for i in range(7):
            t = math.pi * (1.1 + .8 * i / 6)
            a.line([(x + math.cos(t) * 20 * s, y - 78 * s + math.sin(t) * 20 * s), (x + math.cos(t) * 33 * s, y - 78 * s + math.sin(t) * 33 * s)], hair, 6)


@pic('tekening-01')
def child1(a):
    r = random.Random(5)
    a.rect(0, 0, 640, 480, '#fdf8ec')
    scribble(a, r, 6, 412, 628, 50, '#8fb172', 16, 18)
    ring(a, r, 78, 82, 38, 38, OCHRE, 12)
    scribble(a, r, 56, 62, 44, 40, '#f2c04f', 12, 16)
    for i in range(9):
        t = i * .7
        stroke(a, r, [(78 + math.cos(t) * 54, 82 + math.sin(t) * 54), (78 + math.cos(t) * 80, 82 + math.sin(t) * 80)], OCHRE, 9, 2)
    # house
    scribble(a, r, 372, 262, 186, 140, '#e2a08c', 13, 22)
    stroke(a, r, [(366, 410), (368, 252), (564, 256), (562, 412), (366, 410)], RED, 11)
    scribble(a, r, 400, 190, 130, 50, '#a8644f', 12, 20)
    stroke(a, r, [(340, 256), (466, 146), (592, 258), (340, 256)], ROOF, 12)
    stroke(a, r, [(444, 410), (446, 326), (490, 328), (490, 410)], '#3f6b5c', 10)
    a.circ(480, 372, 5, OCHRE)
    for x in (388, 508):
        stroke(a, r, [(x, 286), (x + 38, 286), (x + 38, 320), (x, 320), (x, 286)], '#33465e', 7, 2)
        stroke(a, r, [(x + 19, 286), (x + 19, 320)], '#33465e', 6, 2)
        stroke(a, r, [(x, 303), (x + 38, 303)], '#33465e', 6, 2)
    stroke(a, r, [(524, 196), (524, 152), (548, 152), (548, 218)], ROOF, 9, 2)
    a.curve([(536, 140), (552, 118), (532, 100), (556, 80), (540, 58)], '#9aa3ac', 8)
    # tree
    scribble(a, r, 246, 330, 22, 84, '#8f6240', 11, 14)
    scribble(a, r, 198, 212, 118, 118, '#6f9f5e', 15, 22)
    ring(a, r, 257, 272, 72, 70, '#46794c', 11)
    for x, y in ((226, 250), (280, 240), (262, 296), (298, 284), (232, 302)):
        a.circ(x, y, 9, RED)
    # three children and a dog
    kid(a, r, 72, 418, 1.05, '#33465e', '#8f6240')
    kid(a, r, 152, 424, .92, HEATH, OCHRE)
    kid(a, r, 616 - 8, 422, .8, '#4f8299', INK)
    stroke(a, r, [(310, 424), (312, 402), (362, 400), (364, 424)], '#8f6240', 9, 2)
    # bunting of hearts
    for x, y, c in ((250, 90, RED), (310, 62, HEATH), (374, 84, RED)):
        a.curve([(x, y + 22), (x - 22, y), (x - 12, y - 15), (x, y - 3), (x + 12, y - 15), (x + 22, y), (x, y + 22)], c, 8)


@pic('tekening-02')
def child2(a):
    r = random.Random(11)
    a.rect(0, 0, 640, 480, '#fdf8ec')
    # rainbow
    for i, c in enumerate((RED, '#e58a3c', '#f2c04f', '#7fa36b', '#6fa3b8', HEATH)):
        p = [(320 + math.cos(math.pi * (1 + k / 12)) * (286 - i * 20) + r.uniform(-2, 2), 316 + math.sin(math.pi * (1 + k / 12)) * (268 - i * 20) + r.uniform(-2, 2)) for k in range(13)]
        a.curve(p, c, 15)
    # clouds
    for x in (34, 606):
        for dx, dy, q in ((-22, 4, 26), (8, -12, 30), (34, 6, 24)):
            ring(a, r, x + dx - 6, 300 + dy, q, q * .8, '#8fb6c9', 8)
    # pond and grass
    scribble(a, r, 10, 436, 620, 34, '#8fb172', 16, 18)
    scribble(a, r, 60, 404, 170, 36, '#8cbccd', 14, 18)
    ring(a, r, 146, 420, 96, 27, '#4f8299', 10)
    # duck
    ring(a, r, 136, 398, 24, 14, OCHRE, 8)
    ring(a, r, 162, 380, 11, 11, OCHRE, 8)
    stroke(a, r, [(174, 380), (190, 382)], '#e5703c', 8, 1)
    a.circ(164, 378, 3, INK)
    # slide and ladder
    stroke(a, r, [(286, 436), (290, 262), (292, 256)], RED, 11)
    stroke(a, r, [(330, 436), (330, 260)], RED, 11)
    for y in (410, 376, 342, 308, 276):
        stroke(a, r, [(288, y), (330, y - 2)], OCHRE, 9, 2)
    a.curve([(330, 264), (372, 292), (404, 360), (448, 424), (496, 430)], '#4f8299', 14)
    kid(a, r, 312, 258, .82, HEATH, '#8f6240')
    kid(a, r, 566, 434, 1.0, '#3f6b5c', INK)
    # flowers
    for x, y, c in ((36, 430, RED), (252, 440, HEATH), (526, 446, '#e58a3c'), (612, 444, RED)):
        stroke(a, r, [(x, y + 26), (x + 2, y - 22)], '#46794c', 8, 2)
        for i in range(5):
            t = i * 1.257
            a.circ(x + 2 + math.cos(t) * 13, y - 32 + math.sin(t) * 13, 9, c)
        a.circ(x + 2, y - 32, 7, '#f2c04f')
    # sun with a face
    ring(a, r, 66, 66, 36, 36, OCHRE, 12)
    a.circ(56, 60, 4, INK)
    a.circ(77, 60, 4, INK)
    a.curve([(52, 74), (66, 84), (81, 73)], '#c9503f', 6)
    # bird scribbles
    for x, y in ((604, 88), (560, 44), (310, 24)):
        a.curve([(x - 20, y - 6), (x - 10, y - 14), (x, y), (x + 10, y - 14), (x + 22, y - 7)], '#33465e', 7)


def all():
    out = []
    for name, f, w, h in OUT:
        a = Art(w, h)
        f(a)
        out.append((name, a))
    for name, k in FACES:
        a = Art(240, 240)
        face(a, **k)
        out.append((name, a))
    return sorted(out, key=lambda t: t[0])


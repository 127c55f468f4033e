"""The attract screen: a village in Drenthe at dusk, and the order in which its windows light up."""
import math
import random
from draw import *

W, H = 1920, 1200
DUSK = '#34345f'


def sky(a):
    a.rect(0, 0, W, H, a.lin([(0, '#22304f'), (.2, '#2c3a60'), (.27, '#3f4674'), (.345, '#6d5a86'), (.41, '#ad7685'), (.465, '#e29a72'),
                              (.505, '#f2b26b'), (.55, '#f8cd8a')]))
    a.body.append('<g transform="translate(1290 606) scale(2.1 1)">')
    a.circ(0, 0, 330, a.rad([(0, '#ffe6a8', '0.9'), (.3, '#ffc57c', '0.5'), (.65, '#f09a72', '0.16'), (1, '#d9707a', '0')]))
    a.body.append('</g>')
    r = random.Random(8)
    for _ in range(58):
        y = 30 + r.random() ** 1.3 * 300
        a.circ(r.random() * W, y, r.choice([1.1, 1.4, 1.8, 2.3]), '#fdf1d4', o='%.2f' % (.75 - y / 480))
    # young moon
    a.circ(1704, 178, 60, a.rad([(0, '#f7e7c0', '0.22'), (1, '#f7e7c0', '0')]))
    a.path('M1694,152 A28,28 0 1 0 1732,190 A23,23 0 1 1 1694,152Z', '#fbeecb')
    # long evening clouds
    for x, y, w, h, c, o in ((250, 392, 330, 12, '#b98393', .55), (420, 372, 210, 9, '#c58d92', .5), (1560, 360, 300, 11, '#a8798f', .55),
                             (760, 436, 260, 9, '#f0b58a', .5), (1330, 418, 250, 9, '#e8a67f', .5), (1660, 452, 330, 12, '#f3bd8a', .55),
                             (80, 470, 300, 10, '#e7a884', .5), (600, 500, 240, 8, '#fbd39a', .6), (1500, 520, 220, 7, '#ffe0a8', .6)):
        a.path('M%d,%d q%d,-%d %d,-%d q%d,-%d %d,%d q%d,%d %d,%d q-%d,%d -%d,%dZ' % (
            x - w / 2, y, w * .1, h * .8, w * .3, h * .9, w * .2, h * .9, w * .42, -h * .1 + 1, w * .2, h * .1, w * .28, h * 1.0 + 1,
            w / 2, h * .5, w, 1), c, o=str(o))
    # geese going home
    for i in range(9):
        k = abs(i - 3)
        x, y = 420 + (i - 3) * 23, 330 + k * 11
        a.path('M%d,%d q4,-6 9,-1 q5,-5 9,2' % (x, y), None, s='#2c3355', sw=2.2, cap='round')


def far(a):
    r = random.Random(5)
    # furthest woods, misty
    for x0, x1, y, c, hh in ((0, 1920, 606, '#a9788c', 13), (0, 1920, 618, '#7d6486', 15)):
        p = [(x0, 700)]
        x = x0
        d = 'M%d,720 L%d,%d' % (x0, x0, y)
        while x < x1:
            w = r.uniform(18, 44)
            d += ' q%s,%s %s,%s' % (n(w / 2), n(-r.uniform(.4, 1.4) * hh), n(w), n(0))
            x += w
        a.path(d + ' L1930,720Z', c)
    # a far spire and a far farm
    a.poly([(640, 612), (644, 560), (648, 612)], '#7d6486')
    a.rect(636, 596, 16, 20, '#7d6486')
    with a.tone('#6c5a86', .35):
        # heath on the right, rolling
        a.path('M1180,650 C1300,612 1420,606 1560,604 C1700,600 1820,612 1920,602 V800 H1180Z', a.lin([(0, '#b183a4'), (1, HEATH2)]))
        # fields on the left
        a.path('M0,640 C200,616 480,622 700,632 C900,640 1100,640 1300,650 V800 H0Z', '#c79a57')
    with a.tone(DUSK, .2):
        a.path('M0,652 C140,634 360,648 560,650 C720,652 900,660 1200,668 V820 H0Z', '#b58c4c')
        for i in range(10):
            a.path('M%d,%d C%d,%d %d,%d %d,%d' % (-40 + i * 50, 700, 100 + i * 44, 676, 240 + i * 40, 662, 330 + i * 36, 655), None,
                   s='#dcb066', sw=2.2, o='0.5')
        a.path('M0,700 C220,672 420,676 640,684 C860,690 1100,700 1400,690 C1600,680 1800,690 1920,678 V900 H0Z', '#6f8f5e')
        # heath flowers
        for _ in range(240):
            x = 1290 + r.random() * 640
            y = 622 + r.random() * 66
            a.ell(x, y, r.uniform(3, 8), r.uniform(1.4, 2.8), r.choice(['#c393b8', '#a276a3', '#7c5a8a', '#d6a7b8']), o='0.75')
        for x, y, h in ((1598, 640, 26), (1575, 652, 20), (1880, 636, 30), (1340, 644, 22)):   # junipers
            a.path('M%d,%d q-%d,-%d 0,-%d q%d,%d 0,%dZ' % (x, y, h * .5, h * .4, h, h * .5, h * .6, h), '#3f5a4c')
        fold(a, 1630, 672, .86)
        for i, (x, y, s) in enumerate(((1560, 668, .6), (1596, 676, .66), (1578, 690, .66), (1540, 682, .62), (1518, 668, .55), (1612, 692, .66), (1548, 652, .5))):
            sheep(a, x, y, s, i % 2 == 0, i)


def back(a):
    r = random.Random(4)
    with a.tone(DUSK, .3):
        for i, (x, y, h) in enumerate(((16, 690, 120), (78, 700, 100), (560, 700, 92), (620, 704, 110), (700, 700, 84), (770, 702, 100), (840, 700, 84),
                                       (905, 706, 96), (1050, 706, 90), (1100, 706, 110), (1480, 706, 110), (1850, 716, 104), (1905, 712, 130))):
            tree(a, x, y, h, i + 40, 1, MEADOW2)
        for i, (x, h) in enumerate(((452, 150), (484, 170), (516, 158), (548, 176))):
            poplar(a, x, 706, h, i + 3)
    with a.tone(DUSK, .22):
        mill(a, 318, 716, .98, 24)
        for i, (x, y, h) in enumerate(((236, 720, 66), (400, 722, 74))):
            tree(a, x, y, h, i + 60, 1, MEADOW)
        # middle ground
        a.path('M0,726 C240,704 520,716 760,722 C1000,728 1240,736 1460,730 C1660,724 1800,732 1920,722 V960 H0Z', '#6a8c5a')
        cottage(a, -30, 752, .98, False, 'c1', 3, '#ead9b8', ROOF, '#3d5278')
        cottage(a, 476, 772, 1.04, False, 'c2', 5, mix(BRICK, '#d9a070', .4), mix(ROOF, '#a8583f', .5))
        cottage(a, 628, 800, 1.12, False, 'c5', 15, '#ead9b8', SLATE, RED)
        church(a, 1096, 752, 1.)
        cottage(a, 1958, 776, 1.12, True, 'c4', 11, mix(BRICK, '#d9a070', .4), SLATE)
        # churchyard hedge
        for i in range(16):
            bush(a, 1190 + i * 22, 758, 34, i + 90, LEAF2)


def ground(a):
    with a.tone(DUSK, .2):
        a.path('M0,792 C260,770 520,790 760,800 C1000,806 1300,800 1500,796 C1700,792 1820,800 1920,792 V1200 H0Z',
               a.lin([(0, '#86a968'), (.18, '#6f965c'), (.42, '#527a50'), (1, '#35544a')]))
    with a.tone(DUSK, .12):
        # village road, left to right behind the green
        a.path('M-10,866 C200,856 420,876 640,872 C820,868 1100,872 1250,866 L1250,880 C1100,888 820,886 640,890 C420,894 200,876 -10,886Z', '#cfae80')
        # road to the door
        a.path('M902,872 L1018,872 C1010,910 1036,960 1092,1020 C1150,1082 1210,1140 1244,1200 L690,1200 C740,1130 800,1070 846,1010 C888,956 906,910 902,872Z',
               a.lin([(0, '#e2c08d'), (.35, '#c8a57c'), (1, '#8d7a70')]))
        a.path('M934,872 C926,930 884,990 846,1040 C806,1094 770,1150 748,1200 L1186,1200 C1150,1140 1110,1090 1070,1042 C1024,988 998,930 990,872Z',
               a.lin([(0, '#f3d6a4', '0.55'), (.6, '#e2c08d', '0.16'), (1, '#e2c08d', '0')]))
        for k in range(64):
            t = (k * .6180339) % 1
            y = 884 + t * t * 300
            hw = 30 + (y - 872) * .62
            x = 962 + ((k * .7548776) % 1 - .5) * 2 * hw + (y - 872) * .03
            a.ell(x, y, 3 + t * 7, 1 + t * 1.6, '#a98a6c' if k % 3 else '#f6e0b4', o='0.4')
        # path over the bridge
        a.path('M1004,896 C1080,930 1190,944 1290,944 C1320,944 1324,940 1326,934 L1386,934 C1384,958 1350,966 1290,966 C1170,966 1060,956 1020,930Z',
               a.lin([(0, '#d6b486'), (1, '#b8976f')]))
        a.path('M1330,868 L1376,868 L1370,850 L1700,852 L1880,850 L1880,858 L1400,862 L1380,872Z', '#cfae80')

def canal(a):
    up = [(1246, 884), (1262, 902), (1300, 914), (1380, 918), (1500, 919), (1640, 921), (1780, 923), (1940, 924)]
    lo = [(1246, 884), (1256, 868), (1300, 862), (1380, 861), (1500, 863), (1640, 862), (1780, 861), (1940, 858)]
    shape = smooth(lo, False, 1.) + 'L' + smooth(up[::-1], False, 1.)[1:] + 'Z'
    with a.tone(DUSK, .12):
        bank = [(x, y + 9) for x, y in up]
        a.path(smooth([(x - 4, y - 5) for x, y in lo], False, 1.) + 'L' + smooth([(x - 3, y) for x, y in bank][::-1], False, 1.)[1:] + 'Z', '#4d6e4a')
        a.path(shape, a.lin([(0, '#e9b184'), (.45, '#b58c94'), (1, '#5d7f9c')]))
        r = random.Random(3)
        for _ in range(46):
            x = 1360 + r.random() * 540
            y = 868 + r.random() * 46
            a.line([(x, y), (x + r.uniform(10, 40), y)], '#ffe0b0' if r.random() < .6 else '#3f6483', 1.5, o='0.5')
        for i in range(42):
            x = 1330 + i * 14.4 + r.uniform(-5, 5)
            if x > 1410:
                tuft(a, x, (926 if x < 1420 else 930) + r.uniform(-3, 4), r.uniform(10, 20), r.choice(['#7fa05f', '#5d8557', '#a79a5a']), i)
        for x in (1432, 1446, 1680, 1700, 1712, 1840, 1856):     # reeds
            a.line([(x, 928), (x + 2, 892)], '#6c7f4e', 2)
            a.line([(x + 2, 900), (x + 2, 888)], '#7a4a32', 4)
        # ducks
        for x, y in ((1462, 892), (1490, 898), (1770, 896)):
            a.path('M%d,%d q8,7 18,0 q-2,8 -9,8 q-8,0 -9,-8Z' % (x, y), '#6e5646')
            a.circ(x + 18, y - 4, 4, '#3f6b5c')
            a.poly([(x + 21, y - 4), (x + 27, y - 3), (x + 21, y - 1)], OCHRE)


def bridge(a):
    """A white drawbridge, seen along its deck."""
    with a.tone(DUSK, .12):
        a.poly([(1322, 938), (1318, 948), (1394, 948), (1390, 938)], '#6a4a3c')
        a.poly([(1318, 940), (1394, 940), (1376, 864), (1336, 864)], a.lin([(0, '#a97b54'), (1, '#c99a6a')]))
        for i in range(8):
            t = (i / 8) ** 1.2
            y = 866 + t * 74
            a.line([(1336 - t * 18, y), (1376 + t * 18, y)], '#7d5a40', 1.4 + t)
        # portal at the far end with its balance beams
        for e in (-1, 1):
            x = 1356 + e * 25
            a.rect(x - 3.5, 770, 7, 96, WHITE)
            a.rect(x + .5, 770, 3, 96, '#ffe9c4')
            a.line([(x, 800), (x - e * 12, 786)], WHITE, 3)
            a.line([(x + e * 5, 756), (x - e * 3, 776)], '#efe0c2', 6)
            a.line([(x + e * 6, 752), (x + e * 14, 930)], '#d8c8ac', 1.8)
        a.rect(1325, 784, 62, 7, WHITE)
        a.rect(1322, 768, 68, 8, '#efe0c2')
        a.rect(1326, 746, 60, 12, '#efe0c2', r=2)
        a.rect(1326, 752, 60, 6, '#d8c8ac', r=2)
        for e in (-1, 1):     # rails
            for i in range(5):
                t = i / 4
                x = 1356 + e * (22 + t * 17)
                y = 866 + t * 74
                h = 20 + t * 14
                a.line([(x, y), (x, y - h)], WHITE, 2.6 + t * 2.4)
            a.line([(1356 + e * 22, 846), (1356 + e * 39, 906)], WHITE, 4.5)
            a.line([(1356 + e * 22, 856), (1356 + e * 39, 922)], WHITE, 2.6)


def front(a):
    with a.tone(DUSK, .2):
        oak(a, 580, 838, 318, 11, 1, MEADOW2)
    with a.tone(DUSK, .15):
        farm(a, 22, 858, 1.08, False, 'farm', 2)
        row(a, 1408, 848, 1.0, 5, 1, 'row')
        for i, (x, h) in enumerate(((1836, 110), (1868, 90))):
            tree(a, x, 850, h, 70 + i, 1, MEADOW)
        # pollarded lime beside the hall
        tree(a, 1262, 812, 92, 88, 1, MEADOW)
    with a.tone(DUSK, .1):
        hall(a, 960, 866, 1.02)
    with a.tone(DUSK, .15):
        # hedges and flowers beside the hall
        for i, (x, w) in enumerate(((706, 46), (736, 38), (1192, 40), (1222, 46))):
            bush(a, x, 874, w, i + 7, MEADOW2, (ROSE, '#d9a0b0', WHITE))
        for x, y, k in ((216, 634, 1), (1138, 612, .8), (1536, 676, .7)):
            a.path('M%d,%d c-12,-26 18,-34 4,-62 c-10,-20 20,-32 14,-56 c14,22 -4,36 4,58 c10,28 -18,38 -10,60Z' % (x, y), '#f6e2c4', o='%.2f' % (.3 * k))
        # washing line at the farm, well, hay
        a.line([(490, 857), (490, 817)], WOOD3, 3)
        a.line([(534, 858), (534, 818)], WOOD3, 3)
        a.path('M490,819 Q512,829 534,820', None, s='#efe0c2', sw=1.5)
        for i, c in enumerate((WHITE, WATER, RED, OCHRE)):
            a.rect(492 + i * 10.5, 823 + (2 if i in (1, 2) else 0), 8, 19 - i % 2 * 5, c)
        # bench round the oak
        bench(a, 578, 866, .78)
        bike(a, 1152, 880, .62, '#8a3f3a')
        bike(a, 1216, 882, .6, '#33465e', True)
        # notice board
        a.rect(795, 850, 4, 44, WOOD3)
        a.rect(839, 850, 4, 44, WOOD3)
        a.rect(789, 842, 60, 36, WOOD2)
        a.rect(793, 846, 52, 28, '#d8b98a')
        for x, y, w, h, c in ((796, 849, 12, 15, WHITE), (811, 850, 14, 10, '#f3dca0'), (828, 849, 13, 18, WHITE), (812, 862, 12, 9, '#cfe0d6')):
            a.rect(x, y, w, h, c)
        a.poly([(784, 843), (854, 843), (848, 835), (790, 835)], ROOF)
        # people
        a.shadow(884, 918, 22, 4)
        person(a, 876, 918, 58, SKINS[0], '#8d8a92', 'bun', '#8d5a86', '#5a4668', skirt=True, look=.6)
        person(a, 896, 919, 61, SKINS[1], '#4a3a30', 'cap', '#4e6b8c', '#3d4256', cap='#6a5a48', look=-.6)
        a.shadow(1064, 912, 14, 3)
        person(a, 1064, 912, 42, SKINS[3], '#2e2422', 'curls', OCHRE, '#4a5a86', child=True, look=-.4, smile=2,
               arms=[[(-19, -66), (-26, -84)], [(17, -50), (22, -40)]])
        dog(a, 1100, 914, .6)
        person(a, 690, 896, 60, SKINS[2], '#2f2626', 'beard', MEADOW2, '#4a4250', look=.5, arms=[[(-16, -56), (-17, -40)], [(20, -62), (26, -72)]])
        person(a, 728, 897, 56, SKINS[5], '#c9903f', 'long', RED, '#3f4a6a', look=-.5)
    # lamp posts
    with a.tone(DUSK, .1):
        lamp(a, 648, 902, 100)
        lamp(a, 1226, 906, 100)


def fore(a):
    with a.tone(DUSK, .18):
        # calm grass in front with only a few tufts and flowers
        r = random.Random(77)
        for _ in range(120):
            x, y = r.random() * W, 930 + r.random() ** .8 * 250
            if 660 + (1200 - y) * .8 < x < 1270 - (1200 - y) * .6:
                continue
            tuft(a, x, y, 8 + (y - 900) * .03, r.choice(['#6d9460', '#5d8557', '#47704f']), _)
        for _ in range(90):
            x, y = r.random() * W, 938 + r.random() * 250
            if 660 + (1200 - y) * .8 < x < 1270 - (1200 - y) * .6:
                continue
            a.circ(x, y, 1.6 + (y - 900) * .006, r.choice(['#f3dfae', '#d9b3c4', '#e6b85c']), o='0.7')
        # framing oaks
        oak(a, -66, 944, 330, 23, 1, '#4a6f4e', wide=.9)
        oak(a, 1936, 958, 300, 29, 1, '#4a6f4e', wide=.9)
    a.rect(0, 930, W, 270, a.lin([(0, '#22304f', '0'), (1, '#22304f', '0.42')]))


def draw(lit=0):
    a = Art(W, H)
    sky(a)
    far(a)
    back(a)
    ground(a)
    canal(a)
    front(a)
    bridge(a)
    fore(a)
    return a


def order(panes):
    """Spread the light: every house fills at the same pace, and next panes are far from the last ones."""
    by = {}
    for p in panes:
        by.setdefault(p[4], []).append(p)
    r = random.Random(1100)
    keyed = []
    for i, (h, ps) in enumerate(sorted(by.items())):
        # far-first order inside the house
        left, seq = ps[:], []
        r.shuffle(left)
        while left:
            if not seq:
                b = left[0]
            else:
                b = max(left, key=lambda q: min(math.hypot(q[0] - s[0], (q[1] - s[1]) * 1.2) for s in seq) + r.random() * 6)
            seq.append(b)
            left.remove(b)
        ph = (i * .6180339) % 1
        for j, p in enumerate(seq):
            keyed.append(((j + .15 + .7 * ph) / len(seq), p))
    keyed.sort(key=lambda t: t[0])
    seq = [p for _, p in keyed]
    # local shuffle: choose from the next few the one furthest from the last four
    out = []
    while seq:
        win = seq[:9]
        b = max(win, key=lambda q: min([math.hypot(q[0] - s[0], q[1] - s[1]) for s in out[-4:]] or [1 if q[4] == 'hall' else 0]))
        out.append(b)
        seq.remove(b)
    return out

#!/usr/bin/env python3
"""Makes all illustrations of Dorpel: SVG sources here, PNGs in ../demo/broekhoven/fotos.

    python3 make_art.py            everything
    python3 make_art.py village    only the village (or: spots, broekhoven)

Needs rsvg-convert; pngquant, when present, makes the PNGs smaller."""
import os
import shutil
import struct
import subprocess
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
FOTOS = os.path.join(HERE, '..', 'demo', 'broekhoven', 'fotos')
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True


def save(art, path):
    with open(path, 'w') as f:
        f.write(art.svg())


def png(svg, out, w, h, colours=256, most=56000):
    subprocess.run(['rsvg-convert', '-w', str(w), '-h', str(h), svg, '-o', out], check=True)
    if shutil.which('pngquant'):
        tmp = out + '.full'
        shutil.move(out, tmp)
        for k in (colours, 128, 80):
            subprocess.run(['pngquant', '--force', '--strip', '--speed', '1', '--floyd=0.7', '--output', out, str(k), tmp], check=True)
            if os.path.getsize(out) < most:
                break
        os.remove(tmp)


def pixels(path):
    """Read an 8-bit RGB(A) PNG: width, height, bytes per pixel, rows."""
    d = open(path, 'rb').read()
    i, idat = 8, b''
    while i < len(d):
        ln, t = struct.unpack('>I4s', d[i:i + 8])
        if t == b'IHDR':
            w, h, _, ct = struct.unpack('>IIBB', d[i + 8:i + 18])
        if t == b'IDAT':
            idat += d[i + 8:i + 8 + ln]
        i += 12 + ln
    bpp = {2: 3, 6: 4}[ct]
    raw, rows, prev = zlib.decompress(idat), [], bytearray(w * bpp)
    st = w * bpp
    for y in range(h):
        f = raw[y * (st + 1)]
        r = bytearray(raw[y * (st + 1) + 1:(y + 1) * (st + 1)])
        for x in range(st):
            a = r[x - bpp] if x >= bpp else 0
            b = prev[x]
            c = prev[x - bpp] if x >= bpp else 0
            if f == 1:
                r[x] = (r[x] + a) & 255
            elif f == 2:
                r[x] = (r[x] + b) & 255
            elif f == 3:
                r[x] = (r[x] + (a + b) // 2) & 255
            elif f == 4:
                p = a + b - c
                pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                r[x] = (r[x] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        rows.append(r)
        prev = r
    return w, h, bpp, rows


def make_village():
    import village
    from draw import PANE, rgb
    a = village.draw()
    svg = os.path.join(HERE, 'village.svg')
    save(a, svg)
    tmp = os.path.join(HERE, '.village.png')
    subprocess.run(['rsvg-convert', '-w', '1920', '-h', '1200', svg, '-o', tmp], check=True)
    for w, h, name in ((1920, 1200, 'village'), (1280, 800, 'village-1280x800')):
        png(svg, os.path.join(HERE, name + '.png'), w, h, most=300000)
    w, h, bpp, rows = pixels(tmp)
    os.remove(tmp)
    pr = rgb(PANE)
    good = []
    for p in a.panes:                       # only panes that are wholly in sight
        x0, y0, x1, y1 = int(p[0]) + 1, int(p[1]) + 1, int(p[0] + p[2]) - 1, int(p[1] + p[3]) - 1
        if x0 < 0 or y0 < 0 or x1 >= w or y1 >= h or p[2] < 7 or p[3] < 9:
            continue
        ok = all(abs(rows[y][x * bpp + k] - pr[k]) < 14 for y in range(y0, y1 + 1) for x in range(x0, x1 + 1) for k in range(3))
        if ok:
            good.append(p)
    out = village.order(good)
    with open(os.path.join(HERE, 'village_windows.csv'), 'w') as f:
        f.write('x;y;w;h\n')
        for p in out:
            f.write('%.1f;%.1f;%.1f;%.1f\n' % p[:4])
    mid = sum(1 for p in out if 622.5 <= p[0] and p[0] + p[2] <= 1297.5)
    print('village: %d panes drawn, %d in sight, %d in the upright crop' % (len(a.panes), len(out), mid))


def make_spots():
    import spots
    for name, art in spots.all():
        svg = os.path.join(HERE, name + '.svg')
        save(art, svg)
        png(svg, os.path.join(HERE, name + '.png'), 480, 360)


def make_broekhoven():
    import broekhoven
    os.makedirs(FOTOS, exist_ok=True)
    os.makedirs(os.path.join(HERE, 'broekhoven'), exist_ok=True)
    for name, art in broekhoven.all():
        svg = os.path.join(HERE, 'broekhoven', name + '.svg')
        save(art, svg)
        png(svg, os.path.join(FOTOS, name + '.png'), art.w, art.h)


if __name__ == '__main__':
    what = sys.argv[1:] or ['village', 'spots', 'broekhoven']
    for k in what:
        globals()['make_' + k]()

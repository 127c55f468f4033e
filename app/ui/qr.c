#include "app/ui/qr.h"

#include <qrencode.h>
#include <string.h>

bool qr_make(struct qr *ret, const char *text)
{
    size_t len = strlen(text);

    ret->side = 0;
    if (len == 0 || len > QR_TEXT) {
        return false;
    }
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    bool fits = code != NULL && code->width <= QR_SIDE;
    if (fits) {
        ret->side = code->width;
        for (int i = 0; i < code->width * code->width; i++) {
            ret->dark[i] = code->data[i] & 1;
        }
    }
    QRcode_free(code); /* takes NULL */
    return fits;
}

bool qr_is_dark(const struct qr *qr, int x, int y)
{
    return x >= 0 && y >= 0 && x < qr->side && y < qr->side && qr->dark[y * qr->side + x] != 0;
}

/* wide: whole numbers of 128 bits, for products of two amounts that must not overflow.
 *
 * A habit of the compiler, not of the language: named in this one place.
 */
#ifndef DORPEL_WIDE_H
#define DORPEL_WIDE_H

#include <stdint.h>

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 wide_unsigned;

static inline wide_unsigned wide_product(uint64_t a, uint64_t b)
{
    return (wide_unsigned)a * b;
}

static inline int wide_bits(wide_unsigned number) /* 0 for 0, 3 for 4 */
{
    int bits = 0;
    for (; number > 0; number >>= 1) {
        bits++;
    }
    return bits;
}

#endif

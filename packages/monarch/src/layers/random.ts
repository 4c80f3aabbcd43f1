/**
 * Random numbers that a seed repeats on every machine: sfc32 (Chris Doty-Humphrey's Small Fast Counter), its state
 * readable, so that a run that is resumed draws what one that went on would have drawn.
 */
export class Random {
  readonly state: Uint32Array

  constructor(state: Uint32Array) {
    this.state = state
  }

  /** @param name draws of different names are independent, whatever their order */
  static from(seed: number, name = ''): Random {
    const random = new Random(Uint32Array.of(hash(`a${name}`), hash(`b${name}`), seed >>> 0, 1))
    for (let i = 0; i < 12; i++) random.next()
    return random
  }

  /** 32 bits. */
  next(): number {
    const s = this.state
    const [a, b, c, d] = [s[0] ?? 0, s[1] ?? 0, s[2] ?? 0, s[3] ?? 0]
    const out = (a + b + d) | 0
    s[0] = b ^ (b >>> 9)
    s[1] = (c + (c << 3)) | 0
    s[2] = (((c << 21) | (c >>> 11)) + out) | 0
    s[3] = (d + 1) | 0
    return out >>> 0
  }

  /** In [0, 1), with 32 bits. */
  uniform(): number {
    return this.next() / 2 ** 32
  }

  /** Standard normal (Box and Muller 1958; the second of each pair is left unused, so that the state says all). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** A whole number in [0, below). */
  integer(below: number): number {
    return Math.floor(this.uniform() * below)
  }
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

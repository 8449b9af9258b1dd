import type { Random } from './random.ts'

const SECTOR = 512

type Write = { readonly offset: number; readonly bytes: Buffer }

/** What becomes of the writes since the last flush when the power fails. All of it is legal: a disk promises nothing about them. */
const FATES = ['lost', 'kept', 'any-writes', 'any-sectors'] as const

/**
 * A disk with a cache that forgets: a write is seen at once, and is there for good only after a flush. After {@link cut} everything
 * fails; {@link restore} gives back the disk as it may look then: of what was not flushed all, nothing, any writes whatever their
 * order, or any of their sectors of 512 bytes.
 */
export class VolatileDisk {
  readonly size: number
  #durable: Buffer
  #seen: Buffer
  #unflushed: Write[] = []
  #hasPower = true
  /** Writes that are still taken before the power fails. */
  #writesLeft = Number.POSITIVE_INFINITY
  /** Flushes that a planted bug swallows. */
  readonly #ignoresFlush: boolean

  constructor(image: Buffer, options: { readonly ignoresFlush?: boolean } = {}) {
    this.size = image.length
    this.#durable = Buffer.from(image)
    this.#seen = Buffer.from(image)
    this.#ignoresFlush = options.ignoresFlush ?? false
  }

  /** `null` without power. */
  read(offset: number, length: number): Buffer | null {
    return this.#hasPower ? this.#seen.subarray(offset, offset + length) : null
  }

  /** False without power. */
  write(offset: number, bytes: Buffer): boolean {
    if (this.#writesLeft <= 0) this.#hasPower = false
    if (!this.#hasPower) return false
    this.#writesLeft -= 1
    bytes.copy(this.#seen, offset)
    this.#unflushed.push({ offset, bytes: Buffer.from(bytes) })
    return true
  }

  /** False without power. */
  flush(): boolean {
    if (!this.#hasPower) return false
    if (!this.#ignoresFlush) this.#keep(this.#unflushed)
    if (!this.#ignoresFlush) this.#unflushed = []
    return true
  }

  /** @param afterWrites - so many are still taken: between the writes of one flush, where no clock would find it */
  cut(afterWrites = 0): void {
    this.#writesLeft = afterWrites
    this.#hasPower = afterWrites > 0
  }

  /** Power again. Returns what became of how many writes, in words. */
  restore(random: Random): string {
    const fate = FATES[Math.floor(random() * FATES.length)] ?? 'lost'
    const writes = this.#unflushed
    this.#unflushed = []
    if (fate === 'kept') this.#keep(writes)
    if (fate === 'any-writes') this.#keep(writes.filter(() => random() < 0.5))
    if (fate === 'any-sectors') this.#keep(writes.flatMap(sectorsOf).filter(() => random() < 0.5))
    this.#seen = Buffer.from(this.#durable)
    this.#hasPower = true
    this.#writesLeft = Number.POSITIVE_INFINITY
    return `${writes.length} unflushed writes: ${fate}`
  }

  #keep(writes: readonly Write[]): void {
    for (const { offset, bytes } of writes) bytes.copy(this.#durable, offset)
  }
}

const sectorsOf = ({ offset, bytes }: Write): readonly Write[] =>
  Array.from({ length: Math.ceil(bytes.length / SECTOR) }, (_, i) => ({
    offset: offset + i * SECTOR,
    bytes: bytes.subarray(i * SECTOR, (i + 1) * SECTOR),
  }))

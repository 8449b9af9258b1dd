/** A frame is its kind (one byte), its length (four, little-endian) and as many bytes. */
export const FRAME_HEADER_BYTES = 5

/** `message`: JSON · `bytes`: as they are. */
export type FrameKind = 'message' | 'bytes'
const KINDS: readonly FrameKind[] = ['message', 'bytes']

export type Frame = { readonly kind: FrameKind; readonly body: Uint8Array<ArrayBuffer> }

export function frameHeader(kind: FrameKind, length: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(FRAME_HEADER_BYTES)
  header[0] = KINDS.indexOf(kind)
  new DataView(header.buffer).setUint32(1, length, true)
  return header
}

/** @throws RangeError for a kind that does not exist */
export function readFrameHeader(header: Uint8Array): { readonly kind: FrameKind; readonly length: number } {
  const kind = KINDS[header[0] ?? -1]
  if (kind === undefined) throw new RangeError(`a frame's kind must be 0 or 1, was ${header[0]}`)
  return { kind, length: new DataView(header.buffer, header.byteOffset).getUint32(1, true) }
}

/** Largest body of each kind, in bytes. */
export type FrameLimits = Readonly<Record<FrameKind, number>>

/**
 * Takes a stream of bytes apart. A length is believed only up to its limit, and memory is used only for bytes that have arrived.
 */
export class FrameReader {
  readonly #limits: FrameLimits
  readonly #parts: Uint8Array[] = []
  #held = 0
  #needed = FRAME_HEADER_BYTES
  #kind: FrameKind | null = null

  constructor(limits: FrameLimits) {
    this.#limits = limits
  }

  /**
   * @returns the frames that are complete with these bytes
   * @throws RangeError for a kind that does not exist, or a length above its limit
   */
  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = []
    this.#parts.push(bytes)
    this.#held += bytes.length
    while (this.#held >= this.#needed) {
      const taken = this.#take(this.#needed)
      if (this.#kind === null) this.#expect(taken)
      else {
        frames.push({ kind: this.#kind, body: taken })
        this.#kind = null
        this.#needed = FRAME_HEADER_BYTES
      }
    }
    return frames
  }

  #expect(header: Uint8Array): void {
    const { kind, length } = readFrameHeader(header)
    const limit = this.#limits[kind]
    if (length > limit)
      throw new RangeError(`a frame of kind "${kind}" must have at most ${limit} bytes, had ${length}`)
    this.#kind = kind
    this.#needed = length
  }

  #take(count: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(count)
    let filled = 0
    while (filled < count) {
      const part = this.#parts[0]
      if (part === undefined) break
      const used = Math.min(part.length, count - filled)
      taken.set(part.subarray(0, used), filled)
      filled += used
      if (used === part.length) this.#parts.shift()
      else this.#parts[0] = part.subarray(used)
    }
    this.#held -= count
    return taken
  }
}

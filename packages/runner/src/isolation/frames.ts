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
 * Takes a stream of bytes apart, each byte copied once. A length is believed only up to its limit, and what it claims is only
 * reserved: the system gives memory for bytes that have arrived.
 */
export class FrameReader {
  readonly #limits: FrameLimits
  /** Of the frame that is coming; `null` while its header is. */
  #kind: FrameKind | null = null
  #target: Uint8Array<ArrayBuffer> = new Uint8Array(FRAME_HEADER_BYTES)
  #filled = 0

  constructor(limits: FrameLimits) {
    this.#limits = limits
  }

  /**
   * @returns the frames that are complete with these bytes
   * @throws RangeError for a kind that does not exist, or a length above its limit
   */
  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = []
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(bytes.length - at, this.#target.length - this.#filled)
      this.#target.set(bytes.subarray(at, at + count), this.#filled)
      this.#filled += count
      at += count
      while (this.#filled === this.#target.length) this.#next(frames)
    }
    return frames
  }

  /** What was waited for is here: a header, or a body. */
  #next(frames: Frame[]): void {
    const full = this.#target
    this.#filled = 0
    if (this.#kind === null) {
      const { kind, length } = readFrameHeader(full)
      const limit = this.#limits[kind]
      if (length > limit)
        throw new RangeError(`a frame of kind "${kind}" must have at most ${limit} bytes, had ${length}`)
      this.#kind = kind
      this.#target = new Uint8Array(length)
    } else {
      frames.push({ kind: this.#kind, body: full })
      this.#kind = null
      this.#target = new Uint8Array(FRAME_HEADER_BYTES)
    }
  }
}

/** A frame is its kind (one byte), its length (four, little-endian) and as many bytes. */
export const FRAME_HEADER_BYTES = 5

/** `message`: JSON · `bytes`: a result or columns of candles. */
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
  if (kind === undefined) throw new RangeError(`the kind of a frame must be 0 or 1, received ${header[0]}`)
  return { kind, length: new DataView(header.buffer, header.byteOffset).getUint32(1, true) }
}

/** Largest body of each kind, in bytes. */
export type FrameLimits = Readonly<Record<FrameKind, number>>

/**
 * Splits a stream of bytes into frames, each byte copied once. A length is accepted only up to its limit; the memory is reserved, and
 * the system provides it as bytes arrive.
 */
export class FrameReader {
  readonly #limits: FrameLimits
  /** Of the frame being received; `null` while its header is being received. */
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

  /** A header or a body is complete. */
  #next(frames: Frame[]): void {
    const full = this.#target
    this.#filled = 0
    if (this.#kind === null) {
      const { kind, length } = readFrameHeader(full)
      const limit = this.#limits[kind]
      if (length > limit)
        throw new RangeError(`a frame of kind "${kind}" must have at most ${limit} bytes, received ${length}`)
      this.#kind = kind
      this.#target = new Uint8Array(length)
    } else {
      frames.push({ kind: this.#kind, body: full })
      this.#kind = null
      this.#target = new Uint8Array(FRAME_HEADER_BYTES)
    }
  }
}

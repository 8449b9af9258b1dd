/** Buffers of one size that are lent and given back, because a fresh one costs more than what is done with it. */
export interface BufferPool {
  /** Its content is whatever was in it. */
  acquire(): Uint8Array
  release(buffer: Uint8Array): void
}

export function createBufferPool(bytes: number): BufferPool {
  const spare: Uint8Array[] = []
  return {
    acquire: () => spare.pop() ?? Buffer.allocUnsafeSlow(bytes),
    release(buffer) {
      if (spare.length < 4) spare.push(buffer)
    },
  }
}

/** Buffers of one size for reuse, because a fresh one costs more than the work done with it. */
export interface BufferPool {
  /** It still has its old content. */
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

/**
 * Where pages are kept between downloads. It only has to give back bytes: whether they are whole is checked by the code that
 * reads them. A write that was interrupted, or overtaken by that of another process, may leave either content.
 */
export interface PageStore {
  /** @returns `null` where there is nothing of that name */
  read(name: string): Promise<Uint8Array | null>
  /** Resolves once the bytes would be read back. @param name - such as `BTCTRY-1h/2024-01-01T0000Z-1440.page` */
  write(name: string, bytes: Uint8Array): Promise<void>
}

/** Keeps pages as long as it is held. */
export function memoryStore(): PageStore {
  const pages = new Map<string, Uint8Array>()
  return {
    read: async (name) => pages.get(name) ?? null,
    write: async (name, bytes) => {
      pages.set(name, bytes.slice())
    },
  }
}

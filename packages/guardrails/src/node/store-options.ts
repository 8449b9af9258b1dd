import type { DocumentFileSystem } from './file-system.ts'

/** Where the trading state, a gate or the overrides are kept. */
export type StoreOptions = {
  /** A file in a folder that exists. One process at a time may have it open: a lock is the caller's. */
  readonly path: string
  /** Default: that of the operating system. */
  readonly fileSystem?: DocumentFileSystem
}

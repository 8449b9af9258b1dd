import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { hasCode, replaceFile } from '@tezgah/core/node/durable-file'
import { SerialQueue } from '@tezgah/core/serial-queue'
import type { ResultLocation } from './job-queries.ts'

/** Bytes between two syncs: a sync of another file on the same disk waits for no more than that. */
const SYNC_EVERY_BYTES = 4 * 1024 ** 2

/** The names of this module's files, those that are still being written included: no other file is removed. */
const OWN_NAME = /^[0-9a-f-]{36}\.json(\.[0-9a-f-]{36}\.tmp)?$/

/**
 * Large results, as files in a folder beside the database, so that no commit waits for them. A file belongs to no job until a
 * row refers to it, and no name is used twice. Its bytes and its name are on disk before `write` resolves.
 */
export class ResultFiles {
  readonly #folder: string
  /** One file at a time: more would occupy the threads that sync all other files. */
  readonly #writes = new SerialQueue()

  /** @param database - path of the database's file */
  constructor(database: string) {
    this.#folder = `${path.resolve(database)}-results`
  }

  /** @returns the name of the file */
  write(result: Uint8Array): Promise<string> {
    return this.#writes.run(() => this.#write(result))
  }

  /** @returns `null` where the file is missing or cannot be read; whether the bytes are right, the caller checks */
  async read({ file }: ResultLocation): Promise<Uint8Array<ArrayBuffer> | null> {
    return readFile(this.#pathOf(file ?? '')).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT') || hasCode(error, 'EIO')) return null
      throw error
    })
  }

  /** A file that cannot be removed is left to the next `sweep`. */
  async remove(file: string): Promise<void> {
    await rm(this.#pathOf(file), { force: true }).catch(() => {})
  }

  /** Creates the folder where it is missing; removes files that no row refers to: their process died before its commit. */
  sweep(referenced: ReadonlySet<string>): void {
    mkdirSync(this.#folder, { recursive: true })
    const found = readdirSync(this.#folder).filter((file) => OWN_NAME.test(file) && !referenced.has(file))
    for (const file of found) rmSync(this.#pathOf(file), { force: true })
  }

  async #write(result: Uint8Array): Promise<string> {
    const file = `${randomUUID()}.json`
    await replaceFile(this.#pathOf(file), result, { syncEveryBytes: SYNC_EVERY_BYTES })
    return file
  }

  #pathOf(file: string): string {
    return path.join(this.#folder, file)
  }
}

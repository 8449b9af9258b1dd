import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '../sync-folder.ts'
import type { ResultPlace } from './job-queries.ts'

/** Bytes between two syncs: whoever syncs another file on the same disk waits for no more than that. */
const CHUNK_BYTES = 4 * 1024 ** 2

/** What this module calls its files: nothing else is touched. */
const OWN_NAME = /^[0-9a-f-]{36}\.json$/

/**
 * Large results, as files in a folder beside the database: written and read aside, so that no commit waits for them. A file is
 * nobody's result until a row names it, and no name comes twice. All of it is on disk before `write` resolves.
 */
export class ResultFiles {
  readonly #folder: string
  /** One after the other: the threads that write files sync everything else too. */
  #last: Promise<unknown> = Promise.resolve()

  /** @param database - path of the database's file */
  constructor(database: string) {
    this.#folder = `${path.resolve(database)}-results`
  }

  /** @returns the name of the file */
  write(result: Uint8Array): Promise<string> {
    const mine = this.#last.then(() => this.#write(result))
    this.#last = mine.catch(() => {})
    return mine
  }

  /** @returns `null` where there is no such file, or not as a whole */
  async read({ bytes, file }: ResultPlace): Promise<Uint8Array<ArrayBuffer> | null> {
    const found = await readFile(this.#pathOf(file ?? '')).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    })
    return found?.byteLength === bytes ? found : null
  }

  /** A file that stays behind is found by the next `sweep`. */
  async remove(file: string): Promise<void> {
    await rm(this.#pathOf(file), { force: true }).catch(() => {})
  }

  /** Makes the folder where it is missing; removes what no row names: what a process wrote that died before its commit. */
  sweep(named: ReadonlySet<string>): void {
    mkdirSync(this.#folder, { recursive: true })
    const found = readdirSync(this.#folder).filter((file) => OWN_NAME.test(file) && !named.has(file))
    for (const file of found) rmSync(this.#pathOf(file), { force: true })
  }

  async #write(result: Uint8Array): Promise<string> {
    const file = `${randomUUID()}.json`
    const handle = await open(this.#pathOf(file), 'wx', 0o600)
    try {
      for (let at = 0; at < result.byteLength; ) {
        at += (await handle.write(result, at, Math.min(CHUNK_BYTES, result.byteLength - at))).bytesWritten
        await handle.datasync()
      }
    } catch (error) {
      await this.remove(file)
      throw error
    } finally {
      await handle.close()
    }
    await syncFolder(this.#folder)
    return file
  }

  #pathOf(file: string): string {
    return path.join(this.#folder, file)
  }
}

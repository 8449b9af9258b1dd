import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TreeHead, UNSEEN_LOG } from '@tezgah/audit'
import { UsageError } from '../../usage-error.ts'

/** What a witness saw last of one log, on disk. */
export class WitnessState {
  readonly #file: string
  #head: TreeHead

  /** @throws UsageError if the file is there and holds something else: a witness that forgets is none */
  constructor(file: string) {
    this.#file = file
    this.#head = existsSync(file) ? readHead(file) : UNSEEN_LOG
  }

  get head(): TreeHead {
    return this.#head
  }

  /** Returns once the new state would survive a power cut: the file is replaced whole. */
  save(head: TreeHead): void {
    const next = `${this.#file}.next`
    writeFileSync(next, `${JSON.stringify(head)}\n`, { mode: 0o600, flush: true })
    renameSync(next, this.#file)
    syncFolder(path.dirname(this.#file))
    this.#head = head
  }
}

function syncFolder(folder: string): void {
  // Windows can open no folder, and makes a renaming durable by itself.
  if (process.platform === 'win32') return
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

function readHead(file: string): TreeHead {
  try {
    const { size, root } = JSON.parse(readFileSync(file, 'utf8'))
    if (Number.isSafeInteger(size) && size >= 0 && /^[0-9a-f]{64}$/.test(root)) return { size, root }
  } catch (error) {
    throw new UsageError(`--state: cannot read ${file}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
  throw new UsageError(`--state: ${file} does not hold what a witness saw`)
}

import { existsSync, readFileSync } from 'node:fs'
import { type TreeHead, UNSEEN_LOG } from '@tezgah/audit'
import { messageOf } from '@tezgah/core/describe'
import { replaceFileSync } from '@tezgah/core/node/durable-file'
import { UsageError } from '../../exit.ts'

/** The last tree head of one log that a witness saw, on disk. */
export class WitnessState {
  readonly #file: string
  #head: TreeHead

  /** @throws UsageError if the file exists and is not such a state: a witness must not forget */
  constructor(file: string) {
    this.#file = file
    this.#head = existsSync(file) ? readHead(file) : UNSEEN_LOG
  }

  get head(): TreeHead {
    return this.#head
  }

  /** Returns once the new state would survive a power cut: the file is replaced whole. */
  save(head: TreeHead): void {
    replaceFileSync(this.#file, `${JSON.stringify(head)}\n`, { temporary: `${this.#file}.next` })
    this.#head = head
  }
}

function readHead(file: string): TreeHead {
  try {
    const { size, root } = JSON.parse(readFileSync(file, 'utf8'))
    if (Number.isSafeInteger(size) && size >= 0 && /^[0-9a-f]{64}$/.test(root)) return { size, root }
  } catch (error) {
    throw new UsageError(`--state: cannot read ${file}: ${messageOf(error)}`, { cause: error })
  }
  throw new UsageError(`--state: ${file} is not the state of a witness`)
}

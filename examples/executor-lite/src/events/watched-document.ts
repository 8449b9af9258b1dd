import { Paced } from './paced.ts'

/** Between two looks at one document, in milliseconds. */
const REST_MS = 250

export type DocumentWatch<Doc> = {
  readonly read: () => Doc | Promise<Doc>
  /** What of it must differ for it to have changed: not how long something lasts from now, for one. */
  readonly essence?: (document: Doc) => unknown
  readonly onChange: (document: Doc) => void
}

/** A document of this service that is looked at when something may have changed in it, and is told when something did. */
export class WatchedDocument<Doc> {
  readonly #watch: DocumentWatch<Doc>
  readonly #looking = new Paced(() => this.#look(), REST_MS)
  #told: string | null = null

  constructor(watch: DocumentWatch<Doc>) {
    this.#watch = watch
  }

  look(): void {
    this.#looking.ask()
  }

  /** The next look tells it, whatever it is. */
  lookAnew(): void {
    this.#told = null
    this.look()
  }

  close(): void {
    this.#looking.close()
  }

  async #look(): Promise<void> {
    const { read, onChange, essence = (document) => document } = this.#watch
    try {
      const document = await read()
      const now = JSON.stringify(essence(document))
      if (now === this.#told) return
      this.#told = now
      onChange(document)
    } catch {
      // What cannot be read has no event: whoever asks its route is told why. Once it can be read again it is told.
      this.#told = null
    }
  }
}

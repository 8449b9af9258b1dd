import { Throttle } from './throttle.ts'

/** Between two looks at one document, in milliseconds. */
const REST_MS = 250

export type DocumentWatcherOptions<Doc> = {
  readonly read: () => Doc | Promise<Doc>
  /** What of it must differ for it to have changed: not how long something lasts from now, for one. */
  readonly compareBy?: (document: Doc) => unknown
  readonly onChange: (document: Doc) => void
}

/** Watches a document of this service: reads it when it may have changed, and sends an event when it has. */
export class DocumentWatcher<Doc> {
  readonly #watch: DocumentWatcherOptions<Doc>
  readonly #checks = new Throttle(() => this.#read(), REST_MS)
  #last: string | null = null

  constructor(watch: DocumentWatcherOptions<Doc>) {
    this.#watch = watch
  }

  check(): void {
    this.#checks.request()
  }

  /** The next check sends it, changed or not. */
  reset(): void {
    this.#last = null
    this.check()
  }

  close(): void {
    this.#checks.close()
  }

  async #read(): Promise<void> {
    const { read, onChange, compareBy = (document) => document } = this.#watch
    try {
      const document = await read()
      const now = JSON.stringify(compareBy(document))
      if (now === this.#last) return
      this.#last = now
      onChange(document)
    } catch {
      // A document that cannot be read has no event; its route answers with the reason. It is sent once it can be read again.
      this.#last = null
    }
  }
}

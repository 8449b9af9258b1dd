import type { WorkerCallName, WorkerCalls, WorkerReply } from './messages.ts'
import workerAddress from './worker.ts?worker&url'

/** Asks a worker of its own. Rejects where the browser cannot run it, and with an AbortError once it is closed. */
export interface Verifier {
  ask<Name extends WorkerCallName>(
    name: Name,
    asked: WorkerCalls[Name]['asked'],
    onProgress?: (records: number) => void,
  ): Promise<WorkerCalls[Name]['answer']>
  /** Ends the worker, also during a check. */
  close(): void
}

type Waiting = {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
  readonly onProgress: ((records: number) => void) | undefined
}

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown }
}

/** The address as the content security policy wants it: made by the one policy there is, which makes no other. */
const trustedAddress = ((): unknown => {
  const { trustedTypes } = globalThis as unknown as { readonly trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined) return workerAddress
  return trustedTypes.createPolicy('audit-worker', { createScriptURL: () => workerAddress }).createScriptURL('')
})()

export function createVerifier(): Verifier {
  const worker = new Worker(trustedAddress as string, { type: 'module' })
  const waiting = new Map<number, Waiting>()
  let count = 0
  const end = (error: Error): void => {
    worker.terminate()
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
    const asker = waiting.get(data.id)
    if (data.type === 'progress') return asker?.onProgress?.(data.records)
    waiting.delete(data.id)
    if (data.type === 'answer') asker?.resolve(data.answer as never)
    else asker?.reject(new Error(data.message))
  }
  worker.onerror = () => end(new Error('this browser did not start the worker that verifies'))
  return {
    ask: (name, asked, onProgress) =>
      new Promise((resolve, reject) => {
        const id = ++count
        waiting.set(id, { resolve, reject, onProgress })
        worker.postMessage({ id, name, asked })
      }),
    close: () => end(new DOMException('closed', 'AbortError')),
  }
}

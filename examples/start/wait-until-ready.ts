import { setTimeout as wait } from 'node:timers/promises'

const LOOK_EVERY_MS = 100
const LONGEST_WAIT_MS = 60_000
const ANSWER_LIMIT_MS = 2_000

/** Resolves when `url` answers 200; rejects after a minute with what stood in the way. */
export async function waitUntilReady(name: string, url: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT_MS
  let obstacle = 'it did not listen'
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]) })
      await answer.body?.cancel()
      if (answer.ok) return
      obstacle = `${url} answered ${answer.status}`
    } catch (error) {
      if (signal.aborted) throw error
      obstacle = `${url} did not answer`
    }
    await wait(LOOK_EVERY_MS, undefined, { signal })
  }
  throw new Error(`The ${name} was not ready within ${LONGEST_WAIT_MS / 1_000} s: ${obstacle}`)
}

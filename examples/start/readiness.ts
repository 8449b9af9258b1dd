import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Whether no process listens on this port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** @throws Error that names the variable which chooses another port */
export async function assertPortFree(port: number, service: string, variable: string): Promise<void> {
  if (await isPortFree(port)) return
  throw new Error(
    `Port ${port} for the ${service} is in use. Stop the process that listens there, or choose another port: ${variable}=${port + 1} npm start`,
  )
}

const POLL_MS = 100
const MAX_WAIT_MS = 60_000
const REQUEST_TIMEOUT_MS = 2_000

/** Resolves when `url` answers 200; rejects after a minute with the last failure. */
export async function waitUntilReady(name: string, url: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + MAX_WAIT_MS
  let failure = 'it did not listen'
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]) })
      await answer.body?.cancel()
      if (answer.ok) return
      failure = `${url} answered ${answer.status}`
    } catch (error) {
      if (signal.aborted) throw error
      failure = `${url} did not answer`
    }
    await wait(POLL_MS, undefined, { signal })
  }
  throw new Error(`The ${name} was not ready within ${MAX_WAIT_MS / 1_000} s: ${failure}`)
}

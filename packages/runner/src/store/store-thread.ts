import { workerData } from 'node:worker_threads'
import { Engine } from './engine.ts'
import { type ThreadReply, type ThreadRequest, type ThreadSetup, toThreadError } from './thread-protocol.ts'

/** The time of the request in hand. */
let now = 0
let monotonicNow = 0

const { options, port, opened, commits } = workerData as ThreadSetup
const engine = open()
Atomics.store(opened, 0, 1)
Atomics.notify(opened, 0)

port.on('message', (request: ThreadRequest) => {
  if (request.type === 'perform') void perform(request)
  else close()
})

function open(): Engine | null {
  try {
    const clocks = { now: () => now, monotonicNow: () => monotonicNow }
    const made = new Engine(options, clocks, () => Atomics.add(commits, 0, 1))
    send({ type: 'opened' })
    return made
  } catch (error) {
    send({ type: 'refused', error: toThreadError(error) })
    return null
  }
}

async function perform(request: Extract<ThreadRequest, { type: 'perform' }>): Promise<void> {
  const { id, operation, args } = request
  try {
    const value = await engine?.perform(operation, args, () => {
      ;({ now, monotonicNow } = request)
    })
    const bytes = operation === 'result' && value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []
    send({ type: 'performed', id, value }, bytes)
  } catch (error) {
    send({ type: 'failed', id, error: toThreadError(error) })
  }
}

function close(): void {
  engine?.close()
  // What was committed just now settles first; then nothing keeps this thread alive.
  setImmediate(() => port.close())
}

function send(reply: ThreadReply, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(reply, transfer)
}

import type { CliIo } from './io.ts'

/**
 * Runs `work` with a promise that resolves when the user asks to stop. That is watched from the first moment on, so that a stop
 * during the start leaves nothing half done.
 */
export async function withInterrupt<Result>(
  io: CliIo,
  work: (interrupted: Promise<void>) => Promise<Result>,
): Promise<Result> {
  let stopListening: () => void = () => undefined
  const interrupted = new Promise<void>((resolve) => {
    stopListening = io.onInterrupt(resolve)
  })
  try {
    return await work(interrupted)
  } finally {
    stopListening()
  }
}

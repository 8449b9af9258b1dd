import { setTimeout as delay } from 'node:timers/promises'
import { isRunnerError } from '../errors.ts'

const TRIES = 6
const FIRST_DELAY_MS = 50

/**
 * A write that no caller can repeat: tried again while the store says it could not commit (a full disk, a busy file), six times
 * within about three seconds.
 */
export async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (attempt === TRIES || !isRunnerError(error) || error.code !== 'store_failed') throw error
      await delay(FIRST_DELAY_MS * 2 ** attempt)
    }
  }
}

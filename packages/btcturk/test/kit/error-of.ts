import { type BtcturkError, isBtcturkError } from '../../src/errors.ts'

/** The error of this package that `action` ends with. */
export async function errorOf(action: Promise<unknown> | (() => unknown)): Promise<BtcturkError> {
  try {
    await (typeof action === 'function' ? action() : action)
  } catch (error) {
    if (isBtcturkError(error)) return error
    throw error
  }
  throw new Error('it succeeded')
}

import { RunnerError } from '../errors.ts'

/** The place of a job in the order of arrival, as an opaque text. */
export function toCursor(seq: number): string {
  return Buffer.from(`j1.${seq}`).toString('base64url')
}

/** @throws RunnerError `invalid_cursor` for anything that `toCursor` did not make */
export function parseCursor(cursor: string): number {
  const match = /^j1\.([1-9]\d{0,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const seq = Number(match?.[1])
  if (!Number.isSafeInteger(seq) || toCursor(seq) !== cursor) {
    throw new RunnerError('invalid_cursor', 'the cursor is not one that a list of jobs has returned', {
      errors: [{ field: 'cursor', message: 'must be the nextCursor of an earlier page' }],
    })
  }
  return seq
}

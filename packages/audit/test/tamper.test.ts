import { type Verification, verifyLog } from '@tezgah/audit'
import { expect, it } from 'vitest'
import { logOf } from './events.ts'

// Every way to change one byte of a log whose size and head somebody kept. A change counts as unseen when the verdict is
// still "intact"; a cut that looks like a crash is seen, and is tampering because the pinned records are not all there.
const { bytes: log, state: pinned } = logOf([
  { actor: 'a"\\', action: 'start', subject: 'ş\u2028', outcome: 'success', details: { n: [1, -0.5, 1e21], '': null } },
  { actor: 'b', action: 'done', subject: '😀', outcome: 'unknown', correlationId: 'c' },
])

const verify = (bytes: Uint8Array): Verification => verifyLog(bytes, { pinned })
const unseen: string[] = []
const check = (bytes: Uint8Array, change: string): void => {
  if (verify(bytes).status === 'intact') unseen.push(change)
}

it('is intact before anybody touches it', () => {
  expect(verify(log)).toEqual({ status: 'intact', records: 2, head: pinned.head, bytes: log.length })
})

it('sees every substitution of a byte', { timeout: 120_000 }, () => {
  const changed = Uint8Array.from(log)
  for (let offset = 0; offset < log.length; offset++) {
    for (let byte = 0; byte < 256; byte++) {
      if (byte === log[offset]) continue
      changed[offset] = byte
      check(changed, `byte ${offset} becomes ${byte}`)
    }
    changed[offset] = log[offset] ?? 0
  }
  expect(unseen).toEqual([])
})

it('sees every insertion of a byte', { timeout: 120_000 }, () => {
  const changed = new Uint8Array(log.length + 1)
  for (let offset = 0; offset <= log.length; offset++) {
    changed.set(log.subarray(0, offset))
    changed.set(log.subarray(offset), offset + 1)
    for (let byte = 0; byte < 256; byte++) {
      changed[offset] = byte
      check(changed, `byte ${byte} inserted at ${offset}`)
    }
  }
  expect(unseen).toEqual([])
})

it('sees every deletion of a byte and every truncation', () => {
  for (let offset = 0; offset < log.length; offset++) {
    check(Buffer.concat([log.subarray(0, offset), log.subarray(offset + 1)]), `byte ${offset} deleted`)
    check(log.subarray(0, offset), `cut to ${offset} bytes`)
  }
  expect(unseen).toEqual([])
})

it('sees a flip of any two bytes that swap their places', () => {
  for (let offset = 0; offset + 1 < log.length; offset++) {
    const [one = 0, two = 0] = log.subarray(offset, offset + 2)
    if (one === two) continue
    const changed = Uint8Array.from(log)
    changed.set([two, one], offset)
    check(changed, `bytes ${offset} and ${offset + 1} swapped`)
  }
  expect(unseen).toEqual([])
})

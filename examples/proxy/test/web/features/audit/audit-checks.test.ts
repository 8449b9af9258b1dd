import {
  type AuditRecord,
  appendRecord,
  createTree,
  createTreeView,
  EMPTY_CHAIN,
  EMPTY_TREE,
  ed25519Signer,
  formatVerifierKey,
  openSegment,
  proveConsistency,
  proveInclusion,
  signCheckpoint,
  verifierKey,
} from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChainWatch } from '../../../../web/features/audit/verify/chain-watch.ts'
import {
  checkContent,
  checkGrowth,
  checkPlace,
  checkSignature,
  type Trust,
} from '../../../../web/features/audit/verify/checks.ts'
import { checkWholeLog, type RawPage } from '../../../../web/features/audit/verify/full-check.ts'

const ORIGIN = 'test/log'
const signerOf = (seed: number) => ed25519Signer(ORIGIN, new Uint8Array(32).fill(seed))
const keyOf = (seed: number): string => formatVerifierKey(verifierKey(ORIGIN, 1, signerOf(seed).publicKey))
const boot = '0'.repeat(32)

/** A log of one segment, as its records come from the service: through JSON. */
function logOf(count: number, word = 'x'): readonly AuditRecord[] {
  const stamp = (time: number) => ({ time, mono: time, boot })
  const beginning = { chain: EMPTY_CHAIN, tree: createTree(EMPTY_TREE), stamp: stamp(0) }
  let { record, state } = openSegment(beginning, 0, null)
  const records = [record]
  for (let time = 1; time < count; time++) {
    const event = { actor: 'ada', action: 'kill', subject: `${word}${time}`, outcome: 'success' } as const
    ;({ record, state } = appendRecord(state, event, stamp(time)))
    records.push(record)
  }
  return JSON.parse(JSON.stringify(records))
}

const viewOf = (records: readonly AuditRecord[]) => createTreeView(records.map(({ hash }) => hash))
const headOf = (records: readonly AuditRecord[], size = records.length) => ({
  size,
  root: viewOf(records).rangeRoot(0, size),
})
const noteOf = (records: readonly AuditRecord[], seed = 1) =>
  signCheckpoint({ origin: ORIGIN, ...headOf(records) }, [signerOf(seed)])
const trusting = (seed: number): Trust => ({ key: keyOf(seed), isPinned: false, head: null, seenAt: null })

describe('the signature of a checkpoint', () => {
  const log = logOf(5)

  it('is believed from the key that comes with it on the first visit, then only from that', () => {
    const answer = { checkpoint: noteOf(log), key: keyOf(1) }
    expect(checkSignature(answer, null)).toMatchObject({ status: 'good', isFirstVisit: true, head: headOf(log) })
    expect(checkSignature(answer, trusting(1))).toMatchObject({ status: 'good', isFirstVisit: false })
    const other = { checkpoint: noteOf(log, 2), key: keyOf(2) }
    expect(checkSignature(other, trusting(1))).toMatchObject({ failure: { code: 'key-changed' } })
  })

  it('is refused when a byte of the text or of the signature was changed, or it is no checkpoint', () => {
    const shorter = noteOf(log).replace('\n5\n', '\n4\n')
    expect(checkSignature({ checkpoint: shorter, key: keyOf(1) }, trusting(1))).toMatchObject({
      failure: { code: 'bad-signature' },
    })
    expect(checkSignature({ checkpoint: shorter, key: keyOf(1) }, null)).toMatchObject({ status: 'failed' })
    expect(checkSignature({ checkpoint: 'hello', key: keyOf(1) }, trusting(1))).toMatchObject({
      failure: { code: 'not-a-checkpoint' },
    })
    expect(checkSignature({ checkpoint: noteOf(log), key: 'none' }, null)).toMatchObject({ status: 'failed' })
  })
})

describe('the growth of a log', () => {
  it('is seen, and so is a log that shrank or that is another', () => {
    const log = logOf(9)
    const other = logOf(9, 'y')
    const seen = headOf(log, 6)
    expect(checkGrowth(headOf(log), null, [])).toBeNull()
    expect(checkGrowth(headOf(log), seen, proveConsistency(viewOf(log), 6))).toBeNull()
    expect(checkGrowth(headOf(log, 4), seen, [])).toMatchObject({ code: 'shrunk' })
    expect(checkGrowth(headOf(other), seen, proveConsistency(viewOf(other), 6))).toMatchObject({ code: 'forked' })
    expect(checkGrowth(headOf(other, 6), seen, [])).toMatchObject({ code: 'forked' })
  })
})

describe('one record', () => {
  const log = logOf(7)

  it('stands under the root at its own place only', () => {
    const record = log[3]
    if (record === undefined) throw new Error('unreachable')
    const answer = { proof: proveInclusion(viewOf(log), 3) }
    expect(checkContent(record, 3)).toBeNull()
    expect(checkPlace(record.hash, 3, headOf(log), answer)).toBeNull()
    expect(checkPlace(record.hash, 2, headOf(log), answer)).toMatchObject({ code: 'not-included', seq: 2 })
    expect(checkContent(record, 4)).toMatchObject({ code: 'another-record' })
    expect(checkContent({ ...record, actor: 'eve' }, 3)).toMatchObject({ code: 'content', seq: 3 })
  })
})

describe('the records that are loaded', () => {
  const log = logOf(60)

  it('are found linked in whatever order and pages they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...log]), (records) => {
        const watch = createChainWatch()
        expect(watch.take(records)).toBeNull()
        expect(watch.take(records)).toBeNull()
        expect(watch.count).toBe(records.length)
      }),
    )
  })

  it('give a record away that was written anew, beside any neighbour', () => {
    const forged = logOf(60, 'y')
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 58 }), fc.boolean(), (seq, isAfter) => {
        const watch = createChainWatch()
        const neighbour = log[isAfter ? seq + 1 : seq - 1]
        expect(watch.take([neighbour])).toBeNull()
        expect(watch.take([forged[seq]])).toMatchObject({ code: 'chain', seq })
      }),
    )
    const watch = createChainWatch()
    watch.take([log[5]])
    expect(watch.take([forged[5]])).toMatchObject({ code: 'another-record', seq: 5 })
  })

  it('take no more memory than there are links to remember', () => {
    const watch = createChainWatch(10)
    expect(watch.take(log)).toBeNull()
    expect([watch.hashOf(0), watch.hashOf(59)]).toEqual([null, log[59]?.hash])
  })
})

describe('the whole log', () => {
  const log = logOf(25)
  const pagesOf =
    (records: readonly unknown[]) =>
    async (cursor: string | null): Promise<RawPage> => {
      const start = cursor === null ? 0 : Number(cursor) + 1
      const end = start + 10
      return { records: records.slice(start, end), nextCursor: end < records.length ? String(end - 1) : null }
    }
  const check = (records: readonly unknown[], heads = [headOf(log, 23)]) =>
    checkWholeLog(pagesOf(records), heads, () => undefined)

  it('is read to the end of the checkpoint, and told as it goes', async () => {
    const told: number[] = []
    const result = await checkWholeLog(pagesOf(log), [headOf(log, 12)], (records) => told.push(records))
    expect(result).toEqual({ status: 'intact', records: 12, first: 0, seq: null })
    expect(told).toEqual([10])
  })

  it.each([
    ['a record that was changed', log.map((r, seq) => (seq === 7 ? { ...r, actor: 'eve' } : r)), 7],
    ['a record that is missing', log.filter((_, seq) => seq !== 7), 7],
    ['an end that is missing', log.slice(0, 20), 20],
    ['another log that fits together', logOf(25, 'y'), 0],
    ['what is no record', [...log.slice(0, 5), null, ...log.slice(5)], 5],
  ])('fails with %s', async (_name, records, seq) => {
    expect(await check(records)).toMatchObject({ status: 'failed', seq })
  })
})

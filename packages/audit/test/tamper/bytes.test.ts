import { EMPTY_ROOT } from '@tezgah/audit'
import { describe, expect, it } from 'vitest'
import { seed } from '../node/random.ts'
import { oneSegment, type PinnedLog, prunedLog, threeSegments, verifyPinned } from './honest-log.ts'
import {
  ALL_BYTES,
  cuts,
  fileMutations,
  insertions,
  type Mutation,
  recordMutations,
  sameFiles,
  substitutions,
  TELLING_BYTES,
} from './mutations.ts'

// The campaign tries all of them.
const SAMPLE = 10

// Every way to change a log of which a witness keeps a checkpoint. A change counts as unseen when the verdict is still
// "intact". `campaign.ts` runs the same with more bytes and larger logs.
function unseen(log: PinnedLog, mutations: Iterable<Mutation>): { tried: number; unseen: string[] } {
  const missed: string[] = []
  let tried = 0
  for (const { change, files } of mutations) {
    if (verifyPinned(files, log).status === 'intact' && !sameFiles(files, log.files)) missed.push(change)
    tried += 1
  }
  return { tried, unseen: missed }
}

describe.each([oneSegment(), threeSegments(), prunedLog()])('$name', (log) => {
  it('is intact before anybody touches it, and so was each earlier state', () => {
    expect(verifyPinned(log.files, log)).toMatchObject({ status: 'intact', pinsMatched: 1 })
    for (const files of log.earlier) {
      expect(verifyPinned(files, { ...log, checkpoint: { size: 0, root: EMPTY_ROOT } }).status).toBe('intact')
    }
  })

  it('does not pass as an earlier state of itself', () => {
    for (const files of log.earlier) {
      const result = verifyPinned(files, log)
      expect(result).toMatchObject({ status: 'tampered', firstBadSeq: result.size })
    }
  })

  it('shows every removed, cut and swapped byte', { timeout: 60_000 }, () => {
    expect(unseen(log, cuts(log.files)).unseen).toEqual([])
  })

  it('shows every record that is removed, given twice, moved or replaced', { timeout: 60_000 }, () => {
    expect(unseen(log, recordMutations(log.files)).unseen).toEqual([])
  })

  it('shows every file that is removed, emptied, given twice, moved or joined', () => {
    const { unseen: missed } = unseen(log, fileMutations(log.files))
    expect(missed).toEqual([])
  })

  it('shows a digit and a line feed put anywhere', { timeout: 60_000 }, () => {
    expect(unseen(log, insertions(log.files, [0x30])).unseen).toEqual([])
    expect(unseen(log, substitutions(log.files, [0x30, 0x0a])).unseen).toEqual([])
  })
})

describe('the last record of a log', () => {
  const log = oneSegment()
  const file = log.files[0] ?? new Uint8Array()
  const lastLine = file.lastIndexOf(0x0a, file.length - 2) + 1
  const whole = function* (ofLine: Iterable<Mutation>): Generator<Mutation> {
    for (const { change, files } of ofLine) {
      yield { change, files: [Buffer.concat([file.subarray(0, lastLine), ...files])] }
    }
  }

  it(`shows a byte in the place of another, one in ${SAMPLE} of all (TEZGAH_SEED=${seed})`, { timeout: 60_000 }, () => {
    const sample = function* (): Generator<Mutation> {
      let index = 0
      for (const mutation of substitutions([file.subarray(lastLine)], ALL_BYTES)) {
        if (index++ % SAMPLE === seed % SAMPLE) yield mutation
      }
    }
    const { tried, unseen: missed } = unseen(log, whole(sample()))
    expect(tried).toBeGreaterThan(8000)
    expect(missed).toEqual([])
  })

  it('shows every telling byte put in anywhere', { timeout: 60_000 }, () => {
    expect(unseen(log, whole(insertions([file.subarray(lastLine)], TELLING_BYTES))).unseen).toEqual([])
  })
})

import { type AuditLogOptions, openAuditLog, type Witness, type WitnessState } from '@tezgah/audit/node'
import { describe, expect, it } from 'vitest'
import { event } from '../../events.ts'
import { manualClock, settled } from '../manual-clock.ts'
import { LOG_PATH } from '../memory-file-system.ts'
import { emptyDisk, ORIGIN, testKey } from '../workload.ts'

const RETRY_MS = 5000
const TIMEOUT_MS = 10_000

function signed(options: Partial<AuditLogOptions> = {}): AuditLogOptions {
  const signer = { origin: ORIGIN, name: ORIGIN, privateKey: testKey(1) }
  return { path: LOG_PATH, fileSystem: emptyDisk(), signer, ...options }
}

describe('a log with checkpoints', () => {
  it('signs one when the time is over, and none when nothing is new', async () => {
    const clock = manualClock()
    const log = await openAuditLog(signed({ clock, checkpoint: { everyMs: 7000 } }))
    await settled()
    expect(log.state.checkpointed, 'the opening').toBe(1)
    await log.append(event(0))
    await log.append(event(1))
    await settled()
    expect([log.state.checkpointed, clock.waiting()]).toEqual([1, [7000]])
    await clock.fire(7000)
    expect([log.state.checkpointed, clock.waiting()]).toEqual([3, []])
    await log.append(event(2))
    expect(clock.waiting()).toEqual([7000])
    await log.close()
    expect(clock.waiting(), 'none keeps waiting when the log is closed').toEqual([])
  })
})

describe('a witness that fails', () => {
  async function withWitness(submit: Witness['submit']) {
    const clock = manualClock()
    const reported: WitnessState[] = []
    const witnesses = [{ name: 'w', submit }]
    const options = signed({
      clock,
      witnesses,
      checkpoint: { everyRecords: 1 },
      onWitness: (state) => reported.push(state),
    })
    return { clock, reported, log: await openAuditLog(options) }
  }

  it('is not called for a while after a failure, then sent the newest checkpoint only, and no append waits', async () => {
    const sizes: number[] = []
    let away = true
    const { clock, reported, log } = await withWitness(async ({ head }) => {
      sizes.push(head.size)
      if (away) throw new Error('unreachable')
      return ''
    })
    for (const number of [0, 1, 2]) await log.append(event(number))
    await settled()
    expect(sizes, 'tried once').toEqual([1])
    expect(log.state.witnesses).toEqual([{ name: 'w', witnessed: null, lag: 4, failures: 1, error: 'unreachable' }])
    await clock.fire(RETRY_MS)
    expect(sizes).toEqual([1, 4])
    expect(reported.map(({ failures }) => failures)).toEqual([1, 2])
    away = false
    await clock.fire(RETRY_MS)
    expect(sizes).toEqual([1, 4, 4])
    expect(reported.at(-1)).toEqual({ name: 'w', witnessed: 4, lag: 0, failures: 0, error: null })
    await log.close()
  })

  it('has so much time to answer and no more', async () => {
    const { clock, reported, log } = await withWitness(() => new Promise(() => undefined))
    await log.append(event(0))
    await settled()
    expect(reported).toEqual([])
    await clock.fire(TIMEOUT_MS)
    expect(reported).toMatchObject([{ failures: 1, error: `no answer within ${TIMEOUT_MS} ms` }])
    expect(clock.waiting()).toContain(RETRY_MS)
    await log.close()
    expect(log.state.status).toBe('closed')
  })
})

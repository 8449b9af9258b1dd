import { createManualClock } from '@tezgah/core/clock'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../web/api/errors.ts'
import { createLive, type Live } from '../../../web/state/live/live.ts'
import { LIMITS } from '../../../web/state/live/replica.ts'
import { jobDocument, riskDocument, sloDocument, spotDocument } from '../../support/desk-documents.ts'
import { FakeStream, settle } from '../../support/fake-stream.ts'

const RING = 4

type Sent = { readonly number: number; readonly type: string; readonly data: unknown }

/** The executor, as far as the stream and its snapshots go: states that are counted up, and a short memory of events. */
class ServerModel {
  boot = 1
  number = 0
  ring: Sent[] = []
  risk = 0
  proposals = 0
  readonly jobs = new Map<string, number>()
  isAway = false

  riskOf() {
    const document = riskDocument()
    return { ...document, trading: { ...document.trading, since: this.risk } }
  }

  jobOf(id: string) {
    const step = this.jobs.get(id) ?? 0
    return jobDocument(id, step < 3 ? 'running' : 'done', Number(id.slice(1)), { attempts: step })
  }

  proposalsOf() {
    return { proposals: [] as unknown[] }
  }

  answer(path: string): unknown {
    if (this.isAway) throw new ApiError('unavailable', 'Away', '', { type: 'urn:tezgah:problem:executor-away' })
    if (path.startsWith('/api/backtests')) return { backtests: [...this.jobs.keys()].map((id) => this.jobOf(id)) }
    if (path === '/api/risk') return this.riskOf()
    if (path === '/api/proposals') return this.proposalsOf()
    if (path === '/api/overrides') return { overrides: [] }
    if (path === '/api/slo') return sloDocument()
    if (path === '/api/spot') return spotDocument()
    return { status: 'ok' }
  }

  sent(type: string, data: unknown): Sent {
    const event = { number: ++this.number, type, data }
    this.ring = [...this.ring, event].slice(-RING)
    return event
  }

  restart(): void {
    this.boot++
    this.number = 0
    this.ring = []
  }
}

/** One page and one executor, with everything that can happen between them. */
class Desk {
  readonly server = new ServerModel()
  readonly time = createManualClock(1_000_000)
  readonly reports: unknown[] = []
  /** Answers on their way, oldest first. */
  #pending: (() => void)[] = []
  #stream: FakeStream | null = null
  /** Of the browser: it has a connection. */
  #isOpen = false
  /** What the browser has last had, for a connection that it makes again by itself. */
  #last: { boot: number; number: number } | null = null
  readonly live: Live

  constructor() {
    this.live = createLive({
      open: () => {
        this.#stream = new FakeStream()
        this.#isOpen = false
        this.#last = null
        return this.#stream
      },
      request: (path) =>
        new Promise((resolve, reject) => {
          // What it says is settled when the executor reads, which is before it arrives here.
          let answer: () => void
          try {
            const document = structuredClone(this.server.answer(path))
            answer = () => resolve(document)
          } catch (error) {
            answer = () => reject(error)
          }
          this.#pending.push(answer)
        }),
      clock: this.time,
      timers: this.time,
      random: () => 0.5,
      report: (error) => this.reports.push(error),
    })
  }

  /** The browser gets through, unless it has given up or is connected. */
  open(): void {
    const stream = this.#stream
    if (stream === null || this.#isOpen || stream.readyState === 2) return
    if (this.server.isAway) {
      stream.fail(true)
      return
    }
    this.#isOpen = true
    stream.readyState = 1
    const { server } = this
    const last = this.#last
    const missed = last !== null && last.boot === server.boot ? server.ring.filter((e) => e.number > last.number) : []
    const isWhole = last !== null && last.boot === server.boot && server.number - missed.length <= last.number
    const at = isWhole ? (last?.number ?? 0) : server.number
    this.#tell({ number: at, type: 'hello', data: { boot: `b${server.boot}`, now: 0 } })
    if (isWhole) for (const event of missed) this.#tell(event)
    else if (last !== null) this.#tell({ number: at, type: 'resync', data: {} })
  }

  change(kind: 'risk' | 'job' | 'momentary', pick: number, isLost: boolean): void {
    const { server } = this
    if (kind === 'momentary') {
      if (this.#isOpen && !isLost) this.#stream?.tell('slo', sloDocument(pick), this.#id())
      return
    }
    const id = `j${pick % 5}`
    if (kind === 'risk') server.risk++
    else server.jobs.set(id, (server.jobs.get(id) ?? 0) + 1)
    const event = kind === 'risk' ? server.sent('risk', server.riskOf()) : server.sent('job', server.jobOf(id))
    if (this.#isOpen && !isLost) this.#tell(event)
  }

  answerOne(): void {
    this.#pending.shift()?.()
  }

  breakOff(isOver: boolean): void {
    if (!this.#isOpen && !isOver) return
    this.#isOpen = false
    this.#stream?.fail(isOver)
  }

  restart(): void {
    this.breakOff(false)
    this.server.restart()
  }

  async rest(): Promise<void> {
    this.server.isAway = false
    for (let round = 0; round < 12; round++) {
      this.time.advance(6_000)
      this.open()
      // Whatever was lost is noticed by the next event that is not.
      if (round === 3) this.change('risk', 0, false)
      this.change('momentary', round, false)
      for (let i = 0; i < 20; i++) {
        this.answerOne()
        await settle()
      }
    }
  }

  #id(): string {
    return this.#last === null ? '' : `b${this.#last.boot}.${this.#last.number}`
  }

  #tell({ number, type, data }: Sent): void {
    this.#last = { boot: this.server.boot, number }
    this.#stream?.tell(type, data, this.#id())
  }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom('risk' as const, 'job' as const), fc.nat(20), fc.constant(false)) },
  fc.tuple(fc.constantFrom('risk' as const, 'job' as const), fc.nat(20), fc.constant(true)),
  fc.tuple(fc.constant('momentary' as const), fc.nat(20), fc.boolean()),
  { weight: 3, arbitrary: fc.constantFrom('open' as const, 'answer' as const) },
  fc.constantFrom('cut' as const, 'over' as const, 'restart' as const, 'away' as const, 'back' as const),
  fc.record({ pass: fc.integer({ min: 1, max: 40_000 }) }),
)

async function perform(desk: Desk, action: typeof step extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  if (Array.isArray(action)) desk.change(action[0], action[1], action[2])
  else if (typeof action === 'object') desk.time.advance(action.pass)
  else if (action === 'open') desk.open()
  else if (action === 'answer') desk.answerOne()
  else if (action === 'cut') desk.breakOff(false)
  else if (action === 'over') desk.breakOff(true)
  else if (action === 'restart') desk.restart()
  else desk.server.isAway = action === 'away'
  await settle()
}

describe('the replica', () => {
  it('ends in the state of the executor after any events, losses, breaks and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const desk = new Desk()
        desk.live.start()
        for (const action of steps) await perform(desk, action)
        await desk.rest()
        const { risk, jobs } = desk.live.replica.get()
        expect(desk.live.status.get().phase).toBe('live')
        expect(risk?.value.trading.since).toBe(desk.server.risk)
        const known = Object.fromEntries((jobs?.value ?? []).map(({ id, status }) => [id, status]))
        const actual = [...desk.server.jobs.keys()].map((id) => [id, desk.server.jobOf(id).status])
        expect(known).toEqual(Object.fromEntries(actual))
        expect(desk.reports).toEqual([])
        desk.live.close()
      }),
      { seed: 20_261_124, numRuns: 300 },
    )
  })

  it('stays within its limits, however long it listens', async () => {
    const time = createManualClock(1_000_000)
    let stream = new FakeStream()
    const live = createLive({
      open: () => {
        stream = new FakeStream()
        return stream
      },
      request: () => Promise.reject(new ApiError('refused', '', '')),
      clock: time,
      timers: time,
      random: () => 0,
      report: (error) => expect.unreachable(String(error)),
    })
    live.start()
    stream.tell('hello', { boot: 'b', now: 0 }, 'b.0')
    const verdict = { strategy: 's', operator: 'o', verdict: 'approved', policies: [], overrides: [] }
    const record = { time: 0, boot: 'b', actor: 'a', action: 'x', subject: 's', outcome: 'success', prev: '', hash: '' }
    for (let n = 1; n <= 2_000; n++) {
      stream.tell('job', jobDocument(`j${n}`, 'running', n), `b.${n}`)
      stream.tell('progress', { id: `j${n}`, progress: 0.5 })
      stream.tell('verdict', { ...verdict, at: n, job: `j${n}` })
      stream.tell('audit', { ...record, seq: n })
      stream.tell('slo', sloDocument(n))
    }
    const { jobs, progress, verdicts, audit, sloHistory } = live.replica.get()
    expect([jobs?.value.length, progress.size, verdicts?.value.length, audit?.value.length, sloHistory.length]).toEqual(
      [LIMITS.jobs, LIMITS.jobs, LIMITS.verdicts, LIMITS.audit, LIMITS.sloHistory],
    )
    expect(jobs?.value[0]?.id).toBe('j2000')
    expect(audit?.value.at(-1)?.seq).toBe(2_000)
    live.close()
  })
})

import type { Api } from '../../../api/client.ts'
import type { AuditRecord } from '../../../api/documents.ts'
import { toApiError } from '../../../api/errors.ts'
import { createStore, type ReadableStore } from '../../../state/store.ts'
import type { Failure, InclusionAnswer, Trust } from '../verify/checks.ts'
import type { FullCheckResult } from '../verify/full-check.ts'
import type { Verifier } from '../verify/verifier.ts'
import type { TrustKeeper } from './trust.ts'

export type Head = { readonly size: number; readonly root: string }

/** What is known of the log. A failure stays until the next requested check. */
export type LogState =
  | { readonly status: 'unchecked' }
  | { readonly status: 'checking' }
  | {
      readonly status: 'verified'
      readonly head: Head
      readonly at: number
      readonly isFirstVisit: boolean
      readonly goesOn: boolean
      readonly tip: boolean
    }
  | { readonly status: 'cannot'; readonly why: string }
  | { readonly status: 'failed'; readonly failure: Failure }

export type WholeState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly records: number; readonly of: number }
  | { readonly status: 'done'; readonly result: FullCheckResult; readonly at: number }
  | { readonly status: 'cannot'; readonly why: string }

/** Outcome of one step of the check of one record. `later`: no signed checkpoint covers it yet. `first`: nothing to compare with. */
export type Step = 'good' | 'failed' | 'later' | 'cannot' | 'skipped' | 'first'
export type RecordCheck = {
  readonly content: Step
  readonly signature: Step
  readonly growth: Step
  readonly inclusion: Step
  readonly head: Head | null
  readonly why: string | null
}

export interface Verification {
  readonly log: ReadableStore<LogState>
  readonly whole: ReadableStore<WholeState>
  /** How many different records this page has loaded and found linked. */
  readonly loaded: ReadableStore<number>
  readonly trust: ReadableStore<Trust | null>
  check(): Promise<void>
  take(records: readonly AuditRecord[]): void
  checkRecord(record: AuditRecord): Promise<RecordCheck>
  checkWhole(): Promise<void>
  cancelWhole(): void
  /** Trusts this key and no other; `null` forgets what is known. */
  pin(key: string | null): void
  close(): void
}

type Deps = {
  readonly api: Pick<Api, 'get'>
  readonly createVerifier: () => Verifier
  readonly keeper: TrustKeeper
  readonly now: () => number
}

type Opened =
  | { readonly status: 'good'; readonly head: Head; readonly isFirstVisit: boolean; readonly goesOn: boolean }
  | { readonly status: 'failed'; readonly failure: Failure }

export function createVerification({ api, createVerifier, keeper, now }: Deps): Verification {
  const log = createStore<LogState>({ status: 'unchecked' })
  const whole = createStore<WholeState>({ status: 'idle' })
  const loaded = createStore(0)
  const trust = createStore(keeper.read())
  let verifier: Verifier | null = null
  let wholeVerifier: Verifier | null = null
  const leaving = new AbortController()

  const worker = (): Verifier => {
    verifier ??= createVerifier()
    return verifier
  }
  const { signal } = leaving
  const proofOf = (seq: number, head: Head): Promise<InclusionAnswer> =>
    api.get('/audit/records/{seq}/proof', { path: { seq: String(seq) }, query: { size: String(head.size) }, signal })
  const fail = (failure: Failure): void => {
    if (log.get().status !== 'failed') log.set({ status: 'failed', failure })
  }
  const remember = (next: Trust | null): void => {
    keeper.keep(next)
    trust.set(next)
  }

  /** The newest checkpoint, when its signature is good and it goes on from the one that was seen before. */
  const openNewest = async (): Promise<Opened> => {
    const answer = await api.get('/audit/checkpoint', { signal })
    const known = keeper.read()
    const opened = await worker().ask('signature', { answer, trust: known })
    if (opened.status === 'failed') return opened
    const { head, isFirstVisit, key } = opened
    const seen = known?.head ?? null
    const hasGrown = seen !== null && seen.size > 0 && head.size > seen.size
    const query = { from: String(seen?.size), to: String(head.size) }
    const { proof } = hasGrown ? await api.get('/audit/consistency', { query, signal }) : { proof: [] }
    const failure = await worker().ask('growth', { head, seen, proof })
    if (failure !== null) return { status: 'failed', failure }
    remember({ key, isPinned: known?.isPinned ?? false, head, seenAt: now() })
    return { status: 'good', head, isFirstVisit, goesOn: seen !== null }
  }

  /** Whether the last record that the checkpoint covers is the one that was loaded: then all linked to it are. */
  const checkTip = async (head: Head): Promise<Failure | null | 'unknown'> => {
    const seq = head.size - 1
    if (seq < 0) return 'unknown'
    const answer = await proofOf(seq, head)
    return worker().ask('place', { hash: null, seq, head, answer })
  }

  const check = async (): Promise<void> => {
    if (log.get().status === 'checking') return
    log.set({ status: 'checking' })
    try {
      const opened = await openNewest()
      if (opened.status === 'failed') return log.set(opened)
      const tip = await checkTip(opened.head)
      if (tip !== null && tip !== 'unknown') return log.set({ status: 'failed', failure: tip })
      // A record that was found to be bad meanwhile weighs more.
      if ((log.get() as LogState).status === 'failed') return
      log.set({ ...opened, status: 'verified', at: now(), tip: tip === null })
    } catch (error) {
      if (!signal.aborted) log.set({ status: 'cannot', why: toApiError(error).message })
    }
  }

  const checkRecord = async (record: AuditRecord): Promise<RecordCheck> => {
    const { seq } = record
    const none = { content: 'skipped', signature: 'skipped', growth: 'skipped', inclusion: 'skipped' } as const
    const base = { ...none, head: null, why: null }
    let found: RecordCheck = base
    try {
      const content = await worker().ask('content', { raw: record, seq })
      if (content !== null) {
        fail(content)
        return { ...base, content: 'failed' }
      }
      found = { ...base, content: 'good' }
      const opened = await openNewest()
      if (opened.status === 'failed') {
        fail(opened.failure)
        const { check } = opened.failure
        return check === 'growth'
          ? { ...found, signature: 'good', growth: 'failed' }
          : { ...found, signature: 'failed' }
      }
      const { head } = opened
      found = { ...found, signature: 'good', growth: opened.goesOn ? 'good' : 'first', head }
      if (seq >= head.size) return { ...found, inclusion: 'later' }
      const answer = await proofOf(seq, head)
      const place = await worker().ask('place', { hash: record.hash, seq, head, answer })
      if (place !== null && place !== 'unknown') fail(place)
      return { ...found, inclusion: place === null ? 'good' : 'failed' }
    } catch (error) {
      const { message } = toApiError(error)
      const next = (['content', 'signature', 'inclusion'] as const).find((step) => found[step] === 'skipped')
      return { ...found, ...(next !== undefined && { [next]: 'cannot' }), why: message }
    }
  }

  const checkWhole = async (): Promise<void> => {
    if (whole.get().status === 'running') return
    whole.set({ status: 'running', records: 0, of: keeper.read()?.head?.size ?? 0 })
    try {
      const seen = keeper.read()?.head ?? null
      const opened = await openNewest()
      if (opened.status === 'failed') {
        fail(opened.failure)
        return whole.set({ status: 'idle' })
      }
      const { head } = opened
      whole.set({ status: 'running', records: 0, of: head.size })
      wholeVerifier = createVerifier()
      const result = await wholeVerifier.ask('whole', { heads: seen === null ? [head] : [seen, head] }, (records) =>
        whole.set({ status: 'running', records: Math.min(records, head.size), of: head.size }),
      )
      if (result.status === 'failed') fail({ check: 'chain', code: 'log', seq: result.seq })
      whole.set({ status: 'done', result, at: now() })
    } catch (error) {
      const isCancelled = error instanceof Error && error.name === 'AbortError'
      whole.set(isCancelled ? { status: 'idle' } : { status: 'cannot', why: toApiError(error).message })
    } finally {
      wholeVerifier?.close()
      wholeVerifier = null
    }
  }

  return {
    log,
    whole,
    loaded,
    trust,
    check,
    take: (records) => {
      if (records.length === 0) return
      worker()
        .ask('records', { raws: records })
        .then(
          ({ count, failure }) => {
            loaded.set(count)
            if (failure !== null) fail(failure)
          },
          // The check of the log says that the worker is not there.
          () => undefined,
        )
    },
    checkRecord,
    checkWhole,
    cancelWhole: () => wholeVerifier?.close(),
    pin: (key) => {
      remember(key === null ? null : { key, isPinned: true, head: null, seenAt: null })
      log.set({ status: 'unchecked' })
      void check()
    },
    close: () => {
      leaving.abort()
      verifier?.close()
      wholeVerifier?.close()
    },
  }
}

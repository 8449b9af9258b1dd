import { beforeEach, describe, expect, it } from 'vitest'
import { type Session, SessionStore } from '../../src/sessions/store.ts'

const ADA = { id: 'ada', role: 'risk' as const, tokens: [] }
const IDLE = 1_000
const ABSOLUTE = 5_000

let now: number
let store: SessionStore

beforeEach(() => {
  now = 1_000_000
  store = new SessionStore({ idleMs: IDLE, absoluteMs: ABSOLUTE }, () => now)
})

const isOpen = ({ session }: { session: Session }): boolean => store.isOpen(session)

describe('a session', () => {
  it('is found by an id of 256 bits, which the store does not keep', () => {
    const { id, session } = store.create(ADA, null)
    expect(Buffer.from(id, 'base64url')).toHaveLength(32)
    expect(store.find(id)).toBe(session)
    expect(store.find(`${id.slice(0, -1)}_`)).toBeNull()
    expect(JSON.stringify(session)).not.toContain(id)
  })

  it('ends when nobody uses it, and lives on while somebody does, but not for ever', () => {
    const { id, session } = store.create(ADA, null)
    now += IDLE - 1
    expect(store.find(id)).toBe(session)
    store.touch(session)
    now += IDLE
    expect(store.find(id)).toBeNull()
    const other = store.create(ADA, null)
    for (let used = 0; used < ABSOLUTE; used += IDLE / 2) {
      expect(isOpen(other)).toBe(true)
      store.touch(other.session)
      now += IDLE / 2
    }
    expect(isOpen(other)).toBe(false)
  })

  it('has another id after a step-up, and the one before is worth nothing', () => {
    const { id, session } = store.create(ADA, null)
    const raised = store.stepUp(session, now + 300)
    expect(store.find(id)).toBeNull()
    expect(store.find(raised)).toBe(session)
    expect(session.stepUpUntil).toBe(now + 300)
  })

  it('that has ended is found by no id', () => {
    const { id, session } = store.create(ADA, null)
    store.end(session)
    expect(store.find(id)).toBeNull()
  })

  it('is swept away when it is over or not valid', () => {
    const [kept, gone] = [store.create(ADA, null), store.create({ ...ADA, id: 'bob' }, null)]
    store.sweep(({ operator }) => operator === 'ada')
    expect([isOpen(kept), isOpen(gone)]).toEqual([true, false])
  })
})

describe('room', () => {
  it('is for 10 of one operator: the oldest ends, however young its id', () => {
    const [first, ...others] = Array.from({ length: 10 }, () => {
      now++
      return store.create(ADA, null)
    })
    store.stepUp(first!.session, now + 1)
    const bob = store.create({ ...ADA, id: 'bob' }, null)
    store.create(ADA, null)
    expect(isOpen(first!)).toBe(false)
    expect([...others, bob].every(isOpen)).toBe(true)
  })

  it('is for 1,000 in all', () => {
    const all = Array.from({ length: 1_001 }, (_, n) => {
      now += 1 / 2_000
      return store.create({ ...ADA, id: `operator-${Math.floor(n / 5)}` }, null)
    })
    expect(all.filter(isOpen)).toHaveLength(1_000)
    expect(isOpen(all[0]!)).toBe(false)
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { SignInLimits } from '../../src/sessions/sign-in-limits.ts'

const WINDOW_MS = 300_000

let now: number
let release: (() => void)[]
let limits: SignInLimits

beforeEach(() => {
  now = 0
  release = []
  limits = new SignInLimits({ now: () => now, pause: () => new Promise((resolve) => release.push(resolve)) })
})

/** Wrong passwords, one after the other; how the last one went. */
async function guess(times: number, peer: string, operator: string): Promise<unknown> {
  let last: unknown
  for (let n = 0; n < times; n++) last = await limits.begin(peer, operator)
  return last
}

describe('guessing', () => {
  it('of one peer at one operator ends after 5, until the window is over', async () => {
    expect(await guess(5, 'evil', 'ada')).toBeNull()
    now = 1_000
    expect(await guess(1, 'evil', 'ada')).toEqual({ waitMs: WINDOW_MS - 1_000 })
    expect(await guess(1, 'home', 'ada'), 'ada herself, elsewhere').toBeNull()
    expect(await guess(1, 'evil', 'bob')).toBeNull()
    now = WINDOW_MS
    expect(await guess(1, 'evil', 'ada')).toBeNull()
  })

  it('of many at the same time is counted before the passwords are looked at', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => limits.begin('evil', 'ada')))
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(5)
  })

  it('of one peer at many operators ends after 30', async () => {
    for (let n = 0; n < 30; n++) expect(await guess(1, 'evil', `operator-${n}`)).toBeNull()
    expect(await guess(1, 'evil', 'operator-99')).toMatchObject({ waitMs: WINDOW_MS })
  })

  it('of many peers at one operator slows that one down and locks nobody out', async () => {
    for (let n = 0; n < 20; n++) expect(await guess(1, `evil-${n}`, 'ada')).toBeNull()
    const ada = limits.begin('home', 'ada')
    expect(release, 'she waits').toHaveLength(1)
    expect(await limits.begin('home', 'bob'), 'others do not').toBeNull()
    release[0]?.()
    expect(await ada).toBeNull()
  })

  it('that waits is bounded, and the place is free again afterwards', async () => {
    for (let n = 0; n < 20; n++) await guess(1, `evil-${n}`, 'ada')
    const waiting = Array.from({ length: 16 }, (_, n) => limits.begin(`more-${n}`, 'ada'))
    expect(await limits.begin('home', 'ada')).toEqual({ waitMs: 2_000 })
    for (const go of release) go()
    await Promise.all(waiting)
    const ada = limits.begin('home', 'ada')
    release.at(-1)?.()
    expect(await ada).toBeNull()
  })
})

it('a right password is no guess', async () => {
  for (let n = 0; n < 100; n++) {
    expect(await limits.begin('home', 'ada')).toBeNull()
    limits.succeeded('home', 'ada')
  }
})

it('keys are bounded: who guesses at ever new names pushes nobody out within its 30', async () => {
  await guess(5, 'evil', 'ada')
  for (let n = 0; n < 9_000; n++) await guess(1, `peer-${n}`, `name-${n}`)
  expect(await guess(1, 'evil', 'ada')).toMatchObject({ waitMs: WINDOW_MS })
})

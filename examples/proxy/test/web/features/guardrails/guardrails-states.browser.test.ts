import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change, Verdict } from '../../../../web/api/documents.ts'
import type { Role } from '../../../../web/state/session/session-document.ts'
import { riskDocument, sessionDocument } from '../../../support/desk-documents.ts'
import {
  guardrailDocuments,
  overrideDocument,
  person,
  proposalDocument,
  verdictDocument,
} from '../../../support/guardrail-documents.ts'
import { hostileStrings } from '../../../support/hostile-strings.ts'
import { chooseTheme, layoutShift, overflow, violations, watchLayoutShift } from '../../../support/page-checks.ts'
import { type RunningService, startProxy } from '../../../support/services.ts'
import { openStandInDesk, type StandInDesk } from '../../../support/stand-in-desk.ts'

const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000
const NO_SHIFT = 0.005

let browser: Browser
let proxy: RunningService

beforeAll(async () => {
  ;[browser, proxy] = await Promise.all([
    openChromium(),
    startProxy('canary-0f3a77-never-in-a-browser', 'http://127.0.0.1:1'),
  ])
}, START_LIMIT_MS)

afterAll(async () => {
  await browser?.close()
  await proxy?.close()
})

const sessionOf = (role: Role) =>
  sessionDocument({ operator: { id: 'ayse', role, signedIn: true }, expiresAt: Date.now() + 3_600_000 })

type Check = (page: Page, desk: StandInDesk) => Promise<void>

/** The view of a desk that was prepared by `prepare`, with ayse, who answers for risk, in front of it. */
async function withView(
  prepare: (desk: StandInDesk) => void,
  check: Check,
  options: BrowserContextOptions = {},
): Promise<void> {
  const desk = await openStandInDesk(proxy.url)
  for (const [path, document] of Object.entries(guardrailDocuments())) desk.answer(path, document)
  desk.answer('/api/session', sessionOf('risk'))
  prepare(desk)
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  await watchLayoutShift(page)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load')) complaints.push(message.text())
  })
  // The slowest part comes when the rest could have been drawn: that is when something might be pushed down.
  await page.route('**/api/proposals', async (route) => {
    await page.waitForSelector('.guardrails-kill')
    await page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame)
    })
    await route.continue()
  })
  await page.goto(`${desk.url}/guardrails`)
  await page.waitForSelector('.guardrails-policies')
  await page.waitForSelector('.guardrails-facts')
  await check(page, desk)
  expect(complaints).toEqual([])
  // The page may be asking for proposals at this moment: the handler above must not be left with a closed page.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
  await desk.close()
}

const nothing = (): void => {}

/** Everything that there can be, at once. */
function full(desk: StandInDesk): void {
  const now = Date.now()
  const request = {
    id: 'r1',
    to: 'active',
    by: person('burak'),
    reason: 'it is back',
    at: now,
    expiresAt: now + 600_000,
  }
  const risk = riskDocument('halted')
  const verdicts = Array.from({ length: 30 }, (_, index) =>
    verdictDocument(
      `job-${index}`,
      now - index * 37_000,
      index % 4 === 1 ? { verdict: 'refused', policies: ['max-drawdown'] } : {},
    ),
  )
  desk.answer('/api/risk', { ...risk, trading: { ...risk.trading, request }, verdicts })
  const approvals = [{ by: person('ayse'), at: now }]
  desk.answer('/api/proposals', {
    proposals: [
      proposalDocument('p1'),
      proposalDocument('p2', { proposer: person('ayse') }),
      proposalDocument('p3', { status: 'approved', approvals }),
      proposalDocument('p4', { status: 'applied', approvals }),
    ],
  })
  desk.answer('/api/overrides', {
    overrides: [
      overrideDocument('o1'),
      overrideDocument('o2', { status: 'pending', approvedBy: null, symbols: 'all' }),
      overrideDocument('o3', { status: 'usedUp' }),
    ],
  })
}

describe('what is known', { timeout: TEST_LIMIT_MS }, () => {
  it('is told of limits with what is left, and what is not known is not zero', () =>
    withView(nothing, async (page, desk) => {
      const limits = page.locator('.guardrails-limit')
      expect(await limits.allTextContents()).toEqual([
        expect.stringMatching(/Close: above 80 %.*at most 40%.*33\.9% of 40% reached.*6\.1% left/),
        expect.stringMatching(/Not known.*at most 250,000.*Not measured/),
      ])
      expect(await limits.nth(1).getByRole('meter').count()).toBe(0)
      expect(await page.getByText('250,000.000000000000000001').count(), 'no digit of money is lost').toBe(1)
      const [fall, size] = riskDocument().limits
      desk.emit('risk', {
        ...riskDocument(),
        limits: [
          { ...fall, reached: 38.4, remaining: 1.6 },
          { ...size, limit: null },
        ],
      })
      await page.getByText('Very close: above 95 %').waitFor()
      await page.getByText('No limit is approved').waitFor()
      desk.emit('risk', { ...riskDocument(), limits: [{ ...fall, reached: 41, remaining: 0 }, size] })
      await page.getByText('Beyond the limit').waitFor()
    }))

  it('of an empty desk says what to do next', () =>
    withView(
      (desk) =>
        desk.answer('/api/policies', {
          hash: '',
          policies: [{ name: 'new-policy', description: 'Something new', canBeWaived: true }],
          approved: { strategies: {}, limits: {} },
        }),
      async (page) => {
        for (const text of [
          'Nothing waits for a decision',
          'No start has been judged yet',
          'Every policy applies to every start',
          'Nothing is approved: every strategy is free, and there is no limit.',
        ])
          await page.getByText(text).waitFor()
        expect(await violations(page)).toEqual([])
      },
    ))

  it('explains why a stored mode cannot be trusted', () => {
    const risk = riskDocument('halted')
    return withView(
      (desk) => desk.answer('/api/risk', { ...risk, trading: { ...risk.trading, failure: 'corrupt' } }),
      async (page) => {
        await page.getByText('Its file is damaged. Trading stays halted.').waitFor()
        expect(await page.getByRole('button', { name: 'Ask to re-arm' }).count(), 'nobody can re-arm that').toBe(0)
      },
    )
  })

  it('stays in sight while the executor is away', () =>
    withView(full, async (page, desk) => {
      desk.goAway()
      await page.getByText('The executor does not answer').waitFor()
      expect(await page.locator('.guardrails-verdict').count()).toBe(30)
      expect(await page.locator('.guardrails-item').count()).toBe(5)
      await page.getByRole('button', { name: 'Kill switch' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(/^Type/).fill('HALT')
      await dialog.getByLabel('Reason').fill('now')
      await dialog.getByRole('button', { name: 'Halt now' }).click()
      await dialog.getByText('Look at what holds then, and try again.').waitFor()
      expect(await dialog.getByLabel('Reason').inputValue(), 'it can be sent again').toBe('now')
    }))
})

describe('the kill switch', { timeout: TEST_LIMIT_MS }, () => {
  it('shows its result at once although no event comes', () =>
    withView(
      (desk) => {
        // Only the stream is away.
        desk.answer('/api/public/healthz', { status: 'ok' })
        desk.answer('/api/events', { type: '', title: 'No stream', detail: 'none' }, 503)
        desk.answer('/api/risk/kill', riskDocument('halted'))
      },
      async (page, desk) => {
        await page.getByRole('button', { name: 'Kill switch' }).click()
        await page.getByRole('dialog').getByLabel(/^Type/).fill('HALT')
        await page.getByRole('dialog').getByLabel('Reason').fill('now')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.locator('.guardrails-mode').getByText('Halted').waitFor()
        await page.getByRole('alert').getByText('Trading halted').waitFor()
        expect(desk.asked('POST /api/risk/kill')).toBe(1)
      },
    ))

  it('is named, and tells whom it needs, before the click', async () => {
    const kill = (page: Page) => page.getByRole('button', { name: 'Kill switch' })
    await withView(
      (desk) => desk.answer('/api/session', sessionOf('operator')),
      async (page) => {
        expect(await kill(page).isDisabled()).toBe(true)
        await page
          .locator('.guardrails-kill')
          .getByText(/needs the role “risk officer”/)
          .waitFor()
      },
    )
    await withView(
      (desk) => desk.answer('/api/session', sessionDocument()),
      async (page) => {
        expect(await kill(page).isDisabled()).toBe(false)
        await page
          .locator('.guardrails-kill')
          .getByText(/“risk officer” signs in at the click/)
          .waitFor()
      },
    )
  })
})

describe('proposals', { timeout: TEST_LIMIT_MS }, () => {
  it('that were amended on the way are not approved, and the page says so', () =>
    withView(
      (desk) => {
        full(desk)
        const detail = 'other_content: content: is b, was a'
        desk.answer('/api/proposals/p1/approve', { type: 'urn:x', title: 'Refused', detail }, 409)
      },
      async (page, desk) => {
        await page.locator('.guardrails-item').first().getByRole('button', { name: 'Approve' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('button', { name: 'Approve' }).click()
        await dialog.getByText('It was changed after you looked at it.').waitFor()
        const changes: readonly Change[] = [{ path: '/limits/maxDrawdownPct', kind: 'changed', from: 40, to: 39 }]
        desk.emit('proposals', { proposals: [proposalDocument('p1', { content: 'b2'.repeat(32), changes })] })
        await dialog.getByText('It was changed after you opened it').waitFor()
        expect(await dialog.locator('.guardrails-change').textContent()).toMatch(/40.*39.*−2\.5%/)
      },
    ))

  it('show what the executor refuses of a form', () =>
    withView(
      (desk) => {
        const errors = [{ field: 'target.strategies.sma-cross.slow', message: 'must be above fast' }]
        desk.answer('/api/proposals', { type: 'urn:x', title: 'No', detail: 'The body is not valid.', errors }, 400)
      },
      async (page, desk) => {
        desk.emit('proposals', { proposals: [] })
        await page.getByRole('button', { name: 'New proposal' }).click()
        expect(await page.getByLabel('Largest position').inputValue()).toBe('250000.000000000000000001')
        await page.getByText('Nothing yet: this is what is approved already.').waitFor()
        await page.getByLabel('Slow').fill('5')
        await page.getByLabel('Reason').fill('x')
        await page.getByRole('button', { name: 'Propose', exact: true }).click()
        await page.getByText('must be above fast').waitFor()
        expect(await page.getByLabel('Slow').inputValue()).toBe('5')
      },
    ))
})

describe('the verdict feed', { timeout: TEST_LIMIT_MS }, () => {
  it('waits while it is read, holds at most a hundred, and is told in one sentence', () =>
    withView(full, async (page, desk) => {
      const rows = page.locator('.guardrails-verdict')
      const first = await rows.first().textContent()
      await page.getByRole('button', { name: 'Pause' }).click()
      const now = Date.now()
      for (let index = 0; index < 150; index++)
        desk.emit('verdict', verdictDocument(`new-${index}`, now + index, { strategy: 'breakout' }))
      await page.getByRole('button', { name: 'Resume, 100 new' }).click()
      expect(first).toContain('sma-cross')
      expect(await rows.count()).toBe(100)
      expect(await rows.first().textContent()).toContain('breakout')
      expect(await rows.first().getByRole('link').getAttribute('href')).toBe('/backtest?run=new-149')
      await page.waitForFunction(() => document.querySelector('[aria-live]')?.textContent?.includes('starts approved'))
      await page.getByLabel('Verdict', { exact: true }).selectOption('refused')
      await page.getByText('None of them fits the filter').waitFor()
      await page.getByRole('button', { name: 'Show every verdict' }).click()
      expect(await rows.count()).toBe(100)
    }))
})

describe('the view', { timeout: TEST_LIMIT_MS }, () => {
  it.each(['light', 'dark'] as const)('has no accessibility violation in the %s theme', (theme) =>
    withView(full, async (page) => {
      await chooseTheme(page, theme)
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'New proposal' }).click()
      await page.getByRole('button', { name: 'Ask for an override' }).click()
      for (const name of ['Propose', 'Ask']) await page.getByRole('button', { name, exact: true }).click()
      expect(await violations(page)).toEqual([])
      for (const name of ['Kill switch', 'Approve re-arm', 'Reject']) {
        await page.getByRole('button', { name }).first().click()
        expect(await violations(page)).toEqual([])
        await page.keyboard.press('Escape')
      }
    }),
  )

  it.each([
    [1280, 'en-GB'],
    [320, 'en-GB'],
    [320, 'tr-TR'],
  ])('is not wider than %i pixels in %s, and moves nothing when it counts', (width, locale) =>
    withView(
      full,
      async (page) => {
        expect(await overflow(page)).toBe(0)
        await page.locator('.guardrails-proposals .card-head button').click()
        await page.locator('.guardrails-overrides .card-head button').click()
        expect(await overflow(page)).toBe(0)
      },
      { viewport: { width, height: 800 }, locale },
    ),
  )

  it.each([
    ['a new', nothing],
    ['a busy', full],
  ] as const)('of %s desk moves nothing while it fills', (_, prepare) =>
    withView(prepare, async (page) => expect(await layoutShift(page)).toBeLessThan(NO_SHIFT)),
  )

  it.each([1280, 320])('shows ten thousand hostile strings as what they are, at %i pixels', (width) => {
    const next = hostileStrings()
    const many = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: count }, make)
    const risk = riskDocument('halted')
    const by = () => ({ id: next(), credential: next() })
    const prepare = (desk: StandInDesk): void => {
      const verdicts = many(100, () =>
        verdictDocument(next(), Date.now(), {
          strategy: next(),
          operator: next(),
          policies: many(3, next) as Verdict['policies'],
        }),
      )
      desk.answer('/api/risk', { ...risk, trading: { ...risk.trading, by: by(), reason: next() }, verdicts })
      const change = (): Change => ({
        path: `/strategies/${next()}/${next()}`,
        kind: 'changed',
        from: next(),
        to: next(),
      })
      desk.answer('/api/proposals', {
        proposals: many(50, () =>
          proposalDocument(next(), { proposer: by(), reason: next(), changes: many(30, change) }),
        ),
      })
      desk.answer('/api/overrides', {
        overrides: many(50, () =>
          overrideDocument(next(), {
            policies: many(20, next),
            symbols: many(40, next),
            reason: next(),
            requestedBy: by(),
          }),
        ),
      })
    }
    return withView(
      prepare,
      async (page) => {
        await page.waitForSelector('.guardrails-change')
        expect(next.count()).toBeGreaterThan(10_000)
        expect(await overflow(page)).toBe(0)
        expect(await page.evaluate(() => 'hacked' in globalThis), 'no script of them has run').toBe(false)
        expect(await page.locator('main img, main script, main iframe').count()).toBe(0)
      },
      { viewport: { width, height: 800 } },
    )
  })
})

import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditVerdictDocument, jobDocument, sloDocument, spotDocument } from '../../../support/desk-documents.ts'
import { chooseTheme, layoutShift, overflow, violations, watchLayoutShift } from '../../../support/page-checks.ts'
import { type RunningService, startProxy } from '../../../support/services.ts'
import { openStandInDesk, type StandInDesk } from '../../../support/stand-in-desk.ts'

const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000
/** Numbers at the right edge grow to the left, which counts a little; a card that moves by four pixels counts twice as much. */
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

/** Home of a desk that was prepared by `prepare`, when every part has been heard of. */
async function withHome(
  prepare: (desk: StandInDesk) => void,
  check: (page: Page, desk: StandInDesk) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const desk = await openStandInDesk(proxy.url)
  prepare(desk)
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  await watchLayoutShift(page)
  await page.goto(desk.url)
  await page.waitForSelector('.live-state[data-phase=live]')
  await page.waitForSelector('.home-part-says:not(:has-text("Waiting"))')
  await page.waitForSelector('[data-part=audit]:not([data-tone=idle])')
  await check(page, desk)
  await context.close()
  await desk.close()
}

const part = (page: Page, name: string): Promise<string | null> => page.locator(`[data-part=${name}]`).textContent()
const nothing = (): void => {}

describe('Home', { timeout: TEST_LIMIT_MS }, () => {
  it('tells of a desk in good order', () =>
    withHome(nothing, async (page) => {
      await page.getByText('Every part works.').waitFor()
      expect(await part(page, 'audit')).toMatch(/1,284 records intact, verified 2\d sec ago/)
      expect(await page.locator('.home-latency').first().textContent()).toMatch(/Start.*SLO 100 ms.*12 ms.*P95/)
      expect(await page.locator('.home-budget').first().textContent()).toContain('76.3%')
      expect(await page.locator('.home-price').textContent()).toBe('3,412,650+1.4%')
      expect(await page.locator('.home-spot').textContent(), 'generated prices are called that').toContain('Simulator')
      expect(await page.locator('.home-runs-table tbody tr').count()).toBe(5)
      expect(await page.getByRole('link', { name: 'Open Grafana' }).getAttribute('href')).toBe('http://127.0.0.1:3000')
      expect(await page.getByRole('link', { name: 'sma-cross' }).first().getAttribute('href')).toBe(
        '/backtest?run=00-a1b2c3',
      )
    }))

  it('follows what happens without asking for it', () =>
    withHome(nothing, async (page, desk) => {
      const before = ['slo', 'spot', 'backtests'].map((path) => desk.asked(`GET /api/${path}`))
      desk.emit('spot', spotDocument('3500000'))
      await page.getByText('3,500,000').waitFor()
      desk.emit('slo', sloDocument(340))
      await page.getByText('340 ms').waitFor()
      expect(await page.locator('.home-figure[data-over=true]').count()).toBe(1)
      desk.emit('job', jobDocument('next', 'running', Date.now(), { strategy: 'breakout' }))
      desk.emit('progress', { id: 'next', progress: 0.42, equity: '10000' })
      await page.getByText('Running 42%').waitFor()
      expect(['slo', 'spot', 'backtests'].map((path) => desk.asked(`GET /api/${path}`))).toEqual(before)
    }))

  it('says what to do about what is bad', () =>
    withHome(
      (desk) => {
        desk.answer('/api/audit/verify', { ...auditVerdictDocument('tampered'), firstBadSeq: 77 })
        desk.answer('/api/spot', { ...spotDocument(), source: 'btcturk', state: 'stale', ageMs: 65_000 })
        desk.answer('/api/slo', { ...sloDocument(), freshness: { heartbeatAgeMs: 6_200 } })
      },
      async (page) => {
        await page.getByText('3 parts need attention.').waitFor()
        expect(await part(page, 'audit')).toContain('Record 77 is not what was written. Keep the folder')
        expect(await part(page, 'spot')).toContain('It connects again by itself')
        expect(await part(page, 'heartbeat')).toContain('overloaded or hangs')
        for (const theme of ['light', 'dark'] as const) {
          await chooseTheme(page, theme)
          expect(await violations(page)).toEqual([])
        }
      },
    ))

  it('of an empty system says how to begin', () =>
    withHome(
      (desk) => {
        const nothingYet = { count: 0, p50: null, p95: null, p99: null }
        desk.answer('/api/backtests', { backtests: [], nextCursor: null })
        desk.answer('/api/slo', { ...sloDocument(), startMs: nothingYet, queueWaitMs: nothingYet, runMs: nothingYet })
        desk.answer('/api/spot', { source: 'off', state: 'connecting', symbol: 'BTCTRY', reconnects: 0 })
      },
      async (page) => {
        await page.getByRole('heading', { name: 'Run your first backtest' }).waitFor()
        expect(await page.getByText('Nothing measured yet').count()).toBe(3)
        expect(await page.locator('.home-spot').textContent()).toContain('SPOT_SOURCE=auto')
        expect(await violations(page)).toEqual([])
        await page.getByRole('link', { name: 'Open the form' }).click()
        await page.getByRole('heading', { level: 1, name: 'Backtest' }).waitFor()
      },
    ))

  it.each(['light', 'dark'] as const)('has no accessibility violation in the %s theme', (theme) =>
    withHome(nothing, async (page) => {
      await chooseTheme(page, theme)
      expect(await violations(page)).toEqual([])
    }),
  )

  it.each([
    [1280, 'en-GB'],
    [390, 'en-GB'],
    [320, 'tr-TR'],
  ])('moves nothing while it fills, at %i pixels in %s', (width, locale) =>
    withHome(
      nothing,
      async (page, desk) => {
        desk.emit('slo', sloDocument(55))
        desk.emit('spot', spotDocument('3500000'))
        await page.locator('.home-latency').first().getByText('55 ').waitFor()
        expect(await layoutShift(page)).toBeLessThan(NO_SHIFT)
        expect(await overflow(page)).toBe(0)
      },
      { viewport: { width, height: 800 }, locale },
    ),
  )
})

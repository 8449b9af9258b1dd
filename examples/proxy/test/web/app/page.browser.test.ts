import { readFileSync } from 'node:fs'
import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chooseTheme, violations } from '../../support/page-checks.ts'
import { type Executor, type RunningService, startExecutor, startProxy } from '../../support/services.ts'
import { openStandInDesk, type StandInDesk } from '../../support/stand-in-desk.ts'
import { openWatchedPage, type WatchedPage } from '../../support/watched-page.ts'

const TOKEN = 'canary-b81f02e6aa-never-in-a-browser'
const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000

let browser: Browser
let executor: Executor
let proxy: RunningService
let desk: StandInDesk
let watched: WatchedPage

beforeAll(async () => {
  ;[browser, executor] = await Promise.all([openChromium(), startExecutor(TOKEN)])
  proxy = await startProxy(TOKEN, executor.url)
  desk = await openStandInDesk(proxy.url)
}, START_LIMIT_MS)

afterAll(async () => {
  await browser?.close()
  await desk?.close()
  await proxy?.close()
  await executor?.close()
})

beforeEach(async () => {
  watched = await openWatchedPage(browser, `${desk.url}/backtest`)
})

afterEach(() => watched.close())

const startRun = (page: Page): Promise<void> => page.getByRole('button', { name: 'Run backtest' }).click()
const openTab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click()
const untilDone = (page: Page): Promise<unknown> => page.waitForSelector('[role=status][data-phase=done]')

/** How many colours the first canvases of the chart hold: an empty one holds a single one. */
function countColors(page: Page): Promise<number> {
  return page.$$eval('.chart canvas', (canvases) => {
    const colors = new Set<number>()
    for (const canvas of canvases) {
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0 || canvas.height === 0) continue
      const context = canvas.getContext('2d')
      const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data
      for (const pixel of new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))) colors.add(pixel)
    }
    return colors.size
  })
}

/** Where the figures and the chart begin on the page, in pixels. */
function placesOf(page: Page): Promise<readonly number[]> {
  return page.$$eval('.figures, .chart', (elements) =>
    elements.map((element) => element.getBoundingClientRect().top + scrollY),
  )
}

describe('a run, from the form to the trades', { timeout: TEST_LIMIT_MS }, () => {
  it('is started, watched, drawn and listed', async () => {
    const { page, complaints } = watched
    await page.getByLabel('Strategy').selectOption('sma-cross')
    await page.getByLabel('Dataset').selectOption('sp500-daily')
    await page.getByLabel('Fast').fill('20')
    await startRun(page)
    await untilDone(page)
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toContain(
      'sma-cross on S&P 500 index, daily, 2000 to 2020 ',
    )
    expect(await page.locator('.result-head p').textContent()).toBe('5,105 candles of 1d · 2000-01-03 to 2020-04-17')
    await page.waitForSelector('.chart[data-drawn=true]')
    await openTab(page, 'Candles')
    await page.waitForSelector('.chart[data-drawn=true]')
    await page.waitForSelector('.pane-label >> text=Price')
    expect(await countColors(page), 'the charts have more than a background').toBeGreaterThan(20)
    await openTab(page, 'Trades')
    expect(await page.getByRole('table').locator('tbody tr').count()).toBe(20)
    await openTab(page, 'Statistics')
    expect(await page.locator('[data-statistic=maxDrawdownPct] dd').first().textContent()).toMatch(/^\d+\.\d\d%$/)
    expect(complaints).toEqual([])
  })

  it('has an address that shows it again, and a download with every digit', async () => {
    const { page } = watched
    await startRun(page)
    await untilDone(page)
    const shown = await page.locator('.figures').textContent()
    const address = page.url()
    expect(address).toMatch(/\/backtest\?run=[\w-]+$/)
    await page.goto(address)
    await untilDone(page)
    expect(await page.locator('.figures').textContent()).toBe(shown)
    const link = page.getByRole('link', { name: 'Download: JSON' })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    const result = JSON.parse(readFileSync(await download.path(), 'utf8'))
    expect(result).toMatchObject({ schema: 2, manifest: { strategy: 'sma-cross', candleCount: 5105 } })
    await page.goBack()
    expect(new URL(page.url()).search).toBe('')
  })

  it('sorts and pages the trades', async () => {
    const { page } = watched
    await startRun(page)
    await untilDone(page)
    await openTab(page, 'Trades')
    const profits = (): Promise<string[]> => page.locator('td[data-column=profit]').allTextContents()
    const numbers = (texts: readonly string[]): number[] =>
      texts.map((t) => Number(t.replace('−', '-').replace(/,/g, '')))
    const profit = page.getByRole('button', { name: 'Profit' })
    await profit.click()
    await profit.click()
    const best = numbers(await profits())
    expect(best).toEqual(best.toSorted((a, b) => b - a))
    expect(await page.locator('th[aria-sort=descending]').textContent()).toBe('Profit')
    await page.getByRole('button', { name: 'Next page' }).click()
    expect(numbers(await profits())[0]).toBeLessThanOrEqual(best.at(-1) ?? 0)
  })

  it('explains a statistic that does not exist', async () => {
    const { page } = watched
    await page.getByLabel('Strategy').selectOption('buy-and-hold')
    await startRun(page)
    await untilDone(page)
    await openTab(page, 'Statistics')
    await page.getByText('Excess kurtosis').waitFor()
    const row = page.locator('[data-statistic=profitFactor]').first()
    expect(await row.locator('dd').textContent()).toBe('—')
    expect((await row.locator('small').textContent())?.length).toBeGreaterThan(10)
  })

  it('says of generated candles that they are', async () => {
    const { page } = watched
    await page.getByLabel('Dataset').selectOption('btctry-1m-synthetic')
    expect(await page.locator('.run-form .badge').textContent()).toBe('Synthetic')
    await startRun(page)
    await untilDone(page)
    expect(await page.locator('.result-head .badge').textContent()).toBe('Synthetic')
    await openTab(page, 'Candles')
    await page.waitForSelector('.chart[data-drawn=true]')
    expect(await page.getByLabel('Part of the run').count(), 'all 20,160 candles are drawn').toBe(0)
  })
})

describe('assumptions', { timeout: TEST_LIMIT_MS }, () => {
  it('are a preset and some settings; all of them stand in the result', async () => {
    const { page, complaints } = watched
    await page.getByText('Assumptions all as by default').click()
    expect(await page.locator('.assumptions .field').count(), 'the engine has all that are offered').toBe(10)
    await page.getByLabel('Preset').selectOption('vectorbt')
    expect(await page.getByLabel('Market orders fill at').locator('option').first().textContent()).toBe('close')
    await page.getByLabel('Bounds').selectOption('yes')
    await page.getByLabel('Least fee').fill('5')
    expect(await page.locator('.assumptions summary').textContent()).toContain('3 changed')
    await startRun(page)
    await untilDone(page)
    expect(await page.getByRole('region', { name: 'What depends on the path' }).textContent()).toContain(
      'on every path',
    )
    await openTab(page, 'Assumptions')
    const facts = await page.locator('.facts.columns').first().textContent()
    for (const fact of [
      'Presetvectorbt',
      'Fill atclose',
      'Fees minimum5',
      'Boundsyes',
      'Limit filltouch',
      'Lotsaverage',
    ]) {
      expect(facts).toContain(fact)
    }
    expect(complaints).toEqual([])
  })

  it('that rule each other out are told of beside the field, in sight', async () => {
    const { page } = watched
    await page.getByText('Assumptions all as by default').click()
    await page.getByLabel('Leverage').fill('3')
    await page.locator('.assumptions summary').click()
    await startRun(page)
    await page.waitForSelector('#settings-account-leverage[aria-invalid=true]')
    expect(await page.locator('#settings-account-leverage-note').textContent()).toMatch(
      /must be 1 unless account.model/,
    )
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('settings-account-leverage')
  })
})

describe('a stored result', { timeout: TEST_LIMIT_MS }, () => {
  async function withSchema(page: Page, schema: number): Promise<void> {
    await page.route(/\/result$/, async (route) => {
      const response = await route.fetch()
      const { bounds: _, ...result } = await response.json()
      const { positions, ...account } = result.account
      const json = { ...result, schema, account: { ...account, ...positions[0] } }
      await route.fulfill({ response, json })
    })
  }

  it('of the format before is shown, and said to be that', async () => {
    const { page } = watched
    await withSchema(page, 1)
    await startRun(page)
    await untilDone(page)
    await page.getByText('A result of an earlier format').waitFor()
    await openTab(page, 'Trades')
    expect(await page.getByRole('table').locator('tbody tr').count()).toBe(20)
  })

  it('of a format that the page does not know is refused in words', async () => {
    const { page } = watched
    await withSchema(page, 3)
    await startRun(page)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('It is format 3, and this page reads up to 2.')
  })
})

describe('what cannot be run', { timeout: TEST_LIMIT_MS }, () => {
  it('is said beside the field before anything is sent', async () => {
    const { page } = watched
    await page.getByLabel('Fast').fill('0')
    await startRun(page)
    expect(await page.locator('#params-fast-note').textContent()).toMatch(/^Must be from 1 to \d+, was 0$/)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('params-fast')
    expect(new URL(page.url()).search).toBe('')
    await page.getByLabel('Fast').fill('5')
    expect(await page.getByLabel('Fast').getAttribute('aria-invalid')).toBe('false')
  })

  it('is said beside the field when only the strategy can know', async () => {
    const { page } = watched
    await page.getByLabel('Fast').fill('40')
    await startRun(page)
    await page.waitForSelector('#params-fast[aria-invalid=true]')
    expect(await page.locator('#params-fast-note').textContent()).toContain('must be below slow (30)')
    expect(await page.getByRole('alert').textContent()).toContain('must be below slow (30)')
  })

  it('is said for an address of no run', async () => {
    const { page } = watched
    await page.goto(`${desk.url}/?run=no-such-run`)
    expect(new URL(page.url()).pathname, 'a link of before').toBe('/backtest')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('no backtest with this id')
  })
})

describe('for everybody', { timeout: TEST_LIMIT_MS }, () => {
  it.each(['light', 'dark'] as const)('has no accessibility violation in the %s theme', async (theme) => {
    const { page } = watched
    await chooseTheme(page, theme)
    await page.getByLabel('Fast').fill('x')
    await page.locator('.assumptions summary').click()
    await page.getByLabel('Bounds').selectOption('yes')
    await startRun(page)
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Fast').fill('10')
    await startRun(page)
    await untilDone(page)
    await page.waitForSelector('.chart[data-drawn=true]')
    expect(await violations(page)).toEqual([])
  })

  it('remembers the chosen theme from the first paint on', async () => {
    const { page } = watched
    await chooseTheme(page, 'dark')
    await page.reload({ waitUntil: 'commit' })
    await page.waitForSelector('#app', { state: 'attached' })
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  })

  it('fits a phone', async () => {
    const phone = await openWatchedPage(browser, `${desk.url}/backtest`, { viewport: { width: 360, height: 740 } })
    await startRun(phone.page)
    await untilDone(phone.page)
    const widths = await phone.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0)
    await phone.close()
  })

  it.each([
    ['desktop', 1440],
    ['tablet', 1000],
    ['phone', 390],
  ])('keeps the places of figures and charts until they come, on a %s', async (_name, width) => {
    const { page } = watched
    await page.setViewportSize({ width, height: 900 })
    let release = (): void => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(/\/api\/backtest\/[\w-]+$/, async (route) => {
      await released
      await route.continue()
    })
    await page.route('**/api/backtest/start', (route) => route.continue())
    await startRun(page)
    await page.waitForSelector('.skeleton')
    await page.waitForSelector('.progress')
    const held = await placesOf(page)
    release()
    await untilDone(page)
    await page.waitForSelector('.chart[data-drawn=true]')
    const places = await placesOf(page)
    expect(held.length).toBeGreaterThan(1)
    expect(places).toHaveLength(held.length)
    for (const [index, place] of places.entries()) expect(Math.abs(place - held[index]!)).toBeLessThan(4)
  })
})

describe('the admin token', { timeout: TEST_LIMIT_MS }, () => {
  it('is in nothing that the browser receives, refusals and metrics included', async () => {
    const { page } = watched
    await startRun(page)
    await untilDone(page)
    for (const path of ['/api/public/metrics/prom', '/api/public/healthz', '/api/nowhere', '/.env.local']) {
      await page.evaluate((target) => fetch(target).then((answer) => answer.text()), path)
    }
    await page.evaluate(
      (body) => {
        const headers = { 'content-type': 'application/json' }
        return fetch('/api/backtest/start', { method: 'POST', headers, body }).then((answer) => answer.text())
      },
      JSON.stringify({ strategy: 'nobody', params: { x: 1 } }),
    )
    const received = await watched.received()
    expect(received).toContain('backtest_start_total')
    expect(received).not.toContain(TOKEN)
  })
})

describe('an executor that goes away', { timeout: TEST_LIMIT_MS }, () => {
  it('is shown as away, and used again when it is back', async () => {
    const { page } = watched
    await page.getByRole('button', { name: 'Run backtest' }).waitFor()
    const running = executor.restart()
    await startRun(page)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('npm run executor')
    await running
    await startRun(page)
    await untilDone(page)
  })
})

describe('Home of the real desk', { timeout: TEST_LIMIT_MS }, () => {
  it('is live, shows a run that was started elsewhere, and is live again after the executor was killed', async () => {
    const { page } = watched
    await page.goto(proxy.url)
    await page.waitForSelector('.live-state[data-phase=live]')
    await page.waitForSelector('[data-part=audit][data-tone=good]')
    const shown = page.locator('.home-runs-table tbody tr').first()
    const body = { strategy: 'buy-and-hold', dataset: 'sp500-daily', params: {}, settings: {} }
    const started = await fetch(`${proxy.url}/api/backtest/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(started.status).toBeLessThan(300)
    await shown.getByText('buy-and-hold').waitFor()
    await shown.getByText('Done').waitFor()
    const running = executor.restart()
    await page.waitForSelector('.live-state:not([data-phase=live])')
    await running
    await page.waitForSelector('.live-state[data-phase=live]')
    await page.waitForSelector('[data-part=executor][data-tone=good]')
    expect(await shown.textContent()).toContain('buy-and-hold')
  })
})

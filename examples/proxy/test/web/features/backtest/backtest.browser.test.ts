import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobDocument } from '../../../support/desk-documents.ts'
import { chooseTheme, overflow, violations } from '../../../support/page-checks.ts'
import { type Executor, type RunningService, startExecutor, startProxy } from '../../../support/services.ts'
import { openStandInDesk, type StandInDesk } from '../../../support/stand-in-desk.ts'
import { openWatchedPage } from '../../../support/watched-page.ts'

const TOKEN = 'canary-77c1d0e4b2-never-in-a-browser'
const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000

let browser: Browser
let executor: Executor
let proxy: RunningService

beforeAll(async () => {
  ;[browser, executor] = await Promise.all([openChromium(), startExecutor(TOKEN)])
  proxy = await startProxy(TOKEN, executor.url)
}, START_LIMIT_MS)

afterAll(async () => {
  await browser?.close()
  await proxy?.close()
  await executor?.close()
})

/** What of each part of a result comes last. */
const LAST: Readonly<Record<string, string>> = {
  overview: '.chart[data-drawn=true]',
  candles: '.pane-label >> text=Price',
  trades: 'td[data-column=profit]',
  statistics: 'text=Deepest drawdowns',
  assumptions: '.facts.columns',
}

/** The real page, proxy and executor. */
async function withPage(
  path: string,
  check: (page: Page, complaints: readonly string[]) => Promise<void>,
  width = 1280,
): Promise<void> {
  const watched = await openWatchedPage(browser, proxy.url + path, {
    viewport: { width, height: 900 },
    locale: 'en-GB',
  })
  await check(watched.page, watched.complaints)
  await watched.close()
}

/** The real page with a stand-in executor behind it. */
async function withDesk(
  prepare: (desk: StandInDesk) => void,
  path: string,
  check: (page: Page, desk: StandInDesk) => Promise<void>,
  width = 1280,
): Promise<void> {
  const desk = await openStandInDesk(proxy.url)
  prepare(desk)
  const watched = await openWatchedPage(browser, desk.url + path, { viewport: { width, height: 900 }, locale: 'en-GB' })
  await check(watched.page, desk)
  await watched.close()
  await desk.close()
}

const untilDone = (page: Page): Promise<unknown> => page.waitForSelector('[role=status][data-phase=done]')
const openTab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click()

/** Starts a run as the form does, and returns its id once it is done. */
async function finishedRun(body: object): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: proxy.url, 'sec-fetch-site': 'same-origin' }
  const answer = await fetch(`${proxy.url}/api/backtest/start`, { method: 'POST', headers, body: JSON.stringify(body) })
  const { id } = (await answer.json()) as { id: string }
  // Its stream ends when it does.
  await fetch(`${proxy.url}/api/backtest/${id}/events`).then((events) => events.text())
  return id
}

describe('a run that is shown', { timeout: TEST_LIMIT_MS }, () => {
  it('fills the form with its own inputs, those without a field too, and runs again', async () => {
    const settings = { account: { initialCash: '5000' }, execution: { slippageBps: '3', latency: { candles: 1 } } }
    const id = await finishedRun({ params: { fast: 17, slow: 60 }, settings: { ...settings, preset: 'vectorbt' } })
    await withPage(`/backtest?run=${id}`, async (page, complaints) => {
      await untilDone(page)
      expect(await page.getByLabel('Fast').inputValue()).toBe('17')
      expect(await page.getByLabel('Starting cash').inputValue()).toBe('5000')
      expect(await page.getByLabel('Slippage').inputValue()).toBe('3')
      await page.locator('.assumptions summary').click()
      expect(await page.getByLabel('Preset').inputValue()).toBe('vectorbt')
      expect(await page.locator('.form-kept').textContent()).toContain('execution.latency.candles 1')
      await page.getByRole('button', { name: 'Run again' }).click()
      await page.waitForURL((url) => url.searchParams.get('run') !== id)
      await untilDone(page)
      await openTab(page, 'Assumptions')
      const facts = await page.locator('.facts.columns').textContent()
      expect(facts).toContain('Latency candles1')
      expect(facts?.match(/Slippage bps/g), 'said once').toHaveLength(1)
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
    })
  })

  it('has trades that are filtered, and all their columns at 1280 px', async () => {
    const id = await finishedRun({})
    await withPage(`/backtest?run=${id}&tab=trades`, async (page) => {
      await page.getByRole('table').waitFor()
      const card = await page.locator('.result-part .card').boundingBox()
      const last = await page.locator('thead th').last().boundingBox()
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual((card?.x ?? 0) + (card?.width ?? 0) + 1)
      await page.getByLabel('Outcome').selectOption('won')
      expect(await page.locator('td[data-column=profit][data-tone=loss]').count()).toBe(0)
      await page.getByLabel('Entry from (UTC)').fill('2030-01-01')
      await page.getByText('No trade matches').waitFor()
      await page.getByRole('button', { name: 'Clear filters' }).click()
      expect(await page.getByRole('table').locator('tbody tr').count()).toBe(20)
      await page.locator('.column-picker summary').click()
      await page.getByLabel('MAE').uncheck()
      expect(await page.locator('td[data-column=maePct]').count()).toBe(0)
    })
  })
})

describe('a run under way', { timeout: TEST_LIMIT_MS }, () => {
  const running = jobDocument('r1', 'running', Date.now())
  const events = (desk: StandInDesk): void => desk.answer('/api/backtest/r1', running)

  it('draws its equity as it comes, and says what it is waiting for', () =>
    withDesk(events, '/backtest?run=r1', async (page) => {
      await page.route('**/api/backtest/r1/events', (route) =>
        route.fulfill({
          contentType: 'text/event-stream',
          body: `retry: 60000\n\nevent: progress\ndata: ${JSON.stringify({ id: 'r1', progress: 0.42, equity: { time: [1, 2, 3], equity: [100, 90, 120] } })}\n\n`,
        }),
      )
      await page.reload()
      await page.getByText('42% of the candles processed').waitFor()
      await page.locator('.partial[data-drawn=true] path').waitFor({ state: 'attached' })
      expect(await page.locator('.partial path').getAttribute('d')).toBe('M0 66.67L21 100L42 0')
      expect(await page.getByText('Equity so far: 120.00').count()).toBe(1)
      expect(await violations(page)).toEqual([])
    }))

  it('is cancelled, and says so', () =>
    withDesk(events, '/backtest?run=r1', async (page, desk) => {
      await page.getByRole('button', { name: 'Cancel run' }).waitFor()
      desk.answer('/api/backtest/r1', { ...running, status: 'cancelled' })
      await page.getByRole('button', { name: 'Cancel run' }).click()
      await page.getByText('The run was cancelled').waitFor()
      expect(desk.asked('DELETE /api/backtest/r1')).toBe(1)
    }))

  it('is waited for while the executor is away', () =>
    withDesk(events, '/backtest?run=r1', async (page, desk) => {
      await page.getByRole('button', { name: 'Cancel run' }).waitFor()
      desk.goAway()
      await page.getByText('npm run executor').first().waitFor()
      desk.comeBack()
      desk.answer('/api/backtest/r1', { ...running, status: 'failed', error: { message: 'no luck', field: null } })
      await page.getByText('no luck').waitFor()
    }))
})

const CSV = [
  'time,open,high,low,close,volume',
  ...Array.from({ length: 60 }, (_, day) => {
    const price = 100 + (day % 7)
    return `${new Date(Date.UTC(2019, 0, 1 + day)).toISOString()},${price},${price + 1},${price - 1},${price},5`
  }),
].join('\n')

describe('an upload', { timeout: TEST_LIMIT_MS }, () => {
  it('tells what is missing, what the executor refuses, and is chosen when it is there', () =>
    withPage('/backtest', async (page) => {
      await page.getByRole('button', { name: 'Upload a dataset' }).click()
      await page.getByRole('button', { name: 'Upload', exact: true }).click()
      expect(await page.getByText('Choose a file first').count()).toBe(1)
      expect(await violations(page)).toEqual([])
      const file = (content: string) => ({ name: 'ABC 1d.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
      await page.locator('#upload-file').setInputFiles(file('a,b\n1,2\n'))
      await page.getByLabel('Symbol', { exact: true }).fill('ABC')
      await page.getByLabel('Source').fill('made up')
      await page.getByLabel('Licence').fill('CC0-1.0')
      expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('abc-1d')
      await page.getByRole('button', { name: 'Upload', exact: true }).click()
      await page.getByText('no column for time').waitFor()
      await page.locator('#upload-file').setInputFiles(file(CSV))
      await page.getByRole('button', { name: 'Upload', exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await page.getByLabel('Dataset').inputValue()).toBe('abc-1d')
      // Two symbols run together, here of two intervals.
      await page.getByRole('button', { name: 'Add a symbol' }).click()
      expect(await page.getByLabel('Dataset 2').inputValue()).toBe('btctry-1m-synthetic')
      await page.getByRole('button', { name: 'Run backtest' }).click()
      await page.locator('.result-head h2', { hasText: 'ABC, BTCTRY' }).waitFor()
      await untilDone(page)
    }))
})

describe('the list of runs', { timeout: TEST_LIMIT_MS }, () => {
  it('is searched, and leads to a comparison', async () => {
    const first = await finishedRun({ params: { fast: 11, slow: 33 } })
    await finishedRun({ params: { fast: 12, slow: 33 }, settings: { execution: { slippageBps: '5' } } })
    await finishedRun({ dataset: 'btctry-1m-synthetic', params: { fast: 13, slow: 33 } })
    await withPage('/backtest/history', async (page) => {
      await page.getByRole('textbox', { name: 'Search' }).fill('slow=33')
      await page.locator('tbody tr').nth(2).waitFor()
      expect(await page.locator('tbody tr').count()).toBe(3)
      expect(await violations(page)).toEqual([])
      await page.getByRole('textbox', { name: 'Search' }).fill('nothing-like-this')
      await page.getByText('Nothing matches').waitFor()
      await page.getByRole('textbox', { name: 'Search' }).fill('slow=33')
      for (const box of await page.getByRole('checkbox').all()) await box.check()
      await page.getByRole('button', { name: 'Compare 3 runs' }).click()
      await page.waitForSelector('.chart[data-drawn=true]')
      expect(await page.getByRole('note').textContent()).toMatch(/different datasets.*different spans/)
      const differences = await page.getByRole('region', { name: 'Table: What differs' }).textContent()
      expect(differences).toContain('Params fast')
      expect(differences).not.toContain('Params slow')
      expect(await page.locator('.compare-best').count()).toBeGreaterThan(5)
      expect(await violations(page)).toEqual([])
      await chooseTheme(page, 'dark')
      expect(await violations(page)).toEqual([])
    })
    await withPage(`/backtest/compare?runs=${first},no-such-run`, async (page) => {
      await page.getByText('Run no-such-run cannot be compared').waitFor()
    })
  })

  it('follows the stream, reads older pages, and says what to do where there is nothing', async () => {
    const jobs = Array.from({ length: 50 }, (_, index) => jobDocument(`p${index}`, 'done', 1_000_000 - index))
    const prepare = (desk: StandInDesk): void => desk.answer('/api/backtests', { backtests: jobs, nextCursor: 'more' })
    await withDesk(prepare, '/backtest/history', async (page, desk) => {
      await page.getByRole('button', { name: 'Older runs' }).waitFor()
      desk.emit('job', jobDocument('fresh', 'queued', Date.now(), { strategy: 'breakout' }))
      await page.getByRole('row').filter({ hasText: 'breakout' }).getByText('Queued').waitFor()
      desk.emit('job', jobDocument('fresh', 'running', Date.now(), { strategy: 'breakout' }))
      await page.getByRole('row').filter({ hasText: 'breakout' }).getByText('Running').waitFor()
      desk.answer('/api/backtests', {
        backtests: [jobDocument('old', 'failed', 1, { strategy: 'oldest' })],
        nextCursor: null,
      })
      await page.getByRole('button', { name: 'Older runs' }).click()
      await page.getByText('oldest').waitFor()
      expect(await page.getByRole('button', { name: 'Older runs' }).count()).toBe(0)
    })
    const empty = (desk: StandInDesk): void => desk.answer('/api/backtests', { backtests: [], nextCursor: null })
    await withDesk(empty, '/backtest/history', async (page) => page.getByText('No run yet').waitFor())
  })
})

describe('for everybody', { timeout: TEST_LIMIT_MS }, () => {
  it('hostile strings run nothing and break nothing, at 320 px', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e"\'{{7*7}}</script>'.repeat(20)
    const jobs = Array.from({ length: 200 }, (_, index) =>
      jobDocument(`h${index}`, 'done', index, {
        strategy: hostile,
        dataset: hostile,
        datasets: [hostile],
        params: { [hostile]: hostile },
        detail: [],
        settings: {},
      }),
    )
    const prepare = (desk: StandInDesk): void => desk.answer('/api/backtests', { backtests: jobs, nextCursor: null })
    const check = async (page: Page): Promise<void> => {
      let ran = 0
      page.on('dialog', () => ran++)
      await page.locator('tbody tr').first().waitFor()
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      expect(await page.locator('main img').count()).toBe(0)
      expect(ran).toBe(0)
    }
    await withDesk(prepare, '/backtest/history', check, 320)
  })

  it.each(['overview', 'candles', 'trades', 'statistics', 'assumptions'])(
    'the %s fits 320 px, and axe agrees',
    async (tab) => {
      const id = await finishedRun({})
      await withPage(
        `/backtest?run=${id}&tab=${tab}`,
        async (page) => {
          await untilDone(page)
          await page
            .locator(LAST[tab] ?? '')
            .first()
            .waitFor()
          expect(await overflow(page)).toBeLessThanOrEqual(0)
          expect(await violations(page)).toEqual([])
          await chooseTheme(page, 'dark')
          expect(await violations(page)).toEqual([])
        },
        320,
      )
    },
  )

  it('speaks Turkish', async () => {
    const id = await finishedRun({})
    await withPage(`/backtest?run=${id}`, async (page) => {
      await page.getByRole('radio', { name: /Türkçe/ }).check()
      await page.getByRole('tab', { name: 'İşlemler' }).click()
      await page.getByRole('button', { name: 'Giriş fiyatı' }).waitFor()
      expect(await page.getByRole('button', { name: 'Testi çalıştır' }).count()).toBe(1)
    })
  })
})

import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jobDocument, riskDocument, sessionDocument } from '../../support/desk-documents.ts'
import { chooseTheme, overflow, violations } from '../../support/page-checks.ts'
import { type RunningService, startProxy } from '../../support/services.ts'
import { openStandInDesk, type StandInDesk } from '../../support/stand-in-desk.ts'
import { openWatchedPage, type WatchedPage } from '../../support/watched-page.ts'

const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000
/** Nobody is there: whatever a test needs, the stand-in answers. */
const NOBODY = 'http://127.0.0.1:1'

let browser: Browser
let proxy: RunningService
let desk: StandInDesk
let watched: WatchedPage

beforeAll(async () => {
  ;[browser, proxy] = await Promise.all([openChromium(), startProxy('canary-0f3a77-never-in-a-browser', NOBODY)])
}, START_LIMIT_MS)

afterAll(async () => {
  await browser?.close()
  await proxy?.close()
})

beforeEach(async () => {
  desk = await openStandInDesk(proxy.url)
  watched = await openWatchedPage(browser, desk.url, { locale: 'en-GB' })
  await untilLive(watched.page)
})

afterEach(async () => {
  await watched.close()
  await desk.close()
})

const untilLive = (page: Page): Promise<unknown> => page.waitForSelector('.live-state[data-phase=live]')
const h1 = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.textContent ?? undefined)

describe('the views', { timeout: TEST_LIMIT_MS }, () => {
  it('are reached by keys, take the focus, name the tab, and Back leads through them', async () => {
    const { page, complaints } = watched
    for (const [key, name, path] of [
      ['a', 'Audit log', '/audit'],
      ['g', 'Guardrails', '/guardrails'],
      ['h', 'Home', '/'],
    ] as const) {
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await h1(page, name)
      // Both come with the effects of the view, a moment after its heading.
      await expect.poll(() => focused(page)).toBe(name)
      await expect.poll(() => page.title()).toBe(`${name} · Tezgah`)
      expect(new URL(page.url()).pathname).toBe(path)
      expect(await page.locator('nav [aria-current=page]').textContent()).toBe(name)
    }
    await page.goBack()
    await h1(page, 'Guardrails')
    await page.goBack()
    await h1(page, 'Audit log')
    await page.goForward()
    await h1(page, 'Guardrails')
    // The stand-in has no documents for the views themselves.
    expect(complaints.filter((text) => !/status of 50[23] /.test(text))).toEqual([])
  })

  it('each answer at their own address', async () => {
    const { page } = watched
    for (const path of ['/backtest/history', '/backtest/compare?runs=a,b', '/guardrails', '/audit']) {
      await page.goto(desk.url + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await focused(page), 'nothing is taken from the start of the page').not.toBe(
        await page.getByRole('heading', { level: 1 }).textContent(),
      )
    }
  })

  it('are links that the page follows without being loaded again', async () => {
    const { page } = watched
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }))
    await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).click()
    await h1(page, 'Audit log')
    expect(await page.evaluate(() => 'stayed' in globalThis)).toBe(true)
  })

  it('say so where there is none', async () => {
    const { page } = watched
    await page.evaluate(() => {
      history.pushState(null, '', '/nowhere')
      dispatchEvent(new PopStateEvent('popstate'))
    })
    await h1(page, 'There is no such page')
    await page.getByRole('link', { name: 'Go to Home' }).click()
    await h1(page, 'Home')
  })

  it('let the keyboard skip what is above them', async () => {
    const { page } = watched
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })
})

describe('shortcuts', { timeout: TEST_LIMIT_MS }, () => {
  it('are listed by a question mark, in a dialog that gives the focus back', async () => {
    const { page } = watched
    await page.getByRole('button', { name: /^Theme:/ }).focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Theme:/)
  })

  it('can be switched off, also for the next visit', async () => {
    const { page } = watched
    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByLabel('Single-key shortcuts').uncheck()
    await page.reload()
    await untilLive(page)
    await page.keyboard.press('?')
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(new URL(page.url()).pathname).toBe('/')
  })
})

describe('the language', { timeout: TEST_LIMIT_MS }, () => {
  it('is changed at once, told to the document and remembered', async () => {
    const { page } = watched
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.getByRole('radio', { name: /Türkçe/ }).check()
    await h1(page, 'Ana sayfa')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('tr')
    expect(await page.title()).toBe('Ana sayfa · Tezgah')
    await page.reload()
    await h1(page, 'Ana sayfa')
    expect(await page.getByRole('link', { name: 'Koruma kuralları' }).count()).toBe(1)
  })

  it('is Turkish at first where the browser prefers it', async () => {
    const turkish = await openWatchedPage(browser, desk.url, { locale: 'tr-TR' })
    await h1(turkish.page, 'Ana sayfa')
    await turkish.close()
  })
})

describe('the mode of trading', { timeout: TEST_LIMIT_MS }, () => {
  it('is said in every view, as soon as it changes', async () => {
    const { page } = watched
    await page.getByText('Trading active').waitFor()
    desk.emit('risk', riskDocument('halted'))
    await page.getByRole('alert').getByText('Trading halted').waitFor()
    await page.getByText('by ayse: prices look wrong').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).click()
    await h1(page, 'Audit log')
    expect(await page.getByText('Trading halted').count()).toBe(1)
    for (const theme of ['light', 'dark'] as const) {
      await chooseTheme(page, theme)
      expect(await violations(page)).toEqual([])
    }
  })
})

describe('an executor that goes away', { timeout: TEST_LIMIT_MS }, () => {
  it('leaves what was known, says how old it is, and is followed again when it is back', async () => {
    const { page } = watched
    desk.emit('job', jobDocument('fresh', 'done', Date.now(), { strategy: 'before-the-break' }))
    await page.getByText('before-the-break').waitFor()
    desk.goAway()
    const banner = page.getByRole('complementary')
    await banner.getByText('The executor does not answer').waitFor()
    const ageOf = async (): Promise<number> =>
      Number.parseInt(/\d+/.exec((await banner.textContent()) ?? '')?.[0] ?? '', 10)
    const age = await ageOf()
    await expect.poll(ageOf, { timeout: 5_000 }).toBeGreaterThan(age)
    expect(await page.locator('.live-state').textContent()).toBe('Executor away')
    expect(await page.getByText('before-the-break').count(), 'what was known stays').toBe(1)
    for (const theme of ['light', 'dark'] as const) {
      await chooseTheme(page, theme)
      expect(await violations(page)).toEqual([])
    }
    desk.answer('/api/backtests', {
      backtests: [jobDocument('later', 'done', Date.now(), { strategy: 'after-the-break' })],
      nextCursor: null,
    })
    desk.comeBack()
    await banner.getByRole('button', { name: 'Try now' }).click()
    await untilLive(page)
    await page.getByText('after-the-break').waitFor()
    expect(await banner.count()).toBe(0)
  })
})

describe('the session', { timeout: TEST_LIMIT_MS }, () => {
  const signedIn = sessionDocument({
    mode: 'shared',
    operator: { id: 'ayse', role: 'risk', signedIn: true },
    expiresAt: Date.now() + 3_600_000,
  })

  it('is opened in a dialog that says what is wrong and tells who is there afterwards', async () => {
    const { page } = watched
    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('button', { name: 'Sign in as a person' }).click()
    const dialog = page.getByRole('dialog', { name: 'Sign in' })
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    expect(await dialog.getByText('Fill this in').count()).toBe(2)
    expect(await violations(page)).toEqual([])
    await dialog.getByLabel('Operator').fill('ayse')
    await dialog.getByLabel('Password').fill('wrong')
    desk.answer('/api/session', { type: 'urn:tezgah:problem:wrong-credentials', title: 'Wrong', detail: 'no' }, 401)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await dialog.getByText('Operator or password is wrong').waitFor()
    expect(await dialog.getByLabel('Operator').inputValue(), 'nothing typed is lost').toBe('ayse')
    desk.answer('/api/session', signedIn)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Account and settings: ayse' }).click()
    await page.getByText('risk officer').waitFor()
    expect(await violations(page)).toEqual([])
  })
})

describe('a shared desk', { timeout: TEST_LIMIT_MS }, () => {
  it('begins with the sign-in, and says that it is needed where that is declined', async () => {
    const refusal = { type: 'urn:tezgah:problem:sign-in-needed', title: 'Sign in', detail: 'Sign in first.' }
    desk.answer('/api/public/healthz', { status: 'ok' })
    desk.answer('/api/session', sessionDocument({ mode: 'shared', operator: null }))
    for (const path of ['events', 'slo', 'risk', 'spot', 'backtests', 'audit/verify'])
      desk.answer(`/api/${path}`, refusal, 401)
    const shared = await openWatchedPage(browser, desk.url, { locale: 'en-GB' })
    const { page } = shared
    await page.getByRole('dialog', { name: 'Sign in' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Sign-in needed').waitFor()
    await page.getByRole('complementary').getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('dialog', { name: 'Sign in' }).waitFor()
    await shared.close()
  })
})

describe('on the narrowest phone', { timeout: TEST_LIMIT_MS }, () => {
  it.each(['en-GB', 'tr-TR'])('nothing is wider than the screen, in %s', async (locale) => {
    const phone = await openWatchedPage(browser, desk.url, { viewport: { width: 320, height: 640 }, locale })
    const { page } = phone
    await untilLive(page)
    for (const path of ['/', '/backtest', '/guardrails', '/audit']) {
      await page.goto(desk.url + path)
      await untilLive(page)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await overflow(page), path).toBe(0)
    }
    await phone.close()
  })
})

import { openChromium } from '@tezgah-examples/testkit'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskOfTwo, openDeskOfTwo, signIn } from '../../../support/desk-of-two.ts'
import { openWatchedPage, type WatchedPage } from '../../../support/watched-page.ts'

const TOKEN = 'canary-55d0c1e7-never-in-a-browser'
const PASSWORD = 'two people know this one'
const START_LIMIT_MS = 120_000
const TEST_LIMIT_MS = 60_000

let browser: Browser
let desk: DeskOfTwo
let ayse: WatchedPage
let burak: WatchedPage

beforeAll(async () => {
  ;[browser, desk] = await Promise.all([
    openChromium(),
    openDeskOfTwo(TOKEN, PASSWORD, { ayse: 'risk', burak: 'risk' }),
  ])
  const address = `${desk.proxy.url}/guardrails`
  const options = { locale: 'en-GB', viewport: { width: 1280, height: 900 } }
  ;[ayse, burak] = await Promise.all([
    openWatchedPage(browser, address, options),
    openWatchedPage(browser, address, options),
  ])
  await signIn(ayse.page, 'ayse', PASSWORD)
  await signIn(burak.page, 'burak', PASSWORD)
}, START_LIMIT_MS)

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

const card = (page: Page, title: string): Locator =>
  page.locator('section.card', { has: page.getByRole('heading', { name: title, exact: true, level: 2 }) })

/** Waits until the person is asked for the password once more, and types it. */
async function stepUp(page: Page, password = PASSWORD): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Your password once more' })
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
}

/** What the executor answers to a start of these parameters, through the proxy as the page sends it. */
const start = (page: Page, fast: number): Promise<number> =>
  page.evaluate(async (wanted) => {
    const body = JSON.stringify({ strategy: 'sma-cross', dataset: 'sp500-daily', params: { fast: wanted, slow: 30 } })
    const headers = { 'content-type': 'application/json' }
    return (await fetch('/api/backtest/start', { method: 'POST', headers, body })).status
  }, fast)

const proposalOf = (page: Page, reason: string): Locator => page.locator('.guardrails-item', { hasText: reason })

/** Fills the form in for sma-cross with this `fast`, and does not send it. */
async function writeProposal(page: Page, fast: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'New proposal' }).click()
  const add = page.getByLabel('Add strategy')
  if ((await page.getByLabel('Fast').count()) === 0) await add.selectOption('sma-cross')
  await page.getByLabel('Fast').fill(fast)
  await page.getByLabel('Reason').fill(reason)
}

describe('a change of what is approved', { timeout: TEST_LIMIT_MS }, () => {
  it('takes two people, and holds a start that goes against it', async () => {
    const [a, b] = [ayse.page, burak.page]
    await writeProposal(a, '0', 'the faster average')
    await a.getByRole('button', { name: 'Propose', exact: true }).click()
    await a.getByText(/^Must be: A whole number/).waitFor()
    expect(await a.evaluate(() => document.activeElement?.id)).toBe('proposal-target-strategies-sma-cross-fast')
    await a.getByLabel('Fast').fill('20')
    expect(await a.locator('.guardrails-form .guardrails-change').textContent()).toMatch(/sma-cross.*free.*fast 20/)
    await a.getByRole('button', { name: 'Propose', exact: true }).click()

    const own = proposalOf(a, 'the faster average')
    await own.getByText('You proposed this, so you cannot approve or reject it.').waitFor()
    expect(await own.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    expect(await own.getByRole('button', { name: 'Withdraw' }).count()).toBe(1)

    await proposalOf(b, 'the faster average').getByRole('button', { name: 'Approve' }).click()
    const dialog = b.getByRole('dialog', { name: 'Approve proposal' })
    expect(await dialog.textContent()).toMatch(/sma-cross.*fast 20/)
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await stepUp(b, 'not the password at all')
    await b.getByText('Operator or password is wrong').waitFor()
    await stepUp(b)
    await b.getByText('Approved. It can be put into force now.').waitFor()
    expect(await dialog.count()).toBe(0)

    await own.getByText(/^Approved by burak/).waitFor()
    await own.getByRole('button', { name: 'Put into force' }).click()
    await a.getByRole('dialog').getByRole('button', { name: 'Put into force' }).click()
    await card(b, 'What is approved').getByText('sma-cross').waitFor()
    expect(await card(b, 'What is approved').textContent()).toMatch(/fast20/)

    expect(await start(a, 10)).toBe(409)
    const verdicts = card(b, 'Verdicts on starts').locator('.guardrails-verdict')
    await verdicts.first().getByText('Against approved-parameters').waitFor()
    expect(await verdicts.first().getByRole('link').count(), 'what never started has no run').toBe(0)
    expect(await start(a, 20)).toBe(201)
    await verdicts.first().getByText('Within what is approved').waitFor()
    await b.getByLabel('Verdict', { exact: true }).selectOption('refused')
    expect(await verdicts.allTextContents()).toEqual([expect.stringContaining('Refused')])
    await b.getByLabel('Verdict', { exact: true }).selectOption('')
  })

  it('that is amended under the eyes of the approver has to be read again', async () => {
    const [a, b] = [ayse.page, burak.page]
    await writeProposal(a, '21', 'to be amended')
    await a.getByRole('button', { name: 'Propose', exact: true }).click()
    await proposalOf(b, 'to be amended').getByRole('button', { name: 'Approve' }).click()
    const dialog = b.getByRole('dialog', { name: 'Approve proposal' })
    await dialog.getByText('21').first().waitFor()

    await proposalOf(a, 'to be amended').getByRole('button', { name: 'Amend' }).click()
    expect(await a.getByLabel('Reason').inputValue()).toBe('to be amended')
    await a.getByLabel('Fast').fill('22')
    await a.getByRole('button', { name: 'Send amended' }).click()

    await dialog.getByText('It was changed after you opened it').waitFor()
    expect(await dialog.locator('.guardrails-change').textContent()).toMatch(/20.*22.*\+10%/)
    await dialog.getByRole('button', { name: 'Approve' }).click()
    expect(await dialog.count(), 'nothing is approved unread').toBe(1)
    expect(await proposalOf(a, 'to be amended').textContent()).toContain('0 of 1 approvals')
    await dialog.getByRole('button', { name: 'I have read the new one' }).click()
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await proposalOf(a, 'to be amended')
      .getByText(/^Approved by burak/)
      .waitFor()
    await proposalOf(b, 'to be amended').getByRole('button', { name: 'Reject' }).click()
    await b.getByRole('dialog').getByLabel('Reason').fill('only a test')
    await b.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
    await proposalOf(a, 'to be amended').waitFor({ state: 'detached' })
    await card(a, 'Proposals').getByText('Earlier (2)').click()
    await proposalOf(a, 'to be amended').getByText('Rejected').waitFor()
    await card(a, 'Proposals').getByText('Earlier (2)').click()
  })

  it('outlives a session that ends while it is typed', async () => {
    const { page } = ayse
    await writeProposal(page, '23', 'typed for a long time')
    const [cookie] = await page.context().cookies()
    if (cookie === undefined) throw new Error('there is no session')
    await page.context().addCookies([{ ...cookie, value: 'x'.repeat(cookie.value.length) }])
    await page.getByRole('button', { name: 'Propose', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Sign in' })
    await dialog.getByText('Your session has ended').waitFor()
    expect(await page.getByLabel('Fast').inputValue(), 'nothing typed is lost').toBe('23')
    await dialog.getByLabel('Operator').fill('ayse')
    await dialog.getByLabel('Password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await proposalOf(page, 'typed for a long time').getByRole('button', { name: 'Withdraw' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('only a test')
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
    await proposalOf(page, 'typed for a long time').waitFor({ state: 'detached' })
  })
})

describe('an override', { timeout: TEST_LIMIT_MS }, () => {
  it('is asked for, approved by another, used, and put away', async () => {
    const [a, b] = [ayse.page, burak.page]
    await a.getByRole('button', { name: 'Ask for an override' }).click()
    const form = a.getByRole('form', { name: 'Ask for an override' })
    await form.getByLabel('Until').fill('2020-01-01T00:00')
    await form.getByRole('button', { name: 'Ask' }).click()
    await form.getByText('Choose at least one policy').waitFor()
    await form.getByText(/^Must lie in the future/).waitFor()
    await form.getByLabel('approved-parameters').check()
    await form.getByLabel('Only these').check()
    await form.getByLabel(/^S&P 500/).check()
    const inAnHour = new Date(Date.now() + 3_600_000 - new Date().getTimezoneOffset() * 60_000)
    await form.getByLabel('Until').fill(inAnHour.toISOString().slice(0, 16))
    await form.getByLabel('Reason').fill('one comparison')
    await form.getByRole('button', { name: 'Ask' }).click()
    const own = a.locator('.guardrails-overrides .guardrails-item')
    await own.getByText('You asked for this.').waitFor()
    const theirs = b.locator('.guardrails-overrides .guardrails-item')
    await theirs.getByRole('button', { name: 'Approve' }).click()
    await b.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await own.getByText('In force').waitFor()
    await own.getByText(/^\d\d:\d\d left$/).waitFor()
    expect(await own.textContent()).toContain('sp500-daily · 1 of 1 uses left')
    expect(await start(a, 10)).toBe(201)
    await a.locator('.guardrails-verdict').first().getByText('approved-parameters, waived by an override').waitFor()
    await card(a, 'Overrides').getByText('Earlier (1)').waitFor()
    expect(await own.count(), 'what is over is put away').toBe(0)
    expect(await start(a, 11)).toBe(409)
  })
})

describe('the kill switch', { timeout: TEST_LIMIT_MS }, () => {
  it('stops every start at once, and two people undo it', async () => {
    const [a, b] = [ayse.page, burak.page]
    await a.locator('main').focus()
    await a.keyboard.press('Tab')
    await a.keyboard.press('Enter')
    const dialog = a.getByRole('dialog', { name: 'Kill switch' })
    await dialog.getByLabel('Type HALT to confirm').fill('HAL')
    await a.keyboard.press('Enter')
    await dialog.getByText('Type exactly HALT').waitFor()
    await dialog.getByText('Fill this in').waitFor()
    await dialog.getByLabel('Type HALT to confirm').fill('halt')
    await dialog.getByLabel('Reason').fill('prices look wrong')
    await dialog.getByRole('button', { name: 'Halt now' }).click()
    await stepUp(a)
    await a.getByText('Halted. Nothing starts any more.').waitFor()
    expect(await a.evaluate(() => document.activeElement?.textContent), 'the focus is where it was').toBe('Kill switch')
    await b.getByRole('alert').getByText('Trading halted').waitFor()
    expect(await start(b, 20)).toBe(409)
    await b.locator('.guardrails-verdict').first().getByText('Against trading-mode').waitFor()

    await card(a, 'Trading mode').getByRole('button', { name: 'Ask to re-arm' }).click()
    await a.getByRole('dialog').getByLabel('Reason').fill('the feed is back')
    await a.getByRole('dialog').getByRole('button', { name: 'Send request' }).click()
    await card(a, 'Trading mode').getByText('You asked for this yourself.').waitFor()
    expect(await card(a, 'Trading mode').getByRole('button').count()).toBe(0)
    await card(a, 'Trading mode')
      .getByText(/^1[45]:\d\d left$/)
      .waitFor()

    await card(b, 'Trading mode').getByRole('button', { name: 'Approve re-arm' }).click()
    await b.getByRole('dialog').getByRole('button', { name: 'Approve re-arm' }).click()
    await card(a, 'Trading mode').getByText('Active', { exact: true }).waitFor()
    expect(await start(a, 20)).toBe(201)
  })
})

describe('an executor that is killed and comes back', { timeout: TEST_LIMIT_MS }, () => {
  it('takes nothing of what was typed', async () => {
    const { page } = burak
    await writeProposal(page, '24', 'through the break')
    await desk.executor.restart()
    await page.waitForSelector('.live-state[data-phase=live]')
    await page.getByRole('button', { name: 'Propose', exact: true }).click()
    await proposalOf(page, 'through the break').getByRole('button', { name: 'Withdraw' }).waitFor()
    await proposalOf(ayse.page, 'through the break').getByRole('button', { name: 'Approve' }).waitFor()
  })

  it('and at the end nothing has complained', () => {
    const allowed = /Failed to load resource|ERR_/
    expect([...ayse.complaints, ...burak.complaints].filter((text) => !allowed.test(text))).toEqual([])
  })
})

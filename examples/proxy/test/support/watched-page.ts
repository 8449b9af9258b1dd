import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface WatchedPage {
  readonly page: Page
  /** Everything that the browser got: addresses, headers and bodies. */
  received(): Promise<string>
  /** Errors in the console, uncaught exceptions and violations of the content security policy. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Opens `url` and keeps whatever the browser receives or complains about. */
export async function openWatchedPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const answers: Promise<string>[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('response', (response) => {
    // A stream of events has no end to wait for.
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream') === true
    const body = isStream ? Buffer.alloc(0) : response.body().catch(() => Buffer.alloc(0))
    const parts = Promise.all([response.allHeaders(), body])
    const told = parts.then(([headers, body]) => `${response.url()} ${JSON.stringify(headers)} ${body}`)
    // Of an answer that was under way when the page was closed nothing is known.
    answers.push(told.catch(() => ''))
  })
  await page.goto(url)
  return {
    page,
    complaints,
    received: async () => (await Promise.all(answers)).join('\n') + (await page.content()),
    close: async () => {
      // A handler that still runs would fail with the page.
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await context.close()
    },
  }
}

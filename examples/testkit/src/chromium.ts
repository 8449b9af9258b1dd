import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser named by CHROMIUM, else an installed one, else the packaged one (Linux x64). */
async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM']
  if (named) return named
  const installed = INSTALLED.find(existsSync)
  if (installed !== undefined) return installed
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { default: packaged } = await import('@sparticuz/chromium')
    return packaged.executablePath()
  }
  throw new Error('No Chromium found: install Chrome or Chromium, or set CHROMIUM to its executable')
}

/** A headless browser that connects only to the page under test. */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: [
      // Root, as in most containers, has no sandbox to use; the pages are our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

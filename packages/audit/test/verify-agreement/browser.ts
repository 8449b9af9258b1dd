import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** As much of a page of Playwright as the tests use: this package depends on no browser. */
export interface BrowserPage {
  on(event: 'console', listener: (message: { text(): string }) => void): unknown
  on(event: 'pageerror', listener: (error: Error) => void): unknown
  on(event: 'request', listener: (request: { url(): string }) => void): unknown
  goto(url: string): Promise<unknown>
  close(): Promise<void>
  setInputFiles(selector: string, files: InputFile | InputFile[]): Promise<void>
  getByLabel(text: string): { fill(text: string): Promise<void> }
  getByRole(role: 'button', options: { name: string }): { click(): Promise<void> }
  waitForSelector(selector: string): Promise<unknown>
  textContent(selector: string): Promise<string | null>
  getAttribute(selector: string, name: string): Promise<string | null>
  selectOption(selector: string, value: string): Promise<unknown>
  evaluate<T>(what: string | (() => T)): Promise<Awaited<T>>
  readonly keyboard: { press(key: string): Promise<void> }
}

export type InputFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

export interface Browser {
  newPage(options: { colorScheme: 'light' | 'dark'; locale: string }): Promise<BrowserPage>
  close(): Promise<void>
}

const TESTKIT = path.join(import.meta.dirname, '../../../../examples/testkit/src/chromium.ts')

/** The browser that the tests of the examples use. */
export async function openBrowser(): Promise<Browser> {
  const { openChromium } = await import(pathToFileURL(TESTKIT).href)
  return openChromium()
}

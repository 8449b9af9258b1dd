import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A new empty folder for each test of the file that calls this, outside the checkout, removed after it. */
export function temporaryFolder(): (...parts: string[]) => string {
  let folder = ''
  beforeEach(() => {
    // macOS hands out a link; module addresses come resolved.
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tezgah-cli-')))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return (...parts) => path.join(folder, ...parts)
}

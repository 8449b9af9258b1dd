import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

// One seed for the properties of a whole run: fixed in `npm test`, drawn anew by `npm run test:nightly`.
// Loading fast-check takes longer than many a test file, so only files that name it pay for it.
const file = expect.getState().testPath
if (file !== undefined && readFileSync(file, 'utf8').includes("'fast-check'")) {
  const { default: fc } = await import('fast-check')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['TEZGAH_SEED']) })
}

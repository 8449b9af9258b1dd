import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { catalogueRows, rowsIn } from './fixtures/catalogue-table.ts'

it('is described in docs/metrics.md as it is; test/fixtures/write-docs.ts brings it up to date', () => {
  const document = readFileSync(path.join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
  expect(rowsIn(document)).toEqual(catalogueRows())
})

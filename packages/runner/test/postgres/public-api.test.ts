import { expect, it } from 'vitest'
import * as api from '../../src/postgres/index.ts'

it('exports this name and no other', () => {
  expect(Object.keys(api)).toEqual(['openPostgresJobStore'])
})

import { expect, it } from 'vitest'
import { IntColumn } from '../../src/storage/int-column.ts'

it('keeps what was pushed and set, also after it has grown', () => {
  const column = new IntColumn()
  for (let value = 0; value < 1000; value++) column.push(value - 500)
  column.set(3, 7)
  expect(column.length).toBe(1000)
  expect([column.at(0), column.at(3), column.at(999)]).toEqual([-500, 7, 499])
})

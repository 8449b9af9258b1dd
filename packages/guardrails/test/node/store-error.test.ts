import { isGuardrailsError } from '@tezgah/guardrails'
import { isStoreError, StoreError } from '@tezgah/guardrails/node'
import { expect, it } from 'vitest'

it('tells a store error of any installed copy from every other error', () => {
  const copy = Object.assign(new Error('from another copy'), { name: 'StoreError', code: 'corrupt' })
  expect([new StoreError('missing', 'no such file'), copy].map(isStoreError)).toEqual([true, true])
  const others = [
    new Error('ENOENT'),
    Object.assign(new Error('x'), { name: 'StoreError', code: 'EIO' }),
    null,
    'corrupt',
  ]
  expect(others.map(isStoreError)).toEqual([false, false, false, false])
  expect([new StoreError('missing', 'no such file'), new Error('x')].map(isGuardrailsError)).toEqual([false, false])
})

import { CodedError, codedErrorGuard, isErrorNamed } from '@tezgah/core/errors'
import { expect, it } from 'vitest'

class StoreError extends CodedError<'full' | 'closed'> {
  override readonly name = 'StoreError'
}

const isStoreError = codedErrorGuard<StoreError>('StoreError', ['full', 'closed'])

it('keeps code, message and cause', () => {
  const cause = new Error('disk')
  const error = new StoreError('full', 'no space', { cause })
  expect(error).toMatchObject({ name: 'StoreError', code: 'full', message: 'no space', cause })
  expect(error).toBeInstanceOf(Error)
})

it('recognises an error of another copy of its class', () => {
  const copy = Object.assign(new Error('no space'), { name: 'StoreError', code: 'full' })
  expect(isStoreError(new StoreError('closed', 'closed'))).toBe(true)
  expect(isStoreError(copy)).toBe(true)
  expect(isErrorNamed(copy, 'StoreError')).toBe(true)
})

it.each([
  ['another name', Object.assign(new Error('x'), { name: 'OtherError', code: 'full' })],
  ['another code', Object.assign(new Error('x'), { name: 'StoreError', code: 'broken' })],
  ['no code', Object.assign(new Error('x'), { name: 'StoreError' })],
  ['no error', { name: 'StoreError', code: 'full' }],
  ['nothing', null],
])('refuses %s', (_, value) => {
  expect(isStoreError(value)).toBe(false)
})

it('takes any code where none is listed, but not a missing one', () => {
  const isAny = codedErrorGuard<StoreError>('StoreError')
  expect(isAny(Object.assign(new Error('x'), { name: 'StoreError', code: 'broken' }))).toBe(true)
  expect(isAny(Object.assign(new Error('x'), { name: 'StoreError', code: 7 }))).toBe(false)
})

import { expect, it } from 'vitest'
import { checkTokenPlace } from '../../src/auth/authenticate.ts'

const TOKEN = 'canary-7f3a9c51e8d24b60'
const MADE = `tzg_${'a'.repeat(43)}`

it.each([
  [['host', 'localhost', 'X-Admin-Token', TOKEN]],
  [['x-admin-token', MADE, 'x-tezgah-client', 'panel']],
  [['host', 'localhost']],
  [['x-admin-token', '', 'accept', '*/*']],
])('takes %j', (rawHeaders) => expect(() => checkTokenPlace(rawHeaders)).not.toThrow())

it.each([
  [['x-admin-token', TOKEN, 'x-tezgah-client', TOKEN]],
  [['idempotency-key', `retry-${TOKEN}`, 'X-ADMIN-TOKEN', TOKEN]],
  [['x-admin-token', TOKEN, TOKEN, 'as a name']],
  [['x-admin-token', TOKEN, 'user-agent', `of another: ${MADE}`]],
])('refuses %j without repeating it', (rawHeaders) => {
  expect(() => checkTokenPlace(rawHeaders)).toThrow(/in the header x-admin-token only/)
  expect(() => checkTokenPlace(rawHeaders)).not.toThrow(TOKEN)
})

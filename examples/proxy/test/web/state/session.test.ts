import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../web/api/errors.ts'
import { createSession } from '../../../web/state/session/session.ts'
import { mayAct, type Role } from '../../../web/state/session/session-document.ts'
import { withSession } from '../../../web/state/session/with-session.ts'
import { sessionDocument } from '../../support/desk-documents.ts'

const refusal = (slug: string): ApiError => new ApiError('refused', slug, '', { type: `urn:tezgah:problem:${slug}` })
const change = { method: 'POST', body: '{"reason":"typed with care"}' }

/** A server that refuses with these, one after another, and then answers. */
function openSession(refusals: string[]) {
  const sent: (RequestInit | undefined)[] = []
  const session = createSession(async () => sessionDocument({ operator: { id: 'ayse', role: 'risk', signedIn: true } }))
  const request = withSession(async (_path, init) => {
    sent.push(init)
    const slug = refusals.shift()
    if (slug !== undefined) throw refusal(slug)
    return 'done'
  }, session)
  return { sent, session, request }
}

describe('a request that needs a session', () => {
  it('is sent again as it was after the sign-in, and again after the password', async () => {
    const { sent, session, request } = openSession(['session-expired', 'step-up-needed'])
    const answer = request('/api/risk/kill', change)
    await expect.poll(() => session.openPrompt.get()).toEqual({ kind: 'sign-in', expired: true })
    await session.signIn('ayse', 'secret')
    await expect.poll(() => session.openPrompt.get()).toEqual({ kind: 'step-up', expired: false })
    await session.stepUp('secret')
    expect(await answer).toBe('done')
    expect(sent).toEqual([change, change, change])
    expect(session.current.get()?.operator?.id).toBe('ayse')
  })

  it('is refused as it was when the dialog is closed', async () => {
    const { session, request } = openSession(['sign-in-needed'])
    const answer = request('/api/risk/kill', change)
    await expect.poll(() => session.openPrompt.get()?.kind).toBe('sign-in')
    session.dismiss()
    await expect(answer).rejects.toThrow(refusal('sign-in-needed'))
    expect(session.openPrompt.get()).toBeNull()
  })

  it('shares one dialog with all that wait', async () => {
    const { session, request } = openSession(['sign-in-needed', 'sign-in-needed'])
    const answers = Promise.all([request('/api/risk'), request('/api/audit')])
    await expect.poll(() => session.openPrompt.get()?.kind).toBe('sign-in')
    await session.signIn('ayse', 'secret')
    expect(await answers).toEqual(['done', 'done'])
  })

  it('does not open the dialog again for a read after it was closed, but does for a change', async () => {
    const { session, request } = openSession(Array(3).fill('sign-in-needed'))
    const first = request('/api/risk')
    await expect.poll(() => session.openPrompt.get()?.kind).toBe('sign-in')
    session.dismiss()
    await expect(first).rejects.toThrow()
    await expect(request('/api/risk')).rejects.toThrow()
    const last = request('/api/risk/kill', change)
    await expect.poll(() => session.openPrompt.get()?.kind).toBe('sign-in')
    session.dismiss()
    await expect(last).rejects.toThrow()
  })

  it('is not asked about when it fails for another reason', async () => {
    const { session, request } = openSession(['role-needed'])
    await expect(request('/api/risk/kill', change)).rejects.toThrow(refusal('role-needed'))
    expect(session.openPrompt.get()).toBeNull()
  })
})

describe('a session', () => {
  it('lets a role act as itself and as those below', () => {
    const risk = sessionDocument({ operator: { id: 'ayse', role: 'risk', signedIn: true } })
    expect([mayAct(risk, 'operator'), mayAct(risk, 'risk'), mayAct(risk, 'admin')]).toEqual([true, true, false])
    expect(mayAct(null, 'viewer')).toBe(false)
  })

  it('of an unknown role lets its operator do nothing', () => {
    const session = sessionDocument({ operator: { id: 'x', role: 'root' as Role, signedIn: true } })
    expect(mayAct(session, 'viewer')).toBe(false)
  })
})

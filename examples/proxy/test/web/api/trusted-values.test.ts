import { describe, expect, it } from 'vitest'
import { createApi } from '../../../web/api/client.ts'
import { readEvent } from '../../../web/state/live/events.ts'
import { auditVerdictDocument, riskDocument, spotDocument } from '../../support/desk-documents.ts'

const { signal } = new AbortController()
const answering = (document: unknown) => createApi(async () => document)

describe('a trading mode that this page does not know', () => {
  const risk = riskDocument()
  const open = { ...risk, trading: { ...risk.trading, mode: 'open' } }
  const request = { id: 'r', to: 'open', by: risk.trading.by, reason: '', at: 0, expiresAt: 1 }
  const opening = { ...risk, trading: { ...risk.trading, request } }

  it.each([
    ['trading.mode must be a known trading mode, received "open"', open],
    ['trading.request.to must be a known trading mode, received "open"', opening],
  ])('throws: %s', async (message, document) => {
    await expect(answering(document).get('/risk', { signal })).rejects.toThrow(message)
    await expect(answering(document).post('/risk/kill', { body: { to: 'halted', reason: 'x' } })).rejects.toThrow(
      message,
    )
    expect(() => readEvent('risk', JSON.stringify(document))).toThrow(message)
  })
})

it('a verification of unknown status counts as unproven', async () => {
  const answer = await answering({ ...auditVerdictDocument(), status: 'fine' }).get('/audit/verify', { signal })
  expect(answer.status).toBe('unproven')
})

it('a price of unknown source is off, one of unknown state stale', async () => {
  const unknown = { ...spotDocument(), source: 'somewhere', state: 'fast' }
  expect(await answering(unknown).get('/spot', { signal })).toMatchObject({ source: 'off', state: 'stale' })
  expect(readEvent('spot', JSON.stringify(unknown)).data).toMatchObject({ source: 'off', state: 'stale' })
})

it('a request has its path, query, method and body as the contract has them', async () => {
  const sent: [string, RequestInit | undefined][] = []
  const api = createApi(async (path, init) => {
    sent.push([path, init])
    return {}
  })
  await api.get('/datasets/{id}/candles', { path: { id: 'a/b' }, query: { from: '1', to: '2' } })
  await api.post('/proposals/{id}/approve', { path: { id: 'p' }, body: { content: 'c' }, idempotencyKey: 'k' })
  await api.delete('/backtest/{id}', { path: { id: 'r' } })
  expect(sent).toEqual([
    ['/api/datasets/a%2Fb/candles?from=1&to=2', {}],
    [
      '/api/proposals/p/approve',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
        body: '{"content":"c"}',
      },
    ],
    ['/api/backtest/r', { method: 'DELETE', headers: {} }],
  ])
})
